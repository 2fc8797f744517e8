"""A phone's push: the batch, the refused items that are kept, and undelete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from diary.failpoints import reach
from diary.fields import TABLES, Refused
from diary.items import Item
from diary.lifetimes import RESTORABLE
from diary.models import Diary, SyncedRow, SyncProblem
from diary.services.batch import Result
from diary.services.changes import Applied, apply_changes
from diary.services.rows import MODELS
from diary.sync import Op, Status

_NO_ID = UUID(int=0)


def push(
    diary_id: UUID, items: Sequence[Item], *, device: str, now: datetime
) -> Applied:
    """Apply a phone's batch; keep what was refused until it goes in."""
    with transaction.atomic():
        applied = apply_changes(diary_id, items, device=device, now=now)
        _keep_problems(applied.diary, applied.results, device=device, now=now)
    reach("push.committed")
    return applied


def is_refused(result: Result) -> bool:
    """Whether the phone has to change something before the item can go in."""
    return result.status is Status.INVALID or bool(result.problems)


def _keep_problems(
    diary: Diary, results: Sequence[Result], *, device: str, now: datetime
) -> None:
    """Upsert one problem per refused entry, and close those that went in."""
    named = {(r.item.table.name, r.item.id) for r in results if r.item.id != _NO_ID}
    known = {
        (problem.table, problem.entry): problem
        for problem in SyncProblem.objects.in_diary(diary.pk).filter(
            entry__in={entry for _, entry in named}
        )
    }
    if not known and not any(is_refused(result) for result in results):
        return
    changed: dict[tuple[str, UUID], SyncProblem] = {}
    for result in results:
        key = (result.item.table.name, result.item.id)
        problem = changed.get(key) or known.get(key)
        found = _problem_after(diary, result, problem, device=device, now=now)
        if found is not None:
            changed[key] = found
    _save_problems(diary, list(changed.values()))


def _problem_after(
    diary: Diary,
    result: Result,
    stored: SyncProblem | None,
    *,
    device: str,
    now: datetime,
) -> SyncProblem | None:
    """The problem row that this result writes, or ``None`` if it writes none."""
    if not is_refused(result):
        if stored is None or stored.deleted_at is not None:
            return None
        stored.deleted_at = now
        return stored
    if result.item.id == _NO_ID:
        return None
    first = result.problems[0]
    item = dict(result.item.raw)
    if stored is not None and stored.deleted_at is None and stored.item == item:
        return None
    return SyncProblem(
        diary=diary,
        table=result.item.table.name,
        entry=result.item.id,
        code=first.code,
        field=first.field,
        item=item,
        device=device,
        received_at=now,
    )


def _save_problems(diary: Diary, problems: list[SyncProblem]) -> None:
    if not problems:
        return
    for problem in problems:
        diary.revision += 1
        problem.rev = diary.revision
        problem.pk = None
    SyncProblem.objects.bulk_create(
        problems,
        update_conflicts=True,
        unique_fields=["diary", "table", "entry"],
        update_fields=["rev", "deleted_at", "code", "field", "item", "received_at"],
    )
    diary.save(update_fields=["revision"])


def restore(
    diary_id: UUID, entries: Sequence[UUID], *, now: datetime
) -> Mapping[UUID, Result | Refused]:
    """Undelete rows by id within 30 days; the answer says what became of each."""
    with transaction.atomic():
        Diary.objects.lock().get(pk=diary_id)
        tombstones = _tombstones(diary_id, entries)
        items = [
            Item(table=TABLES[name], id=row.id, op=Op.RESTORE, base_rev=row.rev)
            for name, row in tombstones
            if row.deleted_at and row.deleted_at >= now - RESTORABLE
        ]
        applied = apply_changes(diary_id, items, device="", now=now)
    found: dict[UUID, Result | Refused] = {
        entry: Refused("not_found") for entry in entries
    }
    found |= {row.id: Refused("restore_expired") for _, row in tombstones}
    found |= {result.item.id: result for result in applied.results}
    return found


def _tombstones(diary_id: UUID, entries: Sequence[UUID]) -> list[tuple[str, SyncedRow]]:
    return [
        (name, row)
        for name, model in MODELS.items()
        for row in model.objects.in_diary(diary_id).filter(
            id__in=entries, deleted_at__isnull=False
        )
    ]
