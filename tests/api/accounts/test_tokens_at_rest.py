"""What a stolen database or log gives away: no token, no code, no password."""

from __future__ import annotations

import json
import logging

import pytest
from django.core.management import call_command
from django.db import connection
from rest_framework.test import APIClient

from api.accounts.sessions import key_of
from diary.models import User
from tests.api.accounts.test_login import PASSWORD, confirmed, login, token_of

__all__ = ["confirmed"]

pytestmark = pytest.mark.django_db


def dump() -> str:
    """Every row of every table as text."""
    parts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - our own tables
            parts.append(json.dumps(cursor.fetchall(), default=str))
    return "\n".join(parts)


def test_no_table_holds_a_token_or_password(
    anonymous: APIClient, confirmed: User, capsys: pytest.CaptureFixture[str]
) -> None:
    token = token_of(login(anonymous, confirmed.email))
    call_command("create_account", role="clinician", email="c@example.test", json=True)
    made = json.loads(capsys.readouterr().out)["token"]
    stored = dump()
    assert key_of(token) in stored  # the dump does reach the sessions
    assert key_of(made) in stored
    assert token not in stored
    assert made not in stored
    assert PASSWORD not in stored


def test_logs_name_no_token_password_or_email(
    anonymous: APIClient, confirmed: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    token = token_of(login(anonymous, confirmed.email))
    login(anonymous, confirmed.email, "wrong-password")
    anonymous.get("/api/v1/episodes/", headers={"X-Session-Token": token})
    anonymous.get("/api/v1/episodes/", headers={"X-Session-Token": token + "x"})
    written = "\n".join(
        record.getMessage()
        for record in caplog.records
        if record.name != "django.db.backends"
    )
    for secret in (token, PASSWORD, "wrong-password", confirmed.email):
        assert secret not in written
