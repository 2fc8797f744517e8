"""What follows from one sleep-diary night: time in bed, sleep time, efficiency.

Formulas of section 8 of the clinical basis (Consensus Sleep Diary items, Carney 2012;
diary sleep efficiency, Reed and Sacco 2016). All durations are elapsed minutes.
Identity: TIB = (sleep attempt - into bed) + SOL + WASO + TST + TWAK.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import atan2, cos, pi, sin, tau
from typing import TYPE_CHECKING

from diary.night import as_utc, zone

if TYPE_CHECKING:  # shapes only; importing them at run time would be a circle
    from diary.criteria.facts import SleepNight

MAX_TIB_MINUTES = 24 * 60  # minutes; longer is a question, not a night
SECONDS_PER_DAY = 24 * 60 * 60

BED_TIMES_MISSING = "bed-times-missing"
SLEEP_TIMES_MISSING = "sleep-times-missing"
TIB_NOT_POSITIVE = "tib-not-positive"
TIB_OVER_24_H = "tib-over-24-h"
SPT_NOT_POSITIVE = "spt-not-positive"
WASO_LONGER_THAN_SPT = "waso-longer-than-spt"
QUESTIONS = frozenset(
    {TIB_NOT_POSITIVE, TIB_OVER_24_H, SPT_NOT_POSITIVE, WASO_LONGER_THAN_SPT}
)


@dataclass(frozen=True, slots=True)
class DerivedSleep:
    """Derived values of one night; ``None`` where an item behind it is missing.

    ``valid`` is true when all values could be formed and none is impossible.
    """

    valid: bool
    problems: tuple[str, ...] = ()
    tib_minutes: float | None = None
    spt_minutes: float | None = None
    tst_minutes: float | None = None
    twak_minutes: float | None = None
    dse_minutes: float | None = None
    se_tib_percent: float | None = None
    se_dse_percent: float | None = None
    sleep_onset: datetime | None = None
    midpoint: datetime | None = None


def derive(night: SleepNight, tz: str) -> DerivedSleep:
    """Unrounded values of ``night``; ``tz`` is the zone if the night has none."""
    tib = _minutes(night.into_bed_at, night.out_of_bed_at)
    onset = _sleep_onset(night)
    spt = _minutes(onset, night.final_awakening_at)
    problems = _problems(night, tib, spt)
    if QUESTIONS.intersection(problems):
        return DerivedSleep(valid=False, problems=problems, tib_minutes=tib)
    tst = (
        None if spt is None or night.waso_minutes is None else spt - night.waso_minutes
    )
    dse = _dse(night, tst)
    return DerivedSleep(
        valid=not problems,
        problems=problems,
        tib_minutes=tib,
        spt_minutes=spt,
        tst_minutes=tst,
        twak_minutes=_minutes(night.final_awakening_at, night.out_of_bed_at),
        dse_minutes=dse,
        se_tib_percent=_percent(tst, tib),
        se_dse_percent=_percent(tst, dse),
        sleep_onset=onset,
        midpoint=_midpoint(onset, spt, night.tz or tz),
    )


def rounded(derived: DerivedSleep) -> DerivedSleep:
    """The same values with one decimal, for people and for the API."""
    return replace(
        derived,
        tib_minutes=_one_decimal(derived.tib_minutes),
        spt_minutes=_one_decimal(derived.spt_minutes),
        tst_minutes=_one_decimal(derived.tst_minutes),
        twak_minutes=_one_decimal(derived.twak_minutes),
        dse_minutes=_one_decimal(derived.dse_minutes),
        se_tib_percent=_one_decimal(derived.se_tib_percent),
        se_dse_percent=_one_decimal(derived.se_dse_percent),
    )


def weekly_se_percent(nights: Iterable[DerivedSleep]) -> float | None:
    """100 * sum TST / sum TIB over the valid nights; ``None`` without any."""
    total_tst = total_tib = 0.0
    for night in nights:
        if night.valid and night.tst_minutes is not None and night.tib_minutes:
            total_tst += night.tst_minutes
            total_tib += night.tib_minutes
    return _percent(total_tst, total_tib)


def mean_clock_seconds(midpoints: Iterable[datetime]) -> float | None:
    """Mean local clock of midpoints in seconds after midnight, around the circle.

    23:50 and 00:10 give 0.0 (midnight), not noon. ``None`` without any midpoint or
    when they cancel out and no mean exists.
    """
    angles = [
        _clock_seconds(midpoint) * tau / SECONDS_PER_DAY for midpoint in midpoints
    ]
    if not angles:
        return None
    east, north = sum(map(sin, angles)), sum(map(cos, angles))
    if abs(east) < 1e-9 and abs(north) < 1e-9:
        return None
    seconds = atan2(east, north) * SECONDS_PER_DAY / (2 * pi)
    return round(seconds, 3) % SECONDS_PER_DAY


def _minutes(start: datetime | None, end: datetime | None) -> float | None:
    if start is None or end is None:
        return None
    return (as_utc(end) - as_utc(start)).total_seconds() / 60


def _sleep_onset(night: SleepNight) -> datetime | None:
    if night.sleep_attempt_at is None or night.sol_minutes is None:
        return None
    return as_utc(night.sleep_attempt_at) + timedelta(minutes=night.sol_minutes)


def _dse(night: SleepNight, tst: float | None) -> float | None:
    after_final = night.trying_to_sleep_after_final_awakening_minutes
    if tst is None or after_final is None:
        return None
    return (night.sol_minutes or 0) + tst + (night.waso_minutes or 0) + after_final


def _problems(
    night: SleepNight, tib: float | None, spt: float | None
) -> tuple[str, ...]:
    problems = []
    if tib is None:
        problems.append(BED_TIMES_MISSING)
    elif tib <= 0:
        problems.append(TIB_NOT_POSITIVE)
    elif tib > MAX_TIB_MINUTES:
        problems.append(TIB_OVER_24_H)
    if spt is not None and spt <= 0:
        problems.append(SPT_NOT_POSITIVE)
    elif spt is None or night.waso_minutes is None:
        problems.append(SLEEP_TIMES_MISSING)
    elif night.waso_minutes > spt:
        problems.append(WASO_LONGER_THAN_SPT)
    return tuple(problems)


def _percent(part: float | None, whole: float | None) -> float | None:
    if part is None or not whole:
        return None
    return 100 * part / whole


def _midpoint(onset: datetime | None, spt: float | None, tz: str) -> datetime | None:
    if onset is None or spt is None:
        return None
    return (onset + timedelta(minutes=spt / 2)).astimezone(zone(tz))


def _clock_seconds(instant: datetime) -> float:
    return instant.hour * 3600 + instant.minute * 60 + instant.second


def _one_decimal(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
