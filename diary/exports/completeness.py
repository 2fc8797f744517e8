"""How much of the period is recorded: the file that goes along with an export."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from diary.exports.columns import COMPLETENESS
from diary.exports.dialects import Cell, Dialect
from diary.exports.streaming import csv_text
from diary.night import ONE_DAY
from diary.trends.night_states import NightStates, count_nights
from diary.trends.windows import NightSpan
from diary.vocabulary import Language

WHOLE, MONTH = "all", "month"
LONGEST_MONTH = timedelta(days=31)

Row = tuple[Cell, ...]


def counted_span(
    states: NightStates, first: date | None, last: date
) -> NightSpan | None:
    """The nights from ``first``, else from the first recorded one, to ``last``.

    ``None`` if there are none.
    """
    begins = first or min(states, default=None)
    if begins is None or begins > last:
        return None
    return NightSpan(begins, last)


def completeness(
    states: NightStates,
    span: NightSpan | None,
    dialect: Dialect,
    *,
    label_language: Language | None = None,
) -> str:
    """The whole period, then each calendar month of it, as one CSV file.

    The states are those of the trends. ``label_language`` adds a row of labels; without
    nights to count there are only the headings.
    """
    rows: list[Row] = [tuple(column.name for column in COMPLETENESS)]
    if label_language is not None:
        rows.append(tuple(column.label(label_language) for column in COMPLETENESS))
    if span is not None:
        rows.append(_row(WHOLE, states, span, dialect))
        rows += (_row(MONTH, states, month, dialect) for month in _months(span))
    return csv_text(dialect, rows)


def _row(part: str, states: NightStates, span: NightSpan, dialect: Dialect) -> Row:
    count = count_nights(states, span)
    return (
        part,
        dialect.day(span.first),
        dialect.day(span.last),
        count.nights,
        count.cramp,
        count.quiet,
        count.unknown,
        dialect.number(round(100 * count.completeness, 1)),
    )


def _months(span: NightSpan) -> Iterator[NightSpan]:
    first = span.first
    while first <= span.last:
        next_month = (first.replace(day=1) + LONGEST_MONTH).replace(day=1)
        yield NightSpan(first, min(next_month - ONE_DAY, span.last))
        first = next_month
