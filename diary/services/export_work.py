"""Make the file of an export job: part by part, then the zip of all parts.

A call works for some seconds and leaves the rest to the next one. Killed at any point,
a job goes on where the last whole part ended; called twice, the second finds the job in
the hands of the first.
"""

from __future__ import annotations

import time
from datetime import timedelta
from enum import StrEnum
from functools import partial
from threading import Event
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from diary import export_folder
from diary.export_rows import count_rows
from diary.exports import DIALECTS, AccessEnded
from diary.exports.dictionary import dictionary
from diary.exports.manifest import Asked, Contents, manifest
from diary.exports.zipping import PlainZip
from diary.failpoints import reach
from diary.models import ExportJob, User
from diary.services import export_access, export_jobs
from diary.services.export_jobs import ClaimLost
from diary.services.export_parts import Part, part_files, write_part, written_part
from diary.services.guarded import Failed, guarded
from diary.vocabulary import Language

SLICE_SECONDS = 10.0  # then another job, or a diary to be judged, has its turn
BATCH = 20
LANGUAGES: tuple[Language, ...] = ("en", "nb")


class Outcome(StrEnum):
    """What became of one call."""

    READY = "ready"
    GOES_ON = "goes_on"
    FAILED = "failed"  # for good, or until the next attempt
    NOTHING_DUE = "nothing_due"  # or in somebody else's hands


def run_export(job_id: UUID) -> Outcome:
    """Go on with a job for some seconds; safe to call at any time, by anybody, twice.

    Raises only when the database itself does not answer.
    """
    job = export_jobs.claim(job_id, now=timezone.now())
    if job is None:
        return Outcome.NOTHING_DUE
    reach("export.claimed")
    outcome = guarded(job.pk, partial(_go_on, job), sentence="export %s not made")
    if isinstance(outcome, Failed):
        export_jobs.put_off(job, error=outcome.error, now=timezone.now())
        return Outcome.FAILED
    return outcome


def run_due_exports(*, left_to_hints: timedelta, stop: Event) -> int:
    """Bring every job to its end that has waited so long; how many were looked at."""
    due = ExportJob.objects.due(timezone.now() - left_to_hints)
    waiting = list(due.values_list("pk", flat=True)[:BATCH])
    for job_id in waiting:
        while not stop.is_set() and run_export(job_id) is Outcome.GOES_ON:
            pass
    return len(waiting)


class _Work:
    """A claimed job, the parts it has, and the rows they were made from."""

    def __init__(self, job: ExportJob) -> None:
        self.job = job
        self.parts: dict[UUID, Part] = {}
        for diary_id in map(UUID, job.diaries):
            if part := written_part(job, diary_id):
                self.parts[diary_id] = part

    @property
    def done(self) -> int:
        return sum(part.rows_read for part in self.parts.values())

    @property
    def missing(self) -> list[UUID]:
        return [
            diary
            for diary in map(UUID, sorted(self.job.diaries))
            if diary not in self.parts
        ]

    def keep(self, *, more: int = 0) -> None:
        export_jobs.keep(self.job, done=self.done + more)

    def drop(self, diary_id: UUID) -> None:
        """Leave a diary out; raises ``AccessEnded`` if none is left."""
        export_access.refuse(self.job, diary_id, now=timezone.now())
        left = {**self.job.diaries}
        del left[str(diary_id)]
        if not left:
            raise AccessEnded
        self.job.diaries = left
        self.parts.pop(diary_id, None)
        export_jobs.keep(self.job, diaries=left)


def _go_on(job: ExportJob) -> Outcome:
    work = _Work(job)
    try:
        if job.total is None:
            total = count_rows(list(map(UUID, job.diaries)), job.first, job.last)
            export_jobs.keep(job, total=total)
        if not _write_parts(work):
            export_jobs.let_go(job)
            return Outcome.GOES_ON
        _assemble(work)
    except ClaimLost:
        return Outcome.NOTHING_DUE
    except AccessEnded:
        failure = ExportJob.Failure.ACCESS_ENDED
        export_jobs.fail(job, failure, now=timezone.now())
        return Outcome.FAILED
    return Outcome.READY


def _write_parts(work: _Work) -> bool:
    """Write parts until the time is up; whether none is missing any more."""
    deadline = time.monotonic() + SLICE_SECONDS
    for diary_id in work.missing:
        _write_one(work, diary_id)
        if time.monotonic() > deadline:
            break
    return not work.missing


def _write_one(work: _Work, diary_id: UUID) -> None:
    job = work.job
    try:
        export_access.enter(job, diary_id, now=timezone.now())
        may_go_on = partial(_may_go_on, work, diary_id)
        part = write_part(job, diary_id, may_go_on=may_go_on)
    except AccessEnded:
        work.drop(diary_id)
    else:
        work.parts[diary_id] = part
        reach("export.part_written")


def _may_go_on(work: _Work, diary_id: UUID, rows_read: int) -> bool:
    work.keep(more=rows_read)
    return export_access.is_still_shared(work.job, diary_id, now=timezone.now())


def _assemble(work: _Work) -> None:
    """Put the parts into the file, if they all may be in it by now."""
    job = work.job
    for diary_id in export_access.ended(job, now=timezone.now()):
        work.drop(diary_id)
    target = export_folder.finished_file(job.pk)
    with export_folder.file_in_making(target) as file, PlainZip(file) as archive:
        _fill(work, archive)
    reach("export.zipped")
    size_bytes = target.stat().st_size
    export_jobs.finish(job, size_bytes=size_bytes, done=work.done)
    export_folder.remove_parts(job.pk)


def _fill(work: _Work, archive: PlainZip) -> None:
    job = work.job
    contents = []
    for diary_id, part in sorted(work.parts.items()):
        folder = f"{diary_id}/" if job.is_cohort else ""
        for path in part_files(job, diary_id):
            work.keep()
            archive.add_file(f"{folder}{path.name}", path)
        contents.append(_contents(job, diary_id, folder, part))
    for language in LANGUAGES:
        text = dictionary(
            language,
            DIALECTS[job.dialect],
            with_free_text=any(job.diaries.values()),
            is_clinician=job.account.role == User.Role.CLINICIAN,
        )
        archive.add_text(f"dictionary-{language}.csv", text)
    is_approved = bool(settings.RULESET_APPROVED_BY)
    text = manifest(_asked(job), contents, archive.members, is_approved=is_approved)
    archive.add_text("manifest.json", text)


def _contents(job: ExportJob, diary_id: UUID, folder: str, part: Part) -> Contents:
    return Contents(
        diary=str(diary_id),
        folder=folder,
        revision=part.revision,
        is_steady=part.is_steady,
        with_free_text=job.diaries[str(diary_id)],
        rows=part.rows,
    )


def _asked(job: ExportJob) -> Asked:
    return Asked(
        first=job.first,
        last=job.last,
        dialect=job.dialect,
        language="nb" if job.language == "nb" else "en",
        has_label_row=job.has_label_row,
    )
