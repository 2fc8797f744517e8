"""Ratio of cramps per night, now to before: a secondary figure with wide limits.

Counts are over-dispersed and clustered, so plain Poisson limits are far too narrow
(trends.md 6.3). Limits: quasi-Poisson on the log scale (McCullagh P, Nelder JA,
Generalized Linear Models, 2nd ed. 1989, 6.2) times the design effect (1 + r)/(1 - r).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import exp, sqrt
from statistics import fmean

from diary.trends.cramp_figures import MINIMUM_RECORDED_FOR_RATE
from diary.trends.figure import (
    RATIO,
    TOO_FEW_CRAMPS,
    TOO_FEW_RECORDED_NIGHTS,
    Figure,
    not_shown,
)
from diary.trends.intervals import Interval, normal_quantile, pooled_lag_one
from diary.trends.night_states import nights_of
from diary.trends.period import Period

RATE_RATIO = "cramp_rate_ratio"
MINIMUM_CRAMPS_TOGETHER = 20
NO_CRAMPS_IN_ONE_WINDOW = "no_cramps_in_one_window"


def rate_ratio(current: Period, previous: Period) -> Figure:
    """Night cramps per recorded night now, divided by before, with 95 % limits.

    Shown from 14 recorded nights in each window and 20 night cramps in the two.
    """
    now, before = len(current.night_cramps), len(previous.night_cramps)
    recorded = min(current.count.recorded, previous.count.recorded)
    reason = _not_shown(now, before, recorded)
    if reason is not None:
        return not_shown(RATE_RATIO, RATIO, reason, num=now, den=before)
    series = (nightly_counts(current), nightly_counts(previous))
    ratio = (now / current.count.recorded) / (before / previous.count.recorded)
    variance = _inflation(series) * (1 / now + 1 / before)
    spread = exp(normal_quantile() * sqrt(variance))
    return Figure(
        RATE_RATIO,
        RATIO,
        value=ratio,
        num=now,
        den=before,
        interval=Interval(ratio / spread, ratio * spread),
    )


def nightly_counts(period: Period) -> list[int | None]:
    """Night cramps of each night in date order; ``None`` for an unknown night."""
    per_night = Counter(cramp.night_date for cramp in period.night_cramps)
    return [
        None if outcome is None else per_night[night]
        for night, outcome in zip(
            nights_of(period.count.span), period.count.outcomes, strict=True
        )
    ]


def _not_shown(now: int, before: int, recorded: int) -> str | None:
    if recorded < MINIMUM_RECORDED_FOR_RATE:
        return TOO_FEW_RECORDED_NIGHTS
    if now + before < MINIMUM_CRAMPS_TOGETHER:
        return TOO_FEW_CRAMPS
    return None if min(now, before) else NO_CRAMPS_IN_ONE_WINDOW


def _inflation(series: tuple[Sequence[int | None], ...]) -> float:
    """Dispersion, at least 1, times the design effect of clustering."""
    lag_one = pooled_lag_one(series)
    return max(1.0, _dispersion(series)) * (1 + lag_one) / (1 - lag_one)


def _dispersion(series: tuple[Sequence[int | None], ...]) -> float:
    """Pearson's chi-square about each window's mean, per degree of freedom."""
    chi_square, degrees = 0.0, 0
    for counts in series:
        known = [count for count in counts if count is not None]
        mean = fmean(known)
        chi_square += sum((count - mean) ** 2 for count in known) / mean
        degrees += len(known) - 1
    return chi_square / degrees
