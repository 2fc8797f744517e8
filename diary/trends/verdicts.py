"""Verdicts: better, worse, no clear change, or not enough data to say.

Source: trends.md 6.3, rulings 26. A verdict of improved or worse needs an interval
without 0 and a sign that survives the least favourable filling of the unknown nights.
"""

from __future__ import annotations

from diary.trends.figure import TOO_FEW_RECORDED_NIGHTS, Comparison
from diary.trends.intervals import (
    METHOD,
    Interval,
    Proportion,
    effective_size,
    newcombe,
    pooled_lag_one,
)
from diary.trends.night_states import NightCount

IMPROVED = "improved"
WORSE = "worse"
NO_CLEAR_CHANGE = "no_clear_change"
NOT_ENOUGH_DATA = "not_enough_data"

TOO_INCOMPLETE = "under_half_recorded"
WINDOW_TOO_SHORT = "window_too_short"
UNKNOWN_NIGHTS_BETTER = "looks_better_but_nights_missing"
UNKNOWN_NIGHTS_WORSE = "looks_worse_but_nights_missing"

MINIMUM_RECORDED_FOR_CHANGE = 14
MINIMUM_COMPLETENESS = 0.5
MINIMUM_WINDOW_FOR_VERDICT_NIGHTS = 28
"""14 nights against 14 has a margin of 33 to 39 points: no verdict from it."""


def compare(current: NightCount, previous: NightCount) -> Comparison:
    """Judge the nights now against the nights before: share now minus share before.

    Value and limits are ``None`` where no change may be shown; ``reason`` says why a
    verdict is ``not_enough_data``; ``missing_nights`` counts both windows.
    """
    missing = current.unknown + previous.unknown
    reason = _not_shown(current, previous)
    if reason is not None:
        return Comparison(
            None, None, NOT_ENOUGH_DATA, reason=reason, missing_nights=missing
        )
    lag_one = pooled_lag_one((current.outcomes, previous.outcomes))
    now, before = proportion(current, lag_one), proportion(previous, lag_one)
    interval = newcombe(now, before)
    verdict, reason = _verdict(current, previous, interval)
    return Comparison(
        value=now.value - before.value,
        interval=interval,
        verdict=verdict,
        reason=reason,
        missing_nights=missing,
        effective=(now.effective, before.effective),
        method=METHOD,
    )


def proportion(count: NightCount, lag_one: float) -> Proportion:
    """Cramp nights of the recorded ones, on their effective number (not 0)."""
    effective = effective_size(count.recorded, lag_one)
    return Proportion(count.cramp, count.recorded, effective)


def _not_shown(current: NightCount, previous: NightCount) -> str | None:
    if min(current.recorded, previous.recorded) < MINIMUM_RECORDED_FOR_CHANGE:
        return TOO_FEW_RECORDED_NIGHTS
    if min(current.completeness, previous.completeness) < MINIMUM_COMPLETENESS:
        return TOO_INCOMPLETE
    return None


def _verdict(
    current: NightCount, previous: NightCount, interval: Interval
) -> tuple[str, str | None]:
    """Verdict and, for ``not_enough_data``, its reason."""
    if current.nights < MINIMUM_WINDOW_FOR_VERDICT_NIGHTS:
        return NOT_ENOUGH_DATA, WINDOW_TOO_SHORT
    if interval.low <= 0 <= interval.high:
        return NO_CLEAR_CHANGE, None
    if interval.high < 0:
        if _stays_lower_whatever_is_missing(current, previous):
            return IMPROVED, None
        return NOT_ENOUGH_DATA, UNKNOWN_NIGHTS_BETTER
    if _stays_lower_whatever_is_missing(previous, current):
        return WORSE, None
    return NOT_ENOUGH_DATA, UNKNOWN_NIGHTS_WORSE


def _stays_lower_whatever_is_missing(better: NightCount, worse: NightCount) -> bool:
    """True if ``better`` is lower with its unknown nights as cramps, the others quiet.

    Both windows have the same number of nights, so counts can be compared.
    """
    return better.cramp + better.unknown < worse.cramp
