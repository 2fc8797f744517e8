"""A person's own file: asked for, made, fetched; and everything that may be wrong."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from diary.models import AccessEvent, Diary, ExportJob, User
from diary.services.export_jobs import FILE_LIFE
from diary.services.export_work import Outcome
from tests.api.exports.jobs import (
    BESIDE,
    FILES,
    TABLES,
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
from tests.api.exports.test_export import FULL, log, text_of
from tests.conftest import NOW, episode, night

pytestmark = pytest.mark.usefixtures("folder")


def test_file_holds_the_five_tables_and_what_explains_them(
    api: APIClient, diary: Diary
) -> None:
    log(api, "episodes", FULL)
    log(api, "nights", night())
    log(api, "check-ins", {"date": "2026-03-19"})
    archive = exported(api)
    assert archive.namelist() == [*FILES, *BESIDE]
    assert [len(rows_in(archive, f"{table}.csv")) for table in TABLES] == [
        *(1, 1, 1, 0, 0)
    ]
    told = manifest_of(archive)
    (one,) = told["diaries"]
    diary.refresh_from_db()
    assert (one["diary"], one["folder"]) == (str(diary.pk), "")
    assert (one["revision"], one["steady"]) == (diary.revision, True)
    assert one["rows"]["episodes"] == 1


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("dialect", ["rfc4180", "excel-nb"])
def test_each_file_is_what_the_streamed_export_gives(
    api: APIClient, table: str, dialect: str
) -> None:
    log(api, "episodes", FULL, episode(started_at="2026-02-01T02:00:00+01:00"))
    log(api, "nights", night(note="sov"))
    log(api, "check-ins", {"date": "2026-03-19"})
    log(api, "medications", {"id": FULL["id"], "code": "statin", "text": "=1"})
    asked = {"dialect": dialect, "labels": "nb", "from": "2026-03-01"}
    archive = exported(api, **asked, notes=True)
    streamed = api.get("/api/v1/export.csv", {**asked, "table": table, "notes": "1"})
    assert archive.read(f"{table}.csv").decode() == text_of(streamed)


def test_manifest_has_the_sum_of_every_other_file(api: APIClient) -> None:
    log(api, "episodes", FULL)
    archive = exported(api)
    sums = {
        name: hashlib.sha256(archive.read(name)).hexdigest()
        for name in archive.namelist()
        if name != "manifest.json"
    }
    told = {file["path"]: file["sha256"] for file in manifest_of(archive)["files"]}
    assert told == sums
    assert len(told) == len(FILES) + 2


def test_same_diary_gives_the_same_bytes(api: APIClient) -> None:
    log(api, "episodes", FULL)
    contents = []
    for minutes in (0, 90):
        with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
            job = ask(api, to="2026-03-31", labels="en")
            assert make(job) is Outcome.READY
            contents.append(b"".join(fetch(api, job).streaming_content))
    assert contents[0] == contents[1]


def test_empty_diary_gives_headings_and_no_nights(api: APIClient) -> None:
    archive = exported(api)
    assert archive.namelist() == [*FILES, *BESIDE]
    assert [rows_in(archive, name) for name in FILES] == [[]] * len(FILES)


def test_completeness_counts_the_nights_asked_for(api: APIClient) -> None:
    log(api, "episodes", FULL)
    log(api, "check-ins", {"date": "2026-03-19"}, {"date": "2026-02-28"})
    archive = exported(api, **{"from": "2026-02-27", "to": "2026-03-20"})
    whole, february, march = rows_in(archive, "completeness.csv")
    assert (whole["part"], whole["nights"], whole["unknown_nights"]) == (
        *("all", "22", "19"),
    )
    assert (february["quiet_nights"], february["completeness_percent"]) == ("1", "50.0")
    assert (march["cramp_nights"], march["quiet_nights"]) == ("1", "1")


@pytest.mark.parametrize(
    ("notes", "is_there"), [(None, False), (False, False), (True, True)]
)
def test_free_text_goes_along_only_when_asked_for(
    api: APIClient, notes: bool | None, is_there: bool
) -> None:
    log(api, "episodes", FULL)
    archive = exported(api, notes=notes)
    (row,) = rows_in(archive, "episodes.csv")
    assert ("note" in row) is is_there
    told = [row["column"] for row in rows_in(archive, "dictionary-nb.csv")]
    assert ("note" in told) is is_there


def test_state_goes_from_queued_to_ready_with_progress(
    api: APIClient, folder: Path
) -> None:
    log(api, "episodes", FULL, episode())
    with time_machine.travel(NOW, tick=False):
        job = ask(api, **{"from": "2026-01-01", "to": "2026-12-31"})
        assert state_of(api, job) == job
        assert make(job) is Outcome.READY
        ready = state_of(api, job)
    assert (job["state"], job["done"], job["total"]) == ("queued", 0, None)
    assert (ready["state"], ready["done"], ready["total"]) == ("ready", 2, 2)
    assert ready["expires_at"] == (NOW + FILE_LIFE).isoformat()
    assert ready["size_bytes"] == (folder / f"{job['id']}.zip").stat().st_size
    assert (ready["diaries"], ready["error"]) == (1, None)


def test_answer_says_where_to_ask_how_far_it_is(api: APIClient) -> None:
    answer = api.post(URL, {"format": "zip"}, format="json")
    assert api.get(answer["Location"]).json() == answer.json()


def test_exports_can_be_found_again(api: APIClient) -> None:
    old = ask(api)
    make(old)
    new = ask(api)
    found = api.get(URL).json()["results"]
    assert [job["id"] for job in found] == [new["id"], old["id"]]


def test_download_has_a_fixed_name_and_is_not_kept(api: APIClient) -> None:
    job = ask(api)
    make(job)
    answer = fetch(api, job)
    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"] == 'attachment; filename="leggro-export.zip"'
    assert answer["Cache-Control"] == "no-store"
    assert int(answer["Content-Length"]) == len(b"".join(answer.streaming_content))


def test_only_the_owner_of_the_process_can_read_the_file(
    api: APIClient, folder: Path
) -> None:
    job = ask(api)
    make(job)
    assert files_left(folder) == [f"{job['id']}.zip"]
    assert (folder / f"{job['id']}.zip").stat().st_mode & 0o077 == 0
    assert folder.stat().st_mode & 0o077 == 0


def test_own_export_is_in_no_access_log(api: APIClient) -> None:
    exported(api)
    assert not AccessEvent.objects.exists()


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"from": "2026-03-20", "to": "2026-03-19"}, "to", "end_before_start"),
        ({"format": "pdf"}, "format", "unknown_code"),
        ({"format": 1}, "format", "wrong_type"),
        ({"dialect": "tsv"}, "dialect", "unknown_code"),
        ({"labels": "sv"}, "labels", "unknown_code"),
        ({"notes": "1"}, "notes", "wrong_type"),
        ({"from": "20.03.2026"}, "from", "bad_date"),
        ({"to": "1066-10-14"}, "to", "out_of_range"),
        ({"diary": "mine"}, "diary", "bad_uuid"),
        ({"table": "nights"}, "table", "unknown_field"),
    ],
)
def test_wrong_field_is_refused_by_name(
    api: APIClient, body: dict[str, object], field: str, code: str
) -> None:
    answer = api.post(URL, body, format="json")
    assert answer.status_code == 400
    assert answer.json()["fields"][field]["code"] == code
    assert not ExportJob.objects.exists()


def test_own_diary_may_be_named_and_no_other(
    api: APIClient, diary: Diary, other_patient: User
) -> None:
    for other in (uuid.uuid4(), Diary.objects.get(owner=other_patient).pk):
        answer = api.post(URL, {"diary": str(other)}, format="json")
        assert answer.status_code == 404
    assert ask(api, diary=str(diary.pk))["diary"] == str(diary.pk)


def test_somebody_elses_export_does_not_exist(
    api: APIClient, other_patient: User, login: Callable[[User], APIClient]
) -> None:
    job = ask(api)
    make(job)
    stranger = login(other_patient)
    seen = []
    for job_id in (job["id"], str(uuid.uuid4())):
        for path in (f"{URL}{job_id}/", f"{URL}{job_id}/download/"):
            answer = stranger.get(path)
            headers = {**answer.headers, "X-Request-Id": ""}
            body = {**answer.json(), "request_id": ""}
            seen.append((answer.status_code, body, headers))
    assert seen[0][0] == 404
    assert all(one == seen[0] for one in seen)
    assert stranger.get(URL).json()["results"] == []


def test_second_export_waits_for_the_first(api: APIClient) -> None:
    job = ask(api)
    refused = api.post(URL, {}, format="json")
    assert (refused.status_code, refused.json()["code"]) == (429, "export_running")
    assert int(refused["Retry-After"]) > 0
    make(job)
    assert ask(api)["id"] != job["id"]


def test_one_accounts_export_holds_up_nobody_else(
    api: APIClient, other_patient: User, login: Callable[[User], APIClient]
) -> None:
    ask(api)
    assert ask(login(other_patient))["state"] == "queued"


def test_file_that_is_not_ready_is_a_conflict(api: APIClient) -> None:
    answer = fetch(api, ask(api))
    assert (answer.status_code, answer.json()["code"]) == (409, "export_not_ready")


def test_expired_file_is_gone(api: APIClient) -> None:
    with time_machine.travel(NOW, tick=False):
        job = ask(api)
        make(job)
        assert opened(api, job).testzip() is None
    with time_machine.travel(NOW + FILE_LIFE, tick=False):
        answer = fetch(api, job)
        assert (answer.status_code, answer.json()["code"]) == (410, "export_gone")
        assert state_of(api, job)["state"] == "ready"


def test_file_that_was_cleared_away_is_gone(api: APIClient, folder: Path) -> None:
    job = ask(api)
    make(job)
    (folder / f"{job['id']}.zip").unlink()
    assert fetch(api, job).status_code == 410


def test_failed_export_says_so_in_the_readers_language(api: APIClient) -> None:
    job = ask(api)
    ExportJob.objects.update(state="failed", failure="export_not_made", finished_at=NOW)
    answer = api.get(f"{URL}{job['id']}/", headers={"Accept-Language": "nb"})
    assert answer.json()["error"] == {
        "code": "export_not_made",
        "detail": "Filen kunne ikke lages; be om en ny eksport.",
    }
    assert fetch(api, job).status_code == 410


def test_language_of_the_request_is_that_of_the_labels(api: APIClient) -> None:
    log(api, "episodes", FULL)
    answer = api.post(URL, {}, format="json", headers={"Accept-Language": "nb"})
    make(answer.json())
    (row,) = rows_in(opened(api, answer.json()), "episodes.csv")
    assert row["sites_label"] == "Legg (baksiden), Venstre | Hånd"


def test_account_that_is_deleted_takes_its_exports_along(
    api: APIClient, patient: User
) -> None:
    job = ask(api)
    assert job_of(job).account == patient
    patient.delete()
    assert not ExportJob.objects.exists()


def test_asking_costs_the_same_however_full_the_diary(
    api: APIClient, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    login, counters, savepoints, find_and_store = 2, 2, 4, 2
    with django_assert_num_queries(login + counters + savepoints + find_and_store):
        ask(api)
    ExportJob.objects.all().delete()
    log(api, "episodes", *(episode() for _ in range(5)))
    with django_assert_num_queries(login + counters + savepoints + find_and_store):
        ask(api)


def test_state_and_download_cost_the_same_however_full_the_diary(
    api: APIClient, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    login, find = 2, 1
    for count in (1, 5):
        log(api, "episodes", *(episode() for _ in range(count)))
        job = ask(api)
        make(job)
        with django_assert_num_queries(login + find):
            state_of(api, job)
        with django_assert_num_queries(login + find):
            fetch(api, job)
