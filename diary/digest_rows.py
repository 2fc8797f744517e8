"""The digests of a stored diary: per month for phones, per table for an archive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from diary.digest import Month, content_hash, digest, digest_of_all, portable_name
from diary.fields import TABLES, Table
from diary.fields.values import plain
from diary.services.rows import MODELS

_MONTH_OF = {"episodes": "started_at", "medications": "started_on"}


@dataclass(frozen=True, slots=True)
class Digests:
    """``months``: per table and month. ``portable``: per table, of any diary."""

    months: Mapping[str, Mapping[str, Month]]
    portable: Mapping[str, Month]


def digests_of(diary_id: UUID) -> Digests:
    """Digest the live rows of every synced table, one query each."""
    found = {name: _of_table(table, diary_id) for name, table in TABLES.items()}
    return Digests(
        months={name: months for name, (months, _) in found.items()},
        portable={name: portable for name, (_, portable) in found.items()},
    )


def _of_table(table: Table, diary_id: UUID) -> tuple[dict[str, Month], Month]:
    months, portable = [], []
    rows = MODELS[table.name].objects.in_diary(diary_id).live()
    for row in rows.values("id", *table.names).iterator():
        content = {name: plain(row[name]) for name in table.names}
        hashed, name = content_hash(content), str(row["id"])
        months.append((_month(table, content), name, hashed))
        name = portable_name(table, diary_id, row["id"], content)
        portable.append((name, hashed))
    return digest(months), digest_of_all(portable)


def _month(table: Table, content: Mapping[str, object]) -> str:
    """The month of the row in UTC, ``""`` for what has no date."""
    name = table.date_field or _MONTH_OF.get(table.name)
    return str(content[name] or "")[: len("2026-03")] if name else ""
