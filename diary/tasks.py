"""What Celery runs. Each may run twice, late or never: the database decides."""

from __future__ import annotations

import logging
from uuid import UUID

from celery import Task, shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from diary.services.delivery import deliver_due, has_due
from diary.services.due import mark_diaries_due as queue_diaries
from diary.services.evaluate import Evaluation, evaluate
from diary.services.export_jobs import clear
from diary.services.export_work import Outcome
from diary.services.export_work import run_export as make_export
from diary.services.purge import purge
from diary.services.sessions import delete_expired_sessions

logger = logging.getLogger(__name__)


@shared_task(name="diary.tasks.evaluate_diary")
def evaluate_diary(diary_id: str) -> int:
    """Judge one diary; 1 if it was. Twice is harmless: the second finds nothing due."""
    is_judged = evaluate(UUID(diary_id)) is Evaluation.JUDGED
    hint_delivery()
    return int(is_judged)


@shared_task(name="diary.tasks.deliver_notifications")
def deliver_notifications() -> int:
    """Send due notices; how many. Two at once share them: each claims what it sends."""
    return deliver_due()


@shared_task(name="diary.tasks.mark_diaries_due")
def mark_diaries_due() -> int:
    """Queue diaries whose time has come; how many. A queued one is not queued twice."""
    return queue_diaries(now=timezone.now())


@shared_task(name="diary.tasks.run_export", soft_time_limit=240, time_limit=270)
def run_export(job_id: str) -> int:
    """Go on with an export; 1 if its file is ready now. Twice: one finds it claimed."""
    outcome = make_export(UUID(job_id))
    if outcome is Outcome.GOES_ON:
        _send(run_export, job_id)
    return int(outcome is Outcome.READY)


@shared_task(name="diary.tasks.clear_exports")
def clear_exports() -> int:
    """Remove exports past their time; how many. What is gone is not found again."""
    return clear(now=timezone.now())


@shared_task(name="diary.tasks.purge_tombstones")
def purge_tombstones() -> int:
    """Erase what was deleted long ago; how many. Cut off, it goes on the next night."""
    return purge(now=timezone.now()).erased


@shared_task(name="diary.tasks.clear_expired_sessions")
def clear_expired_sessions() -> int:
    """Delete logins that have run out; how many. What is gone is not found again."""
    return delete_expired_sessions(now=timezone.now())


def hint_delivery() -> None:
    """Have due notices sent now; lost hints are made up for by beat and rounds."""
    if has_due(timezone.now()):
        _send(deliver_notifications)


def _send(task: Task[..., int], *ids: str) -> None:
    """Hint once; whoever sweeps makes up for a lost one."""
    try:
        task.apply_async(ids, retry=False, ignore_result=True, expires=60)
    except (OperationalError, OSError) as error:
        logger.warning("%s not hinted: %s", task.name, type(error).__name__)
