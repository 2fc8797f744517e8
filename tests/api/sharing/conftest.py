"""Grants in every state, and a diary with something to read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from diary.models import Diary, Grant, User

GIVEN_AT = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
EXPIRES_AT = datetime(2099, 1, 1, tzinfo=UTC)

ClientFor = Callable[[User], APIClient]


def give(diary: Diary, clinician: User, **fields: Any) -> Grant:
    """An active grant to read and export, for as long as tests may run."""
    return Grant.objects.create(
        **{
            "diary": diary,
            "clinician": clinician,
            "state": Grant.State.ACTIVE,
            "may_read": True,
            "may_export": True,
            "created_at": GIVEN_AT,
            "confirmed_at": GIVEN_AT,
            "expires_at": EXPIRES_AT,
            **fields,
        }
    )


@pytest.fixture
def grant(diary: Diary, clinician: User) -> Grant:
    """The clinician may read and export the patient's diary, without notes."""
    return give(diary, clinician)


@pytest.fixture
def doctor(clinician: User, login: ClientFor) -> APIClient:
    """A client logged in as the clinician."""
    return login(clinician)


REVOKED = {"state": Grant.State.REVOKED, "revoked_at": GIVEN_AT + timedelta(days=1)}
EXPIRED = {"expires_at": GIVEN_AT + timedelta(days=1)}
NOT_BEGUN = {"confirmed_at": EXPIRES_AT - timedelta(days=1)}
PENDING = {"state": Grant.State.PENDING, "confirmed_at": None}
EXPORT_ONLY = {"may_read": False}
