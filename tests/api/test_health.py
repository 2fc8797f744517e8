"""The two probes: what they tell, and that one of them touches nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from api import hints
from diary.models import Diary, EvaluationDue, Heartbeat
from tests.conftest import NOW

PROBES = ["/healthz", "/readyz"]


@pytest.fixture
def probe() -> Client:
    """Somebody without a login."""
    return Client()


def test_healthz_touches_no_database(
    db: None, probe: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        answer = probe.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_readyz_of_an_idle_product_waits_for_nothing(
    db: None, probe: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hints, "_breaker", hints._Breaker())  # nothing sent yet
    answer = probe.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "database": "ok",
        "broker": "unknown",
        "sweeper_heartbeat_age_seconds": None,
        "oldest_due_age_seconds": None,
        "diaries_in_back_off": 0,
        "push_gateway": "not_configured",
        "notifications_overdue": 0,
        "notifications_failing": 0,
        "oldest_notification_age_seconds": None,
    }


@time_machine.travel(NOW, tick=False)
def test_readyz_tells_the_ages_of_heartbeat_and_queue(
    diary: Diary, probe: Client
) -> None:
    Heartbeat.objects.create(name="sweeper", beat_at=NOW - timedelta(seconds=3))
    EvaluationDue.objects.update(due_since=NOW - timedelta(seconds=40))
    told = probe.get("/readyz").json()
    assert told["sweeper_heartbeat_age_seconds"] == 3
    assert told["oldest_due_age_seconds"] == 40


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize(
    ("attempts", "error", "wait_seconds", "told"),
    [
        (1, "", 10, (40, 0)),  # somebody is judging it
        (3, "", 10, (40, 0)),
        (4, "", 240, (None, 1)),  # three deaths
        (1, "ZeroDivisionError", 30, (None, 1)),
        (1, "ZeroDivisionError", 0, (40, 0)),  # its wait is over
    ],
)
def test_readyz_counts_back_off_and_leaves_it_out_of_the_age(
    diary: Diary,
    probe: Client,
    attempts: int,
    error: str,
    wait_seconds: int,
    told: tuple[float | None, int],
) -> None:
    EvaluationDue.objects.update(
        due_since=NOW - timedelta(seconds=40),
        next_try_at=NOW + timedelta(seconds=wait_seconds),
        attempts=attempts,
        last_error_class=error,
    )
    answer = probe.get("/readyz").json()
    assert (answer["oldest_due_age_seconds"], answer["diaries_in_back_off"]) == told


def test_readyz_without_database_is_503_and_healthz_still_ok(
    db: None, probe: Client
) -> None:
    """The table is gone: to a query that is a database that does not answer."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE diary_heartbeat")
    answer = probe.get("/readyz")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    told = answer.json()
    assert (told["code"], told["database"]) == ("unavailable", "unavailable")
    assert told["request_id"] == answer.headers["X-Request-Id"]
    assert probe.get("/healthz").status_code == 200


@pytest.mark.parametrize("path", PROBES)
def test_probe_names_nobody(diary: Diary, probe: Client, path: str) -> None:
    body = probe.get(path).content.decode()
    assert str(diary.pk) not in body
