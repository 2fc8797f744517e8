"""The file of completeness: the whole period and each month, as the trends count."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from diary.exports.completeness import completeness, counted_span
from diary.exports.dialects import EXCEL_NB, RFC_4180
from diary.trends.night_states import CRAMP, QUIET
from diary.trends.windows import NightSpan

STATES = {
    date(2025, 12, 31): CRAMP,
    date(2026, 1, 1): QUIET,
    date(2026, 1, 2): CRAMP,
    date(2026, 2, 28): QUIET,
    date(2026, 3, 1): QUIET,
}


def rows_of(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))[1:]


def test_whole_period_comes_first_and_then_each_month() -> None:
    span = NightSpan(date(2025, 12, 30), date(2026, 3, 1))
    assert rows_of(completeness(STATES, span, RFC_4180)) == [
        ["all", "2025-12-30", "2026-03-01", "62", "2", "3", "57", "8.1"],
        ["month", "2025-12-30", "2025-12-31", "2", "1", "0", "1", "50.0"],
        ["month", "2026-01-01", "2026-01-31", "31", "1", "1", "29", "6.5"],
        ["month", "2026-02-01", "2026-02-28", "28", "0", "1", "27", "3.6"],
        ["month", "2026-03-01", "2026-03-01", "1", "0", "1", "0", "100.0"],
    ]


def test_norwegian_dialect_with_a_row_of_labels() -> None:
    span = NightSpan(date(2026, 1, 1), date(2026, 1, 3))
    text = completeness(STATES, span, EXCEL_NB, label_language="nb")
    assert text.startswith("\ufeffpart;")
    labels, whole, _ = rows_of(text, ";")
    assert labels[-1] == "Ført, prosent"
    assert whole == ["all", "01.01.2026", "03.01.2026", "3", "1", "1", "1", "66,7"]


@pytest.mark.parametrize(
    ("states", "first", "last", "span"),
    [
        (STATES, None, date(2026, 1, 1), (date(2025, 12, 31), date(2026, 1, 1))),
        (STATES, date(2026, 1, 1), date(2026, 1, 1), (date(2026, 1, 1),) * 2),
        ({}, date(2026, 1, 1), date(2026, 1, 2), (date(2026, 1, 1), date(2026, 1, 2))),
        ({}, None, date(2026, 1, 1), None),
        (STATES, None, date(2025, 12, 30), None),
        (STATES, date(2026, 1, 2), date(2026, 1, 1), None),
    ],
)
def test_period_without_a_start_begins_with_the_first_recorded_night(
    states: dict[date, str],
    first: date | None,
    last: date,
    span: tuple[date, date] | None,
) -> None:
    assert counted_span(states, first, last) == span


def test_without_nights_there_are_the_headings_alone() -> None:
    text = completeness({}, None, RFC_4180)
    assert text.startswith("part,first_night,")
    assert text.count("\r\n") == 1
