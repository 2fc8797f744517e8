"""A clinician's file of everybody who shares: a folder and a grant for each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from diary.models import Diary, ExportJob, Grant, User
from diary.services.export_work import Outcome
from tests.api.exports.jobs import (
    FILES,
    ask,
    exported,
    fetch,
    files_left,
    make,
    manifest_of,
    opened,
    state_of,
)
from tests.api.exports.test_export import log
from tests.api.exports.test_shared_jobs import EndsMidway, revoke, steps
from tests.api.sharing.conftest import REVOKED, give
from tests.conftest import episode, make_user


@pytest.fixture
def cohort(
    clinician: User, login: Callable[[User], APIClient], folder: Path
) -> dict[str, Diary]:
    """Three patients: two share, one of them with notes; one shares only reading."""
    scopes: dict[str, dict[str, Any]] = {
        "plain": {},
        "notes": {"may_notes": True},
        "reading": {"may_export": False},
    }
    found = {}
    for name, fields in scopes.items():
        person = make_user(f"{name}@example.test")
        log(login(person), "episodes", episode(note=f"note of {name}"))
        found[name] = Diary.objects.get(owner=person)
        give(found[name], clinician, **fields)
    return found


def test_cohort_has_a_folder_for_each_diary_that_is_shared(
    doctor: APIClient, cohort: dict[str, Diary]
) -> None:
    archive = exported(doctor, notes=True)
    shared = sorted([str(cohort["plain"].pk), str(cohort["notes"].pk)])
    assert [name for name in archive.namelist() if "/" in name] == [
        f"{diary}/{name}" for diary in shared for name in FILES
    ]
    told = manifest_of(archive)["diaries"]
    assert [(one["diary"], one["folder"]) for one in told] == [
        (diary, f"{diary}/") for diary in shared
    ]
    everything = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert "note of notes" in everything
    assert "note of plain" not in everything
    assert str(cohort["reading"].pk) not in everything


def test_each_patient_of_a_cohort_sees_each_step(
    doctor: APIClient, cohort: dict[str, Diary]
) -> None:
    exported(doctor)
    every_step = [
        ("exports", "allowed"),
        ("export-job", "allowed"),
        ("export-download", "allowed"),
    ]
    assert steps(cohort["plain"]) == steps(cohort["notes"]) == every_step
    assert steps(cohort["reading"]) == []


def test_patient_who_ends_the_access_in_time_is_left_out(
    doctor: APIClient, cohort: dict[str, Diary]
) -> None:
    job = ask(doctor)
    assert (job["diary"], job["diaries"]) == (None, 2)
    revoke(Grant.objects.get(diary=cohort["plain"]))
    assert make(job) is Outcome.READY
    assert state_of(doctor, job)["diaries"] == 1
    told = manifest_of(opened(doctor, job))["diaries"]
    assert [one["diary"] for one in told] == [str(cohort["notes"].pk)]
    assert steps(cohort["plain"])[-1] == ("export-job", "refused")


def test_patient_whose_part_was_made_already_is_left_out_too(
    doctor: APIClient, cohort: dict[str, Diary]
) -> None:
    """The grant ends while the last of the parts is written."""
    job = ask(doctor)
    first, last = sorted(
        [cohort["plain"], cohort["notes"]], key=lambda one: str(one.pk)
    )
    grant = Grant.objects.get(diary=first)
    with connection.execute_wrapper(EndsMidway(grant, chunks=2)):
        assert make(job) is Outcome.READY
    told = manifest_of(opened(doctor, job))["diaries"]
    assert [one["diary"] for one in told] == [str(last.pk)]
    assert ("export-job", "allowed") in steps(first)


def test_one_patient_who_ends_the_access_later_takes_the_file_away(
    doctor: APIClient, cohort: dict[str, Diary], folder: Path
) -> None:
    job = ask(doctor)
    make(job)
    revoke(Grant.objects.get(diary=cohort["plain"]))
    assert fetch(doctor, job).status_code == 404
    assert files_left(folder) == []
    assert steps(cohort["plain"])[-1] == ("export-download", "refused")
    assert steps(cohort["notes"])[-1] == ("export-job", "allowed")


def test_cohort_without_anybody_left_fails(
    doctor: APIClient, cohort: dict[str, Diary], folder: Path
) -> None:
    job = ask(doctor)
    Grant.objects.update(**REVOKED)
    assert make(job) is Outcome.FAILED
    assert state_of(doctor, job)["error"]["code"] == "access_ended"
    assert files_left(folder) == []


def test_erased_diary_is_missed_by_the_download(
    doctor: APIClient, cohort: dict[str, Diary]
) -> None:
    """A file that still holds it must not leave."""
    job = ask(doctor)
    make(job)
    cohort["plain"].owner.delete()
    assert fetch(doctor, job).status_code == 404


def test_asking_for_a_cohort_costs_the_same_for_two_and_for_five(
    doctor: APIClient,
    clinician: User,
    cohort: dict[str, Diary],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_max_num_queries(100) as captured:
        ask(doctor)
    two = len(captured)
    ExportJob.objects.all().delete()
    for number in range(3):
        person = make_user(f"p{number}@example.test")
        give(Diary.objects.get(owner=person), clinician)
    with django_assert_max_num_queries(100) as captured:
        assert ask(doctor)["diaries"] == 5
    assert len(captured) == two
