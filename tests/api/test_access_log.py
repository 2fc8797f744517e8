"""Who looked: one row for each access before the answer, readable, unchangeable."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from rest_framework.test import APIClient

from diary.models import AccessEvent, Diary, Episode, Grant, User
from tests.api.roles import MATRIX
from tests.api.sharing.conftest import (
    EXPIRED,
    EXPORT_ONLY,
    PENDING,
    REVOKED,
    ClientFor,
    doctor,
    give,
    grant,
)
from tests.api.sharing.test_patients import READS, make_warning
from tests.api.test_role_matrix import World, world
from tests.conftest import episode

__all__ = ["doctor", "grant", "world"]

V1 = "/api/v1"


def log_of(api: APIClient) -> list[dict[str, Any]]:
    """The access log as the patient reads it."""
    rows: list[dict[str, Any]] = api.get(f"{V1}/access-log/").json()["results"]
    return rows


@pytest.mark.parametrize("read", READS)
def test_each_read_writes_one_row_that_the_patient_sees(
    api: APIClient,
    doctor: APIClient,
    diary: Diary,
    clinician: User,
    grant: Grant,
    read: str,
) -> None:
    clinician.display_name = "Dr Vik"
    clinician.save()
    before = timezone.now()
    answer = doctor.get(f"{V1}/patients/{diary.pk}/{read}/")
    (row,) = log_of(api)
    at = datetime.fromisoformat(row.pop("at"))
    assert before <= at <= timezone.now()
    assert row == {
        "actor": {"name": "Dr Vik", "role": "clinician"},
        "what": read,
        "from": None,
        "to": None,
        "result": "allowed",
        "grant": str(grant.pk),
        "link": None,
        "request_id": answer["X-Request-Id"],
    }


def test_dates_asked_for_are_in_the_log(
    api: APIClient, doctor: APIClient, diary: Diary, grant: Grant
) -> None:
    doctor.get(f"{V1}/patients/{diary.pk}/nights/?from=2026-03-01&to=2026-03-20")
    assert [(row["from"], row["to"]) for row in log_of(api)] == [
        ("2026-03-01", "2026-03-20")
    ]


def test_one_row_and_a_warning_discussed_are_logged(
    api: APIClient, doctor: APIClient, diary: Diary, grant: Grant
) -> None:
    made = api.post(f"{V1}/episodes/", episode(), format="json").json()["id"]
    warning = make_warning(diary)
    doctor.get(f"{V1}/patients/{diary.pk}/episodes/{made}/")
    doctor.get(f"{V1}/patients/{diary.pk}/warnings/{warning.pk}/")
    doctor.post(f"{V1}/patients/{diary.pk}/warnings/{warning.pk}/discussed/")
    assert [row["what"] for row in log_of(api)] == [
        "warning-discussed",
        "warning",
        "episode",
    ]


def test_list_of_patients_is_logged_to_each_of_them(
    api: APIClient, doctor: APIClient, grant: Grant
) -> None:
    doctor.get(f"{V1}/patients/")
    assert [(row["what"], row["result"]) for row in log_of(api)] == [
        ("patients", "allowed")
    ]


@pytest.mark.parametrize("fields", [PENDING, EXPIRED, REVOKED, EXPORT_ONLY])
def test_refusal_is_logged_to_a_diary_the_clinician_once_had(
    api: APIClient,
    doctor: APIClient,
    diary: Diary,
    clinician: User,
    fields: dict[str, Any],
) -> None:
    given = give(diary, clinician, **fields)
    assert doctor.get(f"{V1}/patients/{diary.pk}/episodes/").status_code == 404
    (row,) = log_of(api)
    assert (row["what"], row["result"]) == ("episodes", "refused")
    assert row["grant"] == str(given.pk)


def test_stranger_leaves_no_row(doctor: APIClient, diary: Diary) -> None:
    doctor.get(f"{V1}/patients/{diary.pk}/episodes/")
    doctor.get(f"{V1}/patients/{uuid.uuid4()}/episodes/")
    assert not AccessEvent.objects.exists()


def test_patient_reading_the_own_diary_is_not_logged(api: APIClient) -> None:
    api.get(f"{V1}/episodes/")
    assert log_of(api) == []


def test_nobody_reads_another_diarys_log(
    login: ClientFor, doctor: APIClient, diary: Diary, grant: Grant, other_patient: User
) -> None:
    doctor.get(f"{V1}/patients/{diary.pk}/episodes/")
    assert AccessEvent.objects.count() == 1
    assert log_of(login(other_patient)) == []


@pytest.fixture
def broken_log(db: None) -> None:
    """The table of the log cannot be written (its rights are gone, say)."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE diary_accessevent RENAME TO diary_accessevent_away")


@pytest.mark.parametrize("read", READS)
def test_no_log_row_no_data(
    doctor: APIClient, diary: Diary, grant: Grant, broken_log: None, read: str
) -> None:
    answer = doctor.get(f"{V1}/patients/{diary.pk}/{read}/")
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert set(answer.json()) == {"code", "detail", "fields", "request_id"}
    assert int(answer["Retry-After"]) > 0


def test_no_log_row_nothing_from_any_route_of_a_clinician(
    world: World, broken_log: None
) -> None:
    statuses = {
        (name, method): world.ask("all scopes", name, method)
        for name, methods in MATRIX.items()
        for method in methods
        if name.startswith("patient")
    }
    assert len(statuses) > 20
    assert set(statuses.values()) == {503}


def test_every_route_of_a_clinician_writes_a_row(world: World) -> None:
    """A refusal of one who once was let in too; the owner's log shows both."""
    asked = [
        (name, method)
        for name, methods in MATRIX.items()
        for method in methods
        if name.startswith("patient")
    ]
    written = {}
    for caller in ("all scopes", "revoked"):
        for name, method in asked:
            before = AccessEvent.objects.count()
            world.ask(caller, name, method)
            written[caller, name] = AccessEvent.objects.count() - before
    assert len(asked) > 20
    assert {key for key, rows in written.items() if rows != 1} == {
        ("revoked", "patients")  # an empty list: nobody's diary was looked at
    }


def test_no_log_row_no_list_and_no_change(
    doctor: APIClient, diary: Diary, grant: Grant, broken_log: None
) -> None:
    warning = make_warning(diary)
    path = f"{V1}/patients/{diary.pk}/warnings/{warning.pk}/discussed/"
    assert doctor.get(f"{V1}/patients/").status_code == 503
    assert doctor.post(path).status_code == 503
    warning.refresh_from_db()
    assert warning.state == "open"


def test_patient_writes_on_while_the_log_is_broken(
    api: APIClient, broken_log: None
) -> None:
    assert api.post(f"{V1}/episodes/", episode(), format="json").status_code == 201
    assert Episode.objects.count() == 1


COLUMNS = ", ".join(
    field.attname for field in AccessEvent._meta.concrete_fields if field.name != "id"
)


def values_of(event: AccessEvent) -> dict[str, Any]:
    """A row as it is kept."""
    return {
        field.attname: getattr(event, field.attname)
        for field in AccessEvent._meta.concrete_fields
    }


def make_event(diary: Diary, actor: User, *, at: datetime) -> AccessEvent:
    """One row of the log."""
    return AccessEvent.objects.create(
        diary=diary,
        actor=actor,
        role="clinician",
        what="episodes",
        result="allowed",
        request_id="-",
        at=at,
    )


def test_row_cannot_be_changed_or_deleted(diary: Diary, clinician: User) -> None:
    event = make_event(diary, clinician, at=timezone.now())
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AccessEvent.objects.update(what="nights")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AccessEvent.objects.all().delete()
    kept = AccessEvent.objects.get()
    assert (kept.pk, kept.what) == (event.pk, "episodes")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE diary_accessevent SET what = 'nights'",
        "UPDATE diary_accessevent SET result = 'refused' WHERE id = {id}",
        "DELETE FROM diary_accessevent",
        "DELETE FROM diary_accessevent WHERE id = {id}",
        "INSERT INTO diary_accessevent (id, {columns}) SELECT id, {columns} "
        "FROM diary_accessevent WHERE TRUE ON CONFLICT (id) DO UPDATE SET what = ''",
    ],
)
def test_no_statement_changes_or_deletes_a_row(
    diary: Diary, clinician: User, statement: str
) -> None:
    event = make_event(diary, clinician, at=timezone.now())
    sql = statement.format(id=event.pk, columns=COLUMNS)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert AccessEvent.objects.values().get() == values_of(event)


# SQLite's REPLACE deletes the old row without asking the trigger of deletions.
DETOURS = {
    "sqlite": [
        "INSERT OR REPLACE INTO diary_accessevent (id, {columns}) "
        "SELECT {old}, {columns} FROM diary_accessevent WHERE id = {new}",
        "REPLACE INTO diary_accessevent (id, {columns}) "
        "SELECT {old}, {columns} FROM diary_accessevent WHERE id = {new}",
        "UPDATE OR REPLACE diary_accessevent SET id = {old} WHERE id = {new}",
    ],
    "postgresql": [
        "MERGE INTO diary_accessevent log USING diary_accessevent also "
        "ON log.id = also.id AND log.id = {old} WHEN MATCHED THEN DELETE",
        "WITH gone AS (DELETE FROM diary_accessevent WHERE id = {old} RETURNING id) "
        "SELECT id FROM gone",
        "TRUNCATE diary_accessevent CASCADE",
    ],
}


@pytest.mark.parametrize("statement", DETOURS[connection.vendor])
def test_no_detour_gets_round_the_triggers(
    diary: Diary, clinician: User, statement: str
) -> None:
    old, new = (make_event(diary, clinician, at=timezone.now()) for _ in range(2))
    sql = statement.format(columns=COLUMNS, old=old.pk, new=new.pk)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert AccessEvent.objects.count() == 2


def test_row_may_go_after_five_years_and_not_a_day_before(
    diary: Diary, clinician: User
) -> None:
    now = timezone.now()
    year = now.astimezone(UTC).year - 5
    make_event(diary, clinician, at=now.replace(year=year, day=1) - timedelta(days=3))
    make_event(diary, clinician, at=now - timedelta(days=5 * 365 - 1))
    old, young = AccessEvent.objects.order_by("at")
    old.delete()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        young.delete()
    assert list(AccessEvent.objects.all()) == [young]


def test_log_with_rows_cannot_be_emptied_at_once(diary: Diary, clinician: User) -> None:
    empty = {"postgresql": "TRUNCATE", "sqlite": "DELETE FROM"}[connection.vendor]
    make_event(diary, clinician, at=timezone.now())
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"{empty} diary_accessevent")


def test_log_outlives_the_diary_and_the_clinician(
    diary: Diary, clinician: User, patient: User
) -> None:
    make_event(diary, clinician, at=timezone.now())
    diary_id, clinician_id = diary.pk, clinician.pk
    try:
        clinician.delete()
        patient.delete()
    except ProtectedError as error:  # pragma: no cover - a key was added
        pytest.fail(str(error))
    event = AccessEvent.objects.get()
    assert (event.diary_id, event.actor_id) == (diary_id, clinician_id)
    assert event.at.date() >= date(2026, 1, 1)
