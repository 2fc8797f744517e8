"""The cast, and builders with plain defaults; a test sets what it is about."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from rest_framework.test import APIClient

from diary.models import Diary, User
from diary.services.diaries import (
    CONSENT_TEXT_VERSION,
    open_diary,
    record_consent,
)
from tests.documented import DocumentedClient

NOW = datetime(2026, 3, 20, 8, 0, tzinfo=UTC)


def make_user(email: str, role: str = User.Role.PATIENT) -> User:
    """An account that can log in; a patient gets a diary and consents to flagging."""
    user = User.objects.create_user(email, "a-long-password", role=role)
    if role == User.Role.PATIENT:
        diary = open_diary(user, now=NOW)
        record_consent(
            diary,
            purpose="flagging",
            given=True,
            text_version=CONSENT_TEXT_VERSION,
            now=NOW,
        )
    return user


def token_for(user: User) -> str:
    """A session token as a client would hold it after logging in."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.token)


@pytest.fixture
def patient(db: None) -> User:
    """The person whose diary it is."""
    return make_user("patient@example.test")


@pytest.fixture
def other_patient(db: None) -> User:
    """Somebody else with a diary of their own."""
    return make_user("other@example.test")


@pytest.fixture
def clinician(db: None) -> User:
    """A clinician without any grant."""
    return make_user("clinician@example.test", User.Role.CLINICIAN)


@pytest.fixture
def staff(db: None) -> User:
    """An operator's account."""
    return make_user("staff@example.test", User.Role.STAFF)


@pytest.fixture
def diary(patient: User) -> Diary:
    """The patient's diary."""
    return Diary.objects.get(owner=patient)


@pytest.fixture
def login() -> Callable[[User], APIClient]:
    """Make a client that is logged in as somebody, and checks what it is answered."""

    def make(user: User) -> APIClient:
        client = DocumentedClient()
        client.credentials(HTTP_X_SESSION_TOKEN=token_for(user))
        return client

    return make


@pytest.fixture
def api(patient: User, login: Callable[[User], APIClient]) -> APIClient:
    """A client logged in as the patient."""
    return login(patient)


@pytest.fixture
def anonymous() -> APIClient:
    """A client that is not logged in."""
    return DocumentedClient()


def episode(**fields: Any) -> dict[str, Any]:
    """One episode as a phone sends it: a nine-minute calf cramp at night."""
    return {
        "id": str(uuid.uuid4()),
        "started_at": "2026-03-20T02:00:00+01:00",
        "tz": "Europe/Oslo",
        "ended_at": "2026-03-20T02:09:00+01:00",
        "sites": [{"muscle": "calf", "side": "left"}],
        **fields,
    }


def night(**fields: Any) -> dict[str, Any]:
    """One night as a phone sends it: the worked example of the sleep diary."""
    return {
        "night_date": "2026-03-20",
        "tz": "Europe/Oslo",
        "into_bed_at": "2026-03-19T22:45:00+01:00",
        "sleep_attempt_at": "2026-03-19T23:15:00+01:00",
        "sol_minutes": 20,
        "awakenings": 2,
        "waso_minutes": 25,
        "final_awakening_at": "2026-03-20T06:30:00+01:00",
        "trying_to_sleep_after_final_awakening_minutes": 10,
        "out_of_bed_at": "2026-03-20T07:00:00+01:00",
        "quality": 3,
        **fields,
    }
