"""A write takes the fields it names; whatever else is sent is refused or left alone."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction

from diary.models import SyncProblem, ThrottleCount
from diary.services.sharing import invite
from tests.api.roles import BODIES, MATRIX
from tests.api.test_role_matrix import OURS, World, world
from tests.conftest import NOW
from tests.documented import document

__all__ = ["world"]

MARK = "assigned-from-outside"
TEMPTING = {
    *("is_staff", "is_superuser", "is_active", "role", "email", "password"),
    *("patient", "owner", "diary_id", "seq", "revision", "epoch", "actor"),
}
# They read no body, or one member of it; what a client adds is left alone.
IGNORES = {
    *("warning-seen", "warning-discussed", "patient-warning-discussed"),
    "sync-restore",
}
OTHER_TABLES = {"sync-watermelon"}  # its members are tables
NAMED_IN_PART = {"import-archive"}  # the first twenty
NOT_AN_OBJECT = {"sync-rxdb-push", "link-page"}
WRITES = sorted(
    (name, method)
    for name, methods in MATRIX.items()
    for method in set(methods) & {"POST", "PUT", "PATCH"}
    if name not in NOT_AN_OBJECT
)


def columns() -> set[str]:
    """The name of every column of every table of ours."""
    return {
        field.name
        for model in apps.get_app_config("diary").get_models()
        for field in model._meta.concrete_fields
    }


def body_of(world: World, name: str, method: str) -> dict[str, Any]:
    """A body that the route takes."""
    if name == "redeem":
        code, _ = invite(world.diary.pk, scopes=["read"], days=1, now=NOW)
        return {"code": code}
    body: Any = BODIES.get((name, method), {})
    return dict(body)


def caller_of(name: str) -> str:
    """Somebody whom the route takes; an archive goes into an empty diary alone."""
    if name == "import-archive":
        return "other patient"
    is_clinicians = name.startswith("patient-") or name == "redeem"
    return "all scopes" if is_clinicians else "owner"


def taken(name: str, method: str) -> set[str]:
    """The members that the route is documented to take."""
    path = "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", OURS[name][0])
    operation = document()["paths"][path][method.lower()]
    if "requestBody" not in operation:
        return set()
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    if "$ref" in schema:
        schema = document()["components"]["schemas"][schema["$ref"].split("/")[-1]]
    return set(schema.get("properties", {}))


def marked() -> list[str]:
    """Tables with the mark in a row; a refused item is kept as it was sent."""
    models = [
        model
        for model in apps.get_models()
        if model not in {ThrottleCount, SyncProblem}
    ]
    return [
        model._meta.label
        for model in models
        if MARK in repr(list(model._default_manager.values_list()))
    ]


def send(world: World, name: str, method: str, body: dict[str, Any]) -> Any:
    """Send a write as somebody who may."""
    headers = {}
    if name in world.revs:
        headers["If-Match"] = f'"{world.revs[name]}"'
    call = getattr(world.clients[caller_of(name)], method.lower())
    return call(world.path(name), body, format="json", headers=headers)


def refused_fields(answer: Any) -> set[str]:
    """The fields that an answer calls unknown, be it of a row or of a batch."""
    fields = answer.json().get("fields", {})
    return {
        field for field, problem in fields.items() if problem["code"] == "unknown_field"
    }


def test_every_write_is_tried() -> None:
    assert len(WRITES) > 20
    assert len(columns()) > 80


@pytest.mark.parametrize(("name", "method"), WRITES)
def test_no_column_can_be_assigned_from_outside(
    world: World, name: str, method: str
) -> None:
    plain = body_of(world, name, method)
    with transaction.atomic():
        accepted = send(world, name, method, plain)
        transaction.set_rollback(True)
    assert accepted.status_code in {200, 201, 202}, accepted.content
    extra = dict.fromkeys((columns() | TEMPTING) - taken(name, method), MARK)
    answer = send(world, name, method, {**plain, **extra})
    assert marked() == []
    if name in IGNORES:
        assert answer.status_code == 200
    else:
        assert answer.status_code == 400
        refused = refused_fields(answer)
        assert name in OTHER_TABLES or refused <= set(extra)
        assert name in OTHER_TABLES | NAMED_IN_PART or refused == set(extra)


@pytest.mark.parametrize("name", ["rev", "received_at", "deleted_at", "diary", "key"])
def test_what_the_server_alone_sets_is_refused_in_a_row_and_in_a_push(
    world: World, name: str
) -> None:
    row = {**body_of(world, "episodes", "POST"), "id": str(uuid.uuid4())}
    answer = send(world, "episodes", "POST", {**row, name: MARK})
    assert refused_fields(answer) == {name}
    item = {"table": "episodes", "id": row["id"], "fields": {**row, name: MARK}}
    del item["fields"]["id"]
    pushed = send(world, "sync-push", "POST", {"device": "phone", "items": [item]})
    (result,) = pushed.json()["results"]
    assert (pushed.status_code, result["status"]) == (200, "invalid")
    assert marked() == []
