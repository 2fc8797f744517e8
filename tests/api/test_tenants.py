"""Two people in one database: no answer to one holds a byte of the other."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.apps import apps
from django.db import transaction
from rest_framework.test import APIClient

from diary.exports import TABLES
from diary.models import Diary, Episode, Night, User
from diary.services.evaluate import evaluate
from tests.api.links.conftest import share
from tests.api.roles import MATRIX
from tests.api.sharing.conftest import give
from tests.api.test_role_matrix import OURS, World, world
from tests.conftest import NOW, episode, make_user, night

__all__ = ["world"]

V1 = "/api/v1"
CANARY = "canary-7f3a"
READERS = ("anonymous", "owner", "no grant", "all scopes", "staff")
WIDE = {"from": "1970-01-01", "to": "2199-12-31"}
# What a parameter is tried with; a cursor is the other person's own.
VALUES: Mapping[str, tuple[str, ...]] = {
    "limit": ("1", "500"),
    "from": (WIDE["from"], CANARY),
    "to": (WIDE["to"], CANARY),
    "state": ("open", "open,seen,discussed,resolved,retracted", CANARY),
    "window": ("84", CANARY),
    "end": ("2026-03-19", CANARY),
    "table": (*TABLES, CANARY),
    "dialect": ("excel-nb",),
    "labels": ("nb",),
    "notes": ("1",),
    "rev": ("0", "1"),
    "last_pulled_at": ("0", "1"),
}


@pytest.fixture
def other(world: World, other_patient: User) -> Diary:
    """The other person: something in every table that holds words or is listed."""
    other_patient.display_name = CANARY
    other_patient.save()
    client, diary = (
        world.clients["other patient"],
        Diary.objects.get(owner=other_patient),
    )
    for number in range(3):
        log(client, "episodes", **cramp(number))
        log(client, "nights", **night(night_date=f"2026-03-1{number}", note=CANARY))
        log(client, "check-ins", date=f"2026-02-1{number}")
        log(
            client,
            "medications",
            id=str(uuid.uuid4()),
            code="other",
            text=CANARY,
            dose=CANARY,
            started_on="2026-01-05",
        )
    evaluate(diary.pk, now=NOW)
    give(diary, make_user("theirs@example.test", User.Role.CLINICIAN))
    share(diary)
    return diary


def cramp(number: int) -> dict[str, Any]:
    """A long one with a symptom that is warned about."""
    return episode(
        started_at=f"2026-03-1{number}T02:00:00+01:00",
        ended_at=f"2026-03-1{number}T02:14:00+01:00",
        associated_symptoms=["dark-urine"],
        note=CANARY,
    )


def log(client: APIClient, table: str, **row: Any) -> None:
    """Write one row."""
    answer = client.post(f"{V1}/{table}/", row, format="json")
    assert answer.status_code == 201, answer.content


def marks_of(diary: Diary) -> set[str]:
    """Words and ids that nobody but this person, and whom they let in, may see."""
    owner = diary.owner
    marks = {CANARY, owner.email, str(owner.pk), str(diary.pk), str(diary.epoch)}
    for model in apps.get_app_config("diary").get_models():
        names = {field.name for field in model._meta.concrete_fields}
        if "diary" in names and "id" in names:
            rows = model._default_manager.filter(diary=diary)
            ids = rows.values_list("id", flat=True)
            marks |= {str(one) for one in ids if isinstance(one, uuid.UUID)}
    return marks


def queries(world: World, name: str) -> Iterator[dict[str, str]]:
    """The route without parameters, then with each value of each of its own."""
    view: Any = OURS[name][1].callback.view_class  # type: ignore[attr-defined]
    yield {}
    for parameter in getattr(view, "parameters", ()):
        for value in VALUES.get(parameter, ()):
            yield {parameter: value}
        if parameter == "cursor":
            yield from ({"cursor": word} for word in foreign_cursors(world, name))
    if {"from", "to"} <= set(getattr(view, "parameters", ())):
        yield WIDE


def foreign_cursors(world: World, name: str) -> Iterator[str]:
    """The cursors that the other person is answered on the same route."""
    if name.startswith("patient"):
        name = name.removeprefix("patient-")
    client = world.clients["other patient"]
    found = client.get(world.path(name), {"limit": "1"})
    if found.status_code != 200:
        return
    page = found.json()
    if page.get("next"):
        yield parse_qs(urlsplit(page["next"]).query)["cursor"][0]
    if page.get("cursor"):
        yield page["cursor"]


def body_of(answer: Any) -> str:
    """Everything that an answer says."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    # A PDF is no text; what it holds stands in the page and the text of the report too.
    return content.decode(errors="replace") + str(dict(answer.headers))


def test_no_list_filter_or_order_shows_another_tenant(
    world: World, other: Diary
) -> None:
    marks = marks_of(other)
    assert len(marks) > 25
    found, asked = [], 0
    for name in sorted(name for name in MATRIX if "GET" in MATRIX[name]):
        for query in queries(world, name):
            for reader in READERS:
                answer = world.clients[reader].get(world.path(name), query)
                assert answer.status_code < 500
                asked += 1
                said = body_of(answer).replace(urlencode(query), "")
                found += [(name, query, reader, mark) for mark in marks if mark in said]
    assert asked > 800
    assert found == []


def test_the_walk_would_find_a_mark(world: World, other: Diary) -> None:
    client, marks = world.clients["other patient"], marks_of(other)
    hidden = 0
    for name in ("episodes", "nights", "medications", "warnings", "grants", "links"):
        said = body_of(client.get(world.path(name)))
        hidden += any(mark in said for mark in marks)
    assert hidden == 6


Attack = Callable[[APIClient, str], Any]


def _push(op: str | None, **fields: Any) -> Attack:
    def attack(client: APIClient, entry: str) -> Any:
        item: dict[str, Any] = {"table": "episodes", "id": entry, **fields}
        if op:
            item["op"] = op
        body = {"device": "phone", "items": [item]}
        return client.post(f"{V1}/sync/push", body, format="json")

    return attack


def _row(method: str, path: str, **row: Any) -> Attack:
    def attack(client: APIClient, entry: str) -> Any:
        body = {name: entry if value is ID else value for name, value in row.items()}
        call = getattr(client, method)
        return call(f"{V1}/{path.format(entry=entry)}", body, format="json")

    return attack


def _watermelon(client: APIClient, entry: str) -> Any:
    url = f"{V1}/sync/watermelon?last_pulled_at="
    pulled = client.get(f"{url}null").json()["timestamp"]
    body = {"episodes": {"created": [], "updated": [], "deleted": [entry]}}
    return client.post(f"{url}{pulled}", body, format="json")


ID: Any = object()
_START = "2026-03-20T02:00:00+01:00"
ATTACKS: Mapping[str, Attack] = {
    "post": _row("post", "episodes/", id=ID, started_at=_START),
    "put": _row("put", "episodes/{entry}/", started_at=_START),
    "patch": _row("patch", "episodes/{entry}/", pain_max=1),
    "delete": _row("delete", "episodes/{entry}/"),
    "push": _push(None, fields={"started_at": _START}),
    "push an edit": _push(None, base_rev=2, fields={"started_at": _START}),
    "push a deletion": _push("delete", base_rev=2),
    "restore": lambda client, entry: client.post(
        f"{V1}/sync/restore", {"ids": [entry]}, format="json"
    ),
    "rxdb": lambda client, entry: client.post(
        f"{V1}/sync/rxdb/episodes/push",
        [{"newDocumentState": {"id": entry, "started_at": _START}}],
        format="json",
    ),
    "watermelon": _watermelon,
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_somebody_elses_id_in_a_write_is_any_unknown_id(
    world: World, other: Diary, attack: Attack
) -> None:
    before = rows_of(other)
    answers = []
    for entry in (str(Episode.objects.in_diary(other.pk)[0].id), str(uuid.uuid4())):
        with transaction.atomic():
            answer = attack(world.clients["owner"], entry)
            answers.append((answer.status_code, said(answer, entry)))
            assert rows_of(other) == before
            transaction.set_rollback(True)
    assert answers[0][0] in {200, 201, 404}
    assert answers[0] == answers[1]


def said(answer: Any, entry: str) -> str:
    """The body without the id that was sent and the request's own."""
    body: str = answer.content.decode()
    return body.replace(entry, "").replace(answer["X-Request-Id"], "")


def rows_of(diary: Diary) -> list[Any]:
    """What a write could touch."""
    tables = (Episode, Night)
    rows = [list(table.objects.in_diary(diary.pk).values_list()) for table in tables]
    return [*rows, Diary.objects.get(pk=diary.pk).revision]
