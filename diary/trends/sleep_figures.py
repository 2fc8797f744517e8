"""Figures of sleep: means of the complete items, and both sleep efficiencies."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from statistics import fmean

from diary.trends.figure import (
    MINUTES,
    NO_SLEEP_ENTRIES,
    PERCENT,
    SCORE_1_5,
    TIMES,
    Figure,
    not_shown,
)
from diary.trends.period import Period
from diary.trends.rows import SleepRow

WHOLE_PERCENT = 100

MEANS: tuple[tuple[str, str, Callable[[SleepRow], float | None]], ...] = (
    ("sleep_tst", MINUTES, lambda night: night.tst_minutes),
    ("sleep_tib", MINUTES, lambda night: night.tib_minutes),
    ("sleep_sol", MINUTES, lambda night: night.sol_minutes),
    ("sleep_waso", MINUTES, lambda night: night.waso_minutes),
    ("sleep_awakenings", TIMES, lambda night: night.awakenings),
    ("sleep_quality", SCORE_1_5, lambda night: night.quality),
)


def sleep_figures(period: Period) -> tuple[Figure, ...]:
    """Means over the nights with the item, and SE1 and SE2 as ratios of sums.

    SE1 = sum TST / sum TIB, SE2 = sum TST / sum DSE (Reed and Sacco 2016), each over
    the nights that have both parts; not the mean of nightly efficiencies.
    """
    nights = period.sleep_nights
    means = [
        _mean(figure_id, unit, (read(night) for night in nights))
        for figure_id, unit, read in MEANS
    ]
    in_bed = ((night.tst_minutes, night.tib_minutes) for night in nights)
    asleep = ((night.tst_minutes, night.dse_minutes) for night in nights)
    return (
        *means,
        _efficiency("sleep_se_tib", in_bed),
        _efficiency("sleep_se_dse", asleep),
    )


def _mean(figure_id: str, unit: str, values: Iterable[float | None]) -> Figure:
    known = [value for value in values if value is not None]
    if not known:
        return not_shown(figure_id, unit, NO_SLEEP_ENTRIES, den=0)
    return Figure(figure_id, unit, value=fmean(known), num=sum(known), den=len(known))


def _efficiency(
    figure_id: str, parts: Iterable[tuple[float | None, float | None]]
) -> Figure:
    complete = [
        (asleep, whole)
        for asleep, whole in parts
        if asleep is not None and whole is not None
    ]
    asleep_minutes = sum(asleep for asleep, _ in complete)
    whole_minutes = sum(whole for _, whole in complete)
    if whole_minutes <= 0:
        return not_shown(figure_id, PERCENT, NO_SLEEP_ENTRIES, den=0)
    return Figure(
        figure_id,
        PERCENT,
        value=WHOLE_PERCENT * asleep_minutes / whole_minutes,
        num=asleep_minutes,
        den=whole_minutes,
    )
