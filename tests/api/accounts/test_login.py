"""Login, logout, sessions, reset; what a token opens and what it no longer opens."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from rest_framework.test import APIClient

from api.accounts.sessions import key_of
from diary.models import User
from tests.api.accounts.test_sign_up import BASE, code_from_mail
from tests.conftest import token_for

PASSWORD = "a-long-password"
EPISODES = "/api/v1/episodes/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def confirmed(patient: User) -> User:
    """A patient whose email is confirmed, as login demands."""
    EmailAddress.objects.create(
        user=patient, email=patient.email, verified=True, primary=True
    )
    return patient


def login(client: APIClient, email: str, password: str = PASSWORD, **more: Any) -> Any:
    """Log in as an app does."""
    body = {"email": email, "password": password}
    return client.post(f"{BASE}/auth/login", body, format="json", **more)


def token_of(answer: Any) -> str:
    """The session token of an answer."""
    return str(answer.json()["meta"]["session_token"])


def status_with(client: APIClient, token: str) -> int:
    """What the diary answers to this token."""
    return int(client.get(EPISODES, headers={"X-Session-Token": token}).status_code)


def test_login_opens_the_diary_until_logout(
    anonymous: APIClient, confirmed: User
) -> None:
    token = token_of(login(anonymous, confirmed.email))
    assert status_with(anonymous, token) == 200
    headers = {"X-Session-Token": token}
    assert anonymous.delete(f"{BASE}/auth/session", headers=headers).status_code == 401
    assert status_with(anonymous, token) == 401


def test_no_token_is_401_and_names_the_header(anonymous: APIClient) -> None:
    answer = anonymous.get(EPISODES)
    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")
    assert answer["WWW-Authenticate"] == "X-Session-Token"


@pytest.mark.parametrize("token", ["", "x", "ø" * 40, "a" * 10_000, "0" * 40])
def test_malformed_token_is_401(anonymous: APIClient, db: None, token: str) -> None:
    answer = anonymous.get(EPISODES, HTTP_X_SESSION_TOKEN=token)
    assert answer.status_code == 401


def test_session_ends_after_two_weeks(anonymous: APIClient, patient: User) -> None:
    with time_machine.travel("2026-03-01T12:00:00Z", tick=False):
        token = token_for(patient)
    with time_machine.travel("2026-03-15T11:59:59Z", tick=False):
        assert status_with(anonymous, token) == 200
    with time_machine.travel("2026-03-15T12:00:00Z", tick=False):
        assert status_with(anonymous, token) == 401


def test_session_key_from_a_leaked_table_opens_nothing(
    anonymous: APIClient, patient: User
) -> None:
    leaked = key_of(token_for(patient))
    assert status_with(anonymous, leaked) == 401
    anonymous.cookies["sessionid"] = leaked
    assert anonymous.get(EPISODES).status_code == 401
    assert anonymous.get(f"{BASE}/auth/session").status_code == 401


def test_inactive_account_is_refused(anonymous: APIClient, patient: User) -> None:
    token = token_for(patient)
    patient.is_active = False
    patient.save()
    assert status_with(anonymous, token) == 401


def test_sessions_are_listed_and_ended_from_another(
    anonymous: APIClient, confirmed: User
) -> None:
    phone = token_of(login(anonymous, confirmed.email))
    tablet = token_of(login(anonymous, confirmed.email))
    headers = {"X-Session-Token": tablet}
    listed = anonymous.get(f"{BASE}/auth/sessions", headers=headers).json()["data"]
    others = [session["id"] for session in listed if not session["is_current"]]
    assert len(listed) == 2
    assert len(others) == 1
    ended = anonymous.delete(
        f"{BASE}/auth/sessions", {"sessions": others}, format="json", headers=headers
    )
    assert ended.status_code == 200
    assert status_with(anonymous, phone) == 401
    assert status_with(anonymous, tablet) == 200


def test_reset_by_code_ends_every_old_session(
    anonymous: APIClient, confirmed: User
) -> None:
    old = token_of(login(anonymous, confirmed.email))
    asked = anonymous.post(
        f"{BASE}/auth/password/request", {"email": confirmed.email}, format="json"
    )
    assert asked.status_code == 401
    changed = anonymous.post(
        f"{BASE}/auth/password/reset",
        {"key": code_from_mail(), "password": "another-long-password"},
        format="json",
        headers={"X-Session-Token": token_of(asked)},
    )
    assert changed.status_code == 401  # logged in only by the next login
    assert status_with(anonymous, old) == 401
    assert login(anonymous, confirmed.email).status_code == 400
    again = login(anonymous, confirmed.email, "another-long-password")
    assert again.status_code == 200


def test_password_change_ends_the_other_sessions(
    anonymous: APIClient, confirmed: User
) -> None:
    other = token_of(login(anonymous, confirmed.email))
    token = token_of(login(anonymous, confirmed.email))
    changed = anonymous.post(
        f"{BASE}/account/password/change",
        {"current_password": PASSWORD, "new_password": "another-long-password"},
        format="json",
        headers={"X-Session-Token": token},
    )
    assert changed.status_code in {200, 401}
    assert status_with(anonymous, other) == 401


def test_reset_for_an_unknown_email_answers_alike(
    anonymous: APIClient, confirmed: User
) -> None:
    path = f"{BASE}/auth/password/request"
    known = anonymous.post(path, {"email": confirmed.email}, format="json")
    unknown = anonymous.post(path, {"email": "nobody@example.test"}, format="json")
    assert known.status_code == unknown.status_code == 401
    assert known.json()["data"] == unknown.json()["data"]


def test_unknown_email_and_wrong_password_answer_alike(
    anonymous: APIClient, confirmed: User
) -> None:
    wrong = login(anonymous, confirmed.email, "not-the-password")
    unknown = login(anonymous, "nobody@example.test", "not-the-password")
    assert wrong.status_code == unknown.status_code == 400
    assert wrong.json() == unknown.json()


def test_mails_carry_no_address_to_follow(
    anonymous: APIClient, confirmed: User
) -> None:
    anonymous.post(
        f"{BASE}/auth/password/request", {"email": confirmed.email}, format="json"
    )
    assert len(mail.outbox) == 1
    assert "http" not in str(mail.outbox[0].body)


@pytest.mark.parametrize(
    "path",
    [
        "config",
        "auth/session",
        "auth/sessions",
        "account/email",
        "account/authenticators",
        "account/authenticators/totp",
        "account/authenticators/recovery-codes",
        "auth/email/verify",
        "auth/password/reset",
    ],
)
def test_account_routes_answer_without_a_fault(
    anonymous: APIClient, confirmed: User, path: str
) -> None:
    token = token_of(login(anonymous, confirmed.email))
    for headers in ({}, {"X-Session-Token": token}, {"X-Session-Token": "unknown"}):
        answer = anonymous.get(f"{BASE}/{path}", headers=headers)
        assert answer.status_code in {200, 401, 404, 409, 410}
        assert "no-store" in answer["Cache-Control"]
