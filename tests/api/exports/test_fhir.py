"""The FHIR document over HTTP: every demo diary, odd entries, and who may have it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from diary.criteria import criterion
from diary.demo.filling import Demo, fill
from diary.exports import AccessEnded
from diary.exports.fhir import ENTRIES_MAX
from diary.models import AccessEvent, CheckIn, Diary, Grant, User, Warning
from tests.api.exports.test_export import FULL, log
from tests.api.sharing.conftest import EXPIRED, PENDING, REVOKED, give
from tests.api.sharing.test_patients import make_warning
from tests.conftest import episode, night
from tests.diary.exports.fhir.checks import checked, observations, resources

URL = "/api/v1/export.fhir"
DEMO_NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
QUERIES = 18  # login, two limits, profile, five counts; opening, revision twice, rows
ClientFor = Callable[[User], APIClient]


def body_of(answer: Any) -> bytes:
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content)


def bundle_of(client: APIClient, **asked: str) -> dict[str, Any]:
    """The document, checked."""
    return checked(body_of(client.get(URL, asked)))


@pytest.fixture
def doctor(clinician: User, login: ClientFor) -> APIClient:
    """A client logged in as the clinician."""
    return login(clinician)


@pytest.fixture
def demo(db: None) -> Demo:
    """The five demo diaries."""
    return fill(today=DEMO_NOW.date(), now=DEMO_NOW)


@pytest.mark.parametrize("language", ["en", "nb"])
@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("long-cramps", 200),
        ("spread-to-arms", 190),
        ("daytime-progression", 190),
        ("improving", 200),
        ("sparse", 9),
    ],
)
def test_every_demo_diary_is_a_sound_document(
    demo: Demo, login: ClientFor, name: str, least: int, language: str
) -> None:
    client = login(demo.patients[name].user)
    found = bundle_of(client, lang=language)
    assert len(found["entry"]) > least
    assert found["language"] == language


def test_demo_document_holds_no_conclusion_and_no_name(
    demo: Demo, login: ClientFor
) -> None:
    person = demo.patients["spread-to-arms"]
    raised = Warning.objects.filter(diary=person.diary).values_list("criterion")
    text = body_of(login(person.user).get(URL)).decode()
    rules = [criterion(name) for (name,) in raised]
    told = {words for rule in rules for words in (rule.id, *rule.title.values())}
    assert told
    assert {words for words in told if words in text} == set()
    assert person.user.display_name not in text
    assert person.user.email not in text


def test_file_is_fhir_json_with_a_fixed_name_and_is_not_kept(api: APIClient) -> None:
    log(api, "episodes", FULL)
    answer = api.get(URL)
    assert answer["Content-Type"] == "application/fhir+json; fhirVersion=4.3"
    name = 'attachment; filename="leggro-diary.fhir.json"'
    assert answer["Content-Disposition"] == name
    assert answer["Cache-Control"] == "no-store"


STAMP = {"id": FULL["id"], "started_at": "2026-03-20T02:00:00+01:00"}


@pytest.mark.parametrize(
    ("route", "entry"),
    [
        ("episodes", STAMP),
        ("episodes", FULL),
        ("episodes", {**STAMP, "tz": "Asia/Kathmandu"}),
        ("episodes", {**STAMP, "started_at": "1970-01-01T00:00:00+14:00"}),
        ("episodes", {**STAMP, "started_at": "2199-12-31T23:59:59.999999Z"}),
        ("episodes", {**STAMP, "ended_at": STAMP["started_at"]}),
        ("episodes", {**STAMP, "sites": [], "residual_pain": {}}),
        ("episodes", {**STAMP, "sensations": ["urge-to-move"], "triggers": []}),
        ("episodes", {**STAMP, "start_precision": "unknown", "pain_max": 0}),
        ("nights", {"night_date": "2026-03-20"}),
        ("nights", night()),
        ("nights", night(waso_minutes=100_000, note=" \n")),
        ("nights", night(out_of_bed_at="2026-03-19T22:00:00+01:00")),
        ("nights", night(final_awakening_at="2026-03-19T22:00:00+01:00")),
        ("nights", night(sleep_attempt_at="2026-10-25T02:30:00+02:00")),
        ("check-ins", {"date": "2026-03-20", "covers": "day"}),
        (
            "medications",
            {"id": FULL["id"], "code": "other", "dose": " \t ", "text": ""},
        ),
        (
            "medications",
            {"id": FULL["id"], "code": "statin", "stopped_on": "1900-01-01"},
        ),
    ],
)
def test_odd_entry_is_a_sound_document(
    api: APIClient, route: str, entry: dict[str, Any]
) -> None:
    log(api, route, entry)
    for notes in ("0", "1"):
        assert len(bundle_of(api, notes=notes)["entry"]) > 2


def test_empty_diary_is_a_sound_document(api: APIClient) -> None:
    assert len(bundle_of(api)["entry"]) == 2


def test_site_pain_and_label_come_through_the_database(api: APIClient) -> None:
    log(api, "episodes", FULL)
    text = body_of(api.get(URL, {"lang": "nb"})).decode()
    assert "Smerte, 0-10: Legg (baksiden), Venstre" in text
    assert "Krampe" in text


def test_free_text_leaves_only_when_asked_for(api: APIClient) -> None:
    log(api, "episodes", FULL)
    log(api, "nights", night(note="snored"))
    medicine = {"id": FULL["id"], "code": "other", "text": "grandmother's tea"}
    log(api, "medications", medicine)
    words = ("Sov dårlig", "snored", "grandmother")
    without = body_of(api.get(URL)).decode()
    assert [word for word in words if word in without] == []
    found = json.dumps(bundle_of(api, notes="1"), ensure_ascii=False)
    assert [word for word in words if word in found] == list(words)


def test_deleted_row_is_left_out(api: APIClient) -> None:
    log(api, "episodes", FULL)
    url = f"/api/v1/episodes/{FULL['id']}/"
    assert api.delete(url, HTTP_IF_MATCH=api.get(url)["ETag"]).status_code == 204
    assert observations(bundle_of(api), "Cramp") == []


@pytest.mark.parametrize(
    ("asked", "cramps", "nights"),
    [
        ({}, 2, 1),
        ({"from": "2026-03-19", "to": "2026-03-19"}, 1, 0),
        ({"from": "2026-03-20"}, 1, 1),
        ({"to": "2026-03-18"}, 0, 0),
    ],
)
def test_dates_are_diary_dates_and_inclusive(
    api: APIClient, asked: dict[str, str], cramps: int, nights: int
) -> None:
    evening = episode(started_at="2026-03-18T23:30:00+01:00", ended_at=None)
    log(api, "episodes", FULL, evening)
    log(api, "nights", night())
    found = bundle_of(api, **asked)
    assert len(observations(found, "Cramp")) == cramps
    assert len(observations(found, "Sleep episode")) == nights


@pytest.mark.parametrize(
    ("asked", "field", "code"),
    [
        ({"from": "2026-03-20", "to": "2026-03-19"}, "to", "end_before_start"),
        ({"from": "yesterday"}, "from", "bad_date"),
        ({"lang": "sv"}, "lang", "unknown_code"),
        ({"notes": "yes"}, "notes", "unknown_code"),
        ({"table": "episodes"}, "table", "unknown_parameter"),
    ],
)
def test_wrong_parameter_is_named(
    api: APIClient, asked: dict[str, str], field: str, code: str
) -> None:
    answer = api.get(URL, asked)
    assert answer.status_code == 400
    assert answer.json()["fields"][field]["code"] == code


def test_too_long_a_period_is_refused(api: APIClient, diary: Diary) -> None:
    CheckIn.objects.bulk_create(
        CheckIn(
            diary=diary,
            id=UUID(int=number),
            rev=number + 10,
            received_at=DEMO_NOW,
            date=date(1990, 1, 1) + timedelta(days=number),
        )
        for number in range(ENTRIES_MAX)
    )
    assert api.get(URL).status_code == 200
    log(api, "nights", night())
    answer = api.get(URL)
    assert answer.status_code == 400
    assert answer.json()["fields"]["from"]["code"] == "period_too_long"
    assert api.get(URL, {"from": "2000-01-01"}).status_code == 200


def test_same_revision_gives_the_same_bytes(api: APIClient, diary: Diary) -> None:
    log(api, "episodes", FULL)
    log(api, "nights", night())
    first = body_of(api.get(URL))
    assert body_of(api.get(URL)) == first
    composition = checked(first)["entry"][0]["resource"]
    diary.refresh_from_db()
    assert composition["meta"]["versionId"] == str(diary.revision)
    log(api, "check-ins", {"date": "2026-03-19"})
    assert body_of(api.get(URL)) != first


def test_document_costs_the_same_for_one_entry_and_for_many(api: APIClient) -> None:
    counts = []
    for day in range(1, 15):
        log(api, "nights", night(night_date=f"2026-02-{day:02}"))
        log(api, "check-ins", {"date": f"2026-02-{day:02}"})
        with CaptureQueriesContext(connection) as captured:
            bundle_of(api)
        counts.append(len(captured))
    assert set(counts) == {QUERIES}


def test_clinician_gets_the_same_document_without_notes(
    api: APIClient, doctor: APIClient, clinician: User, diary: Diary
) -> None:
    give(diary, clinician)
    log(api, "episodes", FULL)
    url = f"/api/v1/patients/{diary.pk}/export.fhir"
    assert body_of(doctor.get(url, {"notes": "1"})) == body_of(api.get(URL))


def test_notes_come_with_their_own_scope(
    api: APIClient, doctor: APIClient, clinician: User, diary: Diary
) -> None:
    give(diary, clinician, may_notes=True)
    log(api, "episodes", FULL)
    url = f"/api/v1/patients/{diary.pk}/export.fhir"
    found = checked(body_of(doctor.get(url, {"notes": "1"})))
    assert resources(found, "Observation")[0]["note"] == [{"text": FULL["note"]}]


@pytest.mark.parametrize("state", [PENDING, REVOKED, EXPIRED, {"may_export": False}])
def test_no_document_without_a_grant_to_export(
    doctor: APIClient, clinician: User, diary: Diary, state: dict[str, object]
) -> None:
    give(diary, clinician, **state)
    url = f"/api/v1/patients/{diary.pk}/export.fhir"
    assert doctor.get(url).status_code == 404
    assert AccessEvent.objects.get().result == "refused"


def test_access_is_logged_before_an_entry_is_read(
    api: APIClient, doctor: APIClient, clinician: User, diary: Diary
) -> None:
    give(diary, clinician)
    make_warning(diary)
    log(api, "episodes", FULL)
    url = f"/api/v1/patients/{diary.pk}/export.fhir"
    with CaptureQueriesContext(connection) as before:
        answer: Any = doctor.get(url, {"from": "2026-03-01", "to": "2026-03-31"})
    event = AccessEvent.objects.get()
    assert (event.what, event.result) == ("export-fhir", "allowed")
    assert (event.from_date, event.to_date) == (date(2026, 3, 1), date(2026, 3, 31))
    assert not any("pain_max" in query["sql"] for query in before)
    assert b"72514-3" in b"".join(answer.streaming_content)


def test_document_breaks_off_when_the_grant_ends(
    doctor: APIClient, clinician: User, diary: Diary
) -> None:
    grant = give(diary, clinician)
    answer: Any = doctor.get(f"/api/v1/patients/{diary.pk}/export.fhir")
    Grant.objects.filter(pk=grant.pk).update(**REVOKED)
    with pytest.raises(AccessEnded):
        list(answer.streaming_content)
