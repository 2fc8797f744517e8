"""Whether, when and instead of what a warning is told."""

from datetime import UTC, date, datetime, timedelta

import pytest

from diary.criteria import criteria
from diary.criteria.catalogue import Severity
from diary.criteria.notices import (
    AFTER_DISCUSSED_DAYS,
    COOLDOWN_DAYS,
    Event,
    breaks_silence,
    bundle_order,
    decide,
    deliver_at,
    is_late_entry,
    may_need_reminder,
    may_push_on,
)
from diary.criteria.outcomes import change_percent, cramps_per_week, is_responder
from diary.criteria.subsumption import Live, visible_to_patient
from tests.diary.criteria.builders import at

TZ = "Europe/Oslo"
START = datetime(2025, 3, 1, 8, 0, tzinfo=UTC)


def fire(after: timedelta, severity: Severity, episode: str = "", **fields) -> Event:
    return Event("fire", START + after, severity, episode or str(after), **fields)


def discussed(after: timedelta) -> Event:
    return Event("discussed", START + after)


DAY, SECOND, MINUTE = timedelta(days=1), timedelta(seconds=1), timedelta(minutes=1)
NONE = timedelta(0)


@pytest.mark.parametrize(
    ("severity", "days"),
    [("info", 90), ("see_doctor", 28), ("see_doctor_soon", 7)],
)
def test_a_cool_down_ends_to_the_second(severity, days):
    early = [fire(NONE, severity), fire(days * DAY - SECOND, severity)]
    on_time = [fire(NONE, severity), fire(days * DAY, severity)]
    assert decide(early) == ("notify", "suppress")
    assert decide(on_time) == ("notify", "notify")


@pytest.mark.parametrize(
    ("severity", "days"),
    [("info", 365), ("see_doctor", 90), ("see_doctor_soon", 28)],
)
def test_discussed_silences_for_longer(severity, days):
    told = [fire(NONE, severity), discussed(DAY)]
    assert decide([*told, fire(DAY + days * DAY - SECOND, severity)])[-1] == "suppress"
    assert decide([*told, fire(DAY + days * DAY, severity)])[-1] == "notify"


def test_a_rise_in_severity_breaks_every_silence():
    events = [
        fire(NONE, "see_doctor"),
        discussed(DAY),
        fire(2 * DAY, "see_doctor_soon"),
    ]
    assert decide(events) == ("notify", "notify")


def test_three_new_episodes_break_the_short_silence_and_not_a_discussed_one():
    soon = [fire(n * DAY, "see_doctor_soon") for n in range(4)]
    assert decide(soon) == ("notify", "suppress", "suppress", "notify")
    same = [fire(n * DAY, "see_doctor_soon", "one") for n in range(4)]
    assert decide(same)[1:] == ("suppress",) * 3
    ordinary = [fire(n * DAY, "see_doctor") for n in range(4)]
    assert decide(ordinary)[1:] == ("suppress",) * 3
    talked = [soon[0], discussed(timedelta(hours=1)), *soon[1:]]
    assert decide(talked)[1:] == ("suppress",) * 3


@pytest.mark.parametrize(
    ("episodes", "last"),
    [
        ("a b c d", "notify"),
        ("a a b c", "suppress"),
        ("a b b c", "suppress"),
        ("a a b c d", "notify"),
        ("a b c d b c e", "suppress"),
        ("a b c d e f g", "notify"),
    ],
)
def test_an_episode_that_fired_before_is_not_new(episodes, last):
    soon: list[Event] = [
        fire(n * timedelta(hours=1), "see_doctor_soon", name)
        for n, name in enumerate(episodes.split())
    ]
    assert decide(soon)[-1] == last


def test_firing_without_an_episode_is_no_new_one():
    nobody = Event("fire", START + timedelta(hours=1), "see_doctor_soon")
    soon = [fire(n * timedelta(hours=2), "see_doctor_soon") for n in (0, 1, 2)]
    assert decide([soon[0], nobody, *soon[1:]])[-1] == "suppress"


@pytest.mark.parametrize(
    ("gap", "expected"),
    [(60 * MINUTE, "collapse"), (60 * MINUTE + SECOND, "notify"), (NONE, "collapse")],
)
def test_urgent_entries_within_the_hour_are_one_push(gap, expected):
    events = [fire(NONE, "urgent", "a"), fire(gap, "urgent", "b")]
    assert decide(events) == ("notify", expected)


def test_the_hour_counts_from_the_last_push():
    events = [fire(n * 40 * MINUTE, "urgent") for n in range(3)]
    assert decide(events) == ("notify", "collapse", "notify")


def test_urgent_is_never_silenced_by_discussed_and_never_told_twice():
    again = [fire(NONE, "urgent", "a"), discussed(DAY), fire(2 * DAY, "urgent", "a")]
    other = [*again[:2], fire(2 * DAY, "urgent", "b")]
    assert decide(again)[-1] == "suppress"
    assert decide(other)[-1] == "notify"


def test_a_bypass_of_its_own_breaks_the_cool_down():
    events = [fire(NONE, "see_doctor"), fire(DAY, "see_doctor", breaks_silence=True)]
    assert decide(events) == ("notify", "notify")


@pytest.mark.parametrize(
    ("criterion", "before", "now", "expected"),
    [
        ("daytime-progression", {"count": 2}, {"count": 4}, True),
        ("daytime-progression", {"count": 2}, {"count": 3}, False),
        (
            "spread-to-arms",
            {"sites": [{"muscle": "hand", "side": "left"}]},
            {"sites": [{"muscle": "forearm", "side": "left"}]},
            True,
        ),
        (
            "spread-to-arms",
            {"sites": [{"muscle": "hand", "side": "left"}]},
            {"sites": [{"muscle": "hand", "side": "right"}]},
            False,
        ),
        ("frequent-night-cramps", {"count": 6}, {"count": 14}, False),
    ],
)
def test_the_bypass_of_a_single_criterion(criterion, before, now, expected):
    assert breaks_silence(criterion, before, now) is expected


@pytest.mark.parametrize(
    ("moment", "severity", "late", "expected"),
    [
        ("2025-03-20 07:59:59", "see_doctor", False, "2025-03-20 08:00"),
        ("2025-03-20 08:00", "see_doctor", False, "2025-03-20 08:00"),
        ("2025-03-20 20:59:59", "see_doctor_soon", False, "2025-03-20 20:59:59"),
        ("2025-03-20 21:00", "see_doctor_soon", False, "2025-03-21 08:00"),
        ("2025-03-20 03:10", "urgent", False, "2025-03-20 03:10"),
        ("2025-03-20 03:10", "urgent", True, "2025-03-20 08:00"),
        ("2025-03-20 12:00", "urgent", True, "2025-03-20 12:00"),
        ("2025-10-25 22:00", "see_doctor", False, "2025-10-26 08:00"),
    ],
)
def test_quiet_hours(moment, severity, late, expected):
    found = deliver_at(at(moment), severity, TZ, is_late=late)
    assert found is not None
    assert found.astimezone(UTC) == at(expected).astimezone(UTC)


def test_quiet_hours_are_those_of_the_diary_zone():
    noon_in_oslo = at("2025-03-20 12:00")
    found = deliver_at(noon_in_oslo, "see_doctor", "America/New_York")
    assert found is not None
    assert (found.hour, found.date()) == (8, date(2025, 3, 20))


def test_information_is_never_pushed():
    assert deliver_at(at("2025-03-20 12:00"), "info", TZ) is None


@pytest.mark.parametrize(
    ("entered", "expected"),
    [("2025-03-21 02:00", False), ("2025-03-21 02:00:01", True)],
)
def test_an_entry_is_late_after_a_day(entered, expected):
    assert is_late_entry(at("2025-03-20 02:00"), at(entered)) is expected
    assert not is_late_entry(at("2025-03-20 02:00"), None)


def test_one_bundle_a_local_day_highest_first():
    pushed = [at("2025-03-20 23:30")]
    assert not may_push_on(date(2025, 3, 20), pushed, TZ)
    assert may_push_on(date(2025, 3, 21), pushed, TZ)
    bundle: list[tuple[str, Severity]] = [
        ("b", "see_doctor"),
        ("c", "see_doctor_soon"),
        ("a", "see_doctor"),
    ]
    assert bundle_order(bundle) == ("c", "a", "b")


def test_only_the_two_high_severities_are_reminded_of():
    reminded = {severity for severity in COOLDOWN_DAYS if may_need_reminder(severity)}
    assert reminded == {"urgent", "see_doctor_soon"}


def test_a_shorter_silence_of_the_criterion_counts():
    eased = [fire(NONE, "see_doctor"), fire(7 * DAY, "see_doctor")]
    assert decide(eased) == ("notify", "suppress")
    assert decide(eased, "duration-over-10-min") == ("notify", "notify")
    assert decide(eased, "frequent-night-cramps") == ("notify", "suppress")


def test_the_policy_is_the_one_published_with_each_criterion():
    differing = {
        item.id
        for item in criteria().values()
        if (item.cooldown_days, item.after_discussed_days)
        != (COOLDOWN_DAYS[item.severity], AFTER_DISCUSSED_DAYS[item.severity])
    }
    assert differing == {"duration-over-10-min"}


@pytest.mark.parametrize(
    ("live", "seen"),
    [
        (
            [("severe-recurrent-night-cramps", None), ("frequent-night-cramps", None)],
            {"severe-recurrent-night-cramps"},
        ),
        (
            [("frequent-night-cramps", None), ("persistent-night-cramps", None)],
            {"frequent-night-cramps"},
        ),
        (
            [("one-sided-swelling", "a"), ("possible-clot-signs", None)],
            {"one-sided-swelling"},
        ),
        (
            [("acute-limb-circulation", "a"), ("limb-circulation-signs", "a")],
            {"acute-limb-circulation"},
        ),
        (
            [("acute-limb-circulation", "a"), ("limb-circulation-signs", "b")],
            {"acute-limb-circulation", "limb-circulation-signs"},
        ),
        (
            [("ongoing-over-10-min", "a"), ("duration-over-10-min", "a")],
            {"ongoing-over-10-min"},
        ),
        (
            [("dark-urine", "a"), ("spread-to-arms", None)],
            {"dark-urine", "spread-to-arms"},
        ),
        ([], set()),
    ],
)
def test_a_patient_sees_the_highest_of_each_chain(live, seen):
    found = visible_to_patient(Live(*item) for item in live)
    assert {item.criterion for item in found} == seen


def test_what_covers_and_what_is_covered_agree():
    covered = {(a.id, b) for a in criteria().values() for b in a.subsumes}
    covering = {(b, a.id) for a in criteria().values() for b in a.subsumed_by}
    assert covered == covering != set()


@pytest.mark.parametrize(
    ("base", "now", "change", "responder"),
    [
        (8, 6, -25.0, True),
        (8, 6.01, pytest.approx(-24.875), False),
        (2.8, 2.1, -25.0, True),
        (2.8, 2.1001, pytest.approx(-24.996429), False),
        (56 / 9, 42 / 9, -25.0, True),
        (0, 2, None, None),
        (4, 8, 100.0, False),
    ],
)
def test_change_from_baseline(base, now, change, responder):
    assert change_percent(base, now) == change
    assert is_responder(change_percent(base, now)) is responder


@pytest.mark.parametrize(
    ("episodes", "days", "expected"), [(3, 7, 3.0), (3, 6, None), (0, 14, 0.0)]
)
def test_weekly_rate_needs_seven_covered_days(episodes, days, expected):
    assert cramps_per_week(episodes, days) == expected
