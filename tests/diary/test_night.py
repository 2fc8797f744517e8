"""Day or night, and which diary night, also when clocks change and people travel."""

from datetime import UTC, date, datetime, time

import pytest

from diary.criteria.facts import CheckIn, Profile
from diary.night import (
    DateWindow,
    InBed,
    as_utc,
    covered_dates,
    current_night,
    diary_night,
    local_date_of,
    night_date,
    period_of,
    place,
    quiet_nights,
    window_ending,
)
from tests.diary.criteria.builders import OSLO, PROFILE, at, episode, night

EARLY = Profile(tz="Europe/Oslo", night_start=time(1, 0), night_end=time(5, 0))


@pytest.mark.parametrize(
    ("clock", "period"),
    [
        ("22:59:59", "day"),
        ("23:00:00", "night"),
        ("00:00:00", "night"),
        ("06:59:59", "night"),
        ("07:00:00", "day"),
    ],
)
def test_without_other_answers_the_clock_decides(clock, period):
    assert period_of(episode(start=f"2025-03-20 {clock}"), (), PROFILE) == period


@pytest.mark.parametrize(
    ("clock", "period"),
    [("00:59", "day"), ("01:00", "night"), ("04:59", "night"), ("05:00", "day")],
)
def test_the_profile_may_move_the_night_window(clock, period):
    assert period_of(episode(start=f"2025-03-20 {clock}"), (), EARLY) == period


@pytest.mark.parametrize(
    ("clock", "period"),
    [("22:59:59", "day"), ("23:00", "night"), ("06:59:59", "night"), ("07:00", "day")],
)
def test_bed_times_hold_the_start_and_not_the_end(clock, period):
    day = "2025-03-19" if clock > "12" else "2025-03-20"
    awake = episode(start=f"{day} {clock}", woke_from_sleep=False)
    assert period_of(awake, [night("2025-03-20")], PROFILE) == period


@pytest.mark.parametrize(
    ("fields", "period"),
    [
        ({"woke_from_sleep": True}, "night"),
        ({"woke_from_sleep": True, "during_nap": True}, "day"),
        ({"during_nap": False}, "day"),
        ({}, "day"),
    ],
)
def test_answers_come_before_the_clock(fields, period):
    assert period_of(episode(start="2025-03-20 15:00", **fields), (), PROFILE) == period


def test_bed_times_come_before_the_nap_answer():
    shift_worker = night(
        "2025-03-20",
        into_bed_at=at("2025-03-20 09:00"),
        out_of_bed_at=at("2025-03-20 16:00"),
    )
    nap = episode(start="2025-03-20 14:00", during_nap=True)
    found = place(nap, InBed([shift_worker]), PROFILE)
    assert (found.period, found.night_date) == ("night", date(2025, 3, 20))


def test_awake_out_of_the_recorded_bed_is_day_also_at_two():
    late = night("2025-03-20", into_bed_at=at("2025-03-20 04:00"))
    awake = episode(start="2025-03-20 02:00", woke_from_sleep=False)
    assert period_of(awake, [late], PROFILE) == "day"
    half = night("2025-03-20", into_bed_at=None)
    assert period_of(awake, [half], PROFILE) == "night"
    other_night = night("2025-03-21")
    assert period_of(awake, [other_night], PROFILE) == "night"


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2025-03-19 11:59:59", "2025-03-19"),
        ("2025-03-19 12:00", "2025-03-20"),
        ("2025-03-19 23:30", "2025-03-20"),
        ("2025-03-20 00:30", "2025-03-20"),
    ],
)
def test_diary_night_turns_at_local_noon(start, expected):
    night_named = date.fromisoformat(expected)
    assert night_date(episode(start=start), (), PROFILE) == night_named
    assert diary_night(at(start), "Europe/Oslo") == night_named
    assert current_night(at(start), "Europe/Oslo") == night_named


@pytest.mark.parametrize(
    ("start", "fold", "expected"),
    [
        ("2025-10-26 02:30", 0, "2025-10-26"),
        ("2025-10-26 02:30", 1, "2025-10-26"),
        ("2025-03-30 01:59", 0, "2025-03-30"),
        ("2025-03-30 03:00", 0, "2025-03-30"),
    ],
)
def test_both_clock_change_nights_are_one_night(start, fold, expected):
    cramp = episode(started_at=at(start, fold), ended_at=None)
    found = place(cramp, InBed(()), PROFILE)
    assert (found.period, found.night_date.isoformat()) == ("night", expected)


def test_night_over_clock_change_keeps_both_half_past_two_in_bed():
    autumn = night("2025-10-26")
    in_bed = InBed([autumn])
    assert in_bed.covering(as_utc(at("2025-10-26 02:30", 0))) == date(2025, 10, 26)
    assert in_bed.covering(as_utc(at("2025-10-26 02:30", 1))) == date(2025, 10, 26)
    before_end = datetime(2025, 10, 26, 5, 59, 59, tzinfo=UTC)
    assert in_bed.covering(before_end) == date(2025, 10, 26)
    assert in_bed.covering(datetime(2025, 10, 26, 6, tzinfo=UTC)) is None


def test_the_zone_on_the_episode_comes_before_the_profile():
    started = datetime(2025, 3, 20, 5, 30, tzinfo=UTC)  # 06:30 in Oslo
    there = episode(started_at=started, ended_at=None, tz="America/New_York")
    found = place(there, InBed(()), PROFILE)
    assert found.local_date == local_date_of(there, PROFILE) == date(2025, 3, 20)
    assert found.period == "night"
    evening = episode(
        started_at=datetime(2025, 3, 20, 1, tzinfo=UTC), tz="America/New_York"
    )
    assert local_date_of(evening, PROFILE) == date(2025, 3, 19)


def test_overlapping_bed_times_are_settled_by_the_first():
    long_night = night("2025-03-20", out_of_bed_at=at("2025-03-20 10:00"))
    second = night(
        "2025-03-21",
        into_bed_at=at("2025-03-20 06:00"),
        out_of_bed_at=at("2025-03-20 08:00"),
    )
    for nights in ([long_night, second], [second, long_night]):
        assert InBed(nights).covering(as_utc(at("2025-03-20 07:00"))) == date(
            2025, 3, 20
        )
        assert InBed(nights).covering(as_utc(at("2025-03-20 09:00"))) == date(
            2025, 3, 20
        )


def test_bed_times_in_the_wrong_order_cover_nothing():
    turned = night(
        "2025-03-20",
        into_bed_at=at("2025-03-20 07:00"),
        out_of_bed_at=at("2025-03-19 23:00"),
    )
    assert InBed([turned]).covering(as_utc(at("2025-03-20 02:00"))) is None


def test_a_window_holds_both_its_ends():
    window = window_ending(date(2025, 3, 20), 14)
    assert window == DateWindow(date(2025, 3, 7), date(2025, 3, 20))
    inside = [date(2025, 3, 7) in window, date(2025, 3, 20) in window]
    outside = [date(2025, 3, 6) in window, date(2025, 3, 21) in window]
    assert (inside, outside) == ([True, True], [False, False])
    assert window.before(28) == DateWindow(date(2025, 2, 7), date(2025, 3, 6))


def test_a_date_is_covered_by_an_episode_a_sleep_entry_or_any_check_in():
    day, sleep, quiet = date(2025, 3, 1), "2025-03-02", date(2025, 3, 3)
    covered = covered_dates([day], [night(sleep)], [CheckIn(quiet, "day")])
    assert covered == {day, date.fromisoformat(sleep), quiet}


def test_only_a_check_in_that_covers_the_night_makes_it_quiet():
    days = [date(2025, 3, n) for n in (1, 2, 3)]
    answers = [CheckIn(days[0], "day"), CheckIn(days[1], "night"), CheckIn(days[2])]
    assert quiet_nights(answers) == set(days[1:])


def test_a_naive_time_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        as_utc(datetime(2025, 3, 20, 2, 0))  # noqa: DTZ001


def test_elapsed_time_is_counted_in_utc():
    start, end = at("2025-10-26 02:55", 0), at("2025-10-26 02:06", 1)
    assert start.tzinfo is end.tzinfo is OSLO
    assert (as_utc(end) - as_utc(start)).total_seconds() == 11 * 60
