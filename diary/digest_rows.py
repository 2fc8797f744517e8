"""The digests of a stored diary: per month for phones, per table for an archive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from diary.digest import Fingerprint, content_hash, digest, digest_of_all, portable_name
from diary.fields import TABLES, Table
from diary.fields.values import plain
from diary.services.rows import MODELS

_MONTH_OF = {"episodes": "started_at", "medications": "started_on"}


@dataclass(frozen=True, slots=True)
class Digests:
    """``months``: per table and month. ``portable``: per table, of any diary."""

    months: Mapping[str, Mapping[str, Fingerprint]]
    portable: Mapping[str, Fingerprint]


def digests_of(diary_id: UUID) -> Digests:
    """Digest the live rows of every synced table, one query each."""
    months, portable = {}, {}
    for name, table in TABLES.items():
        by_month, in_all = [], []
        for month, entry, named, hashed in _rows(table, diary_id):
            by_month.append((month, entry, hashed))
            in_all.append((named, hashed))
        months[name] = digest(by_month)
        portable[name] = digest_of_all(in_all)
    return Digests(months, portable)


def _rows(table: Table, diary_id: UUID) -> Iterator[tuple[str, str, str, str]]:
    """Month, id, portable name and content hash of each live row."""
    rows = MODELS[table.name].objects.in_diary(diary_id).live()
    for row in rows.values("id", *table.names).iterator():
        content = {name: plain(row[name]) for name in table.names}
        named = portable_name(table, diary_id, row["id"], content)
        yield _month(table, content), str(row["id"]), named, content_hash(content)


def _month(table: Table, content: Mapping[str, object]) -> str:
    """The month of the row in UTC, ``""`` for what has no date."""
    name = table.date_field or _MONTH_OF.get(table.name)
    return str(content[name] or "")[: len("2026-03")] if name else ""
