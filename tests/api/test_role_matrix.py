"""Every route, method and kind of caller, walked from the router itself."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.apps import apps
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import Settings
from rest_framework.test import APIClient

from api.permissions import POLICY, InRoleMatrix
from diary.models import AccessEvent, Diary, Grant, ThrottleCount, User
from diary.services.export_jobs import Order, queue
from diary.services.export_work import Outcome, run_export
from diary.services.sharing import invite
from tests.api.links.conftest import FORM, share
from tests.api.roles import (
    BODIES,
    CALLERS,
    CLINICIANS,
    MATRIX,
    METHODS,
    NOT_LOGGED_IN,
    OFF,
    TRENDS,
)
from tests.api.sharing.conftest import EXPIRED, PENDING, REVOKED, give
from tests.api.sharing.test_patients import make_warning
from tests.conftest import NOW, episode, make_user, night, token_for
from tests.documented import document

ACCOUNT = "api/v1/account/"
ALLAUTH_ROUTES = 20  # walked by tests/api/accounts; a new one needs a look there
OPEN_ROUTES = {"schema", "docs", "healthz", "readyz"}
DENIALS = {401, 403, 404, 405}


def leaves(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every route below these patterns with its whole path."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from leaves(pattern.url_patterns, route)
        else:
            yield route, pattern


ROUTES = list(leaves(get_resolver().url_patterns))
OURS = {
    str(pattern.name): (route, pattern)
    for route, pattern in ROUTES
    if not route.startswith(ACCOUNT) and pattern.name not in OPEN_ROUTES
}


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    assert set(OURS) == set(POLICY) == set(MATRIX)
    assert len(OURS) + len(OPEN_ROUTES) + ALLAUTH_ROUTES == len(ROUTES)


def test_every_row_names_the_same_methods() -> None:
    expected = {name: set(methods) for name, methods in MATRIX.items()}
    assert {name: set(methods) for name, methods in POLICY.items()} == expected


def test_every_view_asks_the_matrix() -> None:
    asked = {
        name: pattern.callback.view_class.permission_classes  # type: ignore[attr-defined]
        for name, (_, pattern) in OURS.items()
    }
    assert asked == dict.fromkeys(OURS, [InRoleMatrix])


def test_every_route_is_documented_with_its_methods() -> None:
    documented = {
        path: {method.upper() for method in operations}
        for path, operations in document()["paths"].items()
    }
    ours = {
        "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route): set(MATRIX[name])
        for name, (route, _) in OURS.items()
    }
    assert {path: documented.get(path) for path in ours} == ours


@dataclass
class World:
    """The owner's diary, everybody who might knock, and the ids to knock with."""

    clients: dict[str, APIClient]
    ids: dict[str, str]
    revs: dict[str, int]
    diary: Diary
    code: str

    def path(self, name: str) -> str:
        """The path of a route with the owner's ids in it."""
        row = name.removeprefix("patient-").replace("check-in", "check_in")
        chosen = {**self.ids, "entry": self.ids.get(row, "")}
        return "/" + re.sub(
            r"<(?:\w+:)?(\w+)>", lambda found: chosen[found[1]], OURS[name][0]
        )

    def ask(self, caller: str, name: str, method: str) -> int:
        """Call a route as somebody; return the status."""
        return int(self.call(caller, name, method).status_code)

    def call(self, caller: str, name: str, method: str) -> Any:
        """Call a route as somebody; return the answer."""
        body = BODIES.get((name, method), {})
        if name == "redeem":
            code, _ = invite(self.diary.pk, scopes=["read"], days=1, now=NOW)
            body = {"code": code}
        sent = {"format": "json"}
        if name == "link-page":
            body, sent = urlencode({"code": self.code}), {"content_type": FORM}
        headers = {}
        if name in self.revs and method in {"PUT", "PATCH", "DELETE"}:
            headers["If-Match"] = f'"{self.revs[name]}"'
        client = self.clients[caller]
        if method in {"GET", "TRACE"}:
            return client.generic(method, self.path(name))
        call = getattr(client, method.lower())
        return call(self.path(name), body, **sent, headers=headers)


@pytest.fixture
def world(
    patient: User, other_patient: User, staff: User, settings: Settings, tmp_path: Path
) -> Iterator[World]:
    """Everybody of the matrix, at one instant."""
    settings.EXPORT_FOLDER = str(tmp_path)
    with time_machine.travel(NOW - timedelta(days=15), tick=False):
        expired_token = token_for(patient)
    with time_machine.travel(NOW, tick=False):
        diary = Diary.objects.get(owner=patient)
        clients = {caller: APIClient() for caller in CALLERS}
        tokens = {
            "malformed token": "not-a-token",
            "expired session": expired_token,
            "owner": token_for(patient),
            "other patient": token_for(other_patient),
            "staff": token_for(staff),
        }
        grants = _clinicians(diary, tokens)
        for caller, token in tokens.items():
            clients[caller].credentials(HTTP_X_SESSION_TOKEN=token)
        made = make_entries(clients["owner"])
        ids = {name: row["id"] for name, row in made.items()}
        ids["check_in"] = ids["check-in"]
        ids["warning"] = str(make_warning(diary).pk)
        ids["grant"] = str(grants["pending"].pk)
        ids["diary"] = str(diary.pk)
        ids["export"] = _finished_export(diary)
        ids["table"] = "episodes"
        revs = {name: row["rev"] for name, row in made.items()}
        link, code = share(diary, now=NOW)
        ids["link"] = str(link.pk)
        yield World(clients, ids, revs, diary, code)


def _clinicians(diary: Diary, tokens: dict[str, str]) -> dict[str, Grant]:
    states: dict[str, dict[str, Any]] = {
        "pending": PENDING,
        "expired": EXPIRED,
        "revoked": REVOKED,
        "read only": {"may_export": False},
        "all scopes": {"may_notes": True},
    }
    grants = {}
    for number, caller in enumerate(CLINICIANS):
        user = make_user(f"clinician{number}@example.test", User.Role.CLINICIAN)
        tokens[caller] = token_for(user)
        if caller in states:
            grants[caller] = give(diary, user, **states[caller])
    return grants


def make_entries(owner: APIClient) -> dict[str, dict[str, Any]]:
    """One row of each table, as answered."""
    bodies: dict[str, dict[str, Any]] = {
        "episode": episode(),
        "night": night(),
        "check-in": {"date": "2026-03-19"},
        "medication": {
            "id": str(uuid.uuid4()),
            **{"code": "statin", "started_on": "2026-01-05"},
        },
    }
    made = {}
    for name, body in bodies.items():
        answer = owner.post(f"/api/v1/{name}s/", body, format="json")
        assert answer.status_code == 201, answer.content
        made[name] = answer.json()
    made["profile"] = owner.get("/api/v1/profile/").json()
    return made


def _finished_export(diary: Diary) -> str:
    order = Order(None, None, "rfc4180", "en", has_label_row=False, with_notes=False)
    job = queue(diary.owner, order, {diary.pk: False}, is_cohort=False, now=NOW)
    assert run_export(job.pk) is Outcome.READY
    return str(job.pk)


def state_of_the_database() -> str:
    """A hash of every row but the counters and the access log."""
    digest = hashlib.sha256()
    for model in sorted(apps.get_models(), key=lambda model: model._meta.label):
        if model not in {ThrottleCount, AccessEvent}:
            rows = model._default_manager.order_by("pk").values_list()
            digest.update(repr(list(rows)).encode())
    return digest.hexdigest()


@pytest.mark.parametrize("name", sorted(MATRIX))
def test_each_caller_gets_exactly_the_answer_of_the_table(
    world: World, name: str
) -> None:
    expected = {
        (method, caller): MATRIX[name].get(method, OFF)[caller]
        for method in METHODS
        for caller in CALLERS
    }
    answered = {}
    before = state_of_the_database()
    denied = [key for key, status in expected.items() if status in DENIALS]
    for method, caller in denied:
        if name != "redeem":
            answered[method, caller] = world.ask(caller, name, method)
    assert state_of_the_database() == before
    for method, caller in expected.keys() - answered.keys():
        with transaction.atomic():
            answered[method, caller] = world.ask(caller, name, method)
            transaction.set_rollback(True)
    differing = {
        key: (status, expected[key])
        for key, status in answered.items()
        if status != expected[key]
    }
    assert differing == {}
    assert len(answered) == len(METHODS) * len(CALLERS)


@pytest.mark.parametrize("caller", CALLERS)
def test_every_answer_is_kept_out_of_caches(world: World, caller: str) -> None:
    """Errors and files too; only shared or revalidated answers may say otherwise."""
    trends = {*TRENDS, *(f"patient-{name}" for name in TRENDS)}
    kept = {*trends, "criteria", "vocabulary"}
    seen = {}
    for name in sorted(set(MATRIX) - kept):
        answer = world.clients[caller].get(world.path(name))
        seen[name] = answer["Cache-Control"]
    assert len(seen) == len(MATRIX) - len(kept)
    assert {name: held for name, held in seen.items() if "no-store" not in held} == {}


@pytest.mark.parametrize("caller", NOT_LOGGED_IN)
def test_401_names_the_header_on_every_route(world: World, caller: str) -> None:
    named = {}
    for name, methods in MATRIX.items():
        if "GET" in methods and methods["GET"][caller] == 401:
            named[name] = world.clients[caller].get(world.path(name))[
                "WWW-Authenticate"
            ]
    assert len(named) > 25
    assert set(named.values()) == {"X-Session-Token"}


def test_method_override_headers_change_nothing(world: World) -> None:
    answer = world.clients["owner"].get(
        world.path("episode"), headers={"X-HTTP-Method-Override": "DELETE"}
    )
    assert answer.status_code == 200
    assert world.ask("owner", "episode", "GET") == 200
