"""``manage.py create_account``: an account that is ready to use, on one line."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command
from rest_framework.test import APIClient

from diary.models import Consent, Diary, User

pytestmark = pytest.mark.django_db


def create(capsys: pytest.CaptureFixture[str], email: str, role: str) -> str:
    """Run the command with ``--json`` and return what it printed."""
    call_command("create_account", "--role", role, "--email", email, "--json")
    return capsys.readouterr().out


def test_patient_can_call_the_api_at_once(
    capsys: pytest.CaptureFixture[str], anonymous: APIClient
) -> None:
    printed = create(capsys, "Kari@Example.test", "patient")
    assert printed.count("\n") == 1
    made = json.loads(printed)
    diary = Diary.objects.get()
    assert made == {
        "email": "kari@example.test",
        "token": made["token"],
        "header": "X-Session-Token",
        "diary": str(diary.pk),
    }
    assert Consent.objects.get(diary=diary).given is True
    answer = anonymous.get("/api/v1/profile/", headers={made["header"]: made["token"]})
    assert answer.json()["id"] == str(diary.pk)


@pytest.mark.parametrize("role", ["clinician", "staff"])
def test_others_have_no_diary(capsys: pytest.CaptureFixture[str], role: str) -> None:
    assert json.loads(create(capsys, "x@example.test", role))["diary"] is None
    assert User.objects.get().role == role


def test_twice_gives_a_fresh_token_for_the_same_account(
    capsys: pytest.CaptureFixture[str], anonymous: APIClient
) -> None:
    first = json.loads(create(capsys, "kari@example.test", "patient"))
    second = json.loads(create(capsys, "KARI@example.test", "patient"))
    assert first["token"] != second["token"]
    assert first["diary"] == second["diary"]
    for made in (first, second):
        headers = {made["header"]: made["token"]}
        assert anonymous.get("/api/v1/profile/", headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("email", "role"), [("kari@example.test", "staff"), ("not-an-email", "patient")]
)
def test_other_role_or_no_email_is_one_clear_line(
    capsys: pytest.CaptureFixture[str], email: str, role: str
) -> None:
    create(capsys, "kari@example.test", "patient")
    with pytest.raises(CommandError):
        create(capsys, email, role)
    assert User.objects.count() == 1


def test_without_json_it_prints_lines_for_people(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("create_account", "--role", "patient", "--email", "k@example.test")
    assert "X-Session-Token: " in capsys.readouterr().out
