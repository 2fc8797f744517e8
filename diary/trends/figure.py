"""One figure of a trend: its numbers, or the reason why it is not shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from diary.trends.intervals import Interval

DEFINITIONS_VERSION = 3
"""Raise on any change of a definition, threshold or sentence; it is in every ETag."""

Json: TypeAlias = (
    "None | bool | int | float | str | Sequence[Json] | Mapping[str, Json]"
)
Item = Mapping[str, Json]
Number: TypeAlias = "int | float"

PROPORTION = "proportion"
COUNT = "count"
RATIO = "ratio"
PER_NIGHT = "per_night"
NIGHTS = "nights"
SECONDS = "seconds"
MINUTES = "minutes"
PERCENT = "percent"
PERCENTAGE_POINTS = "percentage_points"
HOURS = "hours"
SCORE_0_10 = "score_0_10"
SCORE_1_5 = "score_1_5"
TIMES = "times"
LIST = "list"

DECIMALS = {
    PROPORTION: 3,
    RATIO: 2,
    PER_NIGHT: 2,
    SECONDS: 0,
    MINUTES: 0,
    HOURS: 1,
    PERCENT: 1,
    PERCENTAGE_POINTS: 1,
    SCORE_0_10: 1,
    SCORE_1_5: 1,
    TIMES: 1,
}
"""Decimals at the edge, by unit; counts and nights are whole already."""
SIZE_DECIMALS = 1

TOO_FEW_RECORDED_NIGHTS = "too_few_recorded_nights"
TOO_FEW_CRAMPS = "too_few_cramps"
TOO_FEW_ANSWERS = "too_few_answers"
NO_CRAMPS = "no_cramps"
NO_SLEEP_ENTRIES = "no_sleep_entries"
NO_RECORDED_NIGHTS = "no_recorded_nights"
URGENT_WARNING_OPEN = "urgent_warning_open"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A difference or ratio with its 95 % limits, verdict and method."""

    value: float | None
    interval: Interval | None
    verdict: str
    reason: str | None = None
    missing_nights: int | None = None
    effective: tuple[float, float] | None = None
    method: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as computed, unrounded.

    ``value`` is ``None`` exactly when the figure may not be shown; ``reason`` then says
    why. ``num`` and ``den`` are what the value was made from and stay visible. A figure
    of unit ``list`` carries ``items`` and has the number of them as its value.
    """

    id: str
    unit: str
    value: Number | None = None
    reason: str | None = None
    num: Number | None = None
    den: Number | None = None
    preliminary: bool = False
    at_least: bool = False
    interval: Interval | None = None
    bounds: Interval | None = None
    previous: Number | None = None
    change: Comparison | None = None
    items: tuple[Item, ...] = field(default=())


def not_shown(
    figure_id: str,
    unit: str,
    reason: str,
    *,
    num: Number | None = None,
    den: Number | None = None,
) -> Figure:
    """A figure that may not be shown, with the reason."""
    return Figure(figure_id, unit, reason=reason, num=num, den=den)


def figure_json(
    figure: Figure, *, title: str, text: str, items: Sequence[Item]
) -> dict[str, Json]:
    """The figure as the API answers it, rounded; every key is always there.

    ``items`` are the figure's own with their labels.
    """
    unit = figure.unit
    return {
        "id": figure.id,
        "v": DEFINITIONS_VERSION,
        "title": title,
        "unit": unit,
        "value": rounded(figure.value, unit),
        "reason": figure.reason,
        "preliminary": figure.preliminary,
        "at_least": figure.at_least,
        "num": rounded(figure.num, MINUTES),
        "den": rounded(figure.den, MINUTES),
        "ci95": _limits(figure.interval, unit),
        "bounds": _limits(figure.bounds, unit),
        "previous": rounded(figure.previous, unit),
        "change": _change_json(figure.change, unit),
        "items": list(items),
        "text": text,
        "formula": f"{figure.id}-{DEFINITIONS_VERSION}",
    }


def rounded(value: Number | None, unit: str) -> Number | None:
    """``value`` with the decimals of its unit."""
    if value is None or isinstance(value, int):
        return value
    decimals = DECIMALS.get(unit, 0)
    return round(value, decimals) if decimals else round(value)


def _limits(interval: Interval | None, unit: str) -> list[Number | None] | None:
    if interval is None:
        return None
    return [rounded(interval.low, unit), rounded(interval.high, unit)]


def _change_json(change: Comparison | None, unit: str) -> dict[str, Json] | None:
    if change is None:
        return None
    effective = change.effective
    return {
        "value": rounded(change.value, unit),
        "ci95": _limits(change.interval, unit),
        "verdict": change.verdict,
        "reason": change.reason,
        "missing_nights": change.missing_nights,
        "n_eff": (
            [round(size, SIZE_DECIMALS) for size in effective] if effective else None
        ),
        "method": change.method,
    }
