"""The sweeper alone: how fast it judges what no message told anybody about."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from bench.diaries import ordinary_person
from bench.figures import NotMeasured, Row, Target
from bench.product import stop
from bench.scratch import Scratch
from config.supervisor.child import die_with_parent
from config.supervisor.run_folder import PROJECT
from diary.models import EvaluationDue

LIMIT_SECONDS = 120.0
POLL_SECONDS = 0.05
# 2,000 waiting diaries are judged within 60 s after any fault has ended.
DRAIN = Target("/s", 2_000 / 60)


def measure(made: Scratch) -> Iterator[Row]:
    """Diaries a second, from the first one judged to the last: no start-up in it."""
    for number in range(made.count(60, quick=20)):
        ordinary_person(f"waiting-{number}")
    EvaluationDue.objects.update(due_since=timezone.now() - timedelta(minutes=1))
    waiting = EvaluationDue.objects.count()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "sweep_evaluations"],
        cwd=PROJECT,
        env=dict(os.environ),
        preexec_fn=die_with_parent(os.getpid()),
    )
    try:
        left, began = wait_until_fewer(waiting)
        wait_until_fewer(1)
        seconds = time.perf_counter() - began
    finally:
        stop(process)
    yield Row("sweeper alone, diaries of 90 days", left / seconds, DRAIN)


def wait_until_fewer(number: int) -> tuple[int, float]:
    """Wait until fewer diaries than this are due; how many are, and when it was."""
    deadline = time.perf_counter() + LIMIT_SECONDS
    while (left := EvaluationDue.objects.count()) >= number:
        if time.perf_counter() > deadline:
            raise NotMeasured(f"{left} diaries were not judged in time.")
        time.sleep(POLL_SECONDS)
    return left, time.perf_counter()
