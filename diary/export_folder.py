"""The private folder of the exports: finished files, and parts of unfinished ones.

Only the owner of the process can read it. Web processes and workers share it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO
from uuid import UUID

from django.conf import settings

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600


def finished_file(job_id: UUID) -> Path:
    """Where the finished file of a job is, once there is one."""
    return _root() / f"{job_id}.zip"


def parts_folder(job_id: UUID) -> Path:
    """Where the files of its diaries wait for each other; made if it is not there."""
    folder = _root() / f"{job_id}.parts"
    for path in (_root(), folder):  # with parents=True the mode is that of the last one
        path.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    return folder


@contextmanager
def part_in_making(target: Path) -> Iterator[Path]:
    """A new folder that becomes ``target`` as a whole, or is thrown away."""
    making = Path(tempfile.mkdtemp(dir=target.parent))
    try:
        yield making
        making.rename(target)
    finally:
        shutil.rmtree(making, ignore_errors=True)


@contextmanager
def file_in_making(target: Path) -> Iterator[IO[bytes]]:
    """A new file that becomes ``target`` as a whole, or is thrown away."""
    number, name = tempfile.mkstemp(dir=target.parent)
    making = Path(name)
    try:
        with os.fdopen(number, "wb") as file:
            yield file
        making.replace(target)
    finally:
        making.unlink(missing_ok=True)


def write_private(path: Path, pieces: Iterator[str]) -> None:
    """Write a text file in UTF-8 that nobody else can read."""
    with open(path, "w", encoding="utf-8", newline="", opener=_private) as file:
        file.writelines(pieces)


def remove_parts(job_id: UUID) -> None:
    """Remove what was made on the way."""
    shutil.rmtree(parts_folder(job_id), ignore_errors=True)


def remove(job_id: UUID) -> None:
    """Remove every trace of a job; nothing if there is none."""
    remove_parts(job_id)
    finished_file(job_id).unlink(missing_ok=True)


def remove_older_than(moment: datetime) -> int:
    """Remove what was last written before ``moment``; how many files and folders.

    Also what a killed process or an erased account has left behind.
    """
    if not _root().is_dir():
        return 0
    old = [path for path in _root().iterdir() if _written_at(path) < moment.timestamp()]
    for path in old:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return len(old)


def _root() -> Path:
    return Path(settings.EXPORT_FOLDER)


def _written_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # somebody else has just removed it
        return float("inf")


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, PRIVATE_FILE)
