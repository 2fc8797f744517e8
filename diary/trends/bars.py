"""The nights of a window as bars, ready to draw: state, bed, sleep and cramp marks.

Places are elapsed minutes since the local noon that begins the diary night, so that a
bar is as long as the night was, also when the clocks change or the person travels.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from diary.night import NIGHT_TURNS_AT, ONE_DAY, as_utc, zone
from diary.trends.clock import PRECISE_STARTS
from diary.trends.figure import Item, Json
from diary.trends.night_states import UNKNOWN, nights_of
from diary.trends.nights import night_rows
from diary.trends.period import Period
from diary.trends.rows import EpisodeRow, SleepRow

ONE_MINUTE = timedelta(minutes=1)

Stretch = tuple[int, int]
"""From and to, in minutes since the local noon before."""


class Mark(NamedTuple):
    """One night cramp. ``minute`` is ``None`` where the time is not known well."""

    started_at: datetime
    tz: str
    minute: int | None
    duration_seconds: int | None
    pain_max: int | None


class NightBar(NamedTuple):
    """One night. ``bed`` and ``sleep`` are ``None`` where a time is missing.

    ``sleep`` runs from falling asleep to the final awakening, awake times included.
    """

    date: date
    state: str
    bed: Stretch | None = None
    sleep: Stretch | None = None
    marks: tuple[Mark, ...] = ()


def night_bars(period: Period, tz: str) -> list[NightBar]:
    """Every night of the period in order; ``tz`` holds where a night names no zone."""
    slept = {row.night_date: row for row in period.sleep_nights}
    cramps: dict[date, list[EpisodeRow]] = {}
    for cramp in sorted(period.night_cramps, key=_place_in_night):
        cramps.setdefault(cramp.night_date, []).append(cramp)
    return [
        _bar(
            night,
            period.states.get(night, UNKNOWN),
            slept.get(night),
            cramps.get(night, ()),
            tz,
        )
        for night in nights_of(period.count.span)
    ]


def bars_json(period: Period, tz: str) -> list[Item]:
    """The rows of ``night_rows``, each with where its bars and marks lie."""
    return [
        {
            **row,
            "bed_minutes": bar.bed,
            "sleep_minutes": bar.sleep,
            "marks": [_mark_json(mark) for mark in bar.marks],
        }
        for row, bar in zip(night_rows(period), night_bars(period, tz), strict=True)
    ]


def _bar(
    night: date, state: str, row: SleepRow | None, cramps: Iterable[EpisodeRow], tz: str
) -> NightBar:
    noon = as_utc(
        datetime.combine(
            night - ONE_DAY, NIGHT_TURNS_AT, zone(tz if row is None else row.tz)
        )
    )
    marks = tuple(_mark(cramp, noon) for cramp in cramps)
    if row is None:
        return NightBar(night, state, marks=marks)
    return NightBar(
        night,
        state,
        bed=_stretch(row.into_bed_at, row.out_of_bed_at, noon),
        sleep=_stretch(row.sleep_onset_at, row.final_awakening_at, noon),
        marks=marks,
    )


def _stretch(
    start: datetime | None, end: datetime | None, noon: datetime
) -> Stretch | None:
    if start is None or end is None:
        return None
    return _minute(start, noon), _minute(end, noon)


def _mark(cramp: EpisodeRow, noon: datetime) -> Mark:
    is_precise = cramp.start_precision in PRECISE_STARTS
    return Mark(
        started_at=cramp.started_at,
        tz=cramp.tz,
        minute=_minute(cramp.started_at, noon) if is_precise else None,
        duration_seconds=cramp.duration_seconds,
        pain_max=cramp.pain_max,
    )


def _place_in_night(row: EpisodeRow) -> tuple[datetime, str, int, int]:
    """By time; what comes after makes the order of equal times certain."""
    length, pain = row.duration_seconds, row.pain_max
    return (
        row.started_at,
        row.start_precision,
        -1 if length is None else length,
        -1 if pain is None else pain,
    )


def _minute(instant: datetime, noon: datetime) -> int:
    return (as_utc(instant) - noon) // ONE_MINUTE


def _mark_json(mark: Mark) -> Json:
    local = mark.started_at.astimezone(zone(mark.tz))
    return {
        "started_at": local.isoformat(timespec="seconds"),
        "minute": mark.minute,
        "duration_seconds": mark.duration_seconds,
        "pain_max": mark.pain_max,
    }
