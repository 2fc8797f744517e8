"""Pushes of client libraries: each row is held against what the library has seen.

WatermelonDB names one place in the diary for all its rows, RxDB sends the state it
believes the server to hold. Either way an item that goes on names the stored revision,
and the batch decides as for any other phone.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from diary.criteria import Finding
from diary.fields import TABLES
from diary.flat import changed
from diary.items import Item
from diary.models import Diary, EntryVersion, SyncedRow
from diary.services.batch import Result
from diary.services.bulk import write_rows
from diary.services.changes import Applied
from diary.services.forgotten import Key, forgotten_rows
from diary.services.pull import place_of
from diary.services.push import push
from diary.services.rows import MODELS, values_of
from diary.services.urgent import urgent_findings
from diary.sync import Op, Status


@dataclass(frozen=True, slots=True)
class PullFirst:
    """Nothing was stored: some row moved on. ``urgent`` is answered all the same."""

    diary: Diary
    urgent: Sequence[Finding]


def push_since(
    diary_id: UUID,
    items: Sequence[Item],
    *,
    seen: int | None,
    new: Collection[Key] = (),
    is_resync: bool = False,
    device: str,
    now: datetime,
) -> Applied | PullFirst:
    """Apply a library's change set, all of it or, when a row moved on, nothing.

    ``seen`` is the number of the place the library last pulled up to, ``new`` the rows
    it calls created. Raises ``ResyncRequired`` if the place is of another time. A push
    to a tombstone gives it a new revision, so that the next pull tells of the deletion.
    In a resync the library offers all it has: there a row that equals a superseded
    version, or was deleted, is no edit, and the next pull brings what stands.
    """
    with transaction.atomic():
        diary = Diary.objects.for_writing().get(pk=diary_id)
        rev = place_of(diary, seen).rev
        rows = _named_rows(diary, items)
        if is_resync:
            items = _without_superseded(diary, items, rows, now=now)
            items, new = _without_deleted(diary, items, rows, now=now), ()
        ready = [_on_top(item, rows.get(_key(item)), rev, new) for item in items]
        if None not in ready:
            known = [item for item in ready if item is not None]
            return push(diary_id, known, device=device, now=now)
        stale = [item for item, found in zip(items, ready, strict=True) if not found]
        gone = [row for item in stale if (row := rows[_key(item)]).deleted_at]
        _tell_again(diary, gone, now=now)
        results = [Result(item, Status.CONFLICT) for item in items]
        return PullFirst(diary, urgent_findings(diary, results, now=now))


def _key(item: Item) -> Key:
    return item.table.name, item.id


def _named_rows(diary: Diary, items: Sequence[Item]) -> Mapping[Key, SyncedRow]:
    """The rows that the items name, forgotten ones too: one query per table."""
    keys = {_key(item) for item in items}
    rows: dict[Key, SyncedRow] = {
        (name, row.id): row
        for name in sorted({name for name, _ in keys})
        for row in MODELS[name]
        .objects.in_diary(diary.pk)
        .filter(id__in={entry for table, entry in keys if table == name})
    }
    return rows | forgotten_rows(diary, keys - set(rows))


def _on_top(
    item: Item, row: SyncedRow | None, rev: int, new: Collection[Key]
) -> Item | None:
    """The item as an edit of the stored row, ``None`` if the library must pull."""
    if row is None or item.problems or item.op is Op.DELETE:
        return item
    if row.deleted_at is not None:
        # Only a row named by its date can be made anew under the same id.
        is_again = item.table.date_field is not None and _key(item) in new
        return replace(item, base_rev=row.rev) if is_again and row.rev <= rev else None
    fields = changed(item.fields, values_of(item.table, row))
    if fields and row.rev > rev:
        return None
    return replace(item, fields=fields, base_rev=row.rev)


def _without_superseded(
    diary: Diary,
    items: Sequence[Item],
    rows: Mapping[Key, SyncedRow],
    *,
    now: datetime,
) -> list[Item]:
    """Empty the items that hold an older version of their row, and tell of the row."""
    if not rows:
        return list(items)
    versions: dict[Key, list[Mapping[str, object]]] = {}
    kept = EntryVersion.objects.filter(diary=diary, entry__in={i.id for i in items})
    for version in kept:
        key = (version.table, version.entry)
        values, _ = TABLES[version.table].read(version.content)
        versions.setdefault(key, []).append(values)
    superseded = {
        _key(item): row
        for item in items
        if (row := rows.get(_key(item))) is not None
        and row.deleted_at is None
        and changed(item.fields, values_of(item.table, row))
        and any(not changed(item.fields, old) for old in versions.get(_key(item), ()))
    }
    _tell_again(diary, list(superseded.values()), now=now)
    return [
        replace(item, fields={}) if _key(item) in superseded else item for item in items
    ]


def _without_deleted(
    diary: Diary,
    items: Sequence[Item],
    rows: Mapping[Key, SyncedRow],
    *,
    now: datetime,
) -> list[Item]:
    """Have the items of deleted rows agree to that, and tell of the deletion."""
    kept = {_key(item) for item in items if item.op is not Op.DELETE}
    gone = {key: row for key, row in rows.items() if key in kept and row.deleted_at}
    _tell_again(diary, list(gone.values()), now=now)
    return [
        replace(item, op=Op.DELETE, fields={}) if _key(item) in gone else item
        for item in items
    ]


def _tell_again(diary: Diary, rows: Sequence[SyncedRow], *, now: datetime) -> None:
    """Give rows a new revision without a change, so that the next pull brings them.

    A forgotten one is stored again, and kept as long as any other tombstone.
    """
    if not rows:
        return
    for row in rows:
        diary.revision += 1
        row.rev = diary.revision
        if row.pk is None:
            row.deleted_at = row.received_at = now
    for model in MODELS.values():
        same = [row for row in rows if isinstance(row, model)]
        write_rows(same, unique=("diary", "id"), updated=("rev",))
    diary.save(update_fields=["revision"])


@dataclass(frozen=True, slots=True)
class Assumed:
    """An item, and the state the library believes the server to hold.

    ``content`` is ``None`` if the library has never heard of the row, or names
    something that no row can hold.
    """

    item: Item
    content: Mapping[str, object] | None
    is_deleted: bool = False


@dataclass(frozen=True, slots=True)
class PushedDocuments:
    """What went in, and the stored rows of what did not."""

    applied: Applied
    conflicts: Sequence[Result]


def push_documents(
    diary_id: UUID, sent: Sequence[Assumed], *, device: str, now: datetime
) -> PushedDocuments:
    """Apply each document whose assumed state is the stored one; name the others.

    A deletion needs no such proof, and a document equal to the stored row is in. One
    that the library knows nothing of and that equals a superseded version is no edit:
    the next pull brings the newer row.
    """
    with transaction.atomic():
        diary = Diary.objects.lock().get(pk=diary_id)
        rows = _named_rows(diary, [one.item for one in sent])
        blind = [one.item for one in sent if one.content is None]
        current = _without_superseded(diary, blind, rows, now=now)
        known = {_key(item): item for item in current}
        ready, conflicts = [], []
        for one in sent:
            one = replace(one, item=known.get(_key(one.item), one.item))
            row = rows.get(_key(one.item))
            item = _on_assumed(one, row)
            if item is None:
                conflicts.append(Result(one.item, Status.CONFLICT, row))
            else:
                ready.append(item)
        applied = push(diary_id, ready, device=device, now=now)
        refused = urgent_findings(applied.diary, conflicts, now=now)
    urgent = [*applied.urgent, *refused]
    return PushedDocuments(replace(applied, urgent=urgent), conflicts)


def _on_assumed(one: Assumed, row: SyncedRow | None) -> Item | None:
    """The item as an edit of the stored row, ``None`` if the assumption is wrong."""
    item = one.item
    if row is None or item.problems or item.op is Op.DELETE:
        return item
    if row.deleted_at is not None:
        return replace(item, base_rev=row.rev) if one.is_deleted else None
    stored = values_of(item.table, row)
    fields = changed(item.fields, stored)
    is_right = one.content is not None and not changed(one.content, stored)
    if fields and not is_right:
        return None
    return replace(item, fields=fields, base_rev=row.rev)
