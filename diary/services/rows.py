"""The bridge between a synced table and its model."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import cast
from uuid import UUID

from diary import models
from diary.fields import TABLES, Table
from diary.fields.values import plain
from diary.models import SyncedRow

MODELS: Mapping[str, type[SyncedRow]] = {
    "episodes": models.Episode,
    "nights": models.Night,
    "check_ins": models.CheckIn,
    "medications": models.Medication,
    "profile": models.Profile,
}
# The instant whose offset is kept beside the row: the phone's clock at that moment.
OFFSET_FROM = {
    "episodes": ("started_at",),
    "nights": ("into_bed_at", "sleep_attempt_at", "final_awakening_at"),
}
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
    content = {**table.defaults, **fields}
    row = MODELS[table.name](diary_id=diary_id, id=entry, **content)
    _keep_offset(table, row, fields)
    return row


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
    "MODELS",
    "TABLES",
    "content_of",
    "new_row",
    "values_of",
    "write_fields",
    "written_columns",
]
