"""The clinician's list: who shares a diary, who needs a look, how full the diary is."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from diary.models import Diary, Grant, User, Warning
from tests.api.sharing.conftest import (
    EXPIRED,
    EXPORT_ONLY,
    PENDING,
    REVOKED,
    ClientFor,
    give,
)
from tests.api.sharing.test_patients import make_warning
from tests.conftest import NOW, episode, make_user, night

V1 = "/api/v1"
# Session, account, list, log row, warnings, check-ins, bed times, episodes; the rest
# savepoints.
PATIENT_LIST_QUERIES = 12
NONE_OPEN = {"urgent": 0, "see_doctor_soon": 0, "see_doctor": 0, "info": 0}


def only_row(doctor: APIClient) -> dict[str, Any]:
    """The one diary of the list."""
    (row,) = doctor.get(f"{V1}/patients/").json()["results"]
    return dict(row)


def send(api: APIClient, route: str, *items: dict[str, Any]) -> None:
    """Store entries through the API."""
    for item in items:
        answer = api.post(f"{V1}/{route}/", item, format="json")
        assert answer.status_code == 201, answer.content


def test_list_tells_who_needs_a_look(
    api: APIClient, doctor: APIClient, diary: Diary, grant: Grant, patient: User
) -> None:
    patient.display_name = "Kari"
    patient.save()
    make_warning(diary)
    make_warning(diary, state=Warning.State.SEEN, criterion="spread-to-arms")
    make_warning(diary, state=Warning.State.DISCUSSED, criterion="daytime-progression")
    made = api.post(f"{V1}/episodes/", episode(), format="json").json()
    row = only_row(doctor)
    assert row.pop("completeness")["den"] == 28
    last = row.pop("last_entry_at")
    assert row == {
        "diary": str(diary.pk),
        "display_name": "Kari",
        "open_warnings": 2,
        "open_warnings_by_severity": {**NONE_OPEN, "see_doctor": 2},
        "grant": str(grant.pk),
    }
    assert datetime.fromisoformat(last) == datetime.fromisoformat(made["received_at"])


@pytest.mark.parametrize("severity", NONE_OPEN)
def test_open_warnings_are_counted_by_severity(
    doctor: APIClient, diary: Diary, grant: Grant, severity: str
) -> None:
    make_warning(diary, severity=severity)
    for number, ended in enumerate((Warning.State.RESOLVED, Warning.State.RETRACTED)):
        make_warning(diary, severity=severity, state=ended, criterion=f"old-{number}")
    counts = only_row(doctor)["open_warnings_by_severity"]
    assert counts == {**NONE_OPEN, severity: 1}


def test_worst_open_warning_comes_first_on_every_page(
    doctor: APIClient, clinician: User
) -> None:
    """Two of each severity, one without a warning, one not shared for reading."""
    expected: dict[str, set[str]] = {}
    for place, severity in enumerate((*NONE_OPEN, None)):
        for number in range(2):
            diary = shared_diary(clinician, f"p{place}{number}@example.test")
            expected.setdefault(str(severity), set()).add(str(diary.pk))
            if severity is not None:
                make_warning(diary, severity=severity)
    hidden = shared_diary(clinician, "hidden@example.test", **EXPORT_ONLY)
    make_warning(hidden, severity="urgent")
    expected["None"].add(str(hidden.pk))

    seen: list[str] = []
    url = f"{V1}/patients/?limit=3"
    while url:
        page = doctor.get(url).json()
        seen += [row["diary"] for row in page["results"]]
        url = page["next"]
    assert len(seen) == len(set(seen)) == 11
    groups = [set(seen[:2]), set(seen[2:4]), set(seen[4:6]), set(seen[6:8])]
    assert [*groups, set(seen[8:])] == list(expected.values())


def test_empty_diary_has_no_last_entry_and_no_recorded_night(
    doctor: APIClient, grant: Grant
) -> None:
    row = only_row(doctor)
    assert (row["open_warnings"], row["last_entry_at"]) == (0, None)
    assert row["completeness"] == {"value": 0.0, "num": 0, "den": 28}


NEW_YORK = {"tz": "America/New_York"}
ODD_ENTRIES = [
    # A cramp and a check-in of one night; one that is restless legs, not a cramp.
    ("episodes", episode(started_at="2026-03-10T02:00:00+01:00", ended_at=None)),
    ("check-ins", {"date": "2026-03-10", "covers": "night"}),
    (
        "episodes",
        episode(
            started_at="2026-03-11T02:00:00+01:00",
            ended_at=None,
            sensations=["urge-to-move"],
            relief=[{"code": "walking-about", "effect": "full"}],
        ),
    ),
    # By day; in bed early in the evening; in another zone; on the first night, before.
    ("episodes", episode(started_at="2026-03-12T15:00:00+01:00", ended_at=None)),
    ("episodes", episode(started_at="2026-03-12T21:30:00+01:00", ended_at=None)),
    (
        "nights",
        night(
            night_date="2026-03-13",
            into_bed_at="2026-03-12T21:00:00+01:00",
            sleep_attempt_at=None,
            final_awakening_at=None,
            out_of_bed_at="2026-03-13T06:00:00+01:00",
        ),
    ),
    (
        "episodes",
        episode(started_at="2026-03-15T02:00:00-04:00", ended_at=None, **NEW_YORK),
    ),
    ("episodes", episode(started_at="2026-02-20T02:00:00+01:00", ended_at=None)),
    ("episodes", episode(started_at="2026-02-19T02:00:00+01:00", ended_at=None)),
    # Only the day; the night; both; too early; not over yet.
    ("check-ins", {"date": "2026-03-01", "covers": "day"}),
    ("check-ins", {"date": "2026-03-02", "covers": "night"}),
    ("check-ins", {"date": "2026-03-03", "covers": "both"}),
    ("check-ins", {"date": "2026-02-18", "covers": "both"}),
    ("check-ins", {"date": "2026-03-20", "covers": "both"}),
]


@pytest.mark.parametrize("tz", ["Europe/Oslo", "Pacific/Kiritimati", "Pacific/Niue"])
@time_machine.travel(NOW, tick=False)
def test_completeness_is_that_of_the_trends(
    api: APIClient, diary: Diary, clinician: User, login: ClientFor, tz: str
) -> None:
    give(diary, clinician)
    doctor = login(clinician)
    profile = api.get(f"{V1}/profile/")
    changed = api.patch(
        f"{V1}/profile/", {"tz": tz}, format="json", HTTP_IF_MATCH=profile["ETag"]
    )
    assert changed.status_code == 200
    for route, item in ODD_ENTRIES:
        send(api, route, item)
    # Another diary in the same list changes nothing.
    other = make_user("third@example.test")
    give(Diary.objects.get(owner=other), clinician)
    send(login(other), "check-ins", {"date": "2026-03-05"})

    rows = doctor.get(f"{V1}/patients/").json()["results"]
    (row,) = (row for row in rows if row["diary"] == str(diary.pk))
    trends = doctor.get(f"{V1}/patients/{diary.pk}/trends/summary/").json()
    shown = {name: trends["completeness"][name] for name in ("value", "num", "den")}
    assert row["completeness"] == shown
    assert 0 < shown["num"] < 28


def test_deleted_entries_count_for_nothing(
    api: APIClient, doctor: APIClient, grant: Grant
) -> None:
    day = (timezone.now() - timedelta(days=5)).date()
    made = api.post(f"{V1}/check-ins/", {"date": day.isoformat()}, format="json")
    assert only_row(doctor)["completeness"]["num"] == 1
    url = f"{V1}/check-ins/{made.json()['id']}/"
    assert api.delete(url, HTTP_IF_MATCH=made["ETag"]).status_code == 204
    row = only_row(doctor)
    assert (row["completeness"]["num"], row["last_entry_at"]) == (0, None)


def test_list_says_nothing_of_content_without_the_read_scope(
    api: APIClient, doctor: APIClient, diary: Diary, clinician: User
) -> None:
    give(diary, clinician, **EXPORT_ONLY)
    make_warning(diary)
    send(api, "episodes", episode())
    row = only_row(doctor)
    told = {name for name, value in row.items() if value is not None}
    assert told == {"diary", "display_name", "grant"}


@pytest.mark.parametrize("fields", [PENDING, EXPIRED, REVOKED])
def test_list_holds_only_grants_in_force(
    doctor: APIClient, diary: Diary, clinician: User, fields: dict[str, Any]
) -> None:
    give(diary, clinician, **fields)
    assert doctor.get(f"{V1}/patients/").json()["results"] == []


def test_list_costs_the_same_for_one_and_for_five(
    api: APIClient, doctor: APIClient, clinician: User, grant: Grant
) -> None:
    with CaptureQueriesContext(connection) as captured:
        doctor.get(f"{V1}/patients/")
        one = len(captured)
    for number in range(4):
        make_warning(shared_diary(clinician, f"p{number}@example.test"))
    send(api, "episodes", episode(), episode())
    with CaptureQueriesContext(connection) as captured:
        rows = doctor.get(f"{V1}/patients/").json()["results"]
        five = len(captured)
    assert len(rows) == 5
    assert five == one == PATIENT_LIST_QUERIES


def shared_diary(clinician: User, email: str, **fields: Any) -> Diary:
    """The diary of a new patient who shares it."""
    diary = Diary.objects.get(owner=make_user(email))
    give(diary, clinician, **fields)
    return diary
