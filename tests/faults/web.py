"""The product's web side in processes of its own, to be hurt."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.faults.phone import NoAnswer, Phone

ROOT = Path(__file__).resolve().parents[2]
NO_BROKER = "redis://127.0.0.1:1/0"  # nothing listens there
START_SECONDS = 60.0


def environment(database_url: str, **more: str) -> dict[str, str]:
    """What a program of the product is started with; without any broker."""
    return {
        **os.environ,
        "DEMO": "1",
        "DATABASE_URL": database_url,
        "BROKER_URL": NO_BROKER,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        **more,
    }


@dataclass(frozen=True)
class Web:
    """Gunicorn and where it listens."""

    process: subprocess.Popen[bytes]
    port: int

    def workers(self) -> list[int]:
        """The ids of its worker processes."""
        return children_of(self.process.pid)

    def memory_kb(self) -> int:
        """What the workers hold, all of them together."""
        told = "\n".join(_proc(pid, "status") for pid in self.workers())
        lines = [line.split() for line in told.splitlines()]
        return sum(int(words[1]) for words in lines if words[:1] == ["RssAnon:"])


def children_of(pid: int) -> list[int]:
    """The ids of the processes that this one has started."""
    return [int(word) for word in _proc(pid, f"task/{pid}/children").split()]


def processor_seconds(pid: int) -> float:
    """What this process and those it has started have worked so far."""
    own = sum(map(int, _proc(pid, "stat").rpartition(")")[2].split()[11:13]))
    rest = sum(processor_seconds(child) for child in children_of(pid))
    return own / os.sysconf("SC_CLK_TCK") + rest


def _proc(pid: int, name: str) -> str:
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/{name}").read_text()
    return ""


@contextmanager
def serving(database_url: str, *, workers: int = 2, **more: str) -> Iterator[Web]:
    """Gunicorn on that database for as long as the block runs."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "tests.faults.wsgi:application"]
    command += ["--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"]
    command += ["--workers", str(workers), "--threads", "6", "--preload"]
    command += ["--graceful-timeout", "20", "--no-control-socket"]
    process = subprocess.Popen(
        [*command, "--log-level", "critical"],
        cwd=ROOT,
        env=environment(database_url, **more),
        stdin=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    web = Web(process, port)
    try:
        _wait_until_it_answers(web)
        yield web
    finally:
        _kill(web)


def _wait_until_it_answers(web: Web) -> None:
    phone = Phone(web.port, token="")
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and web.process.poll() is None:
        with suppress(NoAnswer):
            if phone.call("GET", "/healthz").status == 200:
                return
        time.sleep(0.05)
    raise AssertionError("the web side did not start")


def _kill(web: Web) -> None:
    """At once: a polite end waits for every open line."""
    workers = web.workers()
    web.process.kill()
    web.process.wait()
    for pid in workers:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def free_port() -> int:
    """A loopback port that nothing uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
