"""Somebody else's row and no row are answered alike, on every route with an id."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any, NamedTuple

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from diary.models import Diary, User
from tests.api.roles import CLOSED, MATRIX
from tests.api.sharing.test_patients import make_warning
from tests.api.test_role_matrix import OURS, World, make_entries, world

__all__ = ["world"]

# PUT of an unknown id creates it; a table is no id; a link opens by its code alone.
WITH_ID = sorted(
    (name, method)
    for name, methods in MATRIX.items()
    for method in methods
    if "<uuid:" in OURS[name][0] and method != "PUT"
)
OWN = [row for row in WITH_ID if not row[0].startswith("patient-")]
SHARED = [row for row in WITH_ID if row[0].startswith("patient-")]
ROWS = [row for row in SHARED if OURS[row[0]][0].count("<uuid:") == 2]


class Seen(NamedTuple):
    """What a caller can tell answers apart by."""

    status: int
    body: bytes
    headers: list[tuple[str, str]]
    queries: int


def seen(world: World, caller: str, row: tuple[str, str], **ids: str) -> Seen:
    """Call a route with these ids; the request's own id is left out."""
    asked = replace(world, ids={**world.ids, **ids})
    with CaptureQueriesContext(connection) as captured:
        answer = asked.call(caller, *row)
    own_id = answer["X-Request-Id"].encode()
    headers = {**answer.headers, "X-Request-Id": ""}
    body = answer.content.replace(own_id, b"")
    return Seen(answer.status_code, body, sorted(headers.items()), len(captured))


def random_ids() -> dict[str, str]:
    """Ids that nothing has."""
    names = ("episode", "night", "check_in", "medication", "warning", "grant", "link")
    return {name: str(uuid.uuid4()) for name in (*names, "diary")}


def differing(pairs: dict[Any, tuple[Seen, Seen]]) -> dict[Any, tuple[Seen, Seen]]:
    """The calls that tell a foreign row from none, or find it."""
    return {
        call: (foreign, unknown)
        for call, (foreign, unknown) in pairs.items()
        if foreign.status != 404 or foreign != unknown
    }


def test_row_of_another_patient_looks_like_none(world: World) -> None:
    pairs = {
        row: (
            seen(world, "other patient", row),
            seen(world, "other patient", row, **random_ids()),
        )
        for row in OWN
    }
    assert len(pairs) > 15
    assert differing(pairs) == {}


@pytest.mark.parametrize("caller", CLOSED)
def test_closed_diary_looks_like_none(world: World, caller: str) -> None:
    pairs = {
        row: (
            seen(world, caller, row),
            seen(world, caller, row, **random_ids()),
        )
        for row in SHARED
    }
    if caller != "no grant":  # who once was let in is logged, which costs queries
        pairs = {
            row: (foreign, unknown._replace(queries=foreign.queries))
            for row, (foreign, unknown) in pairs.items()
        }
    assert len(pairs) > 20
    assert differing(pairs) == {}


def test_row_of_a_diary_that_is_not_shared_looks_like_none(
    world: World, other_patient: User
) -> None:
    foreign = {
        name: row["id"]
        for name, row in make_entries(world.clients["other patient"]).items()
    }
    foreign["check_in"] = foreign["check-in"]
    theirs = Diary.objects.get(owner=other_patient)
    foreign["warning"] = str(make_warning(theirs).pk)
    random = {**random_ids(), "diary": world.ids["diary"]}
    pairs = {
        row: (
            seen(world, "all scopes", row, **foreign),
            seen(world, "all scopes", row, **random),
        )
        for row in ROWS
    }
    assert len(pairs) > 4
    assert differing(pairs) == {}
