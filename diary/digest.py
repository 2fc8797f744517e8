"""Proof that two sides agree: per table and month, a count and a hash.

Both sides hash the same text: per row its id and the SHA-256 of its content as JSON
(sorted keys, no spaces, UTF-8, instants in UTC), the rows sorted by id.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

Content = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Month:
    """How many rows a month has, and the hash of them all."""

    count: int
    hash: str


def content_hash(content: Content) -> str:
    """The hash of one row's content (``fields.values.plain`` of every field)."""
    text = json.dumps(
        content, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    return sha256(text.encode()).hexdigest()


def digest(rows: Iterable[tuple[str, str, Content]]) -> dict[str, Month]:
    """Digest one table: rows of (month ``YYYY-MM`` or ``""``, id, content)."""
    lines: dict[str, list[str]] = defaultdict(list)
    for month, entry, content in rows:
        lines[month].append(f"{entry}:{content_hash(content)}")
    return {
        month: Month(len(found), sha256("\n".join(sorted(found)).encode()).hexdigest())
        for month, found in sorted(lines.items())
    }
