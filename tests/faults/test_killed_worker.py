"""E03-E05: a worker or its child killed, or the broker wiped: every entry is judged.

The short form does all three while entries come in; the long one goes on for minutes.
"""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta

import pytest
from celery import current_app
from redis import Redis

from api.hints import hint
from diary.models import EvaluationDue, Warning
from tests.diary.services.conftest import DiaryAtWork
from tests.faults.conftest import Start, wait_until
from tests.faults.test_evaluation import (
    LONG,
    SWEEP,
    assert_warnings_are_right,
    diary_at_work,
    long_cramp,
)
from tests.faults.web import children_of

COMMAND = ("-m", "celery", "-A", "config", "worker", "--concurrency", "2")
QUIET = ("--loglevel", "WARNING", "--without-gossip", "--without-mingle")
SLOW = "evaluate.claimed=pause:0.1,evaluate.judged=pause:0.1"
DRAIN_SECONDS = 60.0


class Worker:
    """A Celery worker that is killed and started anew."""

    def __init__(self, start: Start, broker_url: str) -> None:
        self._start = lambda: start(
            *COMMAND, *QUIET, BROKER_URL=broker_url, FAILPOINTS=SLOW
        )
        self.broker_url = broker_url
        self.process = self._start()

    def children(self) -> list[int]:
        """The processes in which it judges."""
        return children_of(self.process.pid)

    def kill_a_child(self) -> None:
        """As the system does when memory runs out."""
        for pid in self.children()[:1]:
            _kill(pid)

    def kill_all_and_start(self) -> None:
        """The worker and its children, at the same instant."""
        for pid in (self.process.pid, *self.children()):
            _kill(pid)
        self.process.wait()
        self.process = self._start()

    def wipe_the_broker(self) -> None:
        """Every message is gone."""
        address = self.broker_url.removeprefix("redis+socket://").split("?")[0]
        Redis(unix_socket_path=address).flushall()


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


@pytest.fixture
def worker(start: Start, broker: subprocess.Popen[bytes]) -> Worker:
    found = Worker(start, str(current_app.conf.broker_url))
    wait_until(lambda: len(found.children()) == 2)
    return found


def write(work: DiaryAtWork, turn: int, entry: str) -> None:
    """Now eleven minutes, now nine: the warning comes and goes."""
    started = work.now - timedelta(hours=3)
    work.cramp(started, minutes=11 if turn % 2 else 9, id=entry)
    hint(work.id)


def assert_all_right(works: list[DiaryAtWork]) -> None:
    """Within a minute of the last fault; each warning once, as a fresh judge finds."""
    wait_until(lambda: not EvaluationDue.objects.exists(), DRAIN_SECONDS)
    for work in works:
        assert_warnings_are_right(work)
    long = Warning.objects.live().filter(criterion=LONG)
    assert sorted(long.values_list("diary", flat=True)) == sorted(w.id for w in works)


@pytest.mark.parametrize(
    "seconds",
    [5, pytest.param(120, marks=[pytest.mark.slow, pytest.mark.timeout(600)])],
)
def test_every_entry_is_judged_whoever_is_killed(
    start: Start, worker: Worker, seconds: float
) -> None:
    start(*SWEEP)
    works = [diary_at_work(f"patient{n}@example.test") for n in range(4)]
    entries = [long_cramp(work) for work in works]
    faults: Iterator[Callable[[], None]] = itertools.cycle(
        [
            worker.kill_a_child,
            worker.wipe_the_broker,
            worker.kill_a_child,
            worker.kill_all_and_start,
        ]
    )
    deadline = time.monotonic() + seconds
    for turn in itertools.count():
        for work, entry in zip(works, entries, strict=True):
            write(work, turn, entry)
            time.sleep(0.05)
        next(faults)()
        time.sleep(0.5)
        if time.monotonic() > deadline and turn % 2:
            break
    assert_all_right(works)
    assert worker.process.poll() is None
