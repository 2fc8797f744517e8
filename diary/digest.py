"""Proof that two sides agree: how many rows, and a hash of them all.

Both sides hash the same text: per row its id and the SHA-256 of its content as JSON
(sorted keys, no spaces, UTF-8, instants in UTC), the rows sorted by id. The portable
digest has names in place of ids that are made from the diary's: it is the same for the
same entries in whichever diary they lie.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID

from diary.fields.tables import PROFILE, Table

Content = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """How many rows a month, a table or a section has, and the hash of them all."""

    count: int
    hash: str


def canonical(content: Content) -> str:
    """JSON that both sides write alike: sorted keys, no spaces."""
    return json.dumps(
        content, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )


def content_hash(content: Content) -> str:
    """The hash of one row's content (``fields.values.plain`` of every field)."""
    return sha256(canonical(content).encode()).hexdigest()


def digest(rows: Iterable[tuple[str, str, str]]) -> dict[str, Fingerprint]:
    """Digest parts: rows of (month ``YYYY-MM`` or ``""``, id, content hash)."""
    parts: dict[str, list[str]] = defaultdict(list)
    for month, name, hashed in rows:
        parts[month].append(f"{name}:{hashed}")
    return {month: _of_lines(lines) for month, lines in sorted(parts.items())}


def digest_of_all(rows: Iterable[tuple[str, str]]) -> Fingerprint:
    """Digest rows of (portable name, content hash) as one."""
    return _of_lines(f"{name}:{hashed}" for name, hashed in rows)


def portable_name(table: Table, diary: UUID, entry: UUID, content: Content) -> str:
    """The id of a row, or a name for an id that every phone makes from the diary's.

    ``content`` is in canonical form.
    """
    if table is PROFILE and entry == diary:
        return table.name
    day = content.get(table.date_field) if table.date_field else None
    if isinstance(day, str) and entry == table.id_for(diary, date.fromisoformat(day)):
        return f"{table.name}:{day}"
    return str(entry)


def _of_lines(lines: Iterable[str]) -> Fingerprint:
    found = sorted(lines)
    return Fingerprint(len(found), sha256("\n".join(found).encode()).hexdigest())
