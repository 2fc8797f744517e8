"""Intervals for nights with cramps: honest about few nights and about clustering.

Method ``newcombe-ess-1``: Newcombe's score interval for a difference of proportions on
effective sample sizes. Neighbouring nights resemble each other, so ``n`` recorded
nights carry the information of fewer independent ones.

Sources: Wilson EB, J Am Stat Assoc 1927;22:209-12. Newcombe RG, Stat Med 1998;17:
873-90, method 10. Effective sample size of a first-order chain: Bayley GV, Hammersley
JM, J R Stat Soc Suppl 1946;8:184-97. Lag-1 estimate: rulings 35.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from statistics import NormalDist, fmean
from typing import NamedTuple

METHOD = "newcombe-ess-1"
CONFIDENCE = 0.95
LAG_ONE_MAXIMUM = 0.6
"""The estimate is cut to 0..0.6: beyond it a window would carry almost nothing."""


class Interval(NamedTuple):
    """Lower and upper 95 % limit."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Proportion:
    """``count`` of ``total`` nights, worth ``effective`` independent nights.

    ``confidence`` is above 0.95 only where many comparisons share one promise.
    """

    count: int
    total: int
    effective: float
    confidence: float = CONFIDENCE

    @property
    def value(self) -> float:
        return self.count / self.total

    @property
    def interval(self) -> Interval:
        return wilson(self.value, self.effective, self.confidence)


def wilson(proportion: float, size: float, confidence: float = CONFIDENCE) -> Interval:
    """Wilson's score interval for a proportion seen in ``size`` trials (size > 0)."""
    quantile = normal_quantile(confidence)
    square = quantile**2
    centre = proportion + square / (2 * size)
    spread = proportion * (1 - proportion) / size + square / (4 * size**2)
    half_width = quantile * sqrt(spread)
    scale = 1 + square / size
    low = max(0.0, (centre - half_width) / scale)
    high = min(1.0, (centre + half_width) / scale)
    return Interval(min(low, proportion), max(high, proportion))


def newcombe(first: Proportion, second: Proportion) -> Interval:
    """Newcombe's interval for ``first`` minus ``second``, on effective sizes."""
    difference = first.value - second.value
    first_limits, second_limits = first.interval, second.interval
    below = sqrt(
        (first.value - first_limits.low) ** 2 + (second_limits.high - second.value) ** 2
    )
    above = sqrt(
        (first_limits.high - first.value) ** 2 + (second.value - second_limits.low) ** 2
    )
    return Interval(difference - below, difference + above)


@lru_cache(maxsize=64)
def normal_quantile(confidence: float = CONFIDENCE) -> float:
    """What a standard normal value stays within, both ways, with ``confidence``."""
    return NormalDist().inv_cdf((1 + confidence) / 2)


def effective_size(size: int, lag_one: float) -> float:
    """Independent nights that ``size`` nights with this autocorrelation are worth."""
    return size * (1 - lag_one) / (1 + lag_one)


def pooled_lag_one(windows: Sequence[Sequence[float | None]]) -> float:
    """Lag-1 autocorrelation of the windows together, cut to 0..0.6.

    Each window's estimate is raised by (1 + 3 r)/n against small-sample bias and
    weighted by its recorded nights n. ``None`` is a night not recorded. A window in
    which every recorded night is the same counts with r = 0.
    """
    weighted, total = 0.0, 0
    for values in windows:
        recorded = sum(1 for value in values if value is not None)
        weighted += recorded * _raised_lag_one(values, recorded)
        total += recorded
    if total == 0:
        return 0.0
    return min(max(weighted / total, 0.0), LAG_ONE_MAXIMUM)


def lag_one(values: Sequence[float | None]) -> float | None:
    """Usual lag-1 estimate: products over pairs of neighbouring recorded nights, about
    the mean of all recorded nights, divided by the sum of squares of those nights.

    ``None`` when there is no pair or no variation.
    """
    recorded = [value for value in values if value is not None]
    if len(recorded) < 2:
        return None
    mean = fmean(recorded)
    squares = sum((value - mean) ** 2 for value in recorded)
    products = [
        (here - mean) * (following - mean)
        for here, following in zip(values, values[1:], strict=False)
        if here is not None and following is not None
    ]
    if not products or squares <= 0:
        return None
    return sum(products) / squares


def _raised_lag_one(values: Sequence[float | None], recorded: int) -> float:
    estimate = lag_one(values)
    if estimate is None:
        return 0.0
    return estimate + (1 + 3 * estimate) / recorded
