"""Figure of the season: cramp nights by calendar month."""

from __future__ import annotations

from datetime import date

from diary.night import ONE_DAY
from diary.trends.figure import (
    LIST,
    PROPORTION,
    TOO_FEW_RECORDED_NIGHTS,
    Figure,
    Item,
    rounded,
)
from diary.trends.night_states import NightStates, count_nights
from diary.trends.windows import NightSpan

MINIMUM_RECORDED_IN_MONTH = 14


def season(states: NightStates, span: NightSpan) -> Figure:
    """Share of cramp nights in each calendar month that lies wholly in ``span``.

    A month with fewer than 14 recorded nights keeps its counts and has no value.
    """
    items = tuple(_month(states, month) for month in _whole_months(span))
    shown = sum(1 for item in items if item["value"] is not None)
    reason = None if shown else TOO_FEW_RECORDED_NIGHTS
    return Figure("season", LIST, value=shown or None, reason=reason, items=items)


def _month(states: NightStates, span: NightSpan) -> Item:
    count = count_nights(states, span)
    enough = count.recorded >= MINIMUM_RECORDED_IN_MONTH
    value = count.cramp / count.recorded if enough else None
    return {
        "month": span.first.strftime("%Y-%m"),
        "value": rounded(value, PROPORTION),
        "num": count.cramp,
        "den": count.recorded,
    }


def _whole_months(span: NightSpan) -> list[NightSpan]:
    months = []
    first = span.first if span.first.day == 1 else _next_month(span.first)
    while (last := _next_month(first) - ONE_DAY) <= span.last:
        months.append(NightSpan(first, last))
        first = _next_month(first)
    return months


def _next_month(day: date) -> date:
    if day.month == 12:
        return date(day.year + 1, 1, 1)
    return date(day.year, day.month + 1, 1)
