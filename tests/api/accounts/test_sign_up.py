"""Sign-up: a code by mail, 16 or older, a diary and an answer about flagging."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from rest_framework.test import APIClient

from diary.models import Consent, Diary, User

BASE = "/api/v1/account/app/v1"
PASSWORD = "cramps-at-three-in-the-morning"

pytestmark = pytest.mark.django_db


def signup(client: APIClient, **fields: Any) -> Any:
    """Post the sign-up of a patient; ``None`` leaves a field out."""
    body = {
        "email": "new@example.test",
        "password": PASSWORD,
        "is_16_or_older": True,
        "consent_to_flagging": True,
        "display_name": "Kari",
        **fields,
    }
    sent = {name: value for name, value in body.items() if value is not None}
    return client.post(f"{BASE}/auth/signup", sent, format="json")


def code_from_mail() -> str:
    """The code in the newest mail, as a person would read it."""
    found = re.search(r"^[A-Z0-9-]{6,12}$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found is not None
    return found[0]


def test_sign_up_with_the_mailed_code_opens_a_diary(anonymous: APIClient) -> None:
    begun = signup(anonymous)
    assert begun.status_code == 401
    half = begun.json()["meta"]["session_token"]
    confirmed = anonymous.post(
        f"{BASE}/auth/email/verify",
        {"key": code_from_mail()},
        format="json",
        headers={"X-Session-Token": half},
    )
    assert confirmed.status_code == 200
    token = confirmed.json()["meta"]["session_token"]
    read = anonymous.get("/api/v1/episodes/", headers={"X-Session-Token": token})
    assert read.status_code == 200
    user = User.objects.get(email="new@example.test")
    assert (user.role, user.display_name) == ("patient", "Kari")
    consent = Consent.objects.get(diary__owner=user)
    assert (consent.purpose, consent.given, consent.text_version) == (
        "flagging",
        True,
        "1",
    )


def test_half_authenticated_session_is_refused(anonymous: APIClient) -> None:
    half = signup(anonymous).json()["meta"]["session_token"]
    read = anonymous.get("/api/v1/episodes/", headers={"X-Session-Token": half})
    assert read.status_code == 401
    assert read["WWW-Authenticate"] == "X-Session-Token"


def test_no_to_flagging_is_stored_as_an_answer(anonymous: APIClient) -> None:
    assert signup(anonymous, consent_to_flagging=False).status_code == 401
    assert Consent.objects.get().given is False


def test_clinician_signs_up_without_a_diary(anonymous: APIClient) -> None:
    answer = signup(
        anonymous, role="clinician", display_name="Dr Vik", consent_to_flagging=None
    )
    assert answer.status_code == 401
    assert User.objects.get().role == "clinician"
    assert not Diary.objects.exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"is_16_or_older": None}, "is_16_or_older"),
        ({"is_16_or_older": False}, "is_16_or_older"),
        ({"is_16_or_older": "true"}, "is_16_or_older"),
        ({"is_16_or_older": 1}, "is_16_or_older"),
        ({"consent_to_flagging": None}, "consent_to_flagging"),
        ({"consent_to_flagging": "no"}, "consent_to_flagging"),
        ({"consent_text_version": "0"}, "consent_text_version"),
        ({"role": "staff"}, "role"),
        ({"role": "clinician", "display_name": ""}, "display_name"),
        ({"display_name": "k" * 121}, "display_name"),
        ({"display_name": "a\x00b"}, "display_name"),
        ({"email": "not-an-email"}, "email"),
        ({"password": "short"}, "password"),
        ({"password": "password1"}, "password"),
        ({"password": None}, "password"),
    ],
)
def test_bad_sign_up_stores_nothing_and_names_the_field(
    anonymous: APIClient, changed: dict[str, Any], field: str
) -> None:
    answer = signup(anonymous, **changed)
    assert answer.status_code == 400
    errors = answer.json()
    named = {error.get("param") for error in errors.get("errors", [])}
    assert field in named or errors.get("code") == "control_character"
    assert not User.objects.exists()
    assert mail.outbox == []


def test_longest_name_is_stored_as_sent(anonymous: APIClient) -> None:
    assert signup(anonymous, display_name="k" * 120).status_code == 401
    assert User.objects.get().display_name == "k" * 120


def test_under_16_is_told_so_in_bokmaal(anonymous: APIClient) -> None:
    anonymous.credentials(HTTP_ACCEPT_LANGUAGE="nb")
    errors = signup(anonymous, is_16_or_older=False).json()["errors"]
    assert "16" in errors[0]["message"]


def test_known_email_gets_the_same_answer_and_another_mail(
    anonymous: APIClient, patient: User
) -> None:
    new = signup(anonymous)
    known = signup(anonymous, email=patient.email)
    assert known.status_code == new.status_code == 401
    assert known.json()["data"]["flows"] == new.json()["data"]["flows"]
    assert User.objects.count() == 2
    assert mail.outbox[-1].to == [patient.email]


def test_known_email_costs_a_password_hash_like_a_new_one(
    anonymous: APIClient, patient: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(salt)
        return str(encode(self, password, salt))

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    signup(anonymous)
    for_new = len(hashed)
    signup(anonymous, email=patient.email)
    assert for_new == len(hashed) - for_new == 1


def test_same_email_signing_up_twice_at_once_is_told_to_try_again(
    anonymous: APIClient, patient: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "allauth.account.internal.flows.manage_email.email_already_exists",
        lambda email: (email, False),  # what the slower of the two has seen
    )
    answer = signup(anonymous, email=patient.email)
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert int(answer["Retry-After"]) > 0
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("[" * 100_000, "too_deep"),
        ("[]", "bad_json"),
        ('{"email": "a@b.no", "email": "c@d.no"}', "doubled_key"),
        ('{"a": NaN}', "not_a_number"),
        ("{", "bad_json"),
        ('{"email": "\\u0000"}', "control_character"),
        ('{"email": "\\ud800"}', "broken_text"),
    ],
)
def test_hostile_json_is_a_400_in_our_envelope(
    anonymous: APIClient, body: str, code: str
) -> None:
    answer = anonymous.generic(
        "POST", f"{BASE}/auth/signup", body, content_type="application/json"
    )
    assert (answer.status_code, answer.json()["code"]) == (400, code)


def test_accounts_describe_themselves_offline(anonymous: APIClient) -> None:
    described = anonymous.get("/api/v1/account/openapi.json")
    fields = described.json()["components"]["schemas"]["BaseSignup"]["properties"]
    assert fields["is_16_or_older"]["type"] == "boolean"
    assert f"{BASE}/auth/signup" in described.json()["paths"]
    assert b"/api/v1/account/docs/" in anonymous.get("/api/v1/schema/").content
    page = anonymous.get("/api/v1/account/docs/")
    assert page.status_code == 200
    assert b"cdn" not in page.content.lower()
