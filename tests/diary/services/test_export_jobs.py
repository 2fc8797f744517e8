"""The life of an export job: one claim at a time, three attempts, one end."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import Settings

from diary import export_folder, tasks
from diary.models import Diary, ExportJob, User
from diary.services import export_jobs
from diary.services.export_jobs import (
    FILE_LIFE,
    JOB_LIFE,
    LEASE,
    TRIES_MAX,
    ClaimLost,
    ExportRunning,
    Order,
    claim,
    fail,
    finish,
    keep,
    let_go,
    put_off,
    queue,
)
from diary.services.export_work import Outcome, run_export
from tests.conftest import NOW

ORDER = Order(None, None, "rfc4180", "en", has_label_row=False, with_notes=False)
Failure = ExportJob.Failure


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Where this test's exports go."""
    settings.EXPORT_FOLDER = str(tmp_path / "exports")
    return tmp_path / "exports"


@pytest.fixture
def job(patient: User, diary: Diary) -> ExportJob:
    """A job of the patient's, asked for at ``NOW``."""
    return queued(patient, diary)


def queued(account: User, diary: Diary) -> ExportJob:
    return queue(account, ORDER, {diary.pk: False}, is_cohort=False, now=NOW)


def claimed(job: ExportJob, *, now: datetime = NOW) -> ExportJob:
    taken = claim(job.pk, now=now)
    assert taken is not None
    return taken


def stored(job: ExportJob) -> ExportJob:
    return ExportJob.objects.get(pk=job.pk)


def test_an_account_has_one_unfinished_job(
    patient: User, diary: Diary, job: ExportJob
) -> None:
    with pytest.raises(ExportRunning):
        queued(patient, diary)
    taken = claimed(job)
    with pytest.raises(ExportRunning):
        queued(patient, diary)
    fail(taken, Failure.NOT_MADE, now=NOW)
    assert queued(patient, diary).pk != job.pk


def test_claimed_job_is_nobody_elses_until_its_lease_is_over(job: ExportJob) -> None:
    first = claimed(job)
    assert claim(job.pk, now=NOW + LEASE - timedelta(seconds=1)) is None
    second = claimed(job, now=NOW + LEASE)
    assert second.claim != first.claim
    assert (second.attempts, second.state) == (2, "running")


def test_attempt_is_counted_before_any_work(job: ExportJob) -> None:
    claimed(job)
    assert (stored(job).attempts, stored(job).state) == (1, "running")


def test_work_renews_the_lease(job: ExportJob) -> None:
    taken = claimed(job)
    with time_machine.travel(NOW + LEASE, tick=False):
        keep(taken, done=1000)
        assert claim(job.pk, now=timezone.now()) is None
    assert stored(job).done == 1000


@pytest.mark.parametrize("step", ["keep", "let_go", "finish"])
def test_who_has_lost_the_claim_changes_nothing(job: ExportJob, step: str) -> None:
    loser = claimed(job)
    winner = claimed(job, now=NOW + LEASE)
    before = stored(job)
    with pytest.raises(ClaimLost):
        {
            "keep": lambda: keep(loser, done=7),
            "let_go": lambda: let_go(loser),
            "finish": lambda: finish(loser, size_bytes=7, done=7),
        }[step]()
    put_off(loser, error=OSError, now=NOW)
    fail(loser, Failure.NOT_MADE, now=NOW)
    left = stored(job)
    assert (left.claim, left.state, left.done) == (winner.claim, "running", 0)
    assert left.next_try_at == before.next_try_at


def test_job_that_was_let_go_is_due_at_once_with_new_attempts(job: ExportJob) -> None:
    with time_machine.travel(NOW, tick=False):
        let_go(claimed(job))
    assert stored(job).attempts == 0
    assert claimed(job).attempts == 1


def test_job_that_killed_three_processes_is_given_up(job: ExportJob) -> None:
    now = NOW
    for attempt in range(1, TRIES_MAX + 1):
        assert claimed(job, now=now).attempts == attempt
        now += LEASE
    export_folder.parts_folder(job.pk)
    assert claim(job.pk, now=now) is None
    left = stored(job)
    assert (left.state, left.failure, left.finished_at) == (
        *("failed", "export_not_made", now),
    )
    assert not list(export_folder.parts_folder(job.pk).parent.glob("*.zip"))


def test_failed_attempt_waits_longer_each_time_and_the_third_is_the_last(
    job: ExportJob,
) -> None:
    now, waits = NOW, []
    for _ in range(TRIES_MAX):
        put_off(claimed(job, now=now), error=OSError, now=now)
        waits.append((stored(job).state, stored(job).next_try_at - now))
        now = stored(job).next_try_at
    seconds = [(state, wait.total_seconds()) for state, wait in waits]
    assert seconds == [("queued", 30), ("queued", 60), ("failed", 120)]
    assert stored(job).last_error_class == "OSError"
    assert claim(job.pk, now=now) is None


def test_finished_job_knows_its_size_and_when_it_goes(job: ExportJob) -> None:
    taken = claimed(job)
    with time_machine.travel(NOW + timedelta(seconds=4), tick=False):
        finish(taken, size_bytes=22, done=5)
    left = stored(job)
    assert (left.state, left.size_bytes, left.done, left.total) == ("ready", 22, 5, 5)
    assert export_jobs.expires_at(left) == NOW + timedelta(seconds=4) + FILE_LIFE
    assert claim(job.pk, now=NOW + timedelta(days=1)) is None


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "paused"},
        {"state": "ready"},
        {"state": "failed", "finished_at": NOW},
        {"state": "queued", "failure": "access_ended"},
        {"state": "ready", "finished_at": NOW, "failure": "access_ended"},
    ],
)
def test_database_holds_what_a_state_means(
    job: ExportJob, fields: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ExportJob.objects.update(**fields)


def test_unknown_job_is_harmless(db: None) -> None:
    assert run_export(uuid.uuid4()) is Outcome.NOTHING_DUE
    assert tasks.run_export(str(uuid.uuid4())) == 0


def test_task_twice_makes_one_file(job: ExportJob) -> None:
    assert tasks.run_export(str(job.pk)) == 1
    made_at = export_folder.finished_file(job.pk).stat().st_mtime_ns
    assert tasks.run_export(str(job.pk)) == 0
    assert export_folder.finished_file(job.pk).stat().st_mtime_ns == made_at


def test_clearing_removes_old_jobs_and_no_young_ones(
    job: ExportJob, patient: User, diary: Diary
) -> None:
    fail(claimed(job), Failure.NOT_MADE, now=NOW)
    young = queued(patient, diary)
    export_jobs.clear(now=NOW + JOB_LIFE)
    assert ExportJob.objects.count() == 2
    export_jobs.clear(now=NOW + JOB_LIFE + timedelta(seconds=1))
    assert ExportJob.objects.get().pk == young.pk


def test_clearing_removes_the_file_a_day_after_it_was_made(job: ExportJob) -> None:
    assert run_export(job.pk) is Outcome.READY
    path = export_folder.finished_file(job.pk)
    with time_machine.travel(timezone.now() + FILE_LIFE, tick=False):
        assert path.exists()
        with time_machine.travel(timezone.now() + timedelta(seconds=1), tick=False):
            assert tasks.clear_exports() == 1
            assert tasks.clear_exports() == 0
    assert not path.exists()
