"""An export survives whoever makes it: killed anywhere, without Celery, and by it."""

from __future__ import annotations

import os
import signal
import subprocess
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from celery import current_app
from django.utils import timezone
from pytest_django import Settings
from rest_framework.test import APIClient

from diary import export_folder
from diary.models import AccessEvent, Diary, EvaluationDue, ExportJob, User
from diary.services.export_jobs import TRIES_MAX, Order, queue
from tests.api.sharing.conftest import give
from tests.conftest import make_user, token_for
from tests.faults.conftest import Start, wait_until
from tests.faults.test_evaluation import SWEEP

ORDER = Order(None, None, "rfc4180", "en", has_label_row=False, with_notes=False)
PATIENTS = 3


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this test's exports go, in this process and in others."""
    place = tmp_path / "exports"
    settings.EXPORT_FOLDER = str(place)
    monkeypatch.setenv("EXPORT_FOLDER", str(place))
    return place


@pytest.fixture
def job(shared_url: str, emptied_log: None) -> ExportJob:
    """A clinician's export of three diaries; nothing else is due."""
    clinician = make_user("clinician@example.test", User.Role.CLINICIAN)
    diaries = {}
    for number in range(PATIENTS):
        diary = Diary.objects.get(owner=make_user(f"p{number}@example.test"))
        give(diary, clinician)
        diaries[diary.pk] = False
    EvaluationDue.objects.all().delete()
    return queue(clinician, ORDER, diaries, is_cohort=True, now=timezone.now())


def sweep_once(start: Start) -> int:
    """One round of the sweeper as a process of its own; how it ended."""
    sweep = start(*SWEEP, "--once")
    sweep.communicate(timeout=120)
    return sweep.returncode


def kill_at(
    point: str, start: Start, monkeypatch: pytest.MonkeyPatch, job: ExportJob
) -> None:
    """Have a sweeper killed at this point; then its lease is over."""
    with monkeypatch.context() as patch:
        patch.setenv("FAILPOINTS", f"{point}=kill")
        assert sweep_once(start) == -signal.SIGKILL
    job.refresh_from_db()
    assert (job.state, job.next_try_at > timezone.now()) == ("running", True)
    ExportJob.objects.update(next_try_at=timezone.now())


def assert_is_whole(job: ExportJob, folder: Path) -> None:
    """Ready, every diary in the file once, and nothing left beside it."""
    job.refresh_from_db()
    assert job.state == "ready", job.last_error_class
    # Its parts go right after it is told to be ready.
    wait_until(lambda: [path.name for path in folder.iterdir()] == [f"{job.pk}.zip"])
    with zipfile.ZipFile(export_folder.finished_file(job.pk)) as archive:
        assert archive.testzip() is None
        folders = {name.split("/")[0] for name in archive.namelist() if "/" in name}
    assert folders == set(job.diaries)


@pytest.mark.parametrize("point", ["export.claimed", "export.zipped"])
def test_killed_anywhere_the_next_one_makes_the_file(
    job: ExportJob,
    start: Start,
    monkeypatch: pytest.MonkeyPatch,
    folder: Path,
    point: str,
) -> None:
    kill_at(point, start, monkeypatch, job)
    assert sweep_once(start) == 0
    assert_is_whole(job, folder)
    assert AccessEvent.objects.filter(what="export-job").count() == PATIENTS


def test_killed_at_every_diary_the_file_is_made_all_the_same(
    job: ExportJob, start: Start, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    """Each death costs one attempt; a part that is whole is not made again."""
    for death in range(1, TRIES_MAX):
        kill_at("export.part_written", start, monkeypatch, job)
        parts = export_folder.parts_folder(job.pk)
        assert len(list(parts.iterdir())) == death
    assert sweep_once(start) == 0
    assert_is_whole(job, folder)
    assert AccessEvent.objects.filter(what="export-job").count() == PATIENTS


def test_three_deaths_end_the_job_without_a_file(
    job: ExportJob, start: Start, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    for _ in range(TRIES_MAX):
        kill_at("export.claimed", start, monkeypatch, job)
    assert sweep_once(start) == 0
    job.refresh_from_db()
    assert (job.state, job.failure) == ("failed", "export_not_made")
    assert list(folder.glob("*.zip")) == []


def test_without_celery_the_sweeper_makes_the_file(
    job: ExportJob, start: Start, folder: Path
) -> None:
    sweeper = start(*SWEEP)
    wait_until(lambda: ExportJob.objects.filter(state="ready").exists())
    assert_is_whole(job, folder)
    sweeper.send_signal(signal.SIGTERM)
    assert sweeper.wait(30) == 0


def test_sweeper_clears_away_what_a_killed_process_left(
    job: ExportJob, start: Start, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:

    kill_at("export.part_written", start, monkeypatch, job)
    job.delete()
    long_ago = (timezone.now() - timedelta(days=2)).timestamp()
    for path in folder.iterdir():
        os.utime(path, (long_ago, long_ago))
    sweeper = start(*SWEEP)
    wait_until(lambda: list(folder.iterdir()) == [])
    sweeper.send_signal(signal.SIGTERM)
    assert sweeper.wait(30) == 0


def test_celery_worker_makes_the_file_that_was_asked_for_over_http(
    job: ExportJob,
    start: Start,
    broker: subprocess.Popen[bytes],
    folder: Path,
) -> None:
    """A real broker and a real worker; no sweeper runs."""
    url = str(current_app.conf.broker_url)
    worker = start(
        *("-m", "celery", "-A", "config", "-b", url, "worker", "--concurrency", "1"),
        *("--without-gossip", "--without-mingle", "--loglevel", "WARNING"),
    )
    ExportJob.objects.all().delete()
    client = APIClient()
    client.credentials(HTTP_X_SESSION_TOKEN=token_for(job.account))
    asked = client.post("/api/v1/exports/", {"format": "zip"}, format="json")
    assert asked.status_code == 202
    wait_until(lambda: ExportJob.objects.filter(state="ready").exists())
    assert_is_whole(ExportJob.objects.get(), folder)
    download = client.get(f"{asked['Location']}download/")
    assert download.status_code == 200
    assert next(iter(download.streaming_content)).startswith(b"PK")  # type: ignore[attr-defined]
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(60) == 0


def test_two_sweepers_make_one_file(job: ExportJob, start: Start, folder: Path) -> None:
    sweeps = [start(*SWEEP, "--once") for _ in range(2)]
    for sweep in sweeps:
        sweep.communicate(timeout=120)
    assert [sweep.returncode for sweep in sweeps] == [0, 0]
    assert_is_whole(job, folder)
    assert AccessEvent.objects.filter(what="export-job").count() == PATIENTS
