"""Nights ready to draw, and what may be compared between cramp and quiet nights."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from diary.trends.bars import bars_json, night_bars
from diary.trends.exposures import exposures
from diary.trends.factors import Factor
from diary.trends.rows import MedicineRow
from diary.trends.windows import NightSpan
from tests.diary.trends.builders import (
    LAST,
    OSLO,
    SPAN,
    at,
    cramp,
    day_cramp,
    diary,
    nights_back,
    period,
    slept,
)

TONIGHT = NightSpan(LAST, LAST)
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


def test_bar_lies_by_minutes_since_the_noon_before() -> None:
    rows = diary(cramps=[cramp(pain_max=6)], sleep=[slept()])
    (bar,) = night_bars(period(rows, TONIGHT), OSLO)
    assert bar.state == "cramp"
    assert bar.bed == (11 * 60, 19 * 60)
    assert bar.sleep == (11 * 60 + 20, 18 * 60 + 50)
    assert [(mark.minute, mark.pain_max) for mark in bar.marks] == [(14 * 60 + 30, 6)]


@pytest.mark.parametrize(("night", "hours"), [(SPRING, 7), (AUTUMN, 9)])
def test_bar_over_a_clock_change_keeps_the_real_length(night: date, hours: int) -> None:
    rows = diary(sleep=[slept(night)], read_from=night)
    (bar,) = night_bars(period(rows, NightSpan(night, night)), OSLO)
    assert bar.bed == (11 * 60, (11 + hours) * 60)


@pytest.mark.parametrize(
    ("precision", "minute"),
    [("exact", 870), ("about", 870), ("part-of-night", None), ("unknown", None)],
)
def test_mark_has_a_place_where_the_time_is_known(
    precision: str, minute: int | None
) -> None:
    rows = diary(cramps=[cramp(start_precision=precision)])
    (bar,) = night_bars(period(rows, TONIGHT), OSLO)
    assert [mark.minute for mark in bar.marks] == [minute]


def test_night_without_entries_has_no_bar_and_no_zero() -> None:
    (bar,) = bars_json(period(diary(cramps=[day_cramp()]), TONIGHT), OSLO)
    assert bar["state"] == "unknown"
    assert (bar["bed_minutes"], bar["sleep_minutes"], bar["marks"]) == (None, None, [])
    assert (bar["cramps"], bar["tst_minutes"]) == (None, None)


def test_mark_tells_the_clock_of_the_place_it_happened_in() -> None:
    landed = cramp(
        started_at=datetime(2026, 3, 20, 6, 30, tzinfo=UTC), tz="America/New_York"
    )
    (bar,) = bars_json(period(diary(cramps=[landed]), TONIGHT), OSLO)
    assert bar["marks"] == [
        {
            "started_at": "2026-03-20T02:30:00-04:00",
            "minute": 19 * 60 + 30,
            "duration_seconds": None,
            "pain_max": None,
        }
    ]


def found(code: str, **given: tuple[object, ...]) -> Factor:
    rows = diary()._replace(**given)  # type: ignore[arg-type]  # rows of each kind
    (factor,) = [
        factor
        for factor in exposures(SPAN, rows.sleep_nights, rows.medicines)
        if factor.code == code
    ]
    return factor


def test_weekend_nights_end_on_saturday_or_sunday() -> None:
    present = found("weekend").present
    assert present[date(2026, 3, 13)] is False
    assert [present[date(2026, 3, day)] for day in (14, 15)] == [True, True]
    assert present[date(2026, 3, 16)] is False
    assert len(present) == 28


@pytest.mark.parametrize(("minutes", "is_short"), [(419, True), (420, False)])
def test_short_sleep_is_that_of_the_night_before(
    minutes: float, is_short: bool
) -> None:
    before = LAST - timedelta(days=1)
    night = slept(before, tst_minutes=minutes)
    factor = found("short-sleep-the-night-before", sleep_nights=(night,))
    assert factor.present == {LAST: is_short}


def test_sleep_that_is_not_known_exposes_no_night() -> None:
    rows = (slept(tst_minutes=None), slept(nights_back(2)[0], is_valid=False))
    assert found("short-sleep-the-night-before", sleep_nights=rows).present == {}


@pytest.mark.parametrize(
    ("into_bed", "is_late"),
    [
        (at(LAST - timedelta(days=1), time(23, 59)), False),
        (at(LAST, time(0, 0)), True),
        (at(LAST, time(11, 59)), True),
        (at(LAST - timedelta(days=1), time(12, 0)), False),
    ],
)
def test_late_is_from_midnight_to_noon(into_bed: datetime, is_late: bool) -> None:
    factor = found("in-bed-after-midnight", sleep_nights=(slept(into_bed_at=into_bed),))
    assert factor.present == {LAST: is_late}


def test_medicine_is_in_use_from_the_evening_it_began_until_it_stopped() -> None:
    began, stopped = date(2026, 3, 10), date(2026, 3, 12)
    factor = found(
        "statin", medicines=(MedicineRow("a", "statin", began, None, stopped),)
    )
    used = [night for night, present in factor.present.items() if present]
    assert used == [date(2026, 3, 11), date(2026, 3, 12)]
    assert len(factor.present) == 28


def test_medicine_with_unknown_start_is_unknown_until_it_stops() -> None:
    stopped = date(2026, 3, 18)
    factor = found(
        "statin", medicines=(MedicineRow("a", "statin", None, None, stopped),)
    )
    assert factor.present == {date(2026, 3, 19): False, LAST: False}


def test_second_course_of_a_medicine_is_the_same_factor() -> None:
    first = MedicineRow("a", "statin", date(2026, 2, 1), None, date(2026, 3, 1))
    second = MedicineRow("b", "statin", date(2026, 3, 18))
    present = found("statin", medicines=(first, second)).present
    assert sum(present.values()) == 9 + 2


def test_medicines_without_a_name_are_no_factor() -> None:
    factors = exposures(SPAN, (), (MedicineRow("a", "other", date(2026, 1, 1)),))
    assert "other" not in {factor.code for factor in factors}
