"""F01: without its database every route says 503 and when to come again."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker
from rest_framework.test import APIClient

from api.permissions import POLICY
from tests.api.test_role_matrix import ACCOUNT, OURS, ROUTES
from tests.faults.databases import connected_to

NOWHERE = "postgres://nobody:secret@127.0.0.1:1/none"  # nothing listens there
VALUES = {"table": "episodes"}
GUARDED = [
    (f"/{route}", method)
    for name, (route, _) in OURS.items()
    for method in POLICY[name]
]
ACCOUNTS = [
    (f"/{route}", method)
    for route, _ in ROUTES
    for method in ("GET", "POST")
    if route.startswith(f"{ACCOUNT}app/")
]
NEEDS_NONE = ("/healthz", "/api/v1/schema/", "/api/v1/docs/", f"/{ACCOUNT}docs/")


@pytest.fixture
def client(django_db_blocker: DjangoDbBlocker) -> Iterator[APIClient]:
    """Somebody logged in, while the database refuses every connection."""
    client = APIClient(raise_request_exception=False)
    client.credentials(HTTP_X_SESSION_TOKEN="a-token-of-before")
    with django_db_blocker.unblock(), connected_to(NOWHERE):
        yield client


def path_of(route: str) -> str:
    return re.sub(
        r"<(?:\w+:)?(\w+)>",
        lambda found: VALUES.get(found[1], str(uuid.uuid4())),
        route,
    )


def ask(client: APIClient, route: str, method: str) -> Any:
    return client.generic(method, path_of(route), "{}", "application/json")


@pytest.mark.parametrize(("route", "method"), GUARDED + ACCOUNTS)
def test_route_is_unavailable_and_says_when_to_come_again(
    client: APIClient, route: str, method: str
) -> None:
    answer = ask(client, route, method)
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    if route.startswith("/api/"):  # the others are pages for people
        assert answer.json()["code"] == "unavailable"
        assert answer.json()["request_id"] == answer.headers["X-Request-Id"]


@pytest.mark.parametrize("route", NEEDS_NONE)
def test_route_that_needs_no_database_answers(client: APIClient, route: str) -> None:
    assert ask(client, route, "GET").status_code == 200


def test_readyz_says_so(client: APIClient) -> None:
    answer = ask(client, "/readyz", "GET")
    assert (answer.status_code, answer.json()["database"]) == (503, "unavailable")
