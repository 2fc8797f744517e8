"""Patterns at, below and above each edge, and at both ends of their windows."""

from datetime import date

import pytest

from diary.criteria.facts import CrampHistory, Relief
from tests.diary.criteria.builders import (
    answer,
    at,
    check_ins,
    episode,
    facts,
    find,
    many,
    medicine,
    night,
    on_days,
    relief,
    sites,
    with_profile,
)

BASELINE = check_ins("2025-02-07", "2025-03-06")
BOTH_FORTNIGHTS = check_ins("2025-02-21", "2025-03-20")
ARM = sites("hand/right")


@pytest.mark.parametrize(
    ("days_ago", "pain", "expected"),
    [
        ((0, 1, 2), 7, "see_doctor"),
        ((0, 1), 7, "not_fired"),
        ((0, 1, 2), 6, "not_fired"),
        ((0, 1, 6), 7, "see_doctor"),
        ((0, 1, 7), 7, "not_fired"),
    ],
)
def test_strong_cramps_on_three_nights_of_seven(days_ago, pain, expected):
    diary = facts(*on_days(days_ago, pain_max=pain))
    assert answer(diary, "severe-recurrent-night-cramps") == expected


@pytest.mark.parametrize(
    ("rated", "unrated", "expected"),
    [
        ((0, 1), (2,), "insufficient_data"),
        ((0,), (1,), "not_fired"),
        ((), (1, 2, 3), "insufficient_data"),
        ((0, 1, 2), (3,), "see_doctor"),
    ],
)
def test_unrated_nights_that_could_decide_are_asked_about(rated, unrated, expected):
    diary = facts(*on_days(rated, pain_max=8), *on_days(unrated))
    found = find(diary, "severe-recurrent-night-cramps")
    assert (found.severity or found.result) == expected
    asked = [question.field for question in found.missing]
    assert asked == (["pain_max"] * len(unrated) if found.result[0] == "i" else [])


def test_after_noon_the_coming_night_is_already_in_the_window():
    diary = facts(*on_days((0, 1), pain_max=8), *on_days((6,), pain_max=8))
    name = "severe-recurrent-night-cramps"
    assert answer(diary, name, now=at("2025-03-20 11:59")) == "see_doctor"
    assert answer(diary, name, now=at("2025-03-20 12:00")) == "not_fired"
    late = facts(
        *on_days((0, 1), pain_max=8), episode("x", "2025-03-20 23:30", pain_max=8)
    )
    assert answer(late, name, now=at("2025-03-20 23:40")) == "see_doctor"


@pytest.mark.parametrize(
    ("days_ago", "fields", "expected"),
    [
        ((0, 2, 4, 6, 8, 13), {}, "see_doctor"),
        ((0, 2, 4, 6, 8, 14), {}, "not_fired"),
        ((0, 2, 4, 6, 8), {}, "not_fired"),
        ((0, 2, 4, 6, 8, 13), {"sites": ARM}, "not_fired"),
        ((0, 2, 4, 6, 8, 13), {"sites": None}, "not_fired"),
        ((0, 2, 4, 6, 8, 13), {"sensations": ("no-tightening",)}, "not_fired"),
    ],
)
def test_night_leg_cramps_on_six_nights_of_fourteen(days_ago, fields, expected):
    assert (
        answer(facts(*on_days(days_ago, **fields)), "frequent-night-cramps") == expected
    )


MILD = {"pain_max": 6, "distress": 4, "woke_from_sleep": False}


@pytest.mark.parametrize(
    ("special", "expected"),
    [
        ({"pain_max": 7}, "see_doctor"),
        ({"distress": 5}, "see_doctor"),
        ({"woke_from_sleep": True}, "see_doctor"),
        ({}, "not_fired"),
        ({"pain_max": None}, "insufficient_data"),
        ({"distress": None}, "insufficient_data"),
        ({"woke_from_sleep": None}, "insufficient_data"),
    ],
)
def test_persistent_cramps_need_four_burdened_nights(special, expected):
    burdened = on_days((0, 1, 2), **{**MILD, "pain_max": 7})
    fourth = on_days((3,), **{**MILD, **special})
    others = on_days((10, 15, 20, 27), **MILD)
    diary = facts(*burdened, *fourth, *others)
    assert answer(diary, "persistent-night-cramps") == expected


def test_seven_persistent_nights_are_too_few_whatever_is_missing():
    assert answer(facts(*on_days(range(7))), "persistent-night-cramps") == "not_fired"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"waso_minutes": 31}, "see_doctor"),
        ({"waso_minutes": 30}, "not_fired"),
        ({"quality": 2}, "see_doctor"),
        ({"quality": 3}, "not_fired"),
        ({"sol_minutes": 63}, "see_doctor"),
        ({"sol_minutes": 62}, "not_fired"),
        ({"sol_minutes": None, "waso_minutes": None, "quality": 2}, "see_doctor"),
        ({"sol_minutes": None, "waso_minutes": None, "quality": None}, "not_fired"),
    ],
)
def test_sleep_spoiled_by_cramps(fields, expected):
    nights = [night(f"2025-03-{day}", **fields) for day in range(16, 21)]
    cramps = on_days((0, 1, 2), woke_from_sleep=True)
    diary = facts(*cramps, nights=tuple(nights))
    assert answer(diary, "sleep-disrupted-by-cramps") == expected


@pytest.mark.parametrize(
    ("cramps", "nights", "expected"),
    [
        (3, 5, "see_doctor"),
        (2, 5, "not_fired"),
        (3, 4, "insufficient_data"),
    ],
)
def test_spoiled_sleep_needs_three_wakings_and_five_entries(cramps, nights, expected):
    entries = [night(f"2025-03-{20 - n}", quality=1) for n in range(nights)]
    woken = on_days(range(cramps), woke_from_sleep=True)
    diary = facts(*woken, nights=tuple(entries))
    assert answer(diary, "sleep-disrupted-by-cramps") == expected


@pytest.mark.parametrize(
    ("arm", "fields", "expected"),
    [
        (("2025-03-10 02:00",), {}, "see_doctor"),
        (("2025-03-10 02:00", "2025-03-12 02:00"), {}, "see_doctor_soon"),
        (("2025-03-10 15:00",), {"triggers": ("exercise",)}, "not_fired"),
        (("2025-03-10 15:00",), {"triggers": ("repetitive-hand-use",)}, "not_fired"),
        (("2025-03-10 02:00",), {"triggers": ("exercise",)}, "see_doctor"),
        (("2025-03-10 15:00",), {"triggers": ("cold",)}, "see_doctor"),
        (("2025-03-06 02:00",), {}, "not_fired"),
    ],
)
def test_spread_to_arms(arm, fields, expected):
    arms = [episode(f"a{n}", start, sites=ARM, **fields) for n, start in enumerate(arm)]
    assert answer(facts(episode(), *arms), "spread-to-arms") == expected


def test_exercise_does_not_excuse_a_cramp_in_arm_and_leg_together():
    both = episode(
        start="2025-03-19 15:00",
        sites=sites("calf/left", "hand/left"),
        triggers=("exercise",),
    )
    assert answer(facts(both), "spread-to-arms") == "see_doctor_soon"


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        (("calf/left", "foot/left", "thigh-front/left"), "not_fired"),
        (("calf/left", "hand/left"), "not_fired"),
        (("calf/left", "hand/left", "neck/midline"), "see_doctor_soon"),
        (("hip/left", "shoulder/left", "ribs/left"), "see_doctor_soon"),
    ],
)
def test_three_of_four_regions_are_widespread(places, expected):
    cramps = [
        episode(f"p{n}", f"2025-03-{7 + n:02} 02:00", sites=sites(place))
        for n, place in enumerate(places)
    ]
    assert answer(facts(*cramps), "widespread-cramps") == expected


@pytest.mark.parametrize(
    ("days_ago", "clock", "fields", "expected"),
    [
        ((0, 27), "02:00", {"sites": ARM}, "see_doctor"),
        ((0, 28), "02:00", {"sites": ARM}, "not_fired"),
        ((0, 1), "15:00", {"sites": ARM, "triggers": ("swimming",)}, "not_fired"),
        ((0, 1), "15:00", {"sites": ARM, "triggers": ("walking",)}, "see_doctor"),
        ((0, 1), "02:00", {"sites": None}, "not_fired"),
    ],
)
def test_two_cramps_outside_the_legs(days_ago, clock, fields, expected):
    diary = facts(*on_days(days_ago, clock, **fields))
    assert answer(diary, "recurrent-non-leg-cramps") == expected


@pytest.mark.parametrize(
    ("left", "other", "side", "expected"),
    [
        (8, 0, "right", "info"),
        (7, 0, "right", "not_fired"),
        (9, 1, "right", "info"),
        (8, 1, "right", "not_fired"),
        (9, 1, "both", "info"),
        (8, 1, "both", "not_fired"),
        (8, 3, "unknown", "info"),
        (7, 1, "unknown", "insufficient_data"),
    ],
)
def test_nine_in_ten_on_one_leg(left, other, side, expected):
    cramps = on_days(range(left))
    cramps += on_days(range(left, left + other), sites=sites(f"calf/{side}"))
    assert answer(facts(*cramps), "same-leg-predominance") == expected


@pytest.mark.parametrize(
    ("nights", "before", "recent", "expected"),
    [
        ((20, 25), (), (0, 1), "see_doctor"),
        ((20,), (), (0, 1), "not_fired"),
        ((20, 25), (), (0,), "not_fired"),
        ((20, 25), (20, 22), (0, 1), "see_doctor"),
        ((20, 25), (20, 22, 24), (0, 1), "not_fired"),
        ((20, 41), (), (0, 13), "see_doctor"),
        ((20, 42), (), (0, 13), "not_fired"),
        ((20, 25), (), (0, 14), "not_fired"),
    ],
)
def test_night_cramps_that_move_into_the_day(nights, before, recent, expected):
    cramps = on_days(nights)
    for ago in (*before, *recent):
        [cramp] = on_days((ago,), "15:00")
        cramps.append(episode(f"day{ago}", cramp.started_at.strftime("%Y-%m-%d %H:%M")))
    diary = facts(*cramps, check_ins=BASELINE)
    assert answer(diary, "daytime-progression") == expected


@pytest.mark.parametrize(
    ("covered", "history", "expected"),
    [
        (14, None, "not_fired"),
        (13, None, "insufficient_data"),
        (13, CrampHistory(True, False), "see_doctor"),
        (13, CrampHistory(True, True), "not_fired"),
        (13, CrampHistory(False, False), "not_fired"),
        (13, CrampHistory(True, None), "insufficient_data"),
    ],
)
def test_onboarding_answers_stand_in_for_a_thin_baseline(covered, history, expected):
    diary = facts(*on_days((0, 1), "15:00"), check_ins=BASELINE[:covered])
    diary = with_profile(diary, cramp_history=history)
    assert answer(diary, "daytime-progression") == expected


@pytest.mark.parametrize(
    ("prior", "recent", "expected"),
    [
        (4, 8, "see_doctor"),
        (4, 7, "not_fired"),
        (8, 12, "see_doctor"),
        (9, 13, "not_fired"),
        (0, 4, "see_doctor"),
        (0, 3, "not_fired"),
    ],
)
def test_cramps_that_come_more_often(prior, recent, expected):
    cramps = many(prior, "2025-03-01 01:00") + many(recent, "2025-03-15 01:00")
    diary = facts(*cramps, check_ins=BOTH_FORTNIGHTS)
    assert answer(diary, "frequency-increase") == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2025-02-25", "2025-03-16", "see_doctor"),
        ("2025-02-26", "2025-03-16", "insufficient_data"),
        ("2025-02-25", "2025-03-15", "insufficient_data"),
    ],
)
def test_more_often_needs_ten_covered_days_in_each_window(first, last, expected):
    diary = facts(*many(4, "2025-03-15 01:00"), check_ins=check_ins(first, last))
    assert answer(diary, "frequency-increase") == expected


@pytest.mark.parametrize(
    ("prior", "recent", "expected"),
    [
        ((5, 5, 5), (7, 7, 7), "see_doctor"),
        ((5, 5, 5), (7, 7, 6), "not_fired"),
        ((4, 5, 5), (6, 7, 7), "see_doctor"),
        ((5, 5), (9, 9, 9), "insufficient_data"),
        ((5, 5, 5), (9, 9), "insufficient_data"),
        ((5, 5, 5, None), (7, 7, 7, None), "see_doctor"),
    ],
)
def test_cramps_that_hurt_more(prior, recent, expected):
    cramps = [on_days((14 + n,), pain_max=p)[0] for n, p in enumerate(prior)]
    cramps += [on_days((n,), pain_max=p)[0] for n, p in enumerate(recent)]
    assert answer(facts(*cramps), "intensity-increase") == expected


@pytest.mark.parametrize(
    ("days_ago", "expected"),
    [((0, 13), "see_doctor"), ((0, 14), "not_fired"), ((0,), "not_fired")],
)
def test_pain_between_cramps_on_two_dates(days_ago, expected):
    diary = facts(*on_days(days_ago, associated_symptoms=("pain-between-cramps",)))
    assert answer(diary, "pain-between-cramps") == expected


@pytest.mark.parametrize(
    ("measures", "expected"),
    [
        ((Relief("stretching", "none"),), "see_doctor"),
        ((Relief("stretching", "none"), Relief("massage", "partial")), "not_fired"),
        ((Relief("stretching", "none"), Relief("massage", "unknown")), "see_doctor"),
        ((Relief("stretching", "unknown"),), "not_fired"),
        ((Relief("stretching", None),), "not_fired"),
        ((Relief("walking-about", "none"),), "not_fired"),
        ((Relief("nothing", None),), "not_fired"),
        ((Relief("stretching", "none"), Relief("heat", "full")), "see_doctor"),
    ],
)
def test_no_relief_counts_failed_measures_only(measures, expected):
    diary = facts(*on_days((0, 1, 13), relief=measures))
    assert answer(diary, "no-relief-from-stretching") == expected


@pytest.mark.parametrize(
    ("starts", "minutes_apart", "expected"),
    [(8, 205, "see_doctor_soon"), (8, 206, "not_fired"), (7, 10, "not_fired")],
)
def test_eight_cramps_within_a_day_are_a_cluster(starts, minutes_apart, expected):
    diary = facts(*many(starts, "2025-03-18 03:00", minutes_apart))
    assert answer(diary, "clustered-attacks") == expected


def test_a_cluster_over_the_clock_change_is_counted_in_elapsed_time():
    now = at("2025-10-27 09:00")
    hours = [f"2025-10-26 {hour:02}:30" for hour in (0, 5, 8, 11, 14, 17, 20)]
    cramps = [episode(f"h{n}", start) for n, start in enumerate(hours)]
    within = episode("last", "2025-10-26 23:30")
    beyond = episode("last", "2025-10-26 23:31")
    name = "clustered-attacks"
    assert answer(facts(*cramps, within), name, now=now) == "see_doctor_soon"
    assert answer(facts(*cramps, beyond), name, now=now) == "not_fired"


@pytest.mark.parametrize(
    ("first", "second", "place", "expected"),
    [
        (5, 5, "hand/left", "see_doctor_soon"),
        (5, 4, "hand/left", "not_fired"),
        (5, 5, "hand/both", "see_doctor_soon"),
        (5, 5, "neck/midline", "see_doctor_soon"),
        (5, 5, "hand/unknown", "not_fired"),
    ],
)
def test_five_a_day_on_two_days_at_one_place(first, second, place, expected):
    cramps = many(first, "2025-03-14 08:00", 60, sites=sites(place))
    cramps += many(second, "2025-03-17 08:00", 60, sites=sites(place))
    assert answer(facts(*cramps), "clustered-attacks") == expected


def test_daytime_exertion_is_left_out_of_clusters_and_the_night_is_not():
    tired = {"triggers": ("overexertion",)}
    by_day = many(8, "2025-03-18 12:00", 10, **tired)
    by_night = many(8, "2025-03-18 01:00", 10, **tired)
    assert answer(facts(*by_day), "clustered-attacks") == "not_fired"
    assert answer(facts(*by_night), "clustered-attacks") == "see_doctor_soon"


TENDER = {"associated_symptoms": ("muscle-tenderness", "limping")}


@pytest.mark.parametrize(
    ("places", "days_ago", "expected"),
    [
        (("calf/left",), 6, "see_doctor_soon"),
        (("calf/left",), 7, "not_fired"),
        (("calf/left", "thigh-back/left", "hand/right"), 0, "see_doctor_soon"),
        (("calf/left", "calf/right"), 0, "not_fired"),
        (("calf/both",), 0, "not_fired"),
        (("calf/unknown",), 0, "not_fired"),
        (("hand/left",), 0, "not_fired"),
    ],
)
def test_clot_signs_count_one_leg_only(places, days_ago, expected):
    diary = facts(*on_days((days_ago,), sites=sites(*places), **TENDER))
    assert answer(diary, "possible-clot-signs") == expected


def test_clot_signs_of_two_legs_do_not_add_up():
    tender = episode("t", associated_symptoms=("muscle-tenderness",))
    limp = episode(
        "l",
        "2025-03-19 02:00",
        sites=sites("calf/right"),
        associated_symptoms=("limping",),
    )
    assert answer(facts(tender, limp), "possible-clot-signs") == "not_fired"


@pytest.mark.parametrize(
    ("started", "changed", "expected"),
    [
        ("2024-12-20", None, "see_doctor"),
        ("2024-12-19", None, "not_fired"),
        ("2025-03-20", None, "not_fired"),
        ("2025-03-19", None, "see_doctor"),
        ("2020-01-01", "2025-03-01", "see_doctor"),
        ("2020-01-01", None, "not_fired"),
        (None, "2024-01-01", "not_fired"),
        (None, None, "insufficient_data"),
    ],
)
def test_two_cramps_within_ninety_days_of_a_new_medicine(started, changed, expected):
    taken = medicine(
        "statin",
        started_on=date.fromisoformat(started) if started else None,
        dose_changed_on=date.fromisoformat(changed) if changed else None,
    )
    diary = facts(*on_days((0, 1)), medications=(taken,))
    assert answer(diary, "cramp-related-medicine") == expected


@pytest.mark.parametrize(
    ("stopped", "expected"), [("2025-03-20", "not_fired"), ("2025-03-21", "see_doctor")]
)
def test_a_medicine_is_current_until_the_day_it_stops(stopped, expected):
    taken = medicine(
        "statin",
        started_on=date(2025, 3, 1),
        stopped_on=date.fromisoformat(stopped),
    )
    diary = facts(*on_days((0, 1)), medications=(taken,))
    assert answer(diary, "cramp-related-medicine") == expected


WALK = {"triggers": ("walking",), "relief": relief("rest-stop-activity", "partial")}


@pytest.mark.parametrize(
    ("days_ago", "fields", "expected"),
    [
        ((0, 27), WALK, "see_doctor"),
        ((0, 28), WALK, "not_fired"),
        ((0, 1), {**WALK, "duration_seconds_reported": 600}, "see_doctor"),
        ((0, 1), {**WALK, "duration_seconds_reported": 601}, "not_fired"),
        ((0, 1), {**WALK, "ended_at": None}, "see_doctor"),
        ((0, 1), {**WALK, "sites": ARM}, "not_fired"),
        ((0, 1), {**WALK, "relief": relief("rest-stop-activity", "none")}, "not_fired"),
        ((0, 1), {**WALK, "triggers": ("exercise",)}, "not_fired"),
    ],
)
def test_leg_pain_on_walking(days_ago, fields, expected):
    diary = facts(*on_days(days_ago, "15:00", **fields))
    assert answer(diary, "walking-induced-leg-pain") == expected


RESTLESS = {"sensations": ("urge-to-move",), "relief": relief("moving-limb", "full")}


@pytest.mark.parametrize(
    ("days_ago", "clock", "fields", "expected"),
    [
        ((1, 2, 3, 4), "18:00", RESTLESS, "see_doctor"),
        ((1, 2, 3, 4), "17:59", RESTLESS, "not_fired"),
        ((1, 2, 3), "18:00", RESTLESS, "not_fired"),
        ((0, 1, 2, 13), "02:00", RESTLESS, "see_doctor"),
        ((0, 1, 2, 14), "02:00", RESTLESS, "not_fired"),
        ((1, 2, 3, 4), "18:00", {"sensations": ("urge-to-move",)}, "not_fired"),
        (
            (1, 2, 3, 4),
            "18:00",
            {**RESTLESS, "sensations": ("urge-to-move", "tightening")},
            "not_fired",
        ),
    ],
)
def test_restless_legs_on_four_nights(days_ago, clock, fields, expected):
    diary = facts(*on_days(days_ago, clock, **fields))
    assert answer(diary, "restless-legs-pattern") == expected


def test_evening_and_small_hours_of_one_diary_night_count_once():
    evenings = on_days((1, 2), "21:00", **RESTLESS)
    small_hours = [
        episode(f"s{n}", f"2025-03-{20 - n} 01:00", **RESTLESS) for n in range(2)
    ]
    diary = facts(*evenings, *small_hours)
    assert answer(diary, "restless-legs-pattern") == "not_fired"


PAIN_ONLY = {"sensations": ("no-tightening",), "pain_max": 1}


@pytest.mark.parametrize(
    ("days_ago", "fields", "expected"),
    [
        ((0, 1, 13), PAIN_ONLY, "info"),
        ((0, 1, 14), PAIN_ONLY, "not_fired"),
        ((0, 1, 2), {**PAIN_ONLY, "pain_max": 0}, "not_fired"),
        ((0, 1, 2), {**PAIN_ONLY, "pain_max": None}, "not_fired"),
        (
            (0, 1, 2),
            {**PAIN_ONLY, "sensations": ("no-tightening", "urge-to-move")},
            "not_fired",
        ),
    ],
)
def test_pain_without_contraction(days_ago, fields, expected):
    diary = facts(*on_days(days_ago, **fields))
    assert answer(diary, "pain-without-contraction") == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"pain_max": 0, "sensations": ("tightening",)}, "see_doctor"),
        ({"pain_max": None, "sensations": ("tightening",)}, "not_fired"),
        ({"pain_max": 1, "sensations": ("tightening",)}, "not_fired"),
        ({"pain_max": 0, "sensations": ("burning",)}, "not_fired"),
    ],
)
def test_contractions_rated_zero(fields, expected):
    diary = facts(*on_days((0, 27), **fields))
    assert answer(diary, "painless-contractions") == expected


@pytest.mark.parametrize(
    ("days_ago", "expected"), [((0, 6, 13), "see_doctor"), ((0, 6, 14), "not_fired")]
)
def test_twitching_on_three_dates(days_ago, expected):
    diary = facts(*on_days(days_ago, associated_symptoms=("muscle-twitching",)))
    assert answer(diary, "widespread-twitching") == expected


def test_the_first_cramp_is_told_once_and_other_kinds_do_not_count():
    ache = episode("a", "2025-03-19 02:00", sensations=("no-tightening",))
    name = "first-recorded-cramp"
    assert answer(facts(episode(), ache), name) == "info"
    assert answer(facts(ache), name) == "not_fired"
    assert answer(facts(*on_days((0, 400))), name) == "not_fired"
    assert answer(facts(episode(), has_earlier_cramps=True), name) == "not_fired"


@pytest.mark.parametrize(
    ("thigh", "calf", "state"),
    [(1, 3, "met"), (2, 5, "not_met"), (1, 2, "not_met"), (0, 3, "met")],
)
def test_thigh_is_seldom_up_to_a_quarter(thigh, calf, state):
    cramps = on_days(range(thigh), sites=sites("thigh-front/left"))
    cramps += on_days(range(thigh, thigh + calf))
    features = find(facts(*cramps), "nlc-feature-summary").facts["features"]
    assert features["thigh-seldom"] == state


@pytest.mark.parametrize(
    ("pains", "state"),
    [
        ((7, 7, 6, 6), "met"),
        ((7, 6, 6), "not_met"),
        ((7, 7, None), "unknown"),
        ((7, 7, 7, None), "met"),
    ],
)
def test_a_feature_is_met_from_half_of_three_judgeable_cramps(pains, state):
    cramps = [on_days((n,), pain_max=pain)[0] for n, pain in enumerate(pains)]
    features = find(facts(*cramps), "nlc-feature-summary").facts["features"]
    assert features["intense-pain"] == state
