"""Making the file: in slices, from one state of the diary, in constant memory."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
import uuid
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from diary import export_folder
from diary.models import CheckIn, Diary, ExportJob, Profile, User
from diary.services import export_work
from diary.services.export_jobs import Order, queue
from diary.services.export_work import Outcome, run_due_exports, run_export
from tests.api.sharing.conftest import give
from tests.conftest import NOW, make_user

ORDER = Order(None, None, "rfc4180", "en", has_label_row=False, with_notes=False)
# Claim, count, the files of one diary, the end. Check-ins have a query of their own.
QUERIES_OF_ONE_DIARY = 28


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Where this test's exports go."""
    settings.EXPORT_FOLDER = str(tmp_path / "exports")
    return tmp_path / "exports"


def own_job(account: User, **fields: Any) -> ExportJob:
    order = Order(**{**_fields(ORDER), **fields})
    return queue(account, order, {account.diary.pk: False}, is_cohort=False, now=NOW)


def _fields(order: Order) -> dict[str, Any]:
    return {name: getattr(order, name) for name in Order.__slots__}


def fill(diary: Diary, count: int, *, first: int = 0) -> None:
    """Write so many check-ins, each with a revision of its own."""
    CheckIn.objects.bulk_create(
        CheckIn(
            diary=diary,
            id=uuid.uuid4(),
            rev=number + 10,
            received_at=NOW,
            date=date(1990, 1, 1) + timedelta(days=number),
        )
        for number in range(first, first + count)
    )


def check_ins_in(job: ExportJob, prefix: str = "") -> list[dict[str, str]]:
    with zipfile.ZipFile(export_folder.finished_file(job.pk)) as archive:
        text = archive.read(f"{prefix}check_ins.csv").decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.fixture
def cohort_job(clinician: User) -> ExportJob:
    """Three patients share, each with a check-in."""
    diaries = {}
    for number in range(3):
        diary = Diary.objects.get(owner=make_user(f"p{number}@example.test"))
        give(diary, clinician)
        fill(diary, 1)
        diaries[diary.pk] = False
    return queue(clinician, ORDER, diaries, is_cohort=True, now=NOW)


def test_job_works_in_slices_and_goes_on_where_it_was(
    cohort_job: ExportJob, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    """No time at all: a diary for each slice. The clock is what is replaced."""
    monkeypatch.setattr(export_work, "SLICE_SECONDS", -1.0)
    outcomes, done = [], []
    for _ in range(4):
        outcomes.append(run_export(cohort_job.pk))
        cohort_job.refresh_from_db()
        done.append((cohort_job.state, cohort_job.done, cohort_job.attempts))
    assert outcomes == [*[Outcome.GOES_ON] * 2, Outcome.READY, Outcome.NOTHING_DUE]
    assert done[:2] == [("running", 1, 0), ("running", 2, 0)]
    assert [path.name for path in folder.iterdir()] == [f"{cohort_job.pk}.zip"]


def test_parts_made_before_are_not_made_again(
    cohort_job: ExportJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_work, "SLICE_SECONDS", -1.0)
    run_export(cohort_job.pk)
    parts = export_folder.parts_folder(cohort_job.pk)
    (made,) = parts.iterdir()
    CheckIn.objects.filter(diary=uuid.UUID(made.name)).delete()
    monkeypatch.setattr(export_work, "SLICE_SECONDS", 60.0)
    assert run_export(cohort_job.pk) is Outcome.READY
    assert len(check_ins_in(cohort_job, f"{made.name}/")) == 1


def test_sweep_brings_a_job_of_many_slices_to_its_end(
    cohort_job: ExportJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_work, "SLICE_SECONDS", -1.0)
    assert run_due_exports(left_to_hints=timedelta(0), stop=Event()) == 1
    cohort_job.refresh_from_db()
    assert cohort_job.state == "ready"
    assert run_due_exports(left_to_hints=timedelta(0), stop=Event()) == 0


def test_sweep_that_is_told_to_stop_takes_no_job(cohort_job: ExportJob) -> None:
    stop = Event()
    stop.set()
    run_due_exports(left_to_hints=timedelta(0), stop=stop)
    cohort_job.refresh_from_db()
    assert cohort_job.state == "queued"


class Meanwhile:
    """Does something once, after the check-ins of an export have been asked for."""

    def __init__(self, act: Callable[[], object], *, times: int = 1) -> None:
        self.act = act
        self.left = times

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        found = execute(sql, *rest)
        if self.left and 'FROM "diary_checkin"' in sql and "ORDER BY" in sql:
            self.left -= 1
            self.act()
        return found


def change(diary: Diary) -> None:
    """What a phone does: another row, and a higher revision."""
    fill(diary, 1, first=CheckIn.objects.filter(diary=diary).count())
    diary.refresh_from_db()
    diary.revision += 1
    diary.save(update_fields=["revision"])


def test_diary_that_changed_meanwhile_is_read_again(
    patient: User, diary: Diary
) -> None:
    job = own_job(patient)
    with connection.execute_wrapper(Meanwhile(lambda: change(diary))):
        assert run_export(job.pk) is Outcome.READY
    diary.refresh_from_db()
    told = manifest_of(job)["diaries"][0]
    assert (told["revision"], told["steady"]) == (diary.revision, True)
    assert len(check_ins_in(job)) == told["rows"]["check_ins"] == 1


def test_diary_that_changes_all_the_time_is_taken_as_it_comes(
    patient: User, diary: Diary
) -> None:
    job = own_job(patient)
    with connection.execute_wrapper(Meanwhile(lambda: change(diary), times=99)):
        assert run_export(job.pk) is Outcome.READY
    assert manifest_of(job)["diaries"][0]["steady"] is False


def manifest_of(job: ExportJob) -> dict[str, Any]:
    with zipfile.ZipFile(export_folder.finished_file(job.pk)) as archive:
        return dict(json.loads(archive.read("manifest.json")))


def test_error_is_kept_by_name_and_tells_nothing(
    patient: User, diary: Diary, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "Atlantis/Deep"
    job = own_job(patient)
    Profile.objects.filter(diary=diary).update(tz=secret)
    assert run_export(job.pk) is Outcome.FAILED
    job.refresh_from_db()
    assert (job.state, job.last_error_class) == ("queued", "ZoneInfoNotFoundError")
    assert f"export {job.pk} not made: ZoneInfoNotFoundError" in caplog.text
    assert secret not in caplog.text


def test_folder_that_cannot_be_written_fails_visibly(
    patient: User, diary: Diary, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    settings.EXPORT_FOLDER = str(tmp_path / "file")
    job = own_job(patient)
    assert run_export(job.pk) is Outcome.FAILED
    job.refresh_from_db()
    assert job.last_error_class in {"FileExistsError", "NotADirectoryError"}


def test_memory_does_not_grow_with_the_rows(patient: User, diary: Diary) -> None:
    def peak(count: int) -> int:
        fill(diary, count, first=CheckIn.objects.count())
        job = own_job(patient, first=date(2190, 1, 1))
        ExportJob.objects.update(first=None, last=None)
        tracemalloc.start()
        outcome = run_export(job.pk)
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert outcome is Outcome.READY
        return found

    peak(10)  # whatever is loaded once
    small = peak(2_000)
    large = peak(20_000)
    assert len(check_ins_in(ExportJob.objects.latest("finished_at"))) == 22_010
    assert large < small + 6_000_000  # bytes; each night's state is kept by its date


def test_queries_stay_the_same_however_many_rows(patient: User, diary: Diary) -> None:
    counts = []
    for rows in (1, 500):
        fill(diary, rows, first=CheckIn.objects.count())
        job = own_job(patient)
        with CaptureQueriesContext(connection) as captured:
            assert run_export(job.pk) is Outcome.READY
        counts.append(len(captured))
    assert counts == [QUERIES_OF_ONE_DIARY] * 2
