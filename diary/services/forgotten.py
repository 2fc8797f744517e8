"""Deletions whose tombstone was removed long ago: of each an id is left."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from diary.fields import TABLES
from diary.models import Diary, EntryVersion, SyncedRow
from diary.services.rows import blank_tombstone

Key = tuple[str, UUID]


def forgotten_rows(diary: Diary, wanted: Collection[Key]) -> dict[Key, SyncedRow]:
    """The tombstones of those rows as they would stand: blank, and not stored.

    ``wanted`` are rows that are not there. One query, none before the first purge.
    """
    if not diary.purge_floor or not wanted:
        return {}
    marks = EntryVersion.objects.filter(
        diary=diary, entry__in={entry for _, entry in wanted}, is_deleted=True
    )
    return {
        (mark.table, mark.entry): blank_tombstone(
            TABLES[mark.table],
            diary_id=diary.pk,
            entry=mark.entry,
            rev=mark.rev,
            deleted_at=mark.received_at,
        )
        for mark in marks.order_by("rev")
        if (mark.table, mark.entry) in wanted
    }
