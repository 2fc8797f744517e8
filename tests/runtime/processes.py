"""Start the supervisor in a folder of its own, and find every process of it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent.parent
MARK = "LEGGRO_TEST_MARK"
# What belongs to the test run, not to the product that it starts.
NOT_INHERITED = {"PORT", "DJANGO_SETTINGS_MODULE", "DATABASE_URL", "BROKER_URL"}


@dataclass(frozen=True)
class Run:
    """A started supervisor; every process below it carries ``mark``."""

    process: subprocess.Popen[str]
    folder: Path
    mark: str

    def output(self, seconds: float) -> tuple[str, str]:
        """What it printed, after it has ended."""
        return self.process.communicate(timeout=seconds)

    def marked(self) -> list[int]:
        """Ids of all live processes that carry the mark, the supervisor among them."""
        wanted = f"{MARK}={self.mark}".encode()
        return [pid for pid in all_pids() if wanted in environment_of(pid)]

    def is_gone(self) -> bool:
        """Whether none of its processes is left."""
        return not self.marked()

    def kill_all(self) -> None:
        """Clean up after a test that failed."""
        for pid in self.marked():
            try:
                os.kill(pid, 9)
            except ProcessLookupError:
                continue
        self.process.wait()


def start_supervisor(folder: Path, **environment: str) -> Run:
    """Start `python -m config.supervisor` with its run folder in ``folder``."""
    mark = uuid.uuid4().hex
    inherited = {
        name: value for name, value in os.environ.items() if name not in NOT_INHERITED
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "config.supervisor"],
        cwd=PROJECT,
        env={**inherited, "LEGGRO_RUN_DIR": str(folder), MARK: mark, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    return Run(process=process, folder=folder, mark=mark)


def all_pids() -> list[int]:
    """Ids of every process of this machine."""
    return [
        int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()
    ]


def environment_of(pid: int) -> list[bytes]:
    """The environment a process was started with; empty for a zombie or a stranger."""
    try:
        return Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return []


def becomes_true(is_true: Callable[[], bool], seconds: float) -> bool:
    """Ask until the answer is yes or the time is up."""
    deadline = time.monotonic() + seconds
    while not is_true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True
