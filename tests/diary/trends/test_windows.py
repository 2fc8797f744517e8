"""Windows: which nights are compared, and which requests are refused."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from diary.trends.verdict_texts import REFUSALS, refusal
from diary.trends.windows import (
    WindowError,
    day_share_blocks,
    latest_complete_night,
    parse_end,
    parse_window,
    resolve_window,
    rows_needed,
)
from tests.diary.trends.builders import OSLO

NOON = datetime(2026, 3, 20, 12, 0, tzinfo=ZoneInfo(OSLO))


@pytest.mark.parametrize(
    ("now", "tz", "expected"),
    [
        (datetime(2026, 3, 20, 10, 59, 59, tzinfo=UTC), OSLO, date(2026, 3, 19)),
        (datetime(2026, 3, 20, 11, 0, tzinfo=UTC), OSLO, date(2026, 3, 20)),
        (datetime(2026, 3, 20, 23, 30, tzinfo=UTC), OSLO, date(2026, 3, 20)),
        (datetime(2026, 3, 29, 10, 0, tzinfo=UTC), OSLO, date(2026, 3, 29)),
        (
            datetime(2026, 3, 20, 15, 59, tzinfo=UTC),
            "America/New_York",
            date(2026, 3, 19),
        ),
    ],
    ids=["before noon", "noon", "after midnight", "clocks go on", "New York"],
)
def test_latest_night_is_the_one_whose_local_noon_has_passed(
    now: datetime, tz: str, expected: date
) -> None:
    assert latest_complete_night(now, tz) == expected


def test_window_and_the_one_before_lie_side_by_side() -> None:
    window = resolve_window(nights=28, end=None, now=NOON, tz=OSLO)
    assert window.current == (date(2026, 2, 21), date(2026, 3, 20))
    assert window.previous == (date(2026, 1, 24), date(2026, 2, 20))
    assert window.current.nights == window.previous.nights == window.nights == 28


@pytest.mark.parametrize(
    "text", ["0", "15", "1000000000", "-28", "28.0", " 28", "", "٢٨"]
)
def test_window_other_than_the_four_is_refused(text: str) -> None:
    with pytest.raises(WindowError) as refused:
        parse_window(text)
    assert (refused.value.code, refused.value.field) == ("window_not_offered", "window")


@pytest.mark.parametrize(("text", "nights"), [(None, 28), ("7", 7), ("84", 84)])
def test_offered_windows_are_read(text: str | None, nights: int) -> None:
    assert parse_window(text) == nights


@pytest.mark.parametrize("text", ["", "today", "20260320", "2026-W12-5", "2026-02-30"])
def test_end_that_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(WindowError) as refused:
        parse_end(text)
    assert (refused.value.code, refused.value.field) == ("end_not_a_date", "end")


@pytest.mark.parametrize(
    ("end", "code"),
    [
        (date(2026, 3, 21), "end_in_future"),
        (date(9999, 12, 31), "end_in_future"),
        (date(1899, 12, 31), "end_too_early"),
        (date(1, 1, 1), "end_too_early"),
    ],
)
def test_end_outside_the_diary_is_refused(end: date, code: str) -> None:
    with pytest.raises(WindowError) as refused:
        resolve_window(nights=28, end=end, now=NOON, tz=OSLO)
    assert refused.value.code == code


@pytest.mark.parametrize("end", [date(2026, 3, 20), date(1900, 1, 1)])
def test_end_at_the_edge_is_taken(end: date) -> None:
    window = resolve_window(nights=84, end=end, now=NOON, tz=OSLO)
    assert window.current.last == end


@pytest.mark.parametrize("nights", [7, 14, 28, 84])
def test_every_window_reads_168_nights(nights: int) -> None:
    window = resolve_window(nights=nights, end=None, now=NOON, tz=OSLO)
    assert rows_needed(window).nights == 168


def test_blocks_are_six_times_28_nights_without_gap() -> None:
    blocks = day_share_blocks(date(2026, 3, 20))
    assert [block.nights for block in blocks] == [28] * 6
    gaps = [
        (later.first - earlier.last).days
        for earlier, later in zip(blocks, blocks[1:], strict=False)
    ]
    assert gaps == [1] * 5
    assert blocks[-1].last == date(2026, 3, 20)


def test_every_refusal_has_a_sentence_in_both_languages() -> None:
    codes = {
        "window_not_offered",
        "end_not_a_date",
        "end_in_future",
        "end_too_early",
        "language_not_offered",
    }
    assert set(REFUSALS) == codes
    assert all(refusal(code, "en") != refusal(code, "nb") for code in codes)
