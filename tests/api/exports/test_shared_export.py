"""A clinician's export: only with the scope, logged before the first byte, ended."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from diary.exports import AccessEnded
from diary.models import AccessEvent, CheckIn, Diary, Grant, User, Warning
from tests.api.exports.test_export import FULL, log, rows_of
from tests.api.sharing.conftest import EXPIRED, PENDING, REVOKED, give

RAISED_AT = datetime(2026, 3, 20, 6, 0, tzinfo=UTC)


def url_of(diary: Diary) -> str:
    return f"/api/v1/patients/{diary.pk}/export.csv"


@pytest.fixture
def logged(api: APIClient) -> None:
    """One episode with a note."""
    log(api, "episodes", FULL)


def test_clinician_gets_the_file_without_notes(
    doctor: APIClient, clinician: User, diary: Diary, logged: None
) -> None:
    give(diary, clinician)
    (row,) = rows_of(doctor.get(url_of(diary), {"notes": "1"}))
    assert row["id"] == FULL["id"]
    assert "note" not in row


def test_notes_come_with_their_own_scope(
    doctor: APIClient, clinician: User, diary: Diary, logged: None
) -> None:
    give(diary, clinician, may_notes=True)
    (row,) = rows_of(doctor.get(url_of(diary), {"notes": "1"}))
    assert row["note"] == FULL["note"]


@pytest.mark.parametrize("state", [PENDING, REVOKED, EXPIRED, {"may_export": False}])
def test_no_file_without_a_grant_to_export(
    doctor: APIClient, clinician: User, diary: Diary, state: dict[str, object]
) -> None:
    give(diary, clinician, **state)
    assert doctor.get(url_of(diary)).status_code == 404


def test_access_is_logged_before_the_first_byte(
    doctor: APIClient, clinician: User, diary: Diary, logged: None
) -> None:
    give(diary, clinician)
    answer = doctor.get(url_of(diary), {"from": "2026-03-01", "to": "2026-03-31"})
    event = AccessEvent.objects.get()
    assert (event.what, event.result) == ("export-csv", "allowed")
    assert (event.from_date, event.to_date) == (date(2026, 3, 1), date(2026, 3, 31))
    assert len(rows_of(answer)) == 1


def test_rows_are_read_only_while_the_answer_is_sent(
    doctor: APIClient, clinician: User, diary: Diary, logged: None
) -> None:
    """So never inside the transaction of the log, which holds SQLite's write lock."""
    give(diary, clinician)
    with CaptureQueriesContext(connection) as before:
        answer = doctor.get(url_of(diary))
    assert len(before) > 0
    assert not any("diary_episode" in query["sql"] for query in before)
    with CaptureQueriesContext(connection) as sending:
        assert len(rows_of(answer)) == 1
    assert ["diary_episode" in query["sql"] for query in sending] == [True]


def test_export_breaks_off_when_the_grant_ends(
    doctor: APIClient, clinician: User, diary: Diary
) -> None:
    grant = give(diary, clinician)
    CheckIn.objects.bulk_create(
        CheckIn(
            diary=diary,
            id=uuid.UUID(int=number),
            rev=number + 10,
            received_at=RAISED_AT,
            date=date(2000, 1, 1) + timedelta(days=number),
        )
        for number in range(1500)
    )
    answer: Any = doctor.get(url_of(diary), {"table": "check_ins"})
    chunks = iter(answer.streaming_content)
    assert next(chunks).count(b"\r\n") == 1001
    Grant.objects.filter(pk=grant.pk).update(**REVOKED)
    with pytest.raises(AccessEnded):
        next(chunks)


def warning(diary: Diary, criterion: str) -> Warning:
    """One open warning with a window and evidence."""
    return Warning.objects.create(
        diary=diary,
        rev=9,
        criterion=criterion,
        ruleset_version="2",
        severity="see_doctor",
        evidence=[FULL["id"]],
        facts={"count": 1, "window": {"from": "2026-03-07", "to": "2026-03-20"}},
        raised_at=RAISED_AT,
        judged_at=RAISED_AT,
        judged_revision=1,
    )


def test_warnings_carry_evidence_and_window(api: APIClient, diary: Diary) -> None:
    warning(diary, "spread-to-arms")
    asked = {"table": "warnings", "dialect": "excel-nb", "labels": "nb"}
    _, row = rows_of(api.get("/api/v1/export.csv", asked), ";")
    expected = {
        "criterion": "spread-to-arms",
        "severity": "see_doctor",
        "severity_label": "Ta kontakt med lege",
        "state": "open",
        "target": "",
        "evidence": FULL["id"],
        "window_from": "07.03.2026",
        "window_to": "20.03.2026",
        "raised_at_local": "20.03.2026 07:00:00",
        "diary_date": "20.03.2026",
        "ended_at_utc": "",
        "approved": "false",
    }
    assert {name: row[name] for name in expected} == expected
    assert row["criterion_label"]


def test_criterion_for_clinicians_is_not_in_the_patients_file(
    api: APIClient, doctor: APIClient, clinician: User, diary: Diary
) -> None:
    give(diary, clinician)
    warning(diary, "nlc-feature-summary")
    asked = {"table": "warnings"}
    assert rows_of(api.get("/api/v1/export.csv", asked)) == []
    assert len(rows_of(doctor.get(url_of(diary), asked))) == 1
