"""Real parallel work: each thread with a connection of its own.

The test database of SQLite lives in memory, where threads cannot meet; they get a copy
of it in a file. On a database server they share the test database itself.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connection, connections

T = TypeVar("T")


@pytest.fixture
def threads(
    transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[int, Callable[[int], T]], list[T]]:
    """Return ``run(number, work)``: ``work(0..number-1)`` all at once, then results."""

    def run(number: int, work: Callable[[int], T]) -> list[T]:
        if connection.vendor == "sqlite":
            copy = tmp_path / "threads.sqlite3"
            if not copy.exists():
                with connection.cursor() as cursor:
                    cursor.execute("VACUUM INTO %s", [str(copy)])
            monkeypatch.setitem(connections.settings["default"], "NAME", str(copy))
        try:
            return _run(number, work)
        finally:
            monkeypatch.undo()

    return run


def _run(number: int, work: Callable[[int], T]) -> list[T]:
    barrier = Barrier(number)

    def one(index: int) -> T:
        try:
            barrier.wait(timeout=60)  # without a connection: a pool may be smaller
            return work(index)
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(one, range(number)))
