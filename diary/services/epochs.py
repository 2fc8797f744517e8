"""A new epoch for diaries from a backup, so that phones send what it lacks."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID, uuid4

from django.db import transaction

from diary.cursor import REV_MAX
from diary.models import Diary
from diary.services.rows import LOST_REVISIONS


class RevisionsUsedUp(Exception):
    """A diary was given so many epochs that its revisions have come to their end."""


def new_epoch(diary_ids: Iterable[UUID]) -> int:
    """Give each diary a new epoch and say how many; raises ``RevisionsUsedUp``.

    Revisions of the lost time are never given again: a phone that names one as its
    base, or in ``If-Match``, must not meet another state under the same number. Done
    twice, phones only compare twice.
    """
    return sum(_one(diary_id) for diary_id in diary_ids)


def all_diaries() -> Iterable[UUID]:
    """The ids of every diary."""
    return Diary.objects.values_list("pk", flat=True).order_by("pk").iterator()


def _one(diary_id: UUID) -> int:
    with transaction.atomic():
        diary = Diary.objects.lock().filter(pk=diary_id).first()
        if diary is None:
            return 0
        diary.epoch = uuid4()
        diary.revision += LOST_REVISIONS
        if diary.revision > REV_MAX:
            raise RevisionsUsedUp
        diary.save(update_fields=["epoch", "revision"])
    return 1
