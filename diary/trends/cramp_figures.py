"""Figures of cramp nights, streaks and counts."""

from __future__ import annotations

from datetime import date

from diary.night import ONE_DAY
from diary.trends.figure import (
    COUNT,
    NIGHTS,
    NO_CRAMPS,
    NO_RECORDED_NIGHTS,
    PER_NIGHT,
    PROPORTION,
    TOO_FEW_RECORDED_NIGHTS,
    Comparison,
    Figure,
    not_shown,
)
from diary.trends.intervals import Interval, pooled_lag_one
from diary.trends.night_states import (
    CRAMP,
    QUIET,
    NightCount,
    NightStates,
)
from diary.trends.period import Period
from diary.trends.verdicts import proportion

MINIMUM_RECORDED_FOR_SHARE = 7
PRELIMINARY_BELOW_RECORDED = 14
MINIMUM_RECORDED_FOR_RATE = 14


def cramp_nights(
    current: NightCount, previous: NightCount, change: Comparison
) -> Figure:
    """Share of recorded nights with cramp, its limits, bounds and ``change``.

    ``bounds`` are the lowest and highest case: all unknown nights quiet, or all cramp.
    """
    num, den = current.cramp, current.recorded
    if den < MINIMUM_RECORDED_FOR_SHARE:
        return Figure(
            "cramp_nights",
            PROPORTION,
            reason=TOO_FEW_RECORDED_NIGHTS,
            num=num,
            den=den,
            change=change,
        )
    lag_one = pooled_lag_one((current.outcomes, previous.outcomes))
    now = proportion(current, lag_one)
    return Figure(
        "cramp_nights",
        PROPORTION,
        value=now.value,
        num=num,
        den=den,
        preliminary=den < PRELIMINARY_BELOW_RECORDED,
        interval=now.interval,
        bounds=_bounds(current),
        previous=_share(previous),
        change=change,
    )


def streaks(states: NightStates, last: date, read_from: date) -> tuple[Figure, ...]:
    """Confirmed and possible streak up to ``last``; ``at_least`` if cut at read_from.

    Confirmed: quiet nights in a row. Possible: nights since the last cramp night,
    unknown ones included; without any cramp night, nights since the first record.
    """
    return (
        _confirmed_streak(states, last, read_from),
        _possible_streak(states, last, read_from),
    )


def cramp_counts(period: Period) -> tuple[Figure, ...]:
    """Number of cramps, by night and by day; not shown where nothing is recorded."""
    at_night = len(period.night_cramps)
    counts = {
        "cramps": len(period.cramps),
        "cramps_at_night": at_night,
        "cramps_by_day": len(period.cramps) - at_night,
    }
    if not period.cramps and not period.count.recorded:
        return tuple(
            not_shown(figure_id, COUNT, NO_RECORDED_NIGHTS) for figure_id in counts
        )
    return tuple(Figure(key, COUNT, value=count) for key, count in counts.items())


def cramp_rates(period: Period) -> tuple[Figure, ...]:
    """Night cramps per recorded night and per cramp night, from 14 recorded nights."""
    return (
        _rate("cramps_per_recorded_night", period, period.count.recorded),
        _rate("cramps_per_cramp_night", period, period.count.cramp),
    )


def _rate(figure_id: str, period: Period, den: int) -> Figure:
    num = len(period.night_cramps)
    if period.count.recorded < MINIMUM_RECORDED_FOR_RATE:
        reason = TOO_FEW_RECORDED_NIGHTS
        return not_shown(figure_id, PER_NIGHT, reason, num=num, den=den)
    if den == 0:
        return not_shown(figure_id, PER_NIGHT, NO_CRAMPS, num=num, den=den)
    return Figure(figure_id, PER_NIGHT, value=num / den, num=num, den=den)


def _share(count: NightCount) -> float | None:
    if count.recorded < MINIMUM_RECORDED_FOR_SHARE:
        return None
    return count.cramp / count.recorded


def _bounds(count: NightCount) -> Interval:
    highest = (count.cramp + count.unknown) / count.nights
    return Interval(count.cramp / count.nights, highest)


def _confirmed_streak(states: NightStates, last: date, read_from: date) -> Figure:
    night, streak = last, 0
    while night >= read_from and states.get(night) == QUIET:
        streak += 1
        night -= ONE_DAY
    return Figure("streak_confirmed", NIGHTS, value=streak, at_least=night < read_from)


def _possible_streak(states: NightStates, last: date, read_from: date) -> Figure:
    recorded = [night for night in states if read_from <= night <= last]
    if not recorded:
        return not_shown("streak_possible", NIGHTS, NO_RECORDED_NIGHTS)
    cramps = [night for night in recorded if states[night] == CRAMP]
    if cramps:
        return Figure("streak_possible", NIGHTS, value=(last - max(cramps)).days)
    since_first = (last - min(recorded)).days + 1
    return Figure("streak_possible", NIGHTS, value=since_first, at_least=True)
