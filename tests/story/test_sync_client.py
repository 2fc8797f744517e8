"""The code of "Write a sync client by hand" computes the server's own digest."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.conftest import episode, night
from tests.runtime.processes import PROJECT

PAGE = PROJECT / "docs" / "how-to" / "write-a-sync-client.md"


@pytest.fixture
def digest() -> Callable[[str, list[Any]], Any]:
    """The page's function."""
    (code,) = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(), re.M | re.S)
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - our own page
    found: Callable[[str, list[Any]], Any] = names["digest"]
    return found


def test_digest_of_the_page_is_the_servers(
    api: APIClient, digest: Callable[[str, list[Any]], Any]
) -> None:
    posted = {
        "episodes": [
            episode(note="kramper i leggen, æøå"),
            episode(started_at="2026-04-01T00:30:00+02:00", ended_at=None),
            episode(relief=[{"code": "stretching", "effect": "full"}]),
        ],
        "nights": [night()],
        "check-ins": [{"date": "2026-03-18", "covers": "night"}],
        "medications": [
            {"id": episode()["id"], "code": "magnesium", "started_on": "2026-01-02"}
        ],
    }
    for path, rows in posted.items():
        for row in rows:
            answer = api.post(f"/api/v1/{path}/", row, format="json")
            assert answer.status_code == 201, answer.json()
    tables: dict[str, list[Any]] = {}
    for change in api.get("/api/v1/sync/changes").json()["changes"]:
        tables.setdefault(change["table"], []).append(
            {"id": change["id"], **change["data"]}
        )
    theirs = api.get("/api/v1/sync/digest").json()["tables"]
    assert {name: digest(name, tables[name]) for name in theirs} == theirs
    assert set(theirs["episodes"]) == {"2026-03"}
    assert all(theirs.values())
