"""Taking an archive into an empty diary: every entry of it, or none.

The entries go the way of every write: batches under the diary's lock, the due row with
them. At the end the diary must come to the archive's own digest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby, islice
from operator import attrgetter
from uuid import UUID

from django.db import transaction

from diary.criteria import Finding
from diary.digest_rows import digests_of
from diary.exports.archive import Archive, ArchiveRefused, Entry
from diary.fields import Refused
from diary.fields.tables import PROFILE
from diary.items import Item
from diary.models import Diary
from diary.services.batch import Result
from diary.services.changes import apply_changes
from diary.services.rows import MODELS
from diary.sync import Status

BATCH_MAX = 500  # entries


class DiaryNotEmpty(Exception):
    """The diary has, or had, entries of its own; an archive would mix with them."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """The diary as it stands now, and what cannot wait for the queue."""

    diary: Diary
    urgent: Sequence[Finding]


def take_in(diary_id: UUID, archive: Archive, *, now: datetime) -> TakenIn:
    """Store the entries of ``archive``; its profile replaces the diary's answers.

    Raises ``DiaryNotEmpty``, or ``ArchiveRefused`` if an entry does not go in or the
    whole does not come to the archive's digest. Then nothing is stored.
    """
    with transaction.atomic():
        diary = Diary.objects.for_writing().get(pk=diary_id)
        if _has_entries(diary):
            raise DiaryNotEmpty
        urgent: list[Finding] = []
        for batch in _batches(archive.entries):
            items = [_based(entry.item, diary) for entry in batch]
            applied = apply_changes(diary_id, items, device=batch[0].device, now=now)
            _check(batch, applied.results)
            urgent += applied.urgent
            diary = applied.diary
        if digests_of(diary_id).portable != archive.portable:
            raise ArchiveRefused("archive_digest")
    return TakenIn(diary, urgent)


def _has_entries(diary: Diary) -> bool:
    """Whether a row other than the profile is there, or was and has been purged."""
    tables = [model for name, model in MODELS.items() if name != PROFILE.name]
    return diary.purge_floor > 0 or any(
        model.objects.in_diary(diary.pk).exists() for model in tables
    )


def _batches(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """Entries of one device each, in their order, ``BATCH_MAX`` at a time."""
    by_device = sorted(entries, key=attrgetter("device"))
    for _, found in groupby(by_device, key=attrgetter("device")):
        while batch := list(islice(found, BATCH_MAX)):
            yield batch


def _based(item: Item, diary: Diary) -> Item:
    """The profile is there already: the archive's is an edit of it."""
    if item.table is not PROFILE:
        return item
    return replace(item, base_rev=diary.profile.rev)


def _check(batch: Sequence[Entry], results: Sequence[Result]) -> None:
    for entry, result in zip(batch, results, strict=True):
        is_profile = result.item.table is PROFILE
        wanted = _PROFILE_STATUSES if is_profile else _ENTRY_STATUSES
        if result.status not in wanted:
            problem = next(iter(result.problems), Refused("conflict"))
            raise ArchiveRefused("invalid", [problem.at(entry.place)])


_ENTRY_STATUSES = {Status.CREATED}
_PROFILE_STATUSES = {Status.UPDATED, Status.UNCHANGED}
