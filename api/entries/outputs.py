"""Rows of the synced tables as answers: plain data, instants on the phone's clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields as dataclass_fields
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

from diary.criteria.facts import SleepNight
from diary.fields import TABLES, Table
from diary.fields.kinds import CLOCK, DATE, INSTANT
from diary.fields.tables import NIGHTS, OFFSET_FROM
from diary.fields.values import plain
from diary.models import SyncedRow
from diary.sleep import derive, rounded

Row = Mapping[str, object]

_SHOWN = {
    name: ("id", *table.names, "entered_at", "received_at", "rev")
    for name, table in TABLES.items()
}
_INSTANTS = {
    name: (
        *(field.name for field in table.fields if field.kind is INSTANT),
        "entered_at",
        "received_at",
    )
    for name, table in TABLES.items()
}
_OTHERS = {
    name: ("id", *(f.name for f in table.fields if f.kind in (DATE, CLOCK)))
    for name, table in TABLES.items()
}
_SLEEP_COLUMNS = tuple(field.name for field in dataclass_fields(SleepNight))


def columns(table: Table) -> tuple[str, ...]:
    """The columns ``entry_output`` reads."""
    offset = ("utc_offset_minutes",) if table.name in OFFSET_FROM else ()
    return ("id", *table.names, *offset, "entered_at", "received_at", "rev")


def row_of(table: Table, row: SyncedRow) -> Row:
    """A model instance as the plain row ``entry_output`` reads."""
    return {name: getattr(row, name) for name in columns(table)}


def entry_output(table: Table, row: Row) -> dict[str, object]:
    """One row as the API answers it; a night adds what is derived from it.

    Only instants, dates and ids need care: every other value is JSON as it is.
    """
    zone = _zone(row)
    answer = {name: row[name] for name in _SHOWN[table.name]}
    for name in _INSTANTS[table.name]:
        answer[name] = _on_clock(answer[name], zone)
    for name in _OTHERS[table.name]:
        answer[name] = plain(answer[name])
    if table is NIGHTS:
        answer["derived"] = _derived(row, zone)
    return answer


def _zone(row: Row) -> tzinfo | None:
    """The entry's own zone, else the offset it was sent with."""
    if name := row.get("tz"):
        return ZoneInfo(str(name))
    minutes = row.get("utc_offset_minutes")
    return _fixed(minutes) if isinstance(minutes, int) else None


@cache
def _fixed(minutes: int) -> tzinfo:
    return timezone(timedelta(minutes=minutes))


def _on_clock(value: object, zone: tzinfo | None) -> object:
    if isinstance(value, datetime):
        return value.astimezone(zone or UTC).isoformat()
    return value


def _derived(row: Row, zone: tzinfo | None) -> dict[str, object]:
    """The sleep figures of ``docs/reference/api.md``; ``None`` where not asked."""
    values = {name: row[name] for name in _SLEEP_COLUMNS if name != "id"}
    night = SleepNight(**values)  # type: ignore[arg-type]  # columns of the same names
    figures = rounded(derive(night, "UTC"))
    return {
        "valid": figures.valid,
        "problems": list(figures.problems),
        "tib_minutes": figures.tib_minutes,
        "tst_minutes": figures.tst_minutes,
        "se_tib_percent": figures.se_tib_percent,
        "se_dse_percent": figures.se_dse_percent,
        "midpoint": _on_clock(figures.midpoint, zone),
    }
