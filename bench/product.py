"""The product under its own supervisor, and what its web workers weigh."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.figures import NotMeasured
from bench.scratch import Scratch, free_port
from config.supervisor.child import die_with_parent, wait_until
from config.supervisor.run_folder import PROJECT

START_SECONDS = 120.0
STOP_SECONDS = 60.0
SAMPLE_SECONDS = 0.01
KIB_PER_MB = 1000 / 1.024  # /proc counts in KiB, the figures are in MB
STATUS_LINES = {"VmRSS:": "resident", "RssAnon:": "own"}


@dataclass(frozen=True, slots=True)
class Memory:
    """Of one process, in MB: all that is resident, and what is its own.

    The database file that SQLite maps counts as resident but can go at any time.
    """

    resident: float
    own: float


@dataclass(frozen=True, slots=True)
class Product:
    """A running product; ``start_seconds`` from the command to an open URL."""

    port: int
    pid: int
    start_seconds: float

    def web_memory(self) -> list[Memory]:
        """What each web worker weighs now."""
        return [memory_of(pid) for pid in self.web_workers()]

    def web_workers(self) -> list[int]:
        """Process ids of gunicorn's workers: children of a child that is gunicorn."""
        masters = [pid for pid in children_of(self.pid) if is_gunicorn(pid)]
        return [pid for master in masters for pid in children_of(master)]

    def web_processor_seconds(self) -> float:
        """Processor time of the web workers since they started."""
        return sum(processor_seconds_of(pid) for pid in self.web_workers())


@contextmanager
def running_product(made: Scratch) -> Iterator[Product]:
    """Start the product on the scratch folder; stop it, whatever happens."""
    port = free_port()
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "config.supervisor"],
        cwd=PROJECT,
        env={**os.environ, "PORT": str(port)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=die_with_parent(os.getpid()),
    )
    try:
        wait_until(lambda: _is_settled(made, process), START_SECONDS)
        if not _is_ready(made):
            raise NotMeasured("it did not start; its own message stands above.")
        yield Product(port, process.pid, time.perf_counter() - began)
    finally:
        stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """TERM, a bounded wait, then KILL."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class MemoryWatch:
    """Samples the own memory of some processes until stopped; ``growth_mb`` is the most
    that one of them grew."""

    def __init__(self, pids: list[int]) -> None:
        self._before = {pid: memory_of(pid) for pid in pids}
        self._peak = dict(self._before)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)

    def __enter__(self) -> MemoryWatch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    @property
    def growth_mb(self) -> float:
        """The most that one process grew in its own memory, in MB."""
        return max(self._peak[pid].own - self._before[pid].own for pid in self._peak)

    @property
    def resident_growth_mb(self) -> float:
        """The same with the mapped pages of the database file, in MB."""
        return max(
            self._peak[pid].resident - self._before[pid].resident for pid in self._peak
        )

    def _sample(self) -> None:
        while not self._stop.wait(SAMPLE_SECONDS):
            for pid, peak in self._peak.items():
                now = memory_of(pid)
                self._peak[pid] = Memory(
                    max(peak.resident, now.resident), max(peak.own, now.own)
                )


def memory_of(pid: int) -> Memory:
    """Read ``/proc/PID/status`` (Linux)."""
    found = {"resident": 0.0, "own": 0.0}
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        name, *values = line.split()
        if name in STATUS_LINES:
            found[STATUS_LINES[name]] = int(values[0]) / KIB_PER_MB
    return Memory(**found)


def children_of(parent: int) -> list[int]:
    """Process ids whose parent is this one (Linux)."""
    folders = (entry for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return [int(entry.name) for entry in folders if _parent_of(entry) == parent]


def processor_seconds_of(pid: int) -> float:
    """Processor time of a process and its threads since it started (Linux)."""
    user, system = _fields_of(Path(f"/proc/{pid}"))[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def is_gunicorn(pid: int) -> bool:
    """Whether the process was started as ``python -m gunicorn``."""
    return b"gunicorn" in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")


def _is_ready(made: Scratch) -> bool:
    return (made.folder / "ready.json").exists()


def _is_settled(made: Scratch, process: subprocess.Popen[bytes]) -> bool:
    return _is_ready(made) or process.poll() is not None


def _parent_of(folder: Path) -> int | None:
    try:
        return int(_fields_of(folder)[1])
    except OSError:
        return None  # it has ended meanwhile


def _fields_of(folder: Path) -> list[str]:
    """What follows the command's name in ``stat``; the name may hold blanks."""
    return (folder / "stat").read_text().rpartition(")")[2].split()
