"""Figures of how long cramps lasted, how much they hurt and the soreness after."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median, quantiles

from diary.trends.figure import (
    COUNT,
    HOURS,
    NO_CRAMPS,
    PROPORTION,
    SCORE_0_10,
    SECONDS,
    TOO_FEW_ANSWERS,
    TOO_FEW_CRAMPS,
    Figure,
    not_shown,
)
from diary.trends.period import Period

LONG_CRAMP_SECONDS = 600
"""NLC feature 2 (Hallegraeff 2017): up to 10 minutes. Exactly 600 s is not over."""
SEVERE_PAIN = 7
"""7 of 10 and more; ours, clinical.md section 4."""
MINIMUM_FOR_PERCENTILE = 10
MINIMUM_FOR_PAIN = 5
MINIMUM_FOR_SORENESS = 5
MINUTES_PER_HOUR = 60


def durations(period: Period) -> tuple[Figure, ...]:
    """Median, 90th percentile, longest, number over 10 minutes, number unknown."""
    known = [
        cramp.duration_seconds
        for cramp in period.cramps
        if cramp.duration_seconds is not None
    ]
    unknown = len(period.cramps) - len(known)
    return (
        _duration("duration_median", known, 1, median),
        _duration("duration_p90", known, MINIMUM_FOR_PERCENTILE, percentile_90),
        _duration("duration_longest", known, 1, max),
        _over_ten_minutes(known),
        _unknown_length(unknown, len(period.cramps)),
    )


def pains(period: Period) -> tuple[Figure, ...]:
    """Median and worst pain and days with severe pain, from 5 cramps with a score."""
    rated = [
        (cramp.local_date, cramp.pain_max)
        for cramp in period.cramps
        if cramp.pain_max is not None
    ]
    if len(rated) < MINIMUM_FOR_PAIN:
        reason = TOO_FEW_CRAMPS if rated else TOO_FEW_ANSWERS
        return (
            not_shown("pain_median", SCORE_0_10, reason, den=len(rated)),
            not_shown("pain_worst", SCORE_0_10, reason, den=len(rated)),
            not_shown("pain_severe_days", COUNT, reason, den=len(rated)),
        )
    scores = [score for _, score in rated]
    severe_days = {day for day, score in rated if score >= SEVERE_PAIN}
    middle, worst, den = median(scores), max(scores), len(rated)
    return (
        Figure("pain_median", SCORE_0_10, value=middle, den=den),
        Figure("pain_worst", SCORE_0_10, value=worst, den=den),
        Figure("pain_severe_days", COUNT, value=len(severe_days), den=den),
    )


def soreness(period: Period) -> tuple[Figure, ...]:
    """Share of cramps followed by soreness, and its median length in hours."""
    answers = [
        cramp.residual_present
        for cramp in period.cramps
        if cramp.residual_present is not None
    ]
    minutes = [
        cramp.residual_minutes
        for cramp in period.cramps
        if cramp.residual_present and cramp.residual_minutes is not None
    ]
    return _soreness_share(answers), _soreness_length(minutes)


def percentile_90(values: Sequence[float]) -> float:
    """Linear interpolation between order statistics (Hyndman and Fan 1996, type 7)."""
    return quantiles(values, n=10, method="inclusive")[-1]


def _duration(
    figure_id: str,
    known: Sequence[int],
    minimum: int,
    measure: Callable[[Sequence[int]], float],
) -> Figure:
    if len(known) < minimum:
        reason = TOO_FEW_CRAMPS if known else TOO_FEW_ANSWERS
        return not_shown(figure_id, SECONDS, reason, den=len(known))
    return Figure(figure_id, SECONDS, value=measure(known), den=len(known))


def _over_ten_minutes(known: Sequence[int]) -> Figure:
    if not known:
        return not_shown("duration_over_10_min", COUNT, TOO_FEW_ANSWERS, den=0)
    long = sum(1 for seconds in known if seconds > LONG_CRAMP_SECONDS)
    den = len(known)
    return Figure("duration_over_10_min", COUNT, value=long, num=long, den=den)


def _unknown_length(unknown: int, cramps: int) -> Figure:
    if not cramps:
        return not_shown("duration_unknown", COUNT, NO_CRAMPS, den=0)
    return Figure("duration_unknown", COUNT, value=unknown, num=unknown, den=cramps)


def _soreness_share(answers: Sequence[bool]) -> Figure:
    num, den = sum(answers), len(answers)
    if den < MINIMUM_FOR_SORENESS:
        reason = TOO_FEW_ANSWERS
        return not_shown("soreness_share", PROPORTION, reason, num=num, den=den)
    return Figure("soreness_share", PROPORTION, value=num / den, num=num, den=den)


def _soreness_length(minutes: Sequence[int]) -> Figure:
    den = len(minutes)
    if den < MINIMUM_FOR_SORENESS:
        return not_shown("soreness_median", HOURS, TOO_FEW_ANSWERS, den=den)
    hours = median(minutes) / MINUTES_PER_HOUR
    return Figure("soreness_median", HOURS, value=hours, den=den)
