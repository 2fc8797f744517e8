"""Composed reads for the CSV export: rows one by one, in the order of time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from diary.criteria.facts import SleepNight
from diary.exports import ROWS_PER_CHUNK
from diary.exports.reading import Reading
from diary.models import CheckIn, Episode, Medication, Night, Profile, Warning
from diary.text_rows import Rows, as_text

# A diary date and the UTC date of its entry differ by at most a day and a zone.
MARGIN = timedelta(days=2)


def profile_of(diary_id: UUID) -> Profile:
    """The profile an export needs: its zone and night window."""
    return Profile.objects.in_diary(diary_id).get()


def bed_times(diary_id: UUID, reading: Reading) -> list[SleepNight]:
    """The bed times that say which cramps of the period are night ones."""
    nights = Night.objects.in_diary(diary_id).live()
    nights = nights.filter(into_bed_at__isnull=False, out_of_bed_at__isnull=False)
    nights = nights.in_period("night_date", *_widened(reading))
    columns = nights.values_list("night_date", "into_bed_at", "out_of_bed_at")
    return [
        SleepNight(day, into_bed_at=into, out_of_bed_at=out)
        for day, into, out in columns.iterator(ROWS_PER_CHUNK)
    ]


def export_rows(
    table: str, diary_id: UUID, reading: Reading, columns: tuple[str, ...]
) -> Iterator[tuple[Any, ...]]:
    """The live rows of one table in one query, never more than a chunk in memory.

    Ids, instants and JSON come as text. Episodes and warnings reach two days beyond the
    period; whoever writes them knows their diary date and leaves the rest out.
    """
    rows = entry_rows(table, diary_id, reading)
    yield from as_text(rows, columns).iterator(ROWS_PER_CHUNK)


def entry_rows(table: str, diary_id: UUID, reading: Reading) -> Rows:
    """The live rows of one table that an export of this period reads, by time."""
    return _ROWS[table](diary_id, reading)


def _episodes(diary_id: UUID, reading: Reading) -> Rows:
    start, end = _widened(reading)
    rows = Episode.objects.in_diary(diary_id).live()
    rows = rows.in_period("started_at", _midnight(start), _midnight(end))
    return rows.order_by("started_at", "key")


def _nights(diary_id: UUID, reading: Reading) -> Rows:
    rows = Night.objects.in_diary(diary_id).live()
    rows = rows.in_period("night_date", reading.first, _day_after(reading.last))
    return rows.order_by("night_date", "key")


def _check_ins(diary_id: UUID, reading: Reading) -> Rows:
    rows = CheckIn.objects.in_diary(diary_id).live()
    rows = rows.in_period("date", reading.first, _day_after(reading.last))
    return rows.order_by("date", "key")


def _medications(diary_id: UUID, reading: Reading) -> Rows:
    """Medicines taken on any day of the period; an unknown end leaves it open."""
    rows = Medication.objects.in_diary(diary_id).live()
    if reading.first is not None:
        rows = rows.filter(Q(stopped_on=None) | Q(stopped_on__gte=reading.first))
    if reading.last is not None:
        rows = rows.filter(Q(started_on=None) | Q(started_on__lte=reading.last))
    return rows.order_by("started_on", "key")


def _warnings(diary_id: UUID, reading: Reading) -> Rows:
    start, end = _widened(reading)
    rows = Warning.objects.in_diary(diary_id)
    if start is not None:
        rows = rows.filter(raised_at__gte=_midnight(start))
    if end is not None:
        rows = rows.filter(raised_at__lt=_midnight(end))
    return rows.order_by("raised_at", "pk")


_ROWS: dict[str, Callable[[UUID, Reading], Rows]] = {
    "episodes": _episodes,
    "nights": _nights,
    "check_ins": _check_ins,
    "medications": _medications,
    "warnings": _warnings,
}


def _widened(reading: Reading) -> tuple[date | None, date | None]:
    first, last = reading.first, reading.last
    return first and first - MARGIN, last and last + MARGIN


def _day_after(day: date | None) -> date | None:
    return day and day + timedelta(days=1)


def _midnight(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time.min, tzinfo=UTC)
