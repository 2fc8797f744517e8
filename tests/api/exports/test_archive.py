"""Out of one diary and into another: the same entries, by the digest of both."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openapi_schema_validator import OAS31Validator
from rest_framework.test import APIClient

from api.accounts.limits import LIMITS
from diary.criteria import criteria
from diary.demo.filling import Demo, fill
from diary.models import Diary, EvaluationDue, User, Warning
from diary.services.evaluate import evaluate
from tests.api.exports.archives import (
    DIGEST,
    EXPORT,
    check_in_record,
    episode_record,
    sealed,
    taken_in,
    taken_out,
)
from tests.api.exports.test_export import FULL, log
from tests.api.sharing.test_patients import make_warning
from tests.api.threads import threads
from tests.conftest import NOW, episode, make_user, night
from tests.documented import document

__all__ = ["threads"]

DEMO_NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
DEMOS = ("long-cramps", "spread-to-arms", "daytime-progression", "improving", "sparse")
SYNCED = ("profile", "episodes", "nights", "check_ins", "medications")
ClientFor = Callable[[User], APIClient]
SHAPE = document()["paths"]["/api/v1/export.archive"]["get"]["responses"]["200"]
OF_THE_NEW_DIARY = {"rev", "received_at"}


@pytest.fixture
def demo(db: None) -> Demo:
    """The five demo diaries."""
    return fill(today=DEMO_NOW.date(), now=DEMO_NOW)


@pytest.fixture
def newcomer(db: None, login: ClientFor) -> APIClient:
    """Somebody who has just signed up."""
    return login(make_user("newcomer@example.test"))


def document_of(client: APIClient) -> dict[str, Any]:
    """The archive, in the shape that is published."""
    found: dict[str, Any] = json.loads(taken_out(client))
    schema = SHAPE["content"]["application/json"]["schema"]
    OAS31Validator({**schema, "components": document()["components"]}).validate(found)
    return found


def portable(client: APIClient) -> dict[str, Any]:
    return dict(client.get(DIGEST).json()["portable"])


@pytest.mark.parametrize("name", DEMOS)
def test_demo_diary_moves_whole(
    demo: Demo, newcomer: APIClient, login: ClientFor, name: str
) -> None:
    old = login(demo.patients[name].user)
    before = portable(old)
    text = taken_out(old)
    answer = taken_in(newcomer, text)
    assert answer.status_code == 201, answer.content
    assert portable(newcomer) == before
    assert (
        answer.json()["portable"] == before == json.loads(text)["digests"]["portable"]
    )
    tables = [client.get(DIGEST).json()["tables"] for client in (old, newcomer)]
    assert tables[0]["episodes"] == tables[1]["episodes"]
    assert tables[0]["medications"] == tables[1]["medications"]
    assert sum(table["count"] for table in before.values()) > 9


@pytest.mark.parametrize("name", DEMOS)
def test_demo_diary_is_judged_the_same_where_it_came_to(
    demo: Demo, newcomer: APIClient, login: ClientFor, name: str
) -> None:
    old = demo.patients[name].diary
    assert old is not None
    with time_machine.travel(DEMO_NOW, tick=False):
        taken_in(newcomer, taken_out(login(demo.patients[name].user)))
    new = Diary.objects.get(owner__email="newcomer@example.test")
    assert EvaluationDue.objects.filter(diary=new, revision=new.revision).exists()
    evaluate(new.pk, now=DEMO_NOW)
    raised = [
        sorted(Warning.objects.in_diary(diary.pk).values_list("criterion", "target"))
        for diary in (old, new)
    ]
    assert raised[0] == raised[1]


def records(text: str, table: str) -> list[dict[str, Any]]:
    """The live records, without what the new diary makes itself."""
    diary = json.loads(text)["diary"]
    return [
        {
            name: str(value).replace(diary, "diary")
            for name, value in record.items()
            if name not in OF_THE_NEW_DIARY
            and not (name == "id" and table in ("nights", "check_ins"))
        }
        for record in json.loads(text)[table]
        if record["deleted_at"] is None
    ]


def test_everything_of_an_entry_moves(api: APIClient, newcomer: APIClient) -> None:
    """Device, time of entry and the phone's offset too, though no digest holds them."""
    log(api, "nights", night(note="snored"))
    log(api, "check-ins", {"date": "2026-03-18", "covers": "day"})
    log(api, "medications", {"id": FULL["id"], "code": "other", "text": "tea"})
    api.patch("/api/v1/profile/", {"birth_date": "1961-04-02"}, format="json")
    travelled = episode(started_at="2026-03-19T02:00:00-05:00", tz=None, ended_at=None)
    for device, sent in (("watch", FULL), ("phone", travelled)):
        fields = {**sent}
        entry, entered_at = fields.pop("id"), fields.pop("entered_at", None)
        item = {"table": "episodes", "id": entry, "fields": fields}
        body = {"device": device, "items": [{**item, "entered_at": entered_at}]}
        answer = api.post("/api/v1/sync/push", body, format="json").json()
        assert answer["results"][0]["status"] == "created"
    text = taken_out(api)
    assert taken_in(newcomer, text).status_code == 201
    again = taken_out(newcomer)
    for table in ("nights", "check_ins", "medications"):
        assert records(again, table) == records(text, table)
    for table in ("episodes", "profile"):
        before, after = (
            sorted(records(part, table), key=lambda record: record["id"])
            for part in (text, again)
        )
        assert len(before) == len(after) > 0
        for old, new in zip(before, after, strict=True):
            ignored = {"device", "entered_at"} if table == "profile" else set()
            assert {k: v for k, v in new.items() if k not in ignored} == {
                k: v for k, v in old.items() if k not in ignored
            }
    assert {record["device"] for record in records(again, "episodes")} == {
        "watch",
        "phone",
    }
    assert "-300" in {r["utc_offset_minutes"] for r in records(again, "episodes")}


def test_phones_ids_of_nights_follow_the_diary(
    api: APIClient, newcomer: APIClient
) -> None:
    own = {**night(night_date="2026-03-19"), "id": FULL["id"]}
    log(api, "nights", night(), own)
    taken_in(newcomer, taken_out(api))
    before, after = (
        {
            row["night_date"]: row["id"]
            for row in client.get("/api/v1/nights/").json()["results"]
        }
        for client in (api, newcomer)
    )
    assert before["2026-03-19"] == after["2026-03-19"] == FULL["id"]
    assert before["2026-03-20"] != after["2026-03-20"]
    sent = newcomer.post("/api/v1/nights/", night(), format="json")
    assert (sent.status_code, sent.json()["id"]) == (200, after["2026-03-20"])


def test_deleted_and_superseded_states_are_told_and_stay_behind(
    api: APIClient, newcomer: APIClient
) -> None:
    log(api, "episodes", FULL)
    url = f"/api/v1/episodes/{FULL['id']}/"
    api.patch(url, {"note": "later"}, format="json", HTTP_IF_MATCH=api.get(url)["ETag"])
    api.delete(url, HTTP_IF_MATCH=api.get(url)["ETag"])
    found = document_of(api)
    assert found["episodes"][0]["deleted_at"]
    notes = [version["content"].get("note") for version in found["versions"]]
    assert notes == [FULL["note"], "later"]
    assert taken_in(newcomer, json.dumps(found)).status_code == 201
    assert newcomer.get("/api/v1/episodes/").json()["results"] == []
    assert document_of(newcomer)["versions"] == []


def test_profile_of_the_archive_replaces_the_new_ones(
    api: APIClient, newcomer: APIClient
) -> None:
    for client, zone in ((api, "Asia/Tokyo"), (newcomer, "Europe/Paris")):
        etag = client.get("/api/v1/profile/")["ETag"]
        body = {"tz": zone, "conditions": ["none-known"]}
        client.patch("/api/v1/profile/", body, format="json", HTTP_IF_MATCH=etag)
    assert taken_in(newcomer, taken_out(api)).status_code == 201
    assert newcomer.get("/api/v1/profile/").json()["tz"] == "Asia/Tokyo"


def test_empty_diary_moves_and_stays_empty(api: APIClient, newcomer: APIClient) -> None:
    text = taken_out(api)
    assert taken_in(newcomer, text).status_code == 201
    assert taken_in(newcomer, text).status_code == 201
    assert portable(newcomer) == portable(api)


def test_same_diary_gives_the_same_bytes(api: APIClient) -> None:
    log(api, "episodes", FULL)
    first = taken_out(api)
    assert taken_out(api) == first
    lines = first.splitlines()
    assert json.loads(first)["episodes"] == [
        json.loads(lines[lines.index('"episodes":[') + 1])
    ]


def test_file_has_a_fixed_name_and_is_not_kept(api: APIClient) -> None:
    answer = api.get(EXPORT)
    assert answer["Content-Type"] == "application/json"
    name = 'attachment; filename="leggro-archive.json"'
    assert answer["Content-Disposition"] == name
    assert answer["Cache-Control"] == "no-store"


def test_digest_of_the_archive_is_that_of_the_diary(api: APIClient) -> None:
    log(api, "episodes", FULL)
    log(api, "nights", night())
    assert document_of(api)["digests"]["portable"] == portable(api)


def test_archive_costs_the_same_for_one_entry_and_for_many(
    api: APIClient, diary: Diary
) -> None:
    counts = set()
    for day in range(1, 8):
        log(api, "nights", night(night_date=f"2026-02-{day:02}"))
        make_warning(diary, target=str(day))
        with CaptureQueriesContext(connection) as captured:
            taken_out(api)
        counts.add(len(captured))
    assert counts == {27}


def test_warnings_come_with_every_text_and_clinical_notes_are_marked(
    api: APIClient, diary: Diary
) -> None:
    make_warning(diary, criterion="duration-over-10-min")
    make_warning(diary, criterion="nlc-feature-summary")
    make_warning(diary, criterion="long-gone")
    told = {warning["criterion"]: warning for warning in document_of(api)["warnings"]}
    shown, hidden = told["duration-over-10-min"], told["nlc-feature-summary"]
    assert shown["approved"] is False
    assert shown["text"]["nb"]
    assert shown["text"]["en"]
    notes = shown["clinical_notes"]
    assert notes["written_for"] == "clinicians"
    assert notes["text"]["nb"]
    assert notes["text"]["nb"] not in shown["text"]["nb"]
    assert "quotes" in notes["source"]
    assert "quotes" not in shown["source"]
    assert hidden["text"] == {"en": "", "nb": ""}
    assert hidden["clinical_notes"]["text"]["en"]
    assert told["long-gone"]["clinical_notes"] is None
    hints = {rule.id: rule.hint for rule in criteria().values()}
    assert notes["hint"] == hints["duration-over-10-min"]


def test_steps_of_a_warning_are_its_history(api: APIClient, diary: Diary) -> None:
    warning = make_warning(diary)
    api.post(f"/api/v1/warnings/{warning.pk}/seen/")
    (found,) = document_of(api)["warnings"]
    assert [step["state"] for step in found["history"]] == ["seen"]
    assert found["history"][0]["by"] == "patient"


def test_nothing_of_anybody_else_is_in_it(
    api: APIClient, other_patient: User, login: ClientFor
) -> None:
    other = login(other_patient)
    log(other, "episodes", episode(note="somebody else"))
    log(api, "episodes", FULL)
    text = taken_out(api)
    diary = Diary.objects.get(owner=other_patient)
    for word in ("somebody else", str(diary.pk), str(other_patient.pk), "other@"):
        assert word not in text


def test_diary_with_an_entry_takes_nothing_in(
    api: APIClient, newcomer: APIClient
) -> None:
    log(api, "episodes", FULL)
    log(newcomer, "check-ins", {"date": "2026-03-18"})
    before = portable(newcomer)
    answer = taken_in(newcomer, taken_out(api))
    assert (answer.status_code, answer.json()["code"]) == (409, "diary_not_empty")
    assert portable(newcomer) == before


def test_diary_whose_entries_were_deleted_is_not_empty(
    api: APIClient, newcomer: APIClient
) -> None:
    log(newcomer, "episodes", FULL)
    url = f"/api/v1/episodes/{FULL['id']}/"
    newcomer.delete(url, HTTP_IF_MATCH=newcomer.get(url)["ETag"])
    assert taken_in(newcomer, taken_out(api)).status_code == 409


def test_urgent_findings_of_what_is_taken_in_are_answered(
    newcomer: APIClient,
) -> None:
    record = episode_record(
        started_at=(NOW - timedelta(hours=1)).isoformat(),
        associated_symptoms=["chest-pain"],
    )
    with time_machine.travel(NOW, tick=False):
        answer = taken_in(newcomer, sealed(episodes=[record]))
    assert answer.status_code == 201
    assert [finding["severity"] for finding in answer.json()["urgent"]] == ["urgent"]


def test_two_thousand_entries_go_in_by_batches(newcomer: APIClient) -> None:
    many = [
        check_in_record(
            number,
            id=str(UUID(int=number)),
            date=(NOW.date() - timedelta(days=number)).isoformat(),
        )
        for number in range(1, 2001)
    ]
    answer = taken_in(newcomer, sealed(check_ins=many))
    assert answer.status_code == 201
    assert answer.json()["portable"]["check_ins"]["count"] == 2000
    assert answer.json()["revision"] == 2001


def test_of_two_at_once_one_goes_in(
    threads: Callable[[int, Callable[[int], int]], list[int]], login: ClientFor
) -> None:
    person = make_user("newcomer@example.test")
    clients = [login(person) for _ in range(2)]
    bodies = [sealed(episodes=[episode_record(number)]) for number in (1, 2)]
    statuses = threads(2, lambda n: taken_in(clients[n], bodies[n]).status_code)
    assert sorted(statuses) == [201, 409]


@pytest.mark.parametrize(
    ("action", "method"), [("take_out", "get"), ("take_in", "post")]
)
def test_taking_out_and_in_is_limited(api: APIClient, action: str, method: str) -> None:
    call = {
        "get": lambda: api.get(EXPORT),
        "post": lambda: taken_in(api, "{}"),
    }[method]
    with time_machine.travel(NOW, tick=False):
        allowed = [call().status_code for _ in range(LIMITS[action].tries)]
        refused = call()
    assert 429 not in allowed
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
