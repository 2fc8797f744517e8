"""What ends a warning by itself, just before and just after, and what never does."""

from datetime import date, timedelta
from typing import Any

import pytest

from diary.criteria import criteria, judge
from diary.criteria.clears import CLEARS, SHOWN_ONCE, cleared
from diary.criteria.facts import Pregnancy, ResidualPain
from tests.diary.criteria.builders import (
    NOW,
    at,
    check_ins,
    episode,
    facts,
    many,
    medicine,
    night,
    on_days,
    relief,
    sites,
    with_profile,
)

RAISED = at("2025-01-01 09:00")

BY_A_PERSON_ONLY = """
duration-over-10-min weakness-or-muscle-change known-condition-cramps
emergency-symptoms one-sided-swelling acute-limb-circulation
limb-circulation-signs other-associated-symptom back-nerve-emergency dark-urine
wound-or-toxin-exposure tetany-signs quinine-safety severe-residual-pain
after-head-or-back-injury pregnancy-warning-signs child-cramp-red-flags
statin-muscle-symptoms pregnancy-cramps first-recorded-cramp nlc-feature-summary
"""


def clears(criterion, diary, target=None, now=NOW):
    return cleared(criterion, target=target, facts=diary, now=now, raised_at=RAISED)


@pytest.mark.parametrize("criterion", BY_A_PERSON_ONLY.split())
def test_what_a_person_must_mark_never_clears_by_time(criterion):
    assert not clears(criterion, facts(episode()), "e1")
    years_later = NOW + timedelta(days=2000)
    assert not clears(criterion, facts(episode()), "e1", years_later)


def test_every_criterion_either_clears_or_waits_for_a_person():
    waiting = set(BY_A_PERSON_ONLY.split())
    assert waiting | set(CLEARS) == set(criteria())
    assert waiting & set(CLEARS) == set()
    assert waiting >= SHOWN_ONCE


def test_an_unknown_criterion_is_an_error():
    with pytest.raises(KeyError):
        clears("no-such-criterion", facts())


ARM = {"sites": sites("hand/left")}

PAIN: dict[str, Any] = {"associated_symptoms": ("pain-between-cramps",)}

WALK = {"triggers": ("walking",), "relief": relief("rest-stop-activity", "full")}


@pytest.mark.parametrize(
    ("criterion", "last_sign", "clock", "fields"),
    [
        ("spread-to-arms", 27, "02:00", ARM),
        ("daytime-progression", 27, "15:00", {}),
        ("numbness-or-tingling", 27, "02:00", {"sensations": ("numb",)}),
        ("pain-between-cramps", 13, "02:00", PAIN),
        ("radiating-pain", 27, "02:00", {"sensations": ("radiating",)}),
        ("recurrent-non-leg-cramps", 27, "02:00", ARM),
        (
            "no-relief-from-stretching",
            13,
            "02:00",
            {"relief": relief("massage", "none")},
        ),
        ("possible-clot-signs", 6, "02:00", PAIN),
        (
            "both-legs-swelling",
            27,
            "02:00",
            {"associated_symptoms": ("swelling-both-legs",)},
        ),
        ("walking-induced-leg-pain", 27, "15:00", WALK),
        (
            "painless-contractions",
            27,
            "02:00",
            {"associated_symptoms": ("delayed-relaxation",)},
        ),
        (
            "pain-without-contraction",
            13,
            "02:00",
            {"sensations": ("no-tightening",), "pain_max": 2},
        ),
        (
            "widespread-twitching",
            27,
            "02:00",
            {"associated_symptoms": ("muscle-twitching",)},
        ),
    ],
)
def test_a_pattern_clears_when_its_last_sign_leaves_the_window(
    criterion, last_sign, clock, fields
):
    still = facts(episode(), *on_days((last_sign,), clock, **fields))
    gone = facts(episode(), *on_days((last_sign + 1,), clock, **fields))
    assert not clears(criterion, still)
    assert clears(criterion, gone)


@pytest.mark.parametrize(
    ("criterion", "nights", "expected"),
    [
        ("frequent-night-cramps", 4, False),
        ("frequent-night-cramps", 3, True),
        ("persistent-night-cramps", 6, False),
        ("persistent-night-cramps", 5, True),
        ("severe-recurrent-night-cramps", 3, False),
        ("severe-recurrent-night-cramps", 2, True),
    ],
)
def test_night_patterns_clear_below_their_lower_mark(criterion, nights, expected):
    diary = facts(*on_days(range(nights), pain_max=8))
    assert clears(criterion, diary) is expected


def test_unrated_nights_do_not_clear_strong_cramps():
    assert not clears("severe-recurrent-night-cramps", facts(*on_days(range(3))))


@pytest.mark.parametrize(
    ("prior", "recent", "covered", "expected"),
    [
        (4, 4, True, True),
        (4, 5, True, False),
        (8, 9, True, True),
        (8, 10, True, False),
        (4, 0, True, True),
        (4, 0, False, False),
    ],
)
def test_frequency_clears_below_five_quarters_on_covered_days(
    prior, recent, covered, expected
):
    cramps = many(prior, "2025-03-01 01:00") + many(recent, "2025-03-15 01:00")
    answered = check_ins("2025-02-21", "2025-03-20") if covered else ()
    diary = facts(*cramps, check_ins=answered)
    assert clears("frequency-increase", diary) is expected


def test_a_change_clears_only_at_a_later_evaluation():
    diary = facts(
        *many(4, "2025-03-01 01:00"), check_ins=check_ins("2025-02-21", "2025-03-20")
    )
    name = "frequency-increase"
    assert not cleared(name, target=None, facts=diary, now=NOW, raised_at=NOW)


@pytest.mark.parametrize(
    ("recent", "expected"), [((6, 6, 5), True), ((6, 6, 6), False), ((5, 5), False)]
)
def test_intensity_clears_below_one_point(recent, expected):
    cramps = [on_days((14 + n,), pain_max=5)[0] for n in range(3)]
    cramps += [on_days((n,), pain_max=pain)[0] for n, pain in enumerate(recent)]
    assert clears("intensity-increase", facts(*cramps)) is expected


@pytest.mark.parametrize(("wakings", "expected"), [(3, False), (2, True)])
def test_spoiled_sleep_clears_below_three_nights(wakings, expected):
    nights = tuple(night(f"2025-03-{day}", quality=1) for day in range(16, 21))
    diary = facts(*on_days(range(wakings), woke_from_sleep=True), nights=nights)
    assert clears("sleep-disrupted-by-cramps", diary) is expected


def test_spoiled_sleep_does_not_clear_for_want_of_entries():
    assert not clears("sleep-disrupted-by-cramps", facts(episode()))


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        (("calf/left", "hand/left", "neck/midline"), False),
        (("calf/left", "hand/left"), True),
    ],
)
def test_widespread_clears_at_two_regions(places, expected):
    cramps = [episode(place, sites=sites(place)) for place in places]
    assert clears("widespread-cramps", facts(*cramps)) is expected


@pytest.mark.parametrize(
    ("started", "expected"), [("2024-12-20", False), ("2024-12-19", True)]
)
def test_a_medicine_clears_after_ninety_days(started, expected):
    taken = medicine("statin", started_on=date.fromisoformat(started))
    diary = facts(episode(), medications=(taken,))
    assert clears("cramp-related-medicine", diary) is expected


def test_a_cluster_clears_when_it_leaves_the_week():
    cluster = many(8, "2025-03-14 01:00", 10)
    assert not clears("clustered-attacks", facts(*cluster))
    week_later = at("2025-03-21 09:00")
    assert clears("clustered-attacks", facts(*cluster), now=week_later)


def test_quinine_in_pregnancy_clears_when_quinine_is_stopped():
    name = "quinine-in-pregnancy"
    using = facts(medications=(medicine("quinine"),))
    stopped = facts(medications=(medicine("quinine", stopped_on=date(2025, 3, 1)),))
    relieved = facts(*on_days((13,), relief=relief("quinine")), medications=())
    assert not clears(name, using)
    assert clears(name, stopped)
    assert not clears(name, relieved)


def test_self_medication_clears_when_the_medicine_is_listed():
    taken = episode(relief=relief("quinine"))
    listed = medicine("quinine", prescribed=True)
    name = "self-medication-check"
    assert not clears(name, facts(taken), "e1")
    assert clears(name, facts(taken, medications=(listed,)), "e1")
    assert not clears(name, facts(medications=(listed,)), "e1")


def test_an_ongoing_cramp_clears_when_it_is_closed():
    name = "ongoing-over-10-min"
    still_open = episode(ended_at=None, last_confirmed_ongoing_at=NOW)
    assert not clears(name, facts(still_open), "e1")
    assert not clears(name, facts(still_open), "e1", NOW + timedelta(days=3))
    assert clears(name, facts(episode()), "e1")
    assert not clears(name, facts(), "e1")


@pytest.mark.parametrize(
    ("left", "right", "expected"), [(3, 1, False), (2, 1, True), (0, 0, False)]
)
def test_same_leg_clears_below_three_quarters(left, right, expected):
    cramps = on_days(range(left))
    cramps += on_days(range(left, left + right), sites=sites("calf/right"))
    assert clears("same-leg-predominance", facts(*cramps)) is expected


def test_restless_legs_clear_below_two_nights():
    fields: dict[str, Any] = {
        "sensations": ("urge-to-move",),
        "relief": relief("moving-limb", "full"),
    }
    two, one = on_days((0, 13), **fields), on_days((0, 14), **fields)
    assert not clears("restless-legs-pattern", facts(*two))
    assert clears("restless-legs-pattern", facts(*one))


@pytest.mark.parametrize(
    ("raised_days_ago", "expected"), [(0, False), (13, False), (14, True)]
)
def test_an_old_entry_told_late_clears_only_14_days_after_it_was_told(
    raised_days_ago, expected
):
    sore = ResidualPain(present=True, duration_minutes=1441)
    diary = facts(*on_days((60,), residual_pain=sore))
    assert expected is cleared(
        "residual-pain-over-24h",
        target="d60",
        facts=diary,
        now=NOW,
        raised_at=NOW - timedelta(days=raised_days_ago),
    )


def test_nothing_that_fires_now_is_cleared_now():
    """A warning raised and ended in one evaluation would flicker."""
    diary = facts(
        *on_days(range(8), pain_max=9, sites=sites("calf/left", "hand/left"), **PAIN),
        *many(9, "2025-03-19 15:00", 10, relief=relief("quinine", "none")),
        medications=(
            medicine("quinine"),
            medicine("statin", started_on=date(2025, 3, 1)),
        ),
        check_ins=check_ins("2025-02-07", "2025-03-06"),
    )
    diary = with_profile(diary, pregnancy=Pregnancy("pregnant"))
    fired = [finding for finding in judge(diary, NOW) if finding.result == "fired"]
    flickering = [
        finding.criterion
        for finding in fired
        if cleared(
            finding.criterion,
            target=finding.target,
            facts=diary,
            now=NOW,
            raised_at=RAISED,
        )
    ]
    assert len({finding.criterion for finding in fired}) > 10
    assert flickering == []
