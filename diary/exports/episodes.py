"""The rows of the episode export: one cramp entry each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple, cast

from diary.criteria.entries import length_of
from diary.criteria.facts import Episode, SleepNight
from diary.exports.cells import (
    TRUTH,
    code_list,
    dashed,
    neutral,
    relief_list,
    residual_pain,
    site_list,
)
from diary.exports.clocks import Clocks, instant
from diary.exports.dialects import Cell
from diary.exports.reading import Reading
from diary.night import InBed, place

ONE_SECOND = timedelta(seconds=1)


class EpisodeRow(NamedTuple):
    """One entry as the database gives it: ids, instants and JSON are text."""

    id: str
    started_at: str
    tz: str | None
    ended_at: str | None
    duration_seconds_reported: int | None
    duration_confirmed: bool | None
    woke_from_sleep: bool | None
    during_nap: bool | None
    start_precision: str
    last_confirmed_ongoing_at: str | None
    sites: str | None
    pain_max: int | None
    distress: int | None
    triggers: str | None
    sensations: str | None
    associated_symptoms: str | None
    residual_pain: str | None
    relief: str | None
    entered_at: str | None
    note: str | None = None  # read only when it may be written


COLUMNS_READ = EpisodeRow._fields[:-1]


class Moment(NamedTuple):
    """The part of an ``Episode`` that its place and its length are made from.

    A tuple costs a tenth of the whole, and an export makes one for each row.
    """

    started_at: datetime
    ended_at: datetime | None
    duration_seconds_reported: int | None
    duration_confirmed: bool | None
    tz: str | None
    woke_from_sleep: bool | None
    during_nap: bool | None


class EpisodeCells:
    """Turns the values of ``COLUMNS_READ``, and the note if read, into cells."""

    def __init__(self, reading: Reading, bed_times: Iterable[SleepNight]) -> None:
        """``bed_times`` are the sleep nights of the period and a few around it."""
        self.reading = reading
        self.clocks = Clocks(reading.dialect, reading.profile.tz)
        self.in_bed = InBed(bed_times)
        self.sites = site_list(reading.language)
        self.triggers = code_list("triggers", reading.language)
        self.sensations = code_list("sensations", reading.language)
        self.symptoms = code_list("associated_symptoms", reading.language)
        self.relief = relief_list(reading.language)

    def __call__(self, *values: Any) -> tuple[Cell, ...] | None:
        """The cells of one row; ``None`` if its diary date is not asked for."""
        row = EpisodeRow(*values)
        clock = self.clocks.of(row.tz)
        episode = cast(Episode, _moment(row))
        placement = place(episode, self.in_bed, self.reading.profile)
        is_night = placement.period == "night"
        diary_date = placement.night_date if is_night else placement.local_date
        if not self.reading.holds(diary_date):
            return None
        day = self.reading.dialect.day
        night = day(placement.night_date)
        return (
            dashed(row.id),
            night if is_night else day(diary_date),
            night,
            placement.period,
            *clock.both(row.started_at),
            clock.zone_name,
            row.start_precision,
            *clock.both(row.ended_at),
            _seconds(episode, self.reading),
            row.duration_seconds_reported,
            TRUTH[row.duration_confirmed],
            *clock.both(row.last_confirmed_ongoing_at),
            *self._answers(row),
            *clock.both(row.entered_at),
            *([] if row.note is None else [neutral(row.note)]),
        )

    def _answers(self, row: EpisodeRow) -> tuple[Cell, ...]:
        """Where and how it was, from the sites to what was tried."""
        return (
            *self.sites(row.sites),
            row.pain_max,
            row.distress,
            TRUTH[row.woke_from_sleep],
            TRUTH[row.during_nap],
            *self.triggers(row.triggers),
            *self.sensations(row.sensations),
            *self.symptoms(row.associated_symptoms),
            *residual_pain(row.residual_pain),
            *self.relief(row.relief),
        )


def _moment(row: EpisodeRow) -> Moment:
    return Moment(
        instant(row.started_at),
        instant(row.ended_at) if row.ended_at else None,
        row.duration_seconds_reported,
        row.duration_confirmed,
        row.tz,
        row.woke_from_sleep,
        row.during_nap,
    )


def _seconds(episode: Episode, reading: Reading) -> Cell:
    length = length_of(episode)
    return None if length is None else reading.number(length / ONE_SECOND)
