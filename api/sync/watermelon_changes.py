"""A change set of WatermelonDB, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from api.errors import ApiError
from diary.fields import TABLES
from diary.items import Item, read_flat_item
from diary.sync import Op

# Deletions first: a date is free for a new row when the old one is gone.
_LISTS = {"deleted": Op.DELETE, "created": Op.PUT, "updated": Op.PUT}
_OWN_TO_LIBRARY = {"_status", "_changed"}


@dataclass(frozen=True, slots=True)
class SentRow:
    """One row as it was named; ``item`` is ``None`` if the table is not written here.

    ``is_new`` says that the library called it created.
    """

    table: str
    id: str
    is_new: bool
    item: Item | None


def read_changes(
    body: Mapping[str, object], *, diary: UUID, prefix: str
) -> list[SentRow]:
    """Every row of a change set; raises 400 if it is not one."""
    return [
        _sent_row(table, name, sent, diary, prefix)
        for name in _LISTS
        for table, changes in body.items()
        for sent in _rows(table, changes, name)
    ]


def _rows(table: str, changes: object, name: str) -> Iterator[object]:
    if not isinstance(changes, dict) or set(changes) - set(_LISTS):
        raise ApiError(400, "invalid", fields={table[:64]: "wrong_type"})
    rows = changes.get(name, [])
    if not isinstance(rows, list):
        raise ApiError(400, "invalid", fields={f"{table[:64]}.{name}": "wrong_type"})
    yield from rows


def _sent_row(table: str, name: str, sent: object, diary: UUID, prefix: str) -> SentRow:
    row = {"id": sent} if name == "deleted" else sent
    if not isinstance(row, dict) or not isinstance(row.get("id"), str):
        raise ApiError(400, "invalid", fields={f"{table[:64]}.{name}": "wrong_type"})
    row = {key: row[key] for key in row if key not in _OWN_TO_LIBRARY}
    ours = TABLES.get(table.removeprefix(prefix)) if table.startswith(prefix) else None
    item = (
        read_flat_item(ours, row, diary=diary, op=_LISTS[name], texts=True)
        if ours is not None
        else None
    )
    return SentRow(table, str(row["id"]), name == "created", item)


def by_table(rows: Sequence[SentRow]) -> dict[str, list[str]]:
    """The ids of some rows under their tables."""
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row.table, []).append(row.id)
    return found
