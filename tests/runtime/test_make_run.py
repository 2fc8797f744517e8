"""The whole product under its supervisor: over real HTTP, stopped, and killed."""

from __future__ import annotations

import json
import os
import signal
import time
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.runtime.processes import Run, becomes_true, start_supervisor

pytestmark = [
    pytest.mark.end_to_end,
    pytest.mark.timeout(300),
    pytest.mark.skipif(
        not Path("/proc/self/environ").exists(), reason="needs /proc to see processes"
    ),
]

START_SECONDS = 120
STOP_SECONDS = 60
FLAG_SECONDS = 60
# Web with two workers, Celery with two, beat, sweeper, broker, supervisor.
PROCESSES_LEAST = 8


@dataclass(frozen=True)
class Phone:
    """Calls the product as one demo account does."""

    url: str
    header: str
    token: str

    def call(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        """One JSON request; status and answer."""
        request = urllib.request.Request(  # noqa: S310 - loopback only
            f"{self.url}/api/v1/{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={self.header: self.token, "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            return answer.status, json.loads(answer.read())

    def criteria_flagged_for(self, episode: str) -> set[str]:
        """Criteria of the warnings about that episode."""
        _status, answer = self.call("GET", "warnings/")
        return {
            warning["criterion"]
            for warning in answer["results"]
            if warning["target"] == episode
        }


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    started = start_supervisor(tmp_path / "run")
    try:
        assert becomes_true(lambda: is_settled(started), START_SECONDS), (
            "the product did not start in time"
        )
        assert started.process.poll() is None, started.output(STOP_SECONDS)
        yield started
    finally:
        started.kill_all()


def is_settled(run: Run) -> bool:
    """Whether the product answers or its supervisor gave up."""
    return (run.folder / "ready.json").exists() or run.process.poll() is not None


def phone_of(run: Run) -> Phone:
    """A phone logged in as the first demo account that has a diary."""
    ready = json.loads((run.folder / "ready.json").read_text())
    account = next(entry for entry in ready["accounts"] if entry["diary"])
    return Phone(ready["url"], account["header"], account["token"])


def calf_cramp() -> dict[str, object]:
    """Eleven and a half minutes in the left calf, over an hour ago."""
    started_at = datetime.now(UTC) - timedelta(hours=1)
    ended_at = started_at + timedelta(minutes=11, seconds=30)
    return {
        "id": str(uuid.uuid4()),
        "started_at": started_at.isoformat(),
        "ended_at": ended_at.isoformat(),
        "tz": "Europe/Oslo",
        "sites": [{"muscle": "calf", "side": "left"}],
        "pain_max": 7,
    }


def test_long_cramp_is_flagged_and_stopping_leaves_nothing(run: Run) -> None:
    phone, cramp = phone_of(run), calf_cramp()
    assert phone.call("POST", "episodes/", cramp)[0] == 201

    began = time.monotonic()
    flagged = becomes_true(
        lambda: "duration-over-10-min" in phone.criteria_flagged_for(str(cramp["id"])),
        FLAG_SECONDS,
    )
    print(f"flagged after {time.monotonic() - began:.2f} s")  # noqa: T201
    assert flagged
    assert becomes_true(lambda: len(run.marked()) >= PROCESSES_LEAST, START_SECONDS)

    run.process.send_signal(signal.SIGTERM)
    printed, refused = run.output(STOP_SECONDS)
    assert run.process.returncode == 0, refused
    assert run.is_gone()
    assert "curl" in printed
    assert phone.token in printed


def test_killed_supervisor_leaves_nothing_and_the_next_start_works(run: Run) -> None:
    assert becomes_true(lambda: len(run.marked()) >= PROCESSES_LEAST, START_SECONDS)
    run.process.kill()
    run.process.wait()
    assert becomes_true(run.is_gone, STOP_SECONDS), run.marked()

    (run.folder / "ready.json").unlink()
    again = start_supervisor(run.folder)
    try:
        assert becomes_true(lambda: is_settled(again), START_SECONDS)
        again.process.send_signal(signal.SIGINT)
        _printed, refused = again.output(STOP_SECONDS)
        assert again.process.returncode == 0, refused
        assert again.is_gone()
    finally:
        again.kill_all()


def test_death_of_one_process_stops_the_rest_and_names_its_log(run: Run) -> None:
    worker = next(pid for pid in run.marked() if is_celery_worker(pid, run))
    os.kill(worker, signal.SIGKILL)
    _printed, refused = run.output(STOP_SECONDS)
    assert run.process.returncode == 1
    assert str(run.folder / "logs" / "worker.log") in refused
    assert becomes_true(run.is_gone, STOP_SECONDS), run.marked()


def is_celery_worker(pid: int, run: Run) -> bool:
    """Whether it is the worker itself, a child of the supervisor."""
    words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    parent = int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
    return b"worker" in words and parent == run.process.pid
