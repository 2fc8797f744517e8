"""Limits in front of the password hash: atomic, per account and per address."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
import time_machine
from django.db import connection
from rest_framework.test import APIClient

from api.accounts.limits import LIMITS, client_address
from api.permissions import POLICY
from diary.models import ThrottleCount, User
from diary.services.throttle import count_attempt, delete_old_counts, throttle_name
from tests.api.accounts.test_login import confirmed, login
from tests.api.accounts.test_sign_up import BASE
from tests.api.threads import threads

__all__ = ["confirmed", "threads"]

NOW = datetime(2026, 3, 20, 8, 0, tzinfo=UTC)
PERIOD = timedelta(minutes=5)


def test_32_threads_never_pass_more_than_the_limit(
    threads: Callable[[int, Callable[[int], list[int]]], list[list[int]]],
) -> None:
    def five_attempts(_: int) -> list[int]:
        return [count_attempt("x", limit=10, period=PERIOD, now=NOW) for _ in range(5)]

    waits = [wait for waits in threads(32, five_attempts) for wait in waits]
    assert len(waits) == 160
    assert waits.count(0) == 10


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("after", "waits"),
    [
        (timedelta(0), 300),
        (timedelta(seconds=299, microseconds=1), 1),
        (timedelta(seconds=300), 0),
        (timedelta(seconds=301), 0),
    ],
)
def test_wait_ends_with_the_period(after: timedelta, waits: int) -> None:
    assert count_attempt("x", limit=1, period=PERIOD, now=NOW) == 0
    assert count_attempt("x", limit=1, period=PERIOD, now=NOW + after) == waits


@pytest.mark.django_db
def test_counters_keep_no_email_and_are_cleared_in_time() -> None:
    name = throttle_name("login", "account", "kari@example.test")
    count_attempt(name, limit=1, period=PERIOD, now=NOW)
    assert "kari" not in ThrottleCount.objects.get().name
    assert delete_old_counts(now=NOW + timedelta(days=1)) == 0
    assert delete_old_counts(now=NOW + timedelta(days=1, seconds=1)) == 1


@pytest.mark.django_db
def test_eleventh_login_waits_even_with_the_right_password(
    anonymous: APIClient, confirmed: User
) -> None:
    with time_machine.travel(NOW, tick=False):
        tried = [login(anonymous, confirmed.email, "wrong") for _ in range(10)]
        refused = login(anonymous, confirmed.email)
    assert {answer.status_code for answer in tried} == {400}
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
    assert refused["Retry-After"] == "300"
    with time_machine.travel(NOW + PERIOD, tick=False):
        assert login(anonymous, confirmed.email).status_code == 200


@pytest.mark.django_db
def test_refused_login_hashes_no_password(
    anonymous: APIClient, confirmed: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(10):
        login(anonymous, confirmed.email, "wrong")
    checked: list[str] = []
    monkeypatch.setattr(
        "django.contrib.auth.hashers.PBKDF2PasswordHasher.encode",
        lambda *sent: checked.append("hash"),
    )
    monkeypatch.setattr(
        "django.contrib.auth.hashers.MD5PasswordHasher.encode",
        lambda *sent: checked.append("hash"),
    )
    assert login(anonymous, confirmed.email, "wrong").status_code == 429
    assert checked == []


@pytest.mark.django_db
def test_success_starts_the_accounts_count_anew(
    anonymous: APIClient, confirmed: User
) -> None:
    for _ in range(9):
        login(anonymous, confirmed.email, "wrong")
    assert login(anonymous, confirmed.email).status_code == 200
    assert login(anonymous, confirmed.email, "wrong").status_code == 400


@pytest.mark.django_db
def test_email_written_differently_is_the_same_account(
    anonymous: APIClient, confirmed: User
) -> None:
    for _ in range(10):
        login(anonymous, confirmed.email, "wrong")
    assert login(anonymous, f" {confirmed.email.upper()} ").status_code == 429


@pytest.mark.django_db
def test_rotating_forwarded_address_changes_nothing(anonymous: APIClient) -> None:
    answers = [
        login(
            anonymous,
            f"u{number}@example.test",
            HTTP_X_FORWARDED_FOR=f"10.0.0.{number}",
        ).status_code
        for number in range(31)
    ]
    assert answers == [400] * 30 + [429]


@pytest.mark.django_db
def test_codes_are_guessed_at_most_ten_times(anonymous: APIClient) -> None:
    headers = {"X-Session-Token": "half-way"}
    answers = [
        anonymous.post(
            f"{BASE}/auth/email/verify", {"key": "ABC"}, format="json", headers=headers
        ).status_code
        for _ in range(11)
    ]
    assert answers[-1] == 429
    assert 429 not in answers[:-1]


@contextmanager
def counter_out_of_reach() -> Iterator[None]:
    """No counting meanwhile: the table is away, or somebody else holds it."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE diary_throttlecount RENAME TO diary_away")
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '200ms'")
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("LOCK TABLE diary_throttlecount IN ACCESS EXCLUSIVE MODE")
        yield


@pytest.mark.django_db
def test_login_without_its_counter_is_503_and_no_login(
    anonymous: APIClient, confirmed: User
) -> None:
    with counter_out_of_reach():
        refused = login(anonymous, confirmed.email)
    assert (refused.status_code, refused.json()["code"]) == (503, "unavailable")
    assert int(refused["Retry-After"]) > 0


@pytest.mark.parametrize(
    ("proxies", "forwarded", "peer", "address"),
    [
        (0, "", "192.0.2.7", "192.0.2.7"),
        (0, "203.0.113.9", "192.0.2.7", "192.0.2.7"),
        (1, "203.0.113.9", "192.0.2.7", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "192.0.2.7", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9", "192.0.2.7", "198.51.100.1"),
        (2, "203.0.113.9", "192.0.2.7", "192.0.2.7"),
        (1, "", "192.0.2.7", "192.0.2.7"),
        (1, "nonsense", "192.0.2.7", "unknown"),
        (0, "", "2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        (0, "", "", "unknown"),
    ],
)
def test_address_is_the_rightmost_hop_that_is_not_ours(
    settings: Any, proxies: int, forwarded: str, peer: str, address: str
) -> None:
    settings.TRUSTED_PROXY_COUNT = proxies
    meta = {"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": forwarded}
    assert client_address(meta) == address


def test_every_limit_names_a_route_that_exists() -> None:
    from api.accounts.urls import urlpatterns

    names = {pattern.name for pattern in _leaves(urlpatterns)}
    ours = {*POLICY, "invite", "make-link", "open-link"}
    assert set(LIMITS) <= names | ours


def _leaves(patterns: list[Any]) -> list[Any]:
    found = []
    for pattern in patterns:
        inner = getattr(pattern, "url_patterns", None)
        found += _leaves(inner) if inner is not None else [pattern]
    return found
