"""A page of the docs as a story: its commands in one shell, its answers beside them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.runtime.processes import PROJECT

SHELL_SECONDS = 240
# As a person's terminal has it: the tests' settings, database and broker stay out.
OWN_SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "DEMO": "",
    "SECRET_KEY": "",
    "DATABASE_URL": "",
    "BROKER_URL": "",
}
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_END_OF_STEP = "=== end of step {} ==="

# What differs from run to run. Everything else must be as the page says.
_VARYING = (
    (re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "<id>"),
    (re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d[\d:.]*(Z|[+-]\d\d:\d\d)"), "<time>"),
    (re.compile(r"\d\d\.\d\d\.\d{4} \d\d:\d\d:\d\d"), "<time>"),
    (re.compile(r"\d\d\.\d\d\.\d{4}"), "<date>"),
    (re.compile(r"\d{4}-\d\d-\d\d"), "<date>"),
    (re.compile(r"\b[0-9a-z]{32}\b"), "<token>"),
    (re.compile(r'"rev":\d+'), '"rev":<number>'),
)


@dataclass(frozen=True)
class Step:
    """Commands to paste and what they print; ``answer`` is empty for a silent step."""

    commands: str
    answer: str


def steps(page: Path) -> list[Step]:
    """The ``bash`` blocks of a page, each with the ``text`` or ``json`` after it."""
    blocks = [(kind, body) for kind, body in _FENCE.findall(page.read_text())]
    following = [*blocks[1:], ("", "")]
    return [
        Step(body, answer if next_kind in {"text", "json"} else "")
        for (kind, body), (next_kind, answer) in zip(blocks, following, strict=True)
        if kind == "bash"
    ]


def without_what_varies(text: str) -> str:
    """The text with ids, times and dates masked, in lines without end blanks."""
    for pattern, mask in _VARYING:
        text = pattern.sub(mask, text)
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def checkout(folder: Path, run_folder: Path) -> Path:
    """A folder that looks like the project with its product running in ``.run``."""
    folder.mkdir()
    (folder / ".run").symlink_to(run_folder)
    (folder / ".venv").symlink_to(sys.prefix)
    (folder / "manage.py").symlink_to(PROJECT / "manage.py")
    return folder


def paste(story: Sequence[Step], folder: Path, run_folder: Path) -> list[str]:
    """Paste all steps into one shell; what each of them printed."""
    script = "".join(
        f"{step.commands}\necho '{_END_OF_STEP.format(number)}'\n"
        for number, step in enumerate(story)
    )
    finished = subprocess.run(
        ["bash", "-s"],
        input=script,
        cwd=folder,
        env={**os.environ, **OWN_SETTINGS, "LEGGRO_RUN_DIR": str(run_folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=SHELL_SECONDS,
        check=True,
    )
    printed, rest = [], finished.stdout
    for number, _step in enumerate(story):
        one, _, rest = rest.partition(_END_OF_STEP.format(number) + "\n")
        printed.append(one)
    return printed
