"""``make_demo``: flagged as the mission says, idempotent, with tokens that work."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from rest_framework.test import APIClient

from diary.models import (
    AccessEvent,
    CheckIn,
    Consent,
    Diary,
    Episode,
    EvaluationDue,
    Grant,
    Medication,
    Night,
    User,
    Warning,
    WarningEvent,
)

TODAYS = ("2026-03-20", "2026-04-10", "2026-11-01")
COUNTED = (
    User,
    Diary,
    Consent,
    Episode,
    Night,
    CheckIn,
    Medication,
    Warning,
    WarningEvent,
    Grant,
    AccessEvent,
)
pytestmark = pytest.mark.django_db


def make_demo(*arguments: str) -> str:
    """The command's output."""
    out = io.StringIO()
    call_command("make_demo", *arguments, stdout=out)
    return out.getvalue()


def people(today: str = TODAYS[0]) -> dict[str, Any]:
    """The one JSON line."""
    return dict(json.loads(make_demo("--json", "--today", today)))


def criteria_of(archetype: str) -> set[str]:
    """What stands open for this person."""
    rows = Warning.objects.filter(diary__owner__email__startswith=f"{archetype}@")
    return set(rows.filter(state="open").values_list("criterion", flat=True))


def client_of(person: dict[str, str]) -> APIClient:
    client = APIClient()
    client.credentials(
        **{f"HTTP_{person['header'].upper().replace('-', '_')}": person["token"]}
    )
    return client


@pytest.mark.parametrize("today", TODAYS)
def test_each_mission_diary_is_flagged_with_its_criterion(today: str) -> None:
    people(today)
    assert "duration-over-10-min" in criteria_of("long-cramps")
    assert "spread-to-arms" in criteria_of("spread-to-arms")
    assert "daytime-progression" in criteria_of("daytime-progression")


@pytest.mark.parametrize("today", TODAYS)
def test_the_others_raise_none_of_the_three(today: str) -> None:
    people(today)
    three = {"duration-over-10-min", "spread-to-arms", "daytime-progression"}
    assert criteria_of("improving").isdisjoint(three)
    assert criteria_of("sparse").isdisjoint(three)
    assert criteria_of("spread-to-arms") & three == {"spread-to-arms"}
    assert criteria_of("daytime-progression") & three == {"daytime-progression"}


def test_json_is_one_line_with_everything_a_client_needs() -> None:
    line = make_demo("--json", "--today", TODAYS[0])
    assert line.count("\n") == 1
    found = json.loads(line)
    assert len(found["accounts"]) == 5
    for account in found["accounts"]:
        assert set(account) == {"archetype", "email", "token", "header", "diary"}
    assert found["clinician"]["diary"] is None


def test_second_run_changes_nothing_and_gives_tokens_that_work() -> None:
    first = people()
    rows = {model: model.objects.count() for model in COUNTED}
    revisions = list(Diary.objects.order_by("pk").values_list("revision", flat=True))
    second = people()
    assert {model: model.objects.count() for model in COUNTED} == rows
    again = list(Diary.objects.order_by("pk").values_list("revision", flat=True))
    assert again == revisions
    for run in (first, second):
        for person in run["accounts"]:
            assert client_of(person).get("/api/v1/episodes/").status_code == 200


def test_every_diary_is_judged_already() -> None:
    people()
    assert Diary.objects.count() == 5
    assert not EvaluationDue.objects.exists()


def test_clinician_may_open_each_diary_and_its_export() -> None:
    found = people()
    doctor = client_of(found["clinician"])
    shared = doctor.get("/api/v1/patients/").json()["results"]
    assert len(shared) == 5
    for account in found["accounts"]:
        url = f"/api/v1/patients/{account['diary']}/export.csv"
        assert doctor.get(url).status_code == 200


def test_improving_diary_is_told_so() -> None:
    found = people()
    person = next(a for a in found["accounts"] if a["archetype"] == "improving")
    asked = {"end": "2026-03-19"}
    summary = client_of(person).get("/api/v1/trends/summary/", asked).json()
    nights = next(f for f in summary["figures"] if f["id"] == "cramp_nights")
    assert nights["change"]["verdict"] == "improved"
    assert "clearly fewer" in nights["text"]


def test_without_json_each_account_is_a_line() -> None:
    lines = make_demo("--today", TODAYS[0]).splitlines()
    assert len(lines) == 6
    assert all("X-Session-Token: " in line for line in lines)


def test_wrong_date_is_one_clear_line() -> None:
    with pytest.raises(CommandError, match="YYYY-MM-DD"):
        make_demo("--today", "20.03.2026")
