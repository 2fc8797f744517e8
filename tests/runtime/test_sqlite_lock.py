"""Who waits for SQLite's write lock gets it when it is free, or an error in the end."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import OperationalError, connections, transaction
from pytest_django import DjangoDbBlocker

from config.env import SQLITE_OPTIONS
from config.sqlite.base import DatabaseWrapper

HELD_SECONDS = 0.3
TIMEOUT_SECONDS = 20


@pytest.fixture
def waiting(
    tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> Iterator[DatabaseWrapper]:
    """A connection of the product to a database that others write to as well."""
    own = connections["default"].settings_dict
    settings = {
        **own,
        "ENGINE": "config.sqlite",
        "NAME": str(tmp_path / "db.sqlite3"),
        "OPTIONS": dict(SQLITE_OPTIONS),
    }
    wrapper = DatabaseWrapper(settings, alias="waiting")
    connections["waiting"] = wrapper
    with django_db_blocker.unblock():
        yield wrapper
        wrapper.close()
    del connections["waiting"]


def busy_timeout_ms(wrapper: DatabaseWrapper) -> int:
    """How long a single statement waits."""
    (found,) = wrapper.connection.execute("PRAGMA busy_timeout").fetchone()
    return int(found)


def hold(path: str, seconds: float, held: threading.Event) -> None:
    """Hold the write lock for so long."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        held.set()
        time.sleep(seconds)
        other.execute("COMMIT")


def test_transaction_begins_when_the_other_one_has_ended(
    waiting: DatabaseWrapper,
) -> None:
    waiting.ensure_connection()
    held = threading.Event()
    path = str(waiting.settings_dict["NAME"])
    other = threading.Thread(target=hold, args=(path, HELD_SECONDS, held))
    other.start()
    assert held.wait(TIMEOUT_SECONDS)
    began = time.monotonic()
    with transaction.atomic(using="waiting"):
        waited = time.monotonic() - began
    other.join()
    assert HELD_SECONDS / 2 < waited < TIMEOUT_SECONDS
    assert busy_timeout_ms(waiting) == TIMEOUT_SECONDS * 1000
    assert not waiting.errors_occurred


def test_lock_that_is_never_free_is_an_error_in_the_end(
    waiting: DatabaseWrapper,
) -> None:
    waiting.settings_dict["OPTIONS"]["timeout"] = HELD_SECONDS
    waiting.ensure_connection()
    with closing(sqlite3.connect(str(waiting.settings_dict["NAME"]))) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        with (
            pytest.raises(OperationalError, match="locked"),
            transaction.atomic(using="waiting"),
        ):
            pass
        assert time.monotonic() - began >= HELD_SECONDS
    with transaction.atomic(using="waiting"):
        assert busy_timeout_ms(waiting) == HELD_SECONDS * 1000
