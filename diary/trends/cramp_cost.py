"""Figures of what cramps cost in sleep: cramp nights minus quiet nights."""

from __future__ import annotations

from collections.abc import Callable
from statistics import fmean

from diary.trends.figure import (
    MINUTES,
    PERCENTAGE_POINTS,
    SCORE_1_5,
    TOO_FEW_RECORDED_NIGHTS,
    Figure,
    Item,
    not_shown,
    rounded,
)
from diary.trends.night_states import nights_of
from diary.trends.period import Period
from diary.trends.rows import SleepRow
from diary.trends.sleep_figures import WHOLE_PERCENT
from diary.trends.welch import MeanDifference, residual_lag_one, welch

MINIMUM_EACH = 3
PRELIMINARY_BELOW_EACH = 5
WELCH_METHOD = "welch-ess-1"


def nightly_efficiency(night: SleepRow) -> float | None:
    """Sleep efficiency of one night in percent of the time in bed."""
    if night.tst_minutes is None or not night.tib_minutes:
        return None
    return WHOLE_PERCENT * night.tst_minutes / night.tib_minutes


COSTS: tuple[tuple[str, str, Callable[[SleepRow], float | None]], ...] = (
    ("cost_tst", MINUTES, lambda night: night.tst_minutes),
    ("cost_se_tib", PERCENTAGE_POINTS, nightly_efficiency),
    ("cost_waso", MINUTES, lambda night: night.waso_minutes),
    ("cost_quality", SCORE_1_5, lambda night: night.quality),
)


def cramp_costs(period: Period) -> tuple[Figure, ...]:
    """Mean on cramp nights minus mean on quiet nights, with Welch's limits.

    Three nights of each kind give a preliminary figure, five a figure.
    """
    by_date = {night.night_date: night for night in period.sleep_nights}
    nights = [by_date.get(date) for date in nights_of(period.count.span)]
    is_cramp = [
        None if outcome is None else outcome == 1 for outcome in period.count.outcomes
    ]
    return tuple(
        _cost(figure_id, unit, [read(row) if row else None for row in nights], is_cramp)
        for figure_id, unit, read in COSTS
    )


def _cost(
    figure_id: str,
    unit: str,
    values: list[float | None],
    is_cramp: list[bool | None],
) -> Figure:
    with_cramp = _of_group(values, is_cramp, True)
    quiet = _of_group(values, is_cramp, False)
    num, den = len(with_cramp), len(quiet)
    if min(num, den) < MINIMUM_EACH:
        return not_shown(figure_id, unit, TOO_FEW_RECORDED_NIGHTS, num=num, den=den)
    lag_one = residual_lag_one(values, is_cramp)
    difference = welch(with_cramp, quiet, lag_one=lag_one)
    return Figure(
        figure_id,
        unit,
        value=difference.value,
        num=num,
        den=den,
        preliminary=min(num, den) < PRELIMINARY_BELOW_EACH,
        interval=difference.interval,
        items=(_means(with_cramp, quiet, unit, difference),),
    )


def _of_group(
    values: list[float | None], is_cramp: list[bool | None], group: bool
) -> list[float]:
    return [
        value
        for value, member in zip(values, is_cramp, strict=True)
        if value is not None and member is group
    ]


def _means(
    with_cramp: list[float], quiet: list[float], unit: str, difference: MeanDifference
) -> Item:
    return {
        "mean_on_cramp_nights": rounded(fmean(with_cramp), unit),
        "mean_on_quiet_nights": rounded(fmean(quiet), unit),
        "n_eff": [round(size, 1) for size in difference.effective],
        "method": WELCH_METHOD,
    }
