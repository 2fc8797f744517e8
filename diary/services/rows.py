"""The bridge between a synced table and its model."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import cast
from uuid import UUID

from diary import models
from diary.fields import TABLES, Table
from diary.fields.tables import OFFSET_FROM
from diary.fields.values import plain
from diary.models import SyncedRow

MODELS: Mapping[str, type[SyncedRow]] = {
    "episodes": models.Episode,
    "nights": models.Night,
    "check_ins": models.CheckIn,
    "medications": models.Medication,
    "profile": models.Profile,
}
# What stands where content was: no reader takes such a value, so nobody ever sent it.
_NO_DATE = date(1800, 1, 1)
_BLANK_REQUIRED: Mapping[str, dict[str, object]] = {
    "episodes": {"started_at": datetime(1900, 1, 1, tzinfo=UTC)},
    "nights": {"night_date": _NO_DATE},
    "check_ins": {"date": _NO_DATE},
    "medications": {"code": ""},
    "profile": {},
}
BLANK: Mapping[str, Mapping[str, object]] = {
    name: {**table.defaults, **_BLANK_REQUIRED[name]} for name, table in TABLES.items()
}
# What a new epoch adds to a diary's revision: more changes than a diary sees between a
# backup and its restoration, and more than any diary has in all.
LOST_REVISIONS = 1_000_000
BOOKKEEPING = ("rev", "deleted_at", "device", "received_at")


def values_of(table: Table, row: SyncedRow) -> dict[str, object]:
    """The row's fields as Python values."""
    return {name: getattr(row, name) for name in table.names}


def content_of(table: Table, row: SyncedRow) -> dict[str, object]:
    """The row's fields in canonical JSON form."""
    return {name: plain(value) for name, value in values_of(table, row).items()}


def new_row(
    table: Table, *, diary_id: UUID, entry: UUID, fields: Mapping[str, object]
) -> SyncedRow:
    """An unsaved row: what was sent, and "not asked" for the rest."""
    given = {"diary_id": diary_id, "id": entry, **fields}
    columns = {**_unanswered(table.name), **given}
    row = MODELS[table.name](*columns.values())  # type: ignore[misc]  # in their order
    _keep_offset(table, row, fields)
    return row


@cache
def _unanswered(name: str) -> Mapping[str, object]:
    """All columns of a new row, in the order in which a model takes them.

    By position a model is made three times as fast as by name.
    """
    defaults = TABLES[name].defaults
    return {
        field.attname: defaults.get(field.attname, field.get_default())
        for field in MODELS[name]._meta.concrete_fields
    }


def blank_tombstone(
    table: Table, *, diary_id: UUID, entry: UUID, rev: int, deleted_at: datetime
) -> SyncedRow:
    """The unsaved tombstone of a row whose own is gone."""
    return MODELS[table.name](
        diary_id=diary_id,
        id=entry,
        rev=rev,
        deleted_at=deleted_at,
        received_at=deleted_at,
        **BLANK[table.name],
    )


def is_blank(table: Table, row: SyncedRow) -> bool:
    """Whether the content of this tombstone was erased."""
    blank = _BLANK_REQUIRED[table.name]
    return any(getattr(row, name) == value for name, value in blank.items())


def write_fields(table: Table, row: SyncedRow, fields: Mapping[str, object]) -> None:
    """Put new values on a row in memory."""
    for name, value in fields.items():
        setattr(row, name, value)
    _keep_offset(table, row, fields)


def _keep_offset(table: Table, row: SyncedRow, fields: Mapping[str, object]) -> None:
    for name in OFFSET_FROM.get(table.name, ()):
        instant = cast(datetime | None, fields.get(name))
        offset = instant.utcoffset() if instant is not None else None
        if offset is not None:
            row.utc_offset_minutes = int(offset.total_seconds() // 60)  # type: ignore[attr-defined]  # on these two models
            return


def written_columns(table: Table) -> list[str]:
    """The columns an update of this table writes."""
    offset = ["utc_offset_minutes"] if table.name in OFFSET_FROM else []
    return [*table.names, *offset, *BOOKKEEPING]


__all__ = [
    "BLANK",
    "LOST_REVISIONS",
    "MODELS",
    "TABLES",
    "SyncedRow",
    "blank_tombstone",
    "content_of",
    "is_blank",
    "new_row",
    "values_of",
    "write_fields",
    "written_columns",
]
