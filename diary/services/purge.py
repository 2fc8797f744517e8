"""What was deleted long ago goes; a deletion itself is never forgotten.

Superseded versions live and go with their row: by them the server tells an old state on
a phone that was away for years from an edit. State decides what is old, so a missed,
broken off or doubled run changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from diary.fields import TABLES
from diary.lifetimes import ERASED, TOMBSTONES_KEPT
from diary.models import Diary, EntryVersion, SyncProblem
from diary.querysets import EntryQuerySet
from diary.services.rows import BLANK, MODELS, SyncedRow


@dataclass(slots=True)
class Purged:
    """How many deleted entries lost their content, tombstones went, versions went."""

    erased: int = 0
    removed: int = 0
    versions: int = 0

    def add(self, other: Purged) -> None:
        """Count another diary's too."""
        self.erased += other.erased
        self.removed += other.removed
        self.versions += other.versions


def purge(*, now: datetime) -> Purged:
    """Purge every diary that has something old, each in a transaction of its own."""
    total = Purged()
    for diary_id in sorted(_diaries(now)):
        total.add(purge_diary(diary_id, now=now))
    return total


def purge_diary(diary_id: UUID, *, now: datetime) -> Purged:
    """Purge one diary under its lock.

    Phones that have not pulled a removed tombstone must resync: ``purge_floor`` rises
    to the last one's revision.
    """
    done = Purged()
    with transaction.atomic():
        diary = Diary.objects.lock().get(pk=diary_id)
        floor = diary.purge_floor
        for name in MODELS:
            _erase(diary_id, name, now, done)
            floor = max(floor, _remove(diary_id, name, now, done))
        floor = max(floor, _purge_problems(diary_id, now, done))
        if floor > diary.purge_floor:
            diary.purge_floor = floor
            diary.save(update_fields=["purge_floor"])
    return done


def _diaries(now: datetime) -> set[UUID]:
    found: set[UUID] = set()
    problems = SyncProblem.objects.filter(deleted_at__lte=now - ERASED)
    found.update(problems.exclude(item={}).values_list("diary", flat=True))
    problems = SyncProblem.objects.filter(deleted_at__lte=now - TOMBSTONES_KEPT)
    found.update(problems.values_list("diary", flat=True))
    for name, model in MODELS.items():
        found.update(_to_erase(name, now).values_list("diary", flat=True))
        removable = model.objects.filter(deleted_at__lte=now - TOMBSTONES_KEPT)
        found.update(removable.values_list("diary", flat=True))
    return found


def _to_erase(name: str, now: datetime) -> EntryQuerySet[SyncedRow]:
    """Tombstones past the time of their content that still have some."""
    required = {field: BLANK[name][field] for field in TABLES[name].required}
    rows = MODELS[name].objects.filter(deleted_at__lte=now - ERASED)
    return rows.exclude(**required) if required else rows.none()


def _erase(diary_id: UUID, name: str, now: datetime, done: Purged) -> None:
    rows = _to_erase(name, now).in_diary(diary_id)
    entries = list(rows.values_list("id", flat=True))
    if not entries:
        return
    versions = EntryVersion.objects.filter(diary=diary_id, table=name)
    done.versions += versions.filter(entry__in=entries).delete()[0]
    done.erased += rows.update(**BLANK[name], entered_at=None, device="")


def _remove(diary_id: UUID, name: str, now: datetime, done: Purged) -> int:
    """Remove old tombstones; the highest revision among them, 0 without any.

    A mark without content stays: whoever was away for longer must not bring it back.
    """
    rows = MODELS[name].objects.in_diary(diary_id)
    old = list(rows.filter(deleted_at__lte=now - TOMBSTONES_KEPT))
    EntryVersion.objects.bulk_create(
        _mark(name, row, row.deleted_at) for row in old if row.deleted_at
    )
    rows.filter(key__in=[row.key for row in old]).delete()
    done.removed += len(old)
    return max((row.rev for row in old), default=0)


def _mark(name: str, row: SyncedRow, deleted_at: datetime) -> EntryVersion:
    return EntryVersion(
        diary_id=row.diary_id,
        table=name,
        entry=row.id,
        rev=row.rev,
        is_deleted=True,
        content={},
        received_at=deleted_at,
    )


def _purge_problems(diary_id: UUID, now: datetime, done: Purged) -> int:
    """The same for refused items that went in or were given up since."""
    closed = SyncProblem.objects.in_diary(diary_id)
    erased = closed.filter(deleted_at__lte=now - ERASED).exclude(item={})
    done.erased += erased.update(item={})
    old = closed.filter(deleted_at__lte=now - TOMBSTONES_KEPT)
    floor = old.aggregate(last=Max("rev"))["last"] or 0
    done.removed += old.delete()[0]
    return int(floor)
