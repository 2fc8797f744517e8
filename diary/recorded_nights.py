"""Composed read: the states of the nights of some diaries, as the trends see them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from diary import models
from diary.criteria.facts import Episode, Profile, SleepNight
from diary.exports import ROWS_PER_CHUNK
from diary.night import ONE_DAY, InBed
from diary.selectors import EPISODE_SHAPES
from diary.text_rows import Rows, as_text, parser_of
from diary.trends.from_facts import episode_row
from diary.trends.night_states import NightStates, night_states
from diary.trends.rows import CheckInRow

# An entry's instant in UTC and its diary night differ by at most a day and a zone.
MARGIN = timedelta(days=2)

# What decides the night, the period and the kind of an entry.
_EPISODE = (
    "started_at",
    "tz",
    "woke_from_sleep",
    "during_nap",
    "sensations",
    "relief",
)
_BED_TIMES = ("night_date", "into_bed_at", "out_of_bed_at")
_CHECK_IN = ("date", "covers")


def night_states_of(
    profiles: Mapping[UUID, Profile], first: date | None, last: date
) -> dict[UUID, NightStates]:
    """State of each recorded night from ``first`` to ``last``, by diary.

    Three queries, however many diaries; no more than a chunk of episodes is held at a
    time. ``first`` is ``None``: from the beginning. Nights just outside may come along;
    who counts says which span.
    """
    check_ins = _check_ins(profiles, first, last)
    in_bed = _in_bed(profiles, first, last)
    found: dict[UUID, NightStates] = {
        diary: night_states((), check_ins[diary]) for diary in profiles
    }
    for diary, rows in groupby(_episodes(profiles, first, last), itemgetter(0)):
        profile = profiles[diary]
        episodes = (
            episode_row(_episode(row), in_bed[diary], profile) for _, row in rows
        )
        found[diary] = night_states(episodes, check_ins[diary])
    return found


def _episodes(
    diaries: Mapping[UUID, Profile], first: date | None, last: date
) -> Iterator[tuple[UUID, tuple[Any, ...]]]:
    rows = models.Episode.objects.in_diaries(diaries).live()
    start = first and datetime.combine(first, time.min, tzinfo=UTC) - MARGIN
    end = datetime.combine(last, time.min, tzinfo=UTC) + MARGIN
    rows = rows.in_period("started_at", start, end).order_by("diary")
    return _parsed(rows, _EPISODE, models.Episode)


def _episode(row: tuple[Any, ...]) -> Episode:
    return Episode("", **dict(zip(_EPISODE, row, strict=True)))


def _in_bed(
    diaries: Mapping[UUID, Profile], first: date | None, last: date
) -> dict[UUID, InBed]:
    rows = models.Night.objects.in_diaries(diaries).live()
    rows = rows.filter(into_bed_at__isnull=False, out_of_bed_at__isnull=False)
    rows = rows.in_period("night_date", first and first - ONE_DAY, last + 2 * ONE_DAY)
    nights: dict[UUID, list[SleepNight]] = defaultdict(list)
    for diary, (night_date, into, out) in _parsed(rows, _BED_TIMES, models.Night):
        night = SleepNight(night_date, into_bed_at=into, out_of_bed_at=out)
        nights[diary].append(night)
    return {diary: InBed(nights[diary]) for diary in diaries}


def _check_ins(
    diaries: Mapping[UUID, Profile], first: date | None, last: date
) -> dict[UUID, list[CheckInRow]]:
    rows = models.CheckIn.objects.in_diaries(diaries).live()
    rows = rows.in_period("date", first, last + ONE_DAY)
    found: dict[UUID, list[CheckInRow]] = {diary: [] for diary in diaries}
    for diary, (day, covers) in _parsed(rows, _CHECK_IN, models.CheckIn):
        found[diary].append(CheckInRow(day, covers))
    return found


def _parsed(
    rows: Rows, columns: tuple[str, ...], model: type[models.SyncedRow]
) -> Iterator[tuple[UUID, tuple[Any, ...]]]:
    """The diary of each row, and its columns as values."""
    parse = parser_of(model, columns, EPISODE_SHAPES)
    for diary, *row in as_text(rows, ("diary", *columns)).iterator(ROWS_PER_CHUNK):
        yield diary, parse(tuple(row))
