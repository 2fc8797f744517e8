"""The life of an export job: asked for, claimed, kept, let go of, ended.

Every step is one short update that names the claim, so that a process which lost its
job to another changes nothing any more.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from diary import export_folder
from diary.models import ExportJob, User
from diary.services.due import back_off
from diary.vocabulary import Language

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=30)  # a claim nobody has renewed for so long is up for taking
TRIES_MAX = 3
FILE_LIFE = timedelta(hours=24)
JOB_LIFE = timedelta(days=30)

Failure = ExportJob.Failure
State = ExportJob.State


class ExportRunning(Exception):
    """The account has a job that has not come to its end."""


class ClaimLost(Exception):
    """Somebody else works on the job by now."""


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody wants in the file; diary dates, both included, or open."""

    first: date | None
    last: date | None
    dialect: str
    language: Language
    has_label_row: bool
    with_notes: bool


def queue(
    account: User,
    order: Order,
    diaries: Mapping[UUID, bool],
    *,
    is_cohort: bool,
    now: datetime,
) -> ExportJob:
    """Write the job down; the database holds that an account has one at a time.

    ``diaries`` says of each diary whether its free text goes along. Raises
    ``ExportRunning``.
    """
    try:
        with transaction.atomic():
            return ExportJob.objects.create(
                account=account,
                diaries={
                    str(diary): with_notes for diary, with_notes in diaries.items()
                },
                is_cohort=is_cohort,
                first=order.first,
                last=order.last,
                dialect=order.dialect,
                language=order.language,
                has_label_row=order.has_label_row,
                asked_at=now,
                next_try_at=now,
            )
    except IntegrityError:
        raise ExportRunning from None


def claim(job_id: UUID, *, now: datetime) -> ExportJob | None:
    """Take a job that is due for as long as a lease; ``None``: there is none to take.

    The attempt is counted, and committed, before any work: a job that killed three
    processes is given up here.
    """
    due = ExportJob.objects.due(now).filter(pk=job_id)
    job = due.select_related("account").first()
    if job is None:
        return None
    if job.attempts >= TRIES_MAX:
        fail(job, Failure.NOT_MADE, now=now)
        return None
    # Of two that read the same claim, the database lets one through.
    mine = due.order_by().filter(claim=job.claim, attempts=job.attempts)
    job.claim, job.attempts, job.state = uuid4(), job.attempts + 1, State.RUNNING
    taken = mine.update(
        claim=job.claim,
        attempts=job.attempts,
        state=job.state,
        next_try_at=now + LEASE,
    )
    return job if taken else None


def keep(job: ExportJob, **changes: object) -> None:
    """Renew the lease and note how far the work is; raises ``ClaimLost``."""
    changes["next_try_at"] = timezone.now() + LEASE
    _update(job, **changes)


def let_go(job: ExportJob) -> None:
    """Leave the rest to the next call. What was done counts: attempts start anew."""
    _update(job, next_try_at=timezone.now(), attempts=0)


def finish(job: ExportJob, *, size_bytes: int, done: int) -> None:
    """The file is in its place; raises ``ClaimLost``."""
    _update(
        job,
        state=State.READY,
        size_bytes=size_bytes,
        finished_at=timezone.now(),
        done=done,
        total=done,
    )


def put_off(job: ExportJob, *, error: type[BaseException], now: datetime) -> None:
    """After a failed attempt: try again after a while; after the third, give up."""
    mine = ExportJob.objects.unfinished().filter(pk=job.pk, claim=job.claim)
    mine.update(
        state=State.QUEUED,
        next_try_at=now + back_off(job.attempts),
        last_error_class=error.__name__[:120],
    )
    if job.attempts >= TRIES_MAX:
        fail(job, Failure.NOT_MADE, now=now)


def fail(job: ExportJob, failure: Failure, *, now: datetime) -> None:
    """End the job without a file, and remove whatever there is of one."""
    mine = ExportJob.objects.filter(pk=job.pk, claim=job.claim)
    ended = mine.exclude(state=State.FAILED).update(
        state=State.FAILED, failure=failure, finished_at=now, size_bytes=None
    )
    if ended:
        logger.warning("export %s failed: %s", job.pk, failure)
        export_folder.remove(job.pk)


def clear(*, now: datetime) -> int:
    """Remove files past their time, and jobs long over; how many files.

    State decides what is old: a missed or doubled call changes nothing.
    """
    ExportJob.objects.filter(finished_at__lt=now - JOB_LIFE).delete()
    return export_folder.remove_older_than(now - FILE_LIFE)


def expires_at(job: ExportJob) -> datetime | None:
    """When the file of a ready job goes away."""
    if job.state != State.READY or job.finished_at is None:
        return None
    return job.finished_at + FILE_LIFE


def _update(job: ExportJob, **changes: object) -> None:
    running = ExportJob.objects.filter(pk=job.pk, claim=job.claim, state=State.RUNNING)
    if not running.update(**changes):
        raise ClaimLost
