"""What a clinician reads of a shared diary, and what stays closed."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from rest_framework.test import APIClient

from diary.models import Diary, Grant, User, Warning
from tests.api.sharing.conftest import (
    EXPIRED,
    EXPORT_ONLY,
    NOT_BEGUN,
    PENDING,
    REVOKED,
    ClientFor,
    give,
)
from tests.conftest import episode, make_user, night

V1 = "/api/v1"
RAISED_AT = datetime(2026, 3, 20, 9, 0, tzinfo=UTC)
READS = ("episodes", "nights", "check-ins", "medications", "profile", "warnings")


def make_warning(diary: Diary, **fields: Any) -> Warning:
    """One open warning about how long cramps last."""
    return Warning.objects.create(
        **{
            "diary": diary,
            "criterion": "duration-over-10-min",
            "ruleset_version": "1",
            "severity": "see_doctor",
            "state": Warning.State.OPEN,
            "evidence": [],
            "facts": {"count": 1, "minutes": 12},
            "raised_at": RAISED_AT,
            "judged_at": RAISED_AT,
            "rev": 1,
            **fields,
        }
    )


@pytest.mark.parametrize("read", READS)
def test_clinician_reads_what_the_patient_reads(
    api: APIClient, doctor: APIClient, diary: Diary, grant: Grant, read: str
) -> None:
    api.post(f"{V1}/episodes/", episode(), format="json")
    api.post(f"{V1}/nights/", night(), format="json")
    own = api.get(f"{V1}/{read}/")
    shared = doctor.get(f"{V1}/patients/{diary.pk}/{read}/")
    assert shared.status_code == own.status_code == 200
    assert shared.json() == own.json()


@pytest.mark.parametrize(
    "fields",
    [
        PENDING,
        NOT_BEGUN,
        EXPIRED,
        REVOKED,
        EXPORT_ONLY,
        {"may_read": False, "may_notes": True},
    ],
)
def test_grant_that_does_not_reach_opens_nothing(
    doctor: APIClient, diary: Diary, clinician: User, fields: dict[str, Any]
) -> None:
    give(diary, clinician, **fields)
    answers = [
        doctor.get(f"{V1}/patients/{diary.pk}/{read}/").status_code for read in READS
    ]
    assert answers == [404] * len(READS)


def test_closed_diary_and_no_diary_look_the_same(
    doctor: APIClient, diary: Diary, clinician: User, other_patient: User
) -> None:
    give(diary, clinician, **REVOKED)
    stranger = Diary.objects.get(owner=other_patient)
    seen = []
    for diary_id in (uuid.uuid4(), stranger.pk, diary.pk):
        answer = doctor.get(f"{V1}/patients/{diary_id}/episodes/")
        headers = {**answer.headers, "X-Request-Id": ""}
        seen.append((answer.status_code, {**answer.json(), "request_id": ""}, headers))
    assert seen[0][0] == 404
    assert seen[0] == seen[1] == seen[2]


@pytest.mark.parametrize(
    ("may_notes", "shown"), [(False, ""), (True, "after football")]
)
@pytest.mark.parametrize("table", ["episodes", "nights"])
def test_notes_have_a_scope_of_their_own(
    api: APIClient,
    doctor: APIClient,
    diary: Diary,
    clinician: User,
    may_notes: bool,
    shown: str,
    table: str,
) -> None:
    give(diary, clinician, may_notes=may_notes)
    body = {"episodes": episode, "nights": night}[table](note="after football")
    made = api.post(f"{V1}/{table}/", body, format="json").json()["id"]
    path = f"{V1}/patients/{diary.pk}/{table}/"
    assert doctor.get(path).json()["results"][0]["note"] == shown
    assert doctor.get(f"{path}{made}/").json()["note"] == shown
    assert api.get(f"{V1}/{table}/{made}/").json()["note"] == "after football"


def test_one_row_is_read_only_in_its_own_diary(
    api: APIClient, doctor: APIClient, diary: Diary, clinician: User, login: ClientFor
) -> None:
    other = make_user("third@example.test")
    give(Diary.objects.get(owner=other), clinician)
    give(diary, clinician)
    made = api.post(f"{V1}/episodes/", episode(), format="json").json()["id"]
    theirs = Diary.objects.get(owner=other).pk
    assert doctor.get(f"{V1}/patients/{diary.pk}/episodes/{made}/").status_code == 200
    assert doctor.get(f"{V1}/patients/{theirs}/episodes/{made}/").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_clinician_writes_no_entry(
    doctor: APIClient, diary: Diary, grant: Grant, method: str
) -> None:
    path = f"{V1}/patients/{diary.pk}/episodes/"
    answer = getattr(doctor, method)(path, episode(), format="json")
    assert answer.status_code == 405


def test_clinician_marks_a_warning_as_discussed(
    api: APIClient, doctor: APIClient, diary: Diary, grant: Grant
) -> None:
    warning = make_warning(diary)
    path = f"{V1}/patients/{diary.pk}/warnings/{warning.pk}/"
    assert doctor.get(path).json()["state"] == "open"
    assert doctor.post(f"{path}discussed/").json()["state"] == "discussed"
    own = api.get(f"{V1}/warnings/{warning.pk}/").json()
    assert own["state"] == "discussed"
    assert own["history"][-1]["by"] == "clinician"


def test_clinician_without_a_grant_marks_nothing(
    doctor: APIClient, diary: Diary, clinician: User
) -> None:
    warning = make_warning(diary)
    give(diary, clinician, **REVOKED)
    path = f"{V1}/patients/{diary.pk}/warnings/{warning.pk}/discussed/"
    assert doctor.post(path).status_code == 404
    warning.refresh_from_db()
    assert warning.state == "open"


def test_grant_is_asked_for_on_every_request(
    doctor: APIClient, diary: Diary, grant: Grant
) -> None:
    path = f"{V1}/patients/{diary.pk}/episodes/"
    assert doctor.get(path).status_code == 200
    Grant.objects.filter(pk=grant.pk).update(may_read=False)
    assert doctor.get(path).status_code == 404
