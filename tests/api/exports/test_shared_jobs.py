"""A clinician's file: only what is shared, each step logged, nothing after the end."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from rest_framework.test import APIClient

from diary import export_folder
from diary.models import AccessEvent, CheckIn, Diary, ExportJob, Grant, User
from diary.services.export_work import Outcome
from tests.api.exports.jobs import (
    URL,
    ask,
    exported,
    fetch,
    files_left,
    job_of,
    make,
    manifest_of,
    opened,
    rows_in,
    state_of,
)
from tests.api.exports.test_export import FULL, log
from tests.api.sharing.conftest import EXPIRED, NOT_BEGUN, PENDING, REVOKED, give

CLOSED = {
    "pending": PENDING,
    "not begun": NOT_BEGUN,
    "expired": EXPIRED,
    "revoked": REVOKED,
    "only reading": {"may_export": False},
}


def steps(diary: Diary) -> list[tuple[str, str]]:
    """What the patient's access log says, oldest first."""
    rows = AccessEvent.objects.in_diary(diary.pk).order_by("pk")
    return list(rows.values_list("what", "result"))


def revoke(grant: Grant) -> None:
    Grant.objects.filter(pk=grant.pk).update(**REVOKED)


@pytest.fixture
def logged(api: APIClient, folder: Path) -> None:
    """One episode with a note."""
    log(api, "episodes", FULL)


def test_clinician_gets_the_file_and_the_patient_sees_each_step(
    api: APIClient, doctor: APIClient, clinician: User, diary: Diary, logged: None
) -> None:
    grant = give(diary, clinician)
    job = ask(doctor, diary=str(diary.pk), **{"from": "2026-03-01", "to": "2026-03-31"})
    assert make(job) is Outcome.READY
    (row,) = rows_in(opened(doctor, job), "episodes.csv")
    assert row["id"] == FULL["id"]
    rows = api.get("/api/v1/access-log/").json()["results"]
    assert [(one["what"], one["result"]) for one in rows] == [
        ("export-download", "allowed"),
        ("export-job", "allowed"),
        ("exports", "allowed"),
    ]
    assert {(one["from"], one["to"], one["grant"]) for one in rows} == {
        ("2026-03-01", "2026-03-31", str(grant.pk))
    }
    assert rows[1]["request_id"] == job["id"]


def test_reading_is_logged_before_the_first_row_is_read(
    doctor: APIClient, clinician: User, diary: Diary, logged: None
) -> None:
    give(diary, clinician)
    job = ask(doctor, diary=str(diary.pk))
    first_read: list[list[tuple[str, str]]] = []

    def watch(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if '"diary_episode"' in sql and "COUNT(" not in sql and not first_read:
            first_read.append([])
            first_read[0] += steps(diary)
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        make(job)
    assert first_read == [[("exports", "allowed"), ("export-job", "allowed")]]


@pytest.mark.parametrize("fields", CLOSED.values(), ids=CLOSED)
def test_no_job_without_a_grant_to_export(
    doctor: APIClient, clinician: User, diary: Diary, fields: dict[str, Any]
) -> None:
    give(diary, clinician, **fields)
    for body in ({"diary": str(diary.pk)}, {}):
        answer = doctor.post(URL, body, format="json")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert steps(diary) == [("exports", "refused")]
    assert not ExportJob.objects.exists()


def test_diary_of_a_stranger_is_a_diary_that_does_not_exist(
    doctor: APIClient, diary: Diary
) -> None:
    bodies = []
    for diary_id in (diary.pk, uuid.uuid4()):
        answer = doctor.post(URL, {"diary": str(diary_id)}, format="json")
        bodies.append((answer.status_code, {**answer.json(), "request_id": ""}))
    assert bodies[0] == bodies[1]
    assert bodies[0][0] == 404
    assert not AccessEvent.objects.exists()


@pytest.mark.parametrize(
    ("asked", "shared", "is_there"),
    [(True, True, True), (True, False, False), (False, True, False)],
)
def test_free_text_needs_the_wish_and_the_scope(
    doctor: APIClient,
    clinician: User,
    diary: Diary,
    logged: None,
    asked: bool,
    shared: bool,
    is_there: bool,
) -> None:
    give(diary, clinician, may_notes=shared)
    archive = exported(doctor, diary=str(diary.pk), notes=asked)
    (row,) = rows_in(archive, "episodes.csv")
    assert ("note" in row) is is_there
    assert manifest_of(archive)["diaries"][0]["free_text"] is is_there
    assert (FULL["note"] in archive.read("episodes.csv").decode()) is False or is_there


def test_scope_of_notes_that_ended_meanwhile_ends_the_export(
    doctor: APIClient, clinician: User, diary: Diary, logged: None, folder: Path
) -> None:
    grant = give(diary, clinician, may_notes=True)
    job = ask(doctor, diary=str(diary.pk), notes=True)
    Grant.objects.filter(pk=grant.pk).update(may_notes=False)
    assert make(job) is Outcome.FAILED
    assert files_left(folder) == []


def test_grant_that_ended_before_the_work_leaves_no_file(
    doctor: APIClient, clinician: User, diary: Diary, logged: None, folder: Path
) -> None:
    grant = give(diary, clinician)
    job = ask(doctor, diary=str(diary.pk))
    revoke(grant)
    assert make(job) is Outcome.FAILED
    state = state_of(doctor, job)
    assert (state["state"], state["error"]["code"]) == ("failed", "access_ended")
    assert fetch(doctor, job).status_code == 404
    assert files_left(folder) == []
    assert steps(diary) == [
        ("exports", "allowed"),
        ("export-job", "refused"),
        ("export-download", "refused"),
    ]


@pytest.fixture
def many_check_ins(diary: Diary) -> None:
    """More rows than are read between two looks at the grant."""
    CheckIn.objects.bulk_create(
        CheckIn(
            diary=diary,
            id=uuid.UUID(int=number),
            rev=number + 10,
            received_at=datetime(2026, 3, 20, tzinfo=UTC),
            date=date(2000, 1, 1) + timedelta(days=number),
        )
        for number in range(2500)
    )


class EndsMidway:
    """Revokes the grant when the job has read so many thousand rows."""

    def __init__(self, grant: Grant, *, chunks: int) -> None:
        self.grant = grant
        self.left = chunks

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        found = execute(sql, *rest)
        if sql.startswith('UPDATE "diary_exportjob" SET "done"'):
            self.left -= 1
            if self.left == 0:
                revoke(self.grant)
        return found


@pytest.mark.parametrize("chunks", [1, 2])
def test_grant_revoked_in_mid_export_ends_it_within_a_thousand_rows(
    doctor: APIClient,
    clinician: User,
    diary: Diary,
    many_check_ins: None,
    folder: Path,
    chunks: int,
) -> None:
    grant = give(diary, clinician)
    job = ask(doctor, diary=str(diary.pk))
    with connection.execute_wrapper(EndsMidway(grant, chunks=chunks)):
        assert make(job) is Outcome.FAILED
    assert job_of(job).done == 1000 * chunks
    assert state_of(doctor, job)["error"]["code"] == "access_ended"
    assert files_left(folder) == []
    assert fetch(doctor, job).status_code == 404
    assert steps(diary)[1:] == [
        ("export-job", "allowed"),
        ("export-job", "refused"),
        ("export-download", "refused"),
    ]


def test_grant_revoked_after_the_work_leaves_nothing_to_download(
    doctor: APIClient, clinician: User, diary: Diary, logged: None, folder: Path
) -> None:
    grant = give(diary, clinician)
    job = ask(doctor, diary=str(diary.pk))
    assert make(job) is Outcome.READY
    revoke(grant)
    for _ in range(2):
        answer = fetch(doctor, job)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert files_left(folder) == []
    assert state_of(doctor, job)["error"]["code"] == "access_ended"
    assert steps(diary)[-1] == ("export-download", "refused")


def test_grant_that_expires_before_the_download_counts_as_ended(
    doctor: APIClient, clinician: User, diary: Diary, logged: None
) -> None:
    grant = give(diary, clinician)
    job = ask(doctor, diary=str(diary.pk))
    make(job)
    Grant.objects.filter(pk=grant.pk).update(**EXPIRED)
    assert fetch(doctor, job).status_code == 404


@pytest.fixture
def broken_log(db: None) -> Callable[[], None]:
    """Take the access log away, as if its rights were gone."""

    def take_away() -> None:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE diary_accessevent RENAME TO diary_accessaway")

    return take_away


def test_without_the_log_there_is_no_job(
    doctor: APIClient,
    clinician: User,
    diary: Diary,
    logged: None,
    broken_log: Callable[[], None],
) -> None:
    give(diary, clinician)
    broken_log()
    answer = doctor.post(URL, {"diary": str(diary.pk)}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert not ExportJob.objects.exists()


def test_without_the_log_nothing_is_read_or_handed_out(
    doctor: APIClient,
    clinician: User,
    diary: Diary,
    logged: None,
    folder: Path,
    broken_log: Callable[[], None],
) -> None:
    give(diary, clinician)
    ready = ask(doctor, diary=str(diary.pk))
    make(ready)
    waiting = ask(doctor, diary=str(diary.pk))
    broken_log()
    assert fetch(doctor, ready).status_code == 503
    assert make(waiting) is Outcome.FAILED
    assert job_of(waiting).last_error_class == "AccessLogUnavailable"
    assert not export_folder.finished_file(uuid.UUID(waiting["id"])).exists()
