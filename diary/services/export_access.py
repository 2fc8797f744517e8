"""Who may have which diaries in a file: when it is asked for, made and taken away.

A person's own diary needs nobody's leave. For a clinician the grant is asked for at
each of these steps, and each is a row of the access log.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from diary.exports import AccessEnded
from diary.models import Diary, ExportJob, User
from diary.services import export_jobs
from diary.services.access_log import (
    Reading,
    SharedDiary,
    enter_shared_diary,
    log_access,
    log_refusal,
    shared_diary,
)
from diary.services.export_jobs import Order

JOB = "export-job"  # what the access log calls the reading in the background


def ask_for_export(
    account: User, order: Order, *, diary_id: UUID | None, reading: Reading
) -> ExportJob | None:
    """Queue a file of the own diary, of one that is shared, or of all that are.

    ``None``: there is no such diary for this account; a refusal is logged. Raises
    ``ExportRunning``; then nothing is logged, for nothing will be read.
    """
    with transaction.atomic():
        if account.role == User.Role.CLINICIAN:
            found = _shared(account, diary_id, reading)
        else:
            found = _own(account, diary_id)
        if not found:
            return None
        diaries = {
            diary: order.with_notes and may_notes for diary, may_notes in found.items()
        }
        return export_jobs.queue(
            account,
            order,
            diaries,
            is_cohort=account.role == User.Role.CLINICIAN and diary_id is None,
            now=reading.now,
        )


def enter(job: ExportJob, diary_id: UUID, *, now: datetime) -> None:
    """Log that the job reads this diary from now on; raises ``AccessEnded``."""
    if _is_own(job):
        return
    found = _grant(job, diary_id, now)
    if found is None:
        raise AccessEnded
    log_access({diary_id: found.grant_id}, reading=_reading(job, now))


def is_still_shared(job: ExportJob, diary_id: UUID, *, now: datetime) -> bool:
    """Ask again in the middle of the work."""
    return _is_own(job) or _grant(job, diary_id, now) is not None


def ended(job: ExportJob, *, now: datetime) -> list[UUID]:
    """The diaries of the job that may not be in its file any more."""
    if _is_own(job):
        return []
    grants = _grants(job, now)
    return [diary for diary in map(UUID, job.diaries) if diary not in grants]


def refuse(job: ExportJob, diary_id: UUID, *, now: datetime) -> None:
    """Log that the job was turned away from this diary."""
    log_refusal(diary_id, reading=_reading(job, now))


def enter_file(job: ExportJob, *, reading: Reading) -> bool:
    """Log that the file is taken away; ``False`` if a diary in it may not be.

    Then the refusal is logged, and the file is gone for good: the one diary cannot be
    taken out of it.
    """
    if _is_own(job):
        return True
    with transaction.atomic():
        grants = _grants(job, reading.now)
        refused = [diary for diary in map(UUID, job.diaries) if diary not in grants]
        for diary in refused:
            log_refusal(diary, reading=reading)
        if not refused:
            log_access(grants, reading=reading)
    if refused:
        failure = ExportJob.Failure.ACCESS_ENDED
        export_jobs.fail(job, failure, now=reading.now)
    return not refused


def _own(account: User, diary_id: UUID | None) -> Mapping[UUID, bool]:
    own = Diary.objects.owned_by(account).values_list("pk", flat=True)
    return {diary: True for diary in own if diary_id in (None, diary)}


def _shared(
    account: User, diary_id: UUID | None, reading: Reading
) -> Mapping[UUID, bool]:
    if diary_id is not None:
        entered = enter_shared_diary(diary_id, scope="export", reading=reading)
        return {} if entered is None else {diary_id: entered.may_notes}
    shared = Diary.objects.visible_to(account, scope="export", now=reading.now)
    rows = list(shared.values_list("pk", "grant", "may_notes"))  # type: ignore[misc]  # annotated
    log_access({diary: grant for diary, grant, _ in rows}, reading=reading)
    return {diary: may_notes for diary, _, may_notes in rows}


def _is_own(job: ExportJob) -> bool:
    return job.account.role != User.Role.CLINICIAN


def _grant(job: ExportJob, diary_id: UUID, now: datetime) -> SharedDiary | None:
    """The grant that allows what the job wants of this diary."""
    found = shared_diary(job.account, diary_id, scope="export", now=now)
    if found is None or not _is_enough(job, diary_id, may_notes=found.may_notes):
        return None
    return found


def _grants(job: ExportJob, now: datetime) -> dict[UUID, UUID]:
    """The grants that allow what is in the file, by diary."""
    shared = Diary.objects.visible_to(job.account, scope="export", now=now)
    rows = shared.filter(pk__in=job.diaries).values_list("pk", "grant", "may_notes")  # type: ignore[misc]  # annotated
    return {
        diary: grant
        for diary, grant, may_notes in rows
        if _is_enough(job, diary, may_notes=may_notes)
    }


def _is_enough(job: ExportJob, diary_id: UUID, *, may_notes: bool) -> bool:
    return may_notes or not job.diaries[str(diary_id)]


def _reading(job: ExportJob, now: datetime) -> Reading:
    return Reading(
        actor=job.account,
        what=JOB,
        from_date=job.first,
        to_date=job.last,
        request_id=str(job.pk),
        now=now,
    )
