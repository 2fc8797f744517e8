"""Composed reads for the CSV export: rows one by one, in the order of time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeAlias
from uuid import UUID

from django.db.models import Model, Q

from diary.criteria.facts import SleepNight
from diary.exports import ROWS_PER_CHUNK, Sheet, sheet_for
from diary.exports.reading import Reading
from diary.models import CheckIn, Episode, Medication, Night, Profile, Warning
from diary.querysets import PulledQuerySet
from diary.text_rows import as_text

# A diary date and the UTC date of its entry differ by at most a day and a zone.
MARGIN = timedelta(days=2)

Pulled: TypeAlias = PulledQuerySet[Model]
Period = Callable[[Pulled, date | None, date | None], Pulled]


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


def sheet_of(table: str, diary_id: UUID, reading: Reading) -> Sheet:
    """The sheet of one table; that of episodes reads the bed times it needs."""
    nights = bed_times(diary_id, reading) if table == "episodes" else ()
    return sheet_for(table, reading, bed_times=nights)


def export_rows(
    table: str, diary_id: UUID, reading: Reading, columns: tuple[str, ...]
) -> Iterator[tuple[Any, ...]]:
    """The live rows of one table in one query, never more than a chunk in memory.

    Ids, instants and JSON come as text. Episodes and warnings reach two days beyond the
    period; whoever writes them knows their diary date and leaves the rest out.
    """
    rows = entry_rows(table, diary_id, reading)
    yield from as_text(rows, columns).iterator(ROWS_PER_CHUNK)


def entry_rows(table: str, diary_id: UUID, reading: Reading) -> Pulled:
    """The live rows of one table that an export of this period reads, by time."""
    rows = _LIVE[table]().in_diary(diary_id)
    rows = _PERIODS[table](rows, reading.first, reading.last)
    return rows.order_by(*_ORDERS[table])


def count_rows(
    diary_ids: Collection[UUID], first: date | None, last: date | None
) -> int:
    """How many rows ``export_rows`` gives for all tables of these diaries.

    One query for each table, however many diaries.
    """
    return sum(
        _PERIODS[table](live().in_diaries(diary_ids), first, last).count()
        for table, live in _LIVE.items()
    )


def _in_days(field: str) -> Period:
    """Rows whose date lies in the period."""
    return lambda rows, first, last: rows.in_period(field, first, _day_after(last))


def _around_days(field: str) -> Period:
    """Rows whose instant may belong to a diary date of the period."""
    return lambda rows, first, last: rows.in_period(
        field,
        _midnight(first and first - MARGIN),
        _midnight(last and last + MARGIN),
    )


def _taken(rows: Pulled, first: date | None, last: date | None) -> Pulled:
    """Medicines taken on any day of the period; an unknown end leaves it open."""
    if first is not None:
        rows = rows.filter(Q(stopped_on=None) | Q(stopped_on__gte=first))
    if last is not None:
        rows = rows.filter(Q(started_on=None) | Q(started_on__lte=last))
    return rows


_LIVE: Mapping[str, Callable[[], Pulled]] = {
    "episodes": Episode.objects.live,
    "nights": Night.objects.live,
    "check_ins": CheckIn.objects.live,
    "medications": Medication.objects.live,
    "warnings": Warning.objects.all,
}
_PERIODS: Mapping[str, Period] = {
    "episodes": _around_days("started_at"),
    "nights": _in_days("night_date"),
    "check_ins": _in_days("date"),
    "medications": _taken,
    "warnings": _around_days("raised_at"),
}
_ORDERS: Mapping[str, tuple[str, str]] = {
    "episodes": ("started_at", "key"),
    "nights": ("night_date", "key"),
    "check_ins": ("date", "key"),
    "medications": ("started_on", "key"),
    "warnings": ("raised_at", "pk"),
}


def _widened(reading: Reading) -> tuple[date | None, date | None]:
    first, last = reading.first, reading.last
    return first and first - MARGIN, last and last + MARGIN


def _day_after(day: date | None) -> date | None:
    return day and day + timedelta(days=1)


def _midnight(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time.min, tzinfo=UTC)
