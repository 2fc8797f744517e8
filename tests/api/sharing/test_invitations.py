"""From the invitation to the end of the grant, step by step."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient

from diary.models import Diary, Grant, Invitation, User
from diary.services.codes import ALPHABET
from diary.services.sharing import invite, redeem
from tests.api.sharing.conftest import EXPIRED, REVOKED, ClientFor, give
from tests.api.threads import threads

__all__ = ["threads"]

V1 = "/api/v1"
NOW = datetime(2026, 3, 20, 8, 0, tzinfo=UTC)


def code_of(api: APIClient, **fields: Any) -> str:
    """Make an invitation and return its code."""
    body = {"scopes": ["read", "export"], **fields}
    answer = api.post(f"{V1}/invitations/", body, format="json")
    assert answer.status_code == 201
    return str(answer.json()["code"])


def type_code(doctor: APIClient, code: str) -> Any:
    """The clinician types a code."""
    return doctor.post(f"{V1}/invitations/redeem/", {"code": code}, format="json")


def test_sharing_from_code_to_end(
    api: APIClient, doctor: APIClient, diary: Diary
) -> None:
    redeemed = type_code(doctor, code_of(api, days=30))
    assert redeemed.status_code == 201
    assert redeemed.json()["state"] == "pending"
    grant = redeemed.json()["grant"]
    episodes = f"{V1}/patients/{diary.pk}/episodes/"
    assert doctor.get(episodes).status_code == 404
    listed = api.get(f"{V1}/grants/").json()["results"]
    assert [row["id"] for row in listed] == [grant]
    confirmed = api.patch(f"{V1}/grants/{grant}/", {"state": "active"}, format="json")
    assert (confirmed.status_code, confirmed.json()["state"]) == (200, "active")
    assert doctor.get(episodes).status_code == 200
    assert api.delete(f"{V1}/grants/{grant}/").status_code == 204
    assert doctor.get(episodes).status_code == 404
    assert api.get(f"{V1}/grants/").json()["results"][0]["state"] == "revoked"


def test_patient_is_told_that_nobody_checked_who_it_is(
    api: APIClient, grant: Grant
) -> None:
    clinician = api.get(f"{V1}/grants/").json()["results"][0]["clinician"]
    assert clinician["identity_verified"] is False
    assert clinician["note"].startswith("Leggro has not checked who this is")
    assert clinician["email"] == grant.clinician.email


def test_code_has_50_bits_and_is_kept_only_as_a_hash(
    api: APIClient, diary: Diary
) -> None:
    code = code_of(api)
    assert re.fullmatch(f"[{ALPHABET}]{{10}}", code)
    assert len(set(ALPHABET)) == 32
    kept = Invitation.objects.filter(diary=diary).values().get()
    assert code not in str(kept)


@pytest.mark.django_db
def test_code_is_read_as_people_write_it(clinician: User, diary: Diary) -> None:
    code, _ = invite(diary.pk, scopes=["read"], days=90, now=NOW)
    written = code.lower().replace("0", "o").replace("1", "l")
    spaced = f" {written[:5]}-{written[5:]} "
    assert redeem(clinician, code=spaced, now=NOW) is not None


@pytest.mark.parametrize(
    ("age", "works"),
    [
        (timedelta(minutes=9, seconds=59), True),
        (timedelta(minutes=10), False),
        (timedelta(minutes=10, seconds=1), False),
    ],
)
def test_code_works_for_ten_minutes(
    clinician: User, diary: Diary, age: timedelta, works: bool
) -> None:
    code, expires_at = invite(diary.pk, scopes=["read"], days=90, now=NOW)
    assert expires_at == NOW + timedelta(minutes=10)
    assert (redeem(clinician, code=code, now=NOW + age) is not None) is works


def test_wrong_expired_and_used_codes_answer_alike(
    api: APIClient, doctor: APIClient
) -> None:
    used = code_of(api)
    assert type_code(doctor, used).status_code == 201
    with time_machine.travel(NOW, tick=False):
        expired = code_of(api)
    bodies = []
    for code in (used, expired, "0000000000", "", "nonsense ø"):
        answer = type_code(doctor, code)
        assert answer.status_code == 404
        bodies.append({**answer.json(), "request_id": ""})
    assert bodies[0]["code"] == "code_unusable"
    assert bodies == bodies[:1] * 5


def test_of_50_parallel_attempts_one_redeems(
    threads: Callable[[int, Callable[[int], bool]], list[bool]],
    clinician: User,
    diary: Diary,
) -> None:
    code, _ = invite(diary.pk, scopes=["read"], days=90, now=NOW)

    def attempt(_: int) -> bool:
        return redeem(clinician, code=code, now=NOW) is not None

    assert threads(50, attempt).count(True) == 1


def test_eleventh_guess_waits(doctor: APIClient, api: APIClient) -> None:
    code = code_of(api)
    guesses = [type_code(doctor, "0000000000").status_code for _ in range(10)]
    refused = type_code(doctor, code)
    assert guesses == [404] * 10
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
    assert int(refused["Retry-After"]) > 500


def test_many_accounts_behind_one_address_share_a_limit(
    login: ClientFor, clinician: User
) -> None:
    others = [
        User.objects.create_user(f"c{number}@example.test", role="clinician")
        for number in range(7)
    ]
    answers = [
        type_code(login(other), "0000000000").status_code
        for other in others
        for _ in range(9)
    ]
    assert answers == [404] * 60 + [429] * 3


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({}, "scopes", "required"),
        ({"scopes": "read"}, "scopes", "wrong_type"),
        ({"scopes": []}, "scopes", "scope_needed"),
        ({"scopes": ["notes"]}, "scopes", "scope_needed"),
        ({"scopes": ["write"]}, "scopes", "unknown_code"),
        ({"scopes": [["read"]]}, "scopes", "unknown_code"),
        ({"scopes": ["read"], "days": 0}, "days", "out_of_range"),
        ({"scopes": ["read"], "days": 367}, "days", "out_of_range"),
        ({"scopes": ["read"], "days": "90"}, "days", "wrong_type"),
        ({"scopes": ["read"], "days": True}, "days", "wrong_type"),
        ({"scopes": ["read"], "diary": "x"}, "diary", "unknown_field"),
    ],
)
def test_bad_invitation_names_the_field(
    api: APIClient, body: dict[str, Any], field: str, code: str
) -> None:
    answer = api.post(f"{V1}/invitations/", body, format="json")
    assert answer.status_code == 400
    assert answer.json()["fields"][field]["code"] == code
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("sent", "days"), [({}, 90), ({"days": 1}, 1), ({"days": 366}, 366)]
)
def test_access_lasts_the_days_the_patient_chose(
    api: APIClient, clinician: User, sent: dict[str, int], days: int
) -> None:
    with time_machine.travel(NOW, tick=False):
        code = code_of(api, **sent)
        grant = redeem(clinician, code=code, now=NOW)
    assert grant is not None
    assert grant.expires_at == NOW + timedelta(days=days)


@pytest.mark.parametrize("ended", [REVOKED, EXPIRED])
def test_ended_grant_cannot_be_confirmed(
    api: APIClient, diary: Diary, clinician: User, ended: dict[str, Any]
) -> None:
    grant = give(diary, clinician, **ended)
    answer = api.patch(f"{V1}/grants/{grant.pk}/", {"state": "active"}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "grant_ended")


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({}, "state", "required"),
        ({"state": "revoked"}, "state", "unknown_code"),
        ({"state": None}, "state", "wrong_type"),
        ({"state": "active", "may_notes": True}, "may_notes", "unknown_field"),
    ],
)
def test_grant_changes_in_one_way_only(
    api: APIClient, grant: Grant, body: dict[str, Any], field: str, code: str
) -> None:
    answer = api.patch(f"{V1}/grants/{grant.pk}/", body, format="json")
    assert answer.status_code == 400
    assert answer.json()["fields"][field]["code"] == code


def test_somebody_elses_grant_does_not_exist(
    login: ClientFor, other_patient: User, grant: Grant
) -> None:
    stranger = login(other_patient)
    for path in (f"{V1}/grants/{grant.pk}/", f"{V1}/grants/{uuid.uuid4()}/"):
        assert stranger.delete(path).status_code == 404
        confirmed = stranger.patch(path, {"state": "active"}, format="json")
        assert confirmed.status_code == 404
    grant.refresh_from_db()
    assert grant.state == "active"
    assert stranger.get(f"{V1}/grants/").json()["results"] == []


def test_new_grant_replaces_the_old_one_when_confirmed(
    api: APIClient, doctor: APIClient, diary: Diary, grant: Grant
) -> None:
    newer = type_code(doctor, code_of(api, scopes=["read", "notes"])).json()["grant"]
    assert doctor.get(f"{V1}/patients/{diary.pk}/episodes/").status_code == 200
    api.patch(f"{V1}/grants/{newer}/", {"state": "active"}, format="json")
    states = {
        row["id"]: row["state"] for row in api.get(f"{V1}/grants/").json()["results"]
    }
    assert states == {newer: "active", str(grant.pk): "revoked"}


def test_second_code_replaces_the_grant_that_waits(
    api: APIClient, doctor: APIClient
) -> None:
    first = type_code(doctor, code_of(api)).json()["grant"]
    second = type_code(doctor, code_of(api)).json()["grant"]
    states = {
        row["id"]: row["state"] for row in api.get(f"{V1}/grants/").json()["results"]
    }
    assert states == {first: "revoked", second: "pending"}


def test_confirming_and_ending_twice_changes_nothing(
    api: APIClient, grant: Grant
) -> None:
    path = f"{V1}/grants/{grant.pk}/"
    assert api.patch(path, {"state": "active"}, format="json").status_code == 200
    grant.refresh_from_db()
    assert grant.confirmed_at is not None
    assert api.delete(path).status_code == 204
    ended_at = Grant.objects.get().revoked_at
    assert api.delete(path).status_code == 204
    assert Grant.objects.get().revoked_at == ended_at
