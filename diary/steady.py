"""Reading a whole diary as it stood at one revision, with several queries."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from django.db import transaction

from diary.models import Diary

Found = TypeVar("Found")

TRIES = 3  # without the lock; on SQLite it is everybody's


def read_steadily(diary_id: UUID, read: Callable[[], Found]) -> tuple[int, Found]:
    """What ``read`` finds, and the revision it belongs to.

    Whoever writes raises the revision, so what was read while it stood still is of one
    piece. A diary that never stands still is read under its lock.
    """
    for _ in range(TRIES):
        before, found = _revision(diary_id), read()
        if _revision(diary_id) == before:
            return before, found
    with transaction.atomic():
        diary = Diary.objects.lock().get(pk=diary_id)
        return diary.revision, read()


def _revision(diary_id: UUID) -> int:
    return Diary.objects.values_list("revision", flat=True).get(pk=diary_id)
