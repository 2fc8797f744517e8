"""Welch's interval for a difference of means between cramp nights and quiet nights.

Source: Welch BL, Biometrika 1947;34:28-35. Sleep on neighbouring nights is alike, so
the standard errors use effective sample sizes (trends.md 6.3); the degrees of freedom
stay those of the nights counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean

from diary.trends.intervals import (
    CONFIDENCE,
    Interval,
    effective_size,
    pooled_lag_one,
)
from diary.trends.student_t import t_quantile

UPPER_PROBABILITY = (1 + CONFIDENCE) / 2
MINIMUM_EACH = 2
"""A variance needs two values."""


@dataclass(frozen=True, slots=True)
class MeanDifference:
    """First mean minus second, with 95 % limits and what each side is worth.

    ``interval`` is ``None`` where neither side varies: nothing to judge it from.
    """

    value: float
    interval: Interval | None
    effective: tuple[float, float]


def welch(
    first: Sequence[float], second: Sequence[float], *, lag_one: float = 0.0
) -> MeanDifference:
    """Difference of means, ``first`` minus ``second``; two values or more in each.

    ``lag_one`` is the autocorrelation of the nights (0 gives plain Welch). Raises
    ValueError with fewer than two values on a side.
    """
    if min(len(first), len(second)) < MINIMUM_EACH:
        raise ValueError("needs two values on each side")
    effective = (
        effective_size(len(first), lag_one),
        effective_size(len(second), lag_one),
    )
    first_part = _variance(first) / effective[0]
    second_part = _variance(second) / effective[1]
    difference = fmean(first) - fmean(second)
    half_width = _half_width(first_part, second_part, len(first), len(second))
    if half_width is None:
        return MeanDifference(difference, None, effective)
    interval = Interval(difference - half_width, difference + half_width)
    return MeanDifference(difference, interval, effective)


def residual_lag_one(
    values: Sequence[float | None], is_first: Sequence[bool | None]
) -> float:
    """Lag-1 autocorrelation of nightly values about the mean of their own group.

    Both sequences have one item a night in date order; ``None`` in either leaves the
    night out.
    """
    means = {group: _group_mean(values, is_first, group) for group in (True, False)}
    residuals = [
        None if value is None or group is None else value - means[group]
        for value, group in zip(values, is_first, strict=True)
    ]
    return pooled_lag_one((residuals,))


def _group_mean(
    values: Sequence[float | None], is_first: Sequence[bool | None], group: bool
) -> float:
    members = [
        value
        for value, member in zip(values, is_first, strict=True)
        if value is not None and member is group
    ]
    return fmean(members) if members else 0.0


def _variance(values: Sequence[float]) -> float:
    """Sample variance in floats: ``statistics.variance`` is exact and far slower."""
    mean = fmean(values)
    return sum((value - mean) ** 2 for value in values) / (len(values) - 1)


def _half_width(
    first_part: float, second_part: float, first_size: int, second_size: int
) -> float | None:
    """Quantile times standard error, degrees of freedom by Satterthwaite."""
    total = first_part + second_part
    if total <= 0:
        return None
    parts = first_part**2 / (first_size - 1) + second_part**2 / (second_size - 1)
    return t_quantile(UPPER_PROBABILITY, total**2 / parts) * sqrt(total)
