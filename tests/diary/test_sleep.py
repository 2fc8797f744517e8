"""Derived sleep values: formulas, the identity, impossible and unfinished nights."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.criteria.facts import SleepNight
from diary.sleep import derive, mean_clock_seconds, rounded, weekly_se_percent
from tests.diary.criteria.builders import OSLO, at, night

TZ = "Europe/Oslo"
WORKED_EXAMPLE = SleepNight(
    night_date=date(2025, 3, 20),
    into_bed_at=at("2025-03-19 22:45"),
    sleep_attempt_at=at("2025-03-19 23:15"),
    sol_minutes=20,
    awakenings=2,
    waso_minutes=25,
    final_awakening_at=at("2025-03-20 06:30"),
    trying_to_sleep_after_final_awakening_minutes=10,
    out_of_bed_at=at("2025-03-20 07:00"),
    quality=3,
)


def test_the_worked_example_of_the_clinical_basis():
    found = rounded(derive(WORKED_EXAMPLE, TZ))
    assert found.valid
    assert found.problems == ()
    assert (found.tib_minutes, found.spt_minutes, found.tst_minutes) == (495, 415, 390)
    assert (found.twak_minutes, found.dse_minutes) == (30, 445)
    assert (found.se_tib_percent, found.se_dse_percent) == (78.8, 87.6)
    assert found.midpoint == datetime(2025, 3, 20, 3, 2, 30, tzinfo=OSLO)


@pytest.mark.parametrize(
    ("day", "minutes"), [("2025-03-30", 420), ("2025-10-26", 540), ("2025-03-20", 480)]
)
def test_time_in_bed_over_a_clock_change_keeps_its_real_length(day, minutes):
    assert derive(night(day), TZ).tib_minutes == minutes


@given(
    before=st.integers(0, 120),
    sol=st.integers(0, 120),
    waso=st.integers(0, 200),
    asleep=st.integers(1, 600),
    after=st.integers(0, 120),
    day=st.dates(date(2024, 1, 1), date(2026, 12, 31)),
)
def test_time_in_bed_is_the_sum_of_its_parts(before, sol, waso, asleep, after, day):
    into_bed = datetime(day.year, day.month, day.day, 20, 0, tzinfo=OSLO)
    utc = into_bed.timestamp()
    moments = [utc, utc + 60 * before]
    moments.append(moments[-1] + 60 * (sol + waso + asleep))
    moments.append(moments[-1] + 60 * after)
    bed, attempt, final, up = (datetime.fromtimestamp(m, OSLO) for m in moments)
    found = derive(
        SleepNight(
            night_date=day,
            into_bed_at=bed,
            sleep_attempt_at=attempt,
            sol_minutes=sol,
            waso_minutes=waso,
            final_awakening_at=final,
            out_of_bed_at=up,
        ),
        TZ,
    )
    assert found.tst_minutes == asleep
    assert (
        found.tib_minutes
        == before + sol + waso + found.tst_minutes + found.twak_minutes
    )


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"out_of_bed_at": at("2025-03-19 22:45")}, "tib-not-positive"),
        ({"out_of_bed_at": at("2025-03-20 22:46")}, "tib-over-24-h"),
        ({"sol_minutes": 435}, "spt-not-positive"),
        ({"waso_minutes": 416}, "waso-longer-than-spt"),
        ({"into_bed_at": None}, "bed-times-missing"),
        ({"out_of_bed_at": None}, "bed-times-missing"),
        ({"sol_minutes": None}, "sleep-times-missing"),
        ({"waso_minutes": None}, "sleep-times-missing"),
        ({"final_awakening_at": None}, "sleep-times-missing"),
    ],
)
def test_a_night_that_cannot_be_used_says_why(fields, problem):
    found = derive(replace(WORKED_EXAMPLE, **fields), TZ)
    assert not found.valid
    assert problem in found.problems


@pytest.mark.parametrize(
    "fields",
    [
        {"out_of_bed_at": at("2025-03-20 22:45")},
        {"waso_minutes": 415},
        {"sol_minutes": 409, "waso_minutes": 0},
    ],
)
def test_a_night_at_the_edge_is_valid(fields):
    assert derive(replace(WORKED_EXAMPLE, **fields), TZ).valid


def test_an_impossible_night_gives_no_sleep_time():
    found = derive(replace(WORKED_EXAMPLE, waso_minutes=500), TZ)
    assert (found.tst_minutes, found.se_tib_percent) == (None, None)


def test_diary_efficiency_needs_the_time_after_the_final_awakening():
    asked = replace(WORKED_EXAMPLE, trying_to_sleep_after_final_awakening_minutes=0)
    unasked = replace(
        WORKED_EXAMPLE, trying_to_sleep_after_final_awakening_minutes=None
    )
    assert derive(asked, TZ).dse_minutes == 435
    assert derive(unasked, TZ).se_dse_percent is None


def test_weekly_efficiency_weighs_nights_by_their_length():
    short = replace(WORKED_EXAMPLE, into_bed_at=at("2025-03-19 23:15"))
    nights = [derive(item, TZ) for item in (WORKED_EXAMPLE, short)]
    broken = derive(replace(WORKED_EXAMPLE, waso_minutes=500), TZ)
    assert weekly_se_percent([*nights, broken]) == pytest.approx(100 * 780 / 960)
    assert weekly_se_percent([broken]) is None


@pytest.mark.parametrize(
    ("clocks", "seconds"),
    [
        (["23:50", "00:10"], 0),
        (["00:10", "23:50"], 0),
        (["02:00", "04:00"], 3 * 3600),
        (["03:02"], 3 * 3600 + 120),
        (["22:00", "23:00"], 22.5 * 3600),
    ],
)
def test_midpoints_are_averaged_around_the_clock(clocks, seconds):
    midpoints = [at(f"2025-03-20 {clock}") for clock in clocks]
    assert mean_clock_seconds(midpoints) == pytest.approx(seconds, abs=0.01)


def test_opposite_midpoints_have_no_mean():
    opposite = [at("2025-03-20 00:00"), at("2025-03-20 12:00")]
    assert mean_clock_seconds(opposite) is None
    assert mean_clock_seconds([]) is None


def test_midpoint_is_told_in_the_zone_of_the_night():
    travelling = replace(WORKED_EXAMPLE, tz="America/New_York")
    found = derive(travelling, TZ).midpoint
    assert found is not None
    assert found.utcoffset() == timedelta(hours=-4)
