"""The rows of the episode export: one cramp entry each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple, cast

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

COLUMNS_READ = (
    "id",
    "started_at",
    "tz",
    "ended_at",
    "duration_seconds_reported",
    "duration_confirmed",
    "woke_from_sleep",
    "during_nap",
    "start_precision",
    "last_confirmed_ongoing_at",
    "sites",
    "pain_max",
    "distress",
    "triggers",
    "sensations",
    "associated_symptoms",
    "residual_pain",
    "relief",
    "entered_at",
)
ONE_SECOND = timedelta(seconds=1)


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

    def __call__(
        self,
        entry: str,
        started_at: str,
        tz: str | None,
        ended_at: str | None,
        reported: int | None,
        is_confirmed: bool | None,
        has_woken: bool | None,
        is_nap: bool | None,
        start_precision: str,
        ongoing_at: str | None,
        sites: str | None,
        pain_max: int | None,
        distress: int | None,
        triggers: str | None,
        sensations: str | None,
        symptoms: str | None,
        soreness: str | None,
        relief: str | None,
        entered_at: str | None,
        *note: str,
    ) -> tuple[Cell, ...] | None:
        """The cells of one row; ``None`` if its diary date is not asked for."""
        reading = self.reading
        clock = self.clocks.of(tz)
        moment = Moment(
            instant(started_at),
            instant(ended_at) if ended_at else None,
            reported,
            is_confirmed,
            tz,
            has_woken,
            is_nap,
        )
        episode = cast(Episode, moment)
        placement = place(episode, self.in_bed, reading.profile)
        is_night = placement.period == "night"
        diary_date = placement.night_date if is_night else placement.local_date
        if not reading.holds(diary_date):
            return None
        day = reading.dialect.day
        night = day(placement.night_date)
        return (
            dashed(entry),
            night if is_night else day(diary_date),
            night,
            placement.period,
            *clock.both(started_at),
            clock.zone_name,
            start_precision,
            *clock.both(ended_at),
            _seconds(episode, reading),
            reported,
            TRUTH[is_confirmed],
            *clock.both(ongoing_at),
            *self.sites(sites),
            pain_max,
            distress,
            TRUTH[has_woken],
            TRUTH[is_nap],
            *self.triggers(triggers),
            *self.sensations(sensations),
            *self.symptoms(symptoms),
            *residual_pain(soreness),
            *self.relief(relief),
            *clock.both(entered_at),
            *map(neutral, note),
        )


def _seconds(episode: Episode, reading: Reading) -> Cell:
    length = length_of(episode)
    return None if length is None else reading.number(length / ONE_SECOND)
