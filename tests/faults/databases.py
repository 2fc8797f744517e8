"""Databases that this process shares with others."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from django.db import connections
from django.db.utils import load_backend

from config.env import database


@contextmanager
def new_database(folder: Path) -> Iterator[str]:
    """The URL of an empty one, of the kind under test; gone after the block."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield sqlite_url(folder / "shared.sqlite3")
        return
    name = f"leggro_faults_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def sqlite_url(path: Path) -> str:
    """How ``DATABASE_URL`` names a file."""
    return f"sqlite:///{quote(str(path))}"


class connected_to:  # noqa: N801 - reads as a statement of what holds inside
    """Use this database instead of the tests' own."""

    def __init__(self, url: str) -> None:
        self.own = connections["default"]
        named = database("NAMED_NOWHERE", default=url)
        # Pools go by alias: this would be that of the tests' own database.
        named.get("OPTIONS", {}).pop("pool", None)
        wrapper = load_backend(named["ENGINE"]).DatabaseWrapper
        self.theirs = wrapper({**self.own.settings_dict, **named}, alias="default")

    def __enter__(self) -> None:
        connections["default"] = self.theirs

    def __exit__(self, *raised: object) -> None:
        self.theirs.close()
        connections["default"] = self.own
