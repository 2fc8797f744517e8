"""Figures of when in the night cramps come, against the time spent in bed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from diary.night import as_utc, zone
from diary.trends.figure import (
    LIST,
    PROPORTION,
    TOO_FEW_CRAMPS,
    Figure,
    Item,
    not_shown,
    rounded,
)
from diary.trends.period import Period
from diary.trends.rows import EpisodeRow, SleepRow

MINIMUM_PRECISE_CRAMPS = 10
PRECISE_STARTS = frozenset({"exact", "about"})
ONE_HOUR = timedelta(hours=1)
LONGEST_NIGHT = timedelta(hours=24)
HOURS_PER_DAY = 24
NOON = 12


def hours_of_night(period: Period) -> Figure:
    """Cramps by local clock hour, against the nights in bed during that hour.

    ``rate`` counts only cramps on nights whose bed times are known, and is ``None``
    where no night was spent in bed. Each night counts once an hour, also in the hour
    that comes twice when the clocks go back.
    """
    cramps = _precise(period)
    if len(cramps) < MINIMUM_PRECISE_CRAMPS:
        return not_shown("hour_of_night", LIST, TOO_FEW_CRAMPS, den=len(cramps))
    hours_in_bed = {
        night.night_date: hours
        for night in period.sleep_nights
        if (hours := clock_hours_in_bed(night))
    }
    started = [(cramp.night_date, _clock_hour(cramp)) for cramp in cramps]
    items = _histogram("hour", started, hours_in_bed, _as_a_night)
    return Figure("hour_of_night", LIST, len(items), den=len(cramps), items=items)


def hours_after_onset(period: Period) -> Figure:
    """Cramps by whole hours since falling asleep, against nights that lasted so long.

    Cramps before falling asleep and nights without a known sleep onset are left out.
    """
    asleep = {
        night.night_date: (night.sleep_onset_at, hours)
        for night in period.sleep_nights
        if night.sleep_onset_at is not None and (hours := hours_asleep(night))
    }
    started = [
        (cramp.night_date, hour)
        for cramp in _precise(period)
        if cramp.night_date in asleep
        and (hour := _hours_since(*asleep[cramp.night_date], cramp)) is not None
    ]
    if len(started) < MINIMUM_PRECISE_CRAMPS:
        return not_shown("hours_after_onset", LIST, TOO_FEW_CRAMPS, den=len(started))
    hours_of_nights = {night: hours for night, (_, hours) in asleep.items()}
    items = _histogram("hours", started, hours_of_nights, sorted)
    return Figure("hours_after_onset", LIST, len(items), den=len(started), items=items)


def clock_hours_in_bed(night: SleepRow) -> frozenset[int]:
    """Local clock hours the in-bed interval touches; empty when it is not known.

    An hour that a clock change skips is not in it; one that comes twice is once.
    """
    into_bed, out_of_bed = night.into_bed_at, night.out_of_bed_at
    if into_bed is None or out_of_bed is None:
        return frozenset()
    end = min(as_utc(out_of_bed), as_utc(into_bed) + LONGEST_NIGHT)
    start_local = into_bed.astimezone(zone(night.tz))
    end_local = end.astimezone(zone(night.tz))
    if start_local.utcoffset() == end_local.utcoffset():
        return _hours_between(start_local, end_local)
    return _hours_over_clock_change(start_local, end)


def _hours_between(start: datetime, end: datetime) -> frozenset[int]:
    """Clock hours of a night whose clock did not change: wall time is elapsed time."""
    first_hour = start.replace(minute=0, second=0, microsecond=0)
    count = -((first_hour - end) // ONE_HOUR) if start < end else 0
    return frozenset((start.hour + offset) % 24 for offset in range(count))


def _hours_over_clock_change(start: datetime, end: datetime) -> frozenset[int]:
    """Clock hours met on the way from ``start`` (local) to ``end``, in elapsed time."""
    hours, moment = set(), as_utc(start)
    while moment < end:
        local = moment.astimezone(start.tzinfo)
        hours.add(local.hour)
        past_the_hour = timedelta(
            minutes=local.minute, seconds=local.second, microseconds=local.microsecond
        )
        moment += ONE_HOUR - past_the_hour
    return frozenset(hours)


def _precise(period: Period) -> list[EpisodeRow]:
    return [
        cramp
        for cramp in period.night_cramps
        if cramp.start_precision in PRECISE_STARTS
    ]


def _clock_hour(cramp: EpisodeRow) -> int:
    return cramp.started_at.astimezone(zone(cramp.tz)).hour


def hours_asleep(night: SleepRow) -> frozenset[int]:
    """Whole hours since sleep onset that the night lasted into."""
    onset, end = night.sleep_onset_at, night.final_awakening_at
    if onset is None or end is None:
        return frozenset()
    asleep = _elapsed(onset, end)
    if not timedelta(0) < asleep <= LONGEST_NIGHT:
        return frozenset()
    return frozenset(range(-(-asleep // ONE_HOUR)))


def _hours_since(
    onset: datetime, hours: frozenset[int], cramp: EpisodeRow
) -> int | None:
    hour = _elapsed(onset, cramp.started_at) // ONE_HOUR
    return hour if hour in hours else None


def _elapsed(start: datetime, end: datetime) -> timedelta:
    return as_utc(end) - as_utc(start)


def _histogram(
    key: str,
    started: Iterable[tuple[date, int]],
    hours_of_nights: dict[date, frozenset[int]],
    order: Callable[[set[int]], list[int]],
) -> tuple[Item, ...]:
    counts: Counter[int] = Counter()
    counted_in_bed: Counter[int] = Counter()
    for night, hour in started:
        counts[hour] += 1
        counted_in_bed[hour] += hour in hours_of_nights.get(night, frozenset())
    in_bed = Counter(hour for hours in hours_of_nights.values() for hour in hours)
    return tuple(
        {
            key: hour,
            "cramps": counts[hour],
            "nights": in_bed[hour],
            "rate": _rate(counted_in_bed[hour], in_bed[hour]),
        }
        for hour in order(set(counts) | set(in_bed))
    )


def _rate(cramps: int, nights: int) -> float | None:
    value = rounded(cramps / nights, PROPORTION) if nights else None
    return None if value is None else float(value)


def _as_a_night(hours: set[int]) -> list[int]:
    """Clock hours in order from where the longest time without any of them ends.

    So a night begins in the evening, and the sleep of a night worker in the morning.
    """
    from_noon = sorted(hours, key=lambda hour: (hour - NOON) % HOURS_PER_DAY)
    gaps = [
        (hour - before) % HOURS_PER_DAY
        for before, hour in zip([*from_noon[-1:], *from_noon], from_noon, strict=False)
    ]
    start = gaps.index(max(gaps))
    return from_noon[start:] + from_noon[:start]
