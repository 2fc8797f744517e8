"""The due row: written in the transaction of every change the criteria read."""

from __future__ import annotations

from datetime import datetime

from diary.models import Diary, EvaluationDue


def mark_due(diary: Diary, *, now: datetime) -> None:
    """Queue the diary at its present revision; a new write ends any back-off.

    Call inside the transaction that made the change. ``due_since`` of a row that
    already waits is kept, so a busy diary is not put off for ever.
    """
    EvaluationDue.objects.bulk_create(
        [
            EvaluationDue(
                diary=diary, revision=diary.revision, due_since=now, next_try_at=now
            )
        ],
        update_conflicts=True,
        unique_fields=["diary"],
        update_fields=["revision", "next_try_at", "attempts", "last_error_class"],
    )
