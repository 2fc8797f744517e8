"""The folder that holds everything a local run leaves behind, and its lock."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from config.supervisor.refusal import Refusal

PROJECT = Path(__file__).resolve().parent.parent.parent
# A unix socket's address holds 107 bytes on Linux and 103 on macOS.
SOCKET_PATH_BYTES_MAX = 103
PLAIN_PATH = re.compile(r"[A-Za-z0-9/._-]+")


@dataclass(frozen=True)
class RunFolder:
    """Paths of one run."""

    root: Path
    socket: Path

    @property
    def logs(self) -> Path:
        """Folder of one log file for each process."""
        return self.root / "logs"

    @property
    def valkey(self) -> Path:
        """Folder where the embedded broker keeps its append-only file."""
        return self.root / "valkey"

    @property
    def database(self) -> Path:
        """The SQLite database."""
        return self.root / "leggro.sqlite3"

    @property
    def beat_schedule(self) -> Path:
        """Where Celery beat remembers what it ran last."""
        return self.root / "beat-schedule"

    @property
    def exports(self) -> Path:
        """Finished exports, until they are fetched or a day old."""
        return self.root / "exports"

    @property
    def demo(self) -> Path:
        """The demo accounts with their tokens, as `make_demo --json` printed them."""
        return self.root / "demo.json"

    @property
    def ready(self) -> Path:
        """Written when the product answers, removed when it stops."""
        return self.root / "ready.json"

    @property
    def key_file(self) -> Path:
        """This folder's own random key."""
        return self.root / "secret_key"

    def secret_key(self) -> str:
        """The key, made at the folder's first run."""
        if not self.key_file.exists():
            write_private(self.key_file, secrets.token_urlsafe(64))
        return self.key_file.read_text().strip()


def run_folder(environment: Mapping[str, str]) -> RunFolder:
    """``LEGGRO_RUN_DIR``, else ``.run``, whether or not it is there."""
    root = run_root(environment)
    return RunFolder(root=root, socket=socket_path(root))


def run_root(environment: Mapping[str, str]) -> Path:
    """The folder's path."""
    return Path(environment.get("LEGGRO_RUN_DIR") or PROJECT / ".run").absolute()


def open_run_folder(environment: Mapping[str, str]) -> tuple[RunFolder, TextIO]:
    """Make the folder and lock it, or refuse; the lock ends with its file."""
    root = run_root(environment)
    try:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = take_lock(root / "lock")
        folder = run_folder(environment)
        folder.logs.mkdir(exist_ok=True)
        folder.valkey.mkdir(exist_ok=True)
    except OSError as problem:
        raise Refusal(f"The run folder {root} can't be used: {problem}.") from problem
    folder.ready.unlink(missing_ok=True)
    return folder, lock


def take_lock(path: Path) -> TextIO:
    """Lock the file for this process alone; refuse if another holds it."""
    file = path.open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as taken:
        file.seek(0)
        holder = file.read().strip() or "unknown"
        file.close()
        raise Refusal(
            f"Leggro already runs from {path.parent} (process {holder}): stop that "
            "one first, or set LEGGRO_RUN_DIR to another folder."
        ) from taken
    file.truncate(0)
    file.write(f"{os.getpid()}\n")
    file.flush()
    return file


def socket_path(root: Path) -> Path:
    """The broker's socket: in the folder, or in a short one if that can't be."""
    wanted = root / "valkey.sock"
    fits = len(os.fsencode(wanted)) <= SOCKET_PATH_BYTES_MAX
    # A blank or a percent sign in the path would need quoting in the broker's URL.
    if fits and PLAIN_PATH.fullmatch(str(wanted)):
        return wanted
    name = hashlib.sha256(os.fsencode(root)).hexdigest()[:12]
    short = Path(tempfile.gettempdir()) / f"leggro-{os.getuid()}-{name}"
    short.mkdir(mode=0o700, exist_ok=True)
    if short.stat().st_uid != os.getuid():
        raise Refusal(f"{short} belongs to somebody else: remove it, or set TMPDIR.")
    return short / "valkey.sock"


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, in one step."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
        file.write(text + "\n")
    draft.replace(path)
