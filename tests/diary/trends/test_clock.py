"""Hour of night and hours after sleep onset, over clock changes and travel."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from diary.trends.clock import (
    clock_hours_in_bed,
    hours_after_onset,
    hours_asleep,
    hours_of_night,
)
from diary.trends.rows import SleepRow
from tests.diary.trends.builders import at, cramp, diary, nights_back, period, slept


def in_bed(night: date, start: time, end: time) -> frozenset[int]:
    evening = night - timedelta(days=1) if start > end else night
    row = slept(night, into_bed_at=at(evening, start), out_of_bed_at=at(night, end))
    return clock_hours_in_bed(row)


@pytest.mark.parametrize(
    ("night", "start", "end", "hours"),
    [
        (date(2026, 3, 20), time(23), time(7), {23, 0, 1, 2, 3, 4, 5, 6}),
        (date(2026, 3, 20), time(22, 59), time(7, 1), {22, 23, *range(8)}),
        (date(2026, 3, 20), time(8), time(15, 30), set(range(8, 16))),
        (date(2026, 3, 29), time(23), time(7), {23, 0, 1, 3, 4, 5, 6}),
        (date(2026, 10, 25), time(23), time(7), {23, 0, 1, 2, 3, 4, 5, 6}),
    ],
    ids=["ordinary", "odd minutes", "shift worker", "clocks go on", "clocks go back"],
)
def test_clock_hours_spent_in_bed(
    night: date, start: time, end: time, hours: set[int]
) -> None:
    assert in_bed(night, start, end) == hours


@pytest.mark.parametrize("row", [slept(into_bed_at=None), slept(out_of_bed_at=None)])
def test_half_known_bed_times_give_no_hours(row: SleepRow) -> None:
    assert clock_hours_in_bed(row) == frozenset()


def test_bed_times_in_the_wrong_order_give_no_hours() -> None:
    row = slept()
    turned = row._replace(into_bed_at=row.out_of_bed_at, out_of_bed_at=row.into_bed_at)
    assert clock_hours_in_bed(turned) == frozenset()


@pytest.mark.parametrize(
    ("night", "hours"),
    [
        (date(2026, 3, 20), 8),  # 23:20 to 06:50 is 7.5 hours
        (date(2026, 3, 29), 7),
        (date(2026, 10, 25), 9),
    ],
)
def test_hours_asleep_are_elapsed_time(night: date, hours: int) -> None:
    assert hours_asleep(slept(night)) == set(range(hours))


def test_histogram_needs_ten_cramps_with_a_known_time() -> None:
    nights = nights_back(10)
    precise = [cramp(night) for night in nights[1:]]
    vague = cramp(nights[0], start_precision="part-of-night")
    about = cramp(nights[0], start_precision="about")
    assert hours_of_night(period(diary(cramps=[*precise, vague]))).value is None
    assert hours_of_night(period(diary(cramps=[*precise, about]))).value == 1


def test_rate_is_cramps_in_bed_by_nights_in_bed_during_the_hour() -> None:
    nights = nights_back(12)
    rows = diary(
        cramps=[cramp(night) for night in nights[:10]],
        sleep=[slept(night) for night in nights[2:]],
    )
    items = {item["hour"]: item for item in hours_of_night(period(rows)).items}
    assert items[2] == {"hour": 2, "cramps": 10, "nights": 10, "rate": 0.8}
    assert items[5] == {"hour": 5, "cramps": 0, "nights": 10, "rate": 0.0}
    assert list(items) == [23, 0, 1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("clocks", "expected"),
    [
        ([22, 23, 0, 3], [22, 23, 0, 3]),
        ([13, 8, 11, 15], [8, 11, 13, 15]),
        ([23, 11], [23, 11]),
        ([11], [11]),
    ],
    ids=["by night", "by day", "two hours", "one hour"],
)
def test_hours_begin_after_the_longest_time_without_any(
    clocks: list[int], expected: list[int]
) -> None:
    rows = diary(
        cramps=[
            cramp(night, time(hour)) for night in nights_back(10) for hour in clocks
        ]
    )
    found = hours_of_night(period(rows)).items
    assert [item["hour"] for item in found] == expected


def test_rate_is_unknown_without_bed_times() -> None:
    rows = diary(cramps=[cramp(night) for night in nights_back(10)])
    (item,) = hours_of_night(period(rows)).items
    assert item == {"hour": 2, "cramps": 10, "nights": 0, "rate": None}


def test_hours_after_onset_leave_out_cramps_before_sleep() -> None:
    nights = nights_back(11)
    asleep = [cramp(night, time(0, 30)) for night in nights[:10]]
    awake = cramp(nights[10], started_at=datetime(2026, 3, 19, 22, 10, tzinfo=UTC))
    rows = diary(cramps=[*asleep, awake], sleep=[slept(night) for night in nights])
    figure = hours_after_onset(period(rows))
    assert figure.den == 10
    assert figure.items[1] == {"hours": 1, "cramps": 10, "nights": 11, "rate": 0.909}
    assert figure.items[0]["cramps"] == 0
