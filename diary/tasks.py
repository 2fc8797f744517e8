"""What Celery runs. Each may run twice, late or never: the database decides."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from diary.services.due import mark_diaries_due as queue_diaries
from diary.services.evaluate import Evaluation, evaluate
from diary.services.sessions import delete_expired_sessions


@shared_task(name="diary.tasks.evaluate_diary")
def evaluate_diary(diary_id: str) -> int:
    """Judge one diary; 1 if it was. Twice is harmless: the second finds nothing due."""
    return int(evaluate(UUID(diary_id)) is Evaluation.JUDGED)


@shared_task(name="diary.tasks.mark_diaries_due")
def mark_diaries_due() -> int:
    """Queue diaries whose time has come; how many. A queued one is not queued twice."""
    return queue_diaries(now=timezone.now())


@shared_task(name="diary.tasks.clear_expired_sessions")
def clear_expired_sessions() -> int:
    """Delete logins that have run out; how many. What is gone is not found again."""
    return delete_expired_sessions(now=timezone.now())
