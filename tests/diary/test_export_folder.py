"""The private folder: whole files or none, seen by nobody else, emptied in time."""

from __future__ import annotations

import os
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from diary import export_folder
from tests.conftest import NOW

JOB = uuid.UUID(int=1)


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """A folder that is not there yet, below one that is not there either."""
    place = tmp_path / "var" / "exports"
    settings.EXPORT_FOLDER = str(place)
    return place


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def write_file(text: bytes, *, breaks: bool = False) -> None:
    export_folder.parts_folder(JOB)
    with export_folder.file_in_making(export_folder.finished_file(JOB)) as file:
        file.write(text)
        if breaks:
            raise InterruptedError


def write_part(text: str, *, breaks: bool = False) -> None:
    target = export_folder.parts_folder(JOB) / "one"
    with export_folder.part_in_making(target) as making:
        export_folder.write_private(making / "a.csv", iter([text]))
        if breaks:
            raise InterruptedError


def test_file_is_there_as_a_whole_and_replaces_an_older_one(folder: Path) -> None:
    write_file(b"old")
    write_file(b"new")
    assert export_folder.finished_file(JOB).read_bytes() == b"new"
    assert names(folder) == [f"{JOB}.parts", f"{JOB}.zip"]


def test_part_is_there_as_a_whole(folder: Path) -> None:
    write_part("æ\r\n")
    path = folder / f"{JOB}.parts" / "one" / "a.csv"
    assert path.read_bytes() == "æ\r\n".encode()


def test_what_was_broken_off_leaves_nothing(folder: Path) -> None:
    with pytest.raises(InterruptedError):
        write_file(b"half", breaks=True)
    with pytest.raises(InterruptedError):
        write_part("half", breaks=True)
    assert names(folder) == [f"{JOB}.parts"]


def test_nobody_else_can_read_anything(folder: Path) -> None:
    write_part("a")
    write_file(b"a")
    paths = [folder, *folder.rglob("*")]
    assert len(paths) == 5
    assert {path.stat().st_mode & 0o077 for path in paths} == {0}


def test_removing_a_job_leaves_no_trace_and_may_be_done_twice(folder: Path) -> None:
    write_part("a")
    write_file(b"a")
    for _ in range(2):
        export_folder.remove(JOB)
        assert names(folder) == []


@pytest.mark.parametrize(("seconds", "left"), [(-1, 0), (0, 2), (1, 2)])
def test_what_is_too_old_goes(folder: Path, seconds: int, left: int) -> None:
    write_part("a")
    write_file(b"a")
    written = (NOW + timedelta(seconds=seconds)).timestamp()
    for path in folder.iterdir():
        os.utime(path, (written, written))
    assert export_folder.remove_older_than(NOW) == 2 - left
    assert len(list(folder.iterdir())) == left


def test_folder_that_is_not_there_has_nothing_old() -> None:
    assert export_folder.remove_older_than(NOW) == 0
