"""F01, F03, F04: a PostgreSQL that is away, full or locked is said so, and soon over.

It is a server of these tests alone, whatever database the others run on.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker

from scripts.with_services import postgres, scratch_folder
from tests.faults.databases import connected_to
from tests.faults.people import Person, cramp, new_person
from tests.faults.phone import Answer
from tests.faults.proxy import Proxy
from tests.faults.sync.together import together
from tests.faults.web import Web, serving

POOL_SECONDS = 3.0  # how long a request waits for a connection
LOCK_SECONDS = 4.0  # how long a statement waits for a lock
TOLERANCE_SECONDS = 1.5  # the machines are shared
BACK_SECONDS = 5.0
CONNECTIONS = 20
CALLERS = 12  # twice as many as the web side has threads


@dataclass(frozen=True)
class Hurt:
    """The server as an operator reaches it, the line to it, and who is served."""

    url: str
    line: Proxy
    web: Web
    people: list[Person]

    def operator(self) -> psycopg.Connection[tuple[object, ...]]:
        """A connection that no fault concerns."""
        return psycopg.connect(self.url, autocommit=True)

    def push(self, number: int = 0) -> Answer:
        """One new cramp of one of the people."""
        return self.people[number].phone().try_push([cramp()])

    def get(self, path: str) -> Answer:
        """One call without a body."""
        return self.people[0].phone().call("GET", path)


@pytest.fixture(scope="module")
def hurt(django_db_blocker: DjangoDbBlocker) -> Iterator[Hurt]:
    """A web side that reaches a PostgreSQL through a line that can be broken."""
    with scratch_folder() as folder, postgres(folder) as url:
        line = Proxy(urlsplit(url).port or 0)
        served = _as_the_product(url, line.port)
        with (
            serving(served, workers=1) as web,
            django_db_blocker.unblock(),
            connected_to(_as_the_product(url, line.target_port)),
        ):
            call_command("migrate", verbosity=0)
            people = [new_person(web.port) for _ in range(CALLERS)]
            yield Hurt(url, line, web, people)
        line.refuse()


def _as_the_product(url: str, port: int) -> str:
    """The URL of the database through that port, as a user with few connections."""
    with psycopg.connect(url, autocommit=True) as connection:
        if not connection.execute(
            "SELECT 1 FROM pg_roles WHERE rolname = 'product'"
        ).fetchone():
            connection.execute(
                f"CREATE ROLE product LOGIN PASSWORD 'x' CONNECTION LIMIT {CONNECTIONS}"
            )
            connection.execute("CREATE DATABASE product OWNER product")
    place = f"product:x@127.0.0.1:{port}"
    return urlunsplit(urlsplit(url)._replace(netloc=place, path="/product"))


@contextmanager
def works_again(hurt: Hurt) -> Iterator[None]:
    """After the block everything is as before within five seconds."""
    assert hurt.push().status == 200
    yield
    deadline = time.monotonic() + BACK_SECONDS
    while hurt.push().status != 200:
        assert time.monotonic() < deadline
    assert hurt.get("/readyz").status == 200


def assert_unavailable(answer: Answer, seconds: float) -> None:
    assert (answer.status, answer.json()["code"]) == (503, "unavailable")
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.seconds < seconds + TOLERANCE_SECONDS


def asked_at_once(hurt: Hurt) -> list[Answer]:
    """A push, a pull and the two probes."""
    paths = ("/api/v1/sync/changes", "/readyz", "/healthz")
    reads: list[Callable[[], Answer]] = [partial(hurt.get, path) for path in paths]
    return list(together(hurt.push, *reads))


@pytest.mark.parametrize("rounds", [1, pytest.param(12, marks=pytest.mark.slow)])
def test_stopped_database_is_503_until_it_is_back(hurt: Hurt, rounds: int) -> None:
    with works_again(hurt):
        hurt.line.refuse()
        for _ in range(rounds):
            *others, health = asked_at_once(hurt)
            for answer in others:
                assert_unavailable(answer, POOL_SECONDS)
            assert (health.status, health.seconds < 1) == (200, True)
        hurt.line.accept()


def test_database_without_a_free_connection_is_503_until_one_is_free(
    hurt: Hurt,
) -> None:
    with works_again(hurt), hurt.operator() as operator:
        operator.execute("ALTER ROLE product CONNECTION LIMIT 0")
        operator.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE usename = 'product'"
        )
        *others, health = asked_at_once(hurt)
        for answer in others:
            assert_unavailable(answer, POOL_SECONDS)
        assert health.status == 200
        operator.execute(f"ALTER ROLE product CONNECTION LIMIT {CONNECTIONS}")


def test_locked_table_is_503_for_all_who_wait_and_blocks_no_worker(hurt: Hurt) -> None:
    """Half of the calls wait for a thread until the other half is answered."""
    with works_again(hurt), psycopg.connect(_of_product(hurt)) as locker:
        locker.execute("LOCK TABLE diary_diary IN ACCESS EXCLUSIVE MODE")
        pushes = [partial(hurt.push, number) for number in range(CALLERS)]
        for answer in together(*pushes):
            assert_unavailable(answer, 2 * LOCK_SECONDS)
            assert answer.seconds > LOCK_SECONDS - 1
        locker.rollback()
        assert hurt.push().seconds < 1


def _of_product(hurt: Hurt) -> str:
    return urlunsplit(urlsplit(hurt.url)._replace(path="/product"))
