"""A folder and a database of their own for one run of the benchmark."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from config.supervisor.run_folder import PROJECT, socket_path

PREPARE_SECONDS = 300.0
# What would lead to a database or broker that somebody uses.
NOT_INHERITED = ("DATABASE_URL", "BROKER_URL", "PORT", "LEGGRO_RUN_DIR")


@dataclass(frozen=True, slots=True)
class Scratch:
    """The run folder of one benchmark; ``is_quick`` asks for fewer repeats."""

    folder: Path
    is_quick: bool

    @property
    def database(self) -> Path:
        """The product's SQLite database."""
        return self.folder / "leggro.sqlite3"

    def count(self, usual: int, quick: int) -> int:
        """How often to repeat."""
        return quick if self.is_quick else usual


@contextmanager
def scratch(*, is_quick: bool) -> Iterator[Scratch]:
    """Make the folder and point this process and its children to it; remove it."""
    folder = Path(tempfile.mkdtemp(prefix="leggro-bench-"))
    try:
        made = Scratch(folder / "run", is_quick)
        made.folder.mkdir(mode=0o700)
        _set_environment(made)
        yield made
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def prepare(made: Scratch) -> None:
    """Migrate and make the demo, as the product's first start does."""
    command = [sys.executable, "-m", "config.supervisor.prepare"]
    subprocess.run(
        [*command, str(made.folder / "demo.json")],
        cwd=PROJECT,
        check=True,
        stdout=subprocess.DEVNULL,
        timeout=PREPARE_SECONDS,
    )


def free_port() -> int:
    """A loopback port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _set_environment(made: Scratch) -> None:
    for name in NOT_INHERITED:
        os.environ.pop(name, None)
    os.environ.update(
        DJANGO_SETTINGS_MODULE="config.settings",
        DEMO="1",
        SECRET_KEY=secrets.token_urlsafe(64),
        DATABASE_URL=f"sqlite:///{quote(str(made.database))}",
        LEGGRO_RUN_DIR=str(made.folder),
    )


def broker_url(made: Scratch) -> str:
    """Where the product's own broker listens once it runs."""
    return f"redis+socket://{socket_path(made.folder)}?virtual_host=0"
