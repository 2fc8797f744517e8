"""The tutorial as a person pastes it: real HTTP, real worker, nothing left behind."""

from __future__ import annotations

import csv
import re
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from tests.runtime.processes import PROJECT, Run, becomes_true, start_supervisor
from tests.story.page import (
    OWN_SETTINGS,
    Step,
    checkout,
    paste,
    steps,
    without_what_varies,
)

pytestmark = [
    pytest.mark.end_to_end,
    pytest.mark.timeout(600),
    pytest.mark.skipif(
        not Path("/proc/self/environ").exists(), reason="needs /proc to see processes"
    ),
]

PAGES = (
    PROJECT / "README.md",
    PROJECT / "docs" / "tutorial" / "first-diary.md",
    PROJECT / "docs" / "how-to" / "read-trends.md",
    PROJECT / "docs" / "how-to" / "sign-up.md",
    PROJECT / "docs" / "how-to" / "log-an-episode.md",
    PROJECT / "docs" / "how-to" / "read-a-warning.md",
    PROJECT / "docs" / "how-to" / "export-csv.md",
)
STORY = [(page.name, step) for page in PAGES for step in steps(page)]
START_SECONDS = 120
STOP_SECONDS = 60
CRAMPS_TOLD = 9
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
FRACTION = re.compile(r"\.\d{6}")  # of a second: when the server took it in
WHOLE_NUMBERS = {"duration_seconds", "duration_seconds_reported", "pain_max"}


@dataclass(frozen=True)
class Told:
    """What each step printed, the files it left, and how the product ended."""

    printed: list[str]
    folder: Path
    exit_code: int | None
    processes_left: list[int]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """The whole story, told once to a product of its own."""
    folder = tmp_path_factory.mktemp("story")
    run = start_supervisor(folder / "run", **OWN_SETTINGS)
    try:
        assert becomes_true(lambda: is_settled(run), START_SECONDS), "did not start"
        assert run.process.poll() is None, run.output(STOP_SECONDS)
        here = checkout(folder / "leggro", run.folder)
        printed = paste([step for _, step in STORY], here, run.folder)
        run.process.send_signal(signal.SIGTERM)
        run.output(STOP_SECONDS)
        yield Told(printed, run.folder, run.process.returncode, run.marked())
    finally:
        run.kill_all()


def is_settled(run: Run) -> bool:
    """Whether the product answers or its supervisor gave up."""
    return (run.folder / "ready.json").exists() or run.process.poll() is not None


@pytest.mark.parametrize(
    ("number", "step"),
    [
        pytest.param(number, step, id=f"{page}-{number}")
        for number, (page, step) in enumerate(STORY)
    ],
)
def test_pasted_commands_print_what_the_page_says(
    told: Told, number: int, step: Step
) -> None:
    printed = without_what_varies(told.printed[number])
    assert printed == without_what_varies(step.answer), step.commands


def test_story_leaves_no_process(told: Told) -> None:
    assert told.exit_code == 0
    assert told.processes_left == []


@pytest.mark.parametrize(
    ("file", "delimiter", "encoding", "label_rows"),
    [
        ("episodes.csv", ",", "utf-8", 0),
        ("episodes-nb.csv", ";", "utf-8-sig", 1),
    ],
)
def test_every_cell_of_the_clinicians_file_is_in_its_column(
    told: Told, file: str, delimiter: str, encoding: str, label_rows: int
) -> None:
    text = (told.folder / file).read_bytes().decode(encoding)
    rows = list(csv.reader(text.splitlines(), delimiter=delimiter, strict=True))
    names, cramps = rows[0], rows[1 + label_rows :]
    assert len(cramps) == CRAMPS_TOLD
    assert {len(row) for row in rows} == {len(names)}
    misplaced = [
        (name, cell)
        for row in cramps
        for name, cell in zip(names, row, strict=True)
        if not belongs(name, cell, is_norwegian=delimiter == ";")
    ]
    assert misplaced == []


def test_clinicians_file_tells_the_corrected_cramp(told: Told) -> None:
    with (told.folder / "episodes.csv").open(newline="") as file:
        cramps = list(csv.DictReader(file))
    corrected = [cramp for cramp in cramps if cramp["pain_max"] == "8"]
    assert [
        (cramp["sites"], cramp["period"], cramp["duration_seconds"])
        for cramp in corrected
    ] == [("calf:left", "night", "540")]


def belongs(name: str, cell: str, *, is_norwegian: bool) -> bool:
    """Whether a cell reads as what its column is for; empty is unknown, and fits."""
    if cell == "":
        return True
    if name == "id":
        return ID.fullmatch(cell) is not None
    if name in WHOLE_NUMBERS:
        return cell.isdecimal()
    if name.endswith(("_local", "_utc")):
        if is_norwegian:
            return is_time(cell, "%d.%m.%Y %H:%M:%S")
        return is_time(FRACTION.sub("", cell), "%Y-%m-%dT%H:%M:%S%z")
    if name.endswith("_date"):
        return is_time(cell, "%d.%m.%Y" if is_norwegian else "%Y-%m-%d")
    return not re.match(r"\d", cell)


def is_time(cell: str, form: str) -> bool:
    """Whether the text is a time or a date in this form."""
    try:
        datetime.strptime(cell, form)  # noqa: DTZ007 - only the form is asked about
    except ValueError:
        return False
    return True
