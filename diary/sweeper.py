"""The guarantee behind every hint: a loop that judges whatever is due.

It talks to the database alone. Each diary is judged in a child process, so that one
that hangs or kills its judge costs that diary an attempt and nobody else anything.
"""

from __future__ import annotations

import logging
import multiprocessing
import signal
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from multiprocessing.connection import Connection
from uuid import UUID

import django
from django.db import Error as DatabaseProblem
from django.db import connections
from django.utils import timezone

from diary.models import EvaluationDue, Heartbeat
from diary.services.due import mark_diaries_due
from diary.services.evaluate import evaluate

logger = logging.getLogger(__name__)

HEARTBEAT = "sweeper"
ROUND_SECONDS = 2.0
LEFT_TO_HINTS = timedelta(seconds=5)  # a younger row belongs to the fast path
BATCH = 200
DIARY_SECONDS = 30.0  # as long as a Celery task may take

JudgeOne = Callable[[UUID], object]


class Sweeper:
    """Rounds of: say that it lives, queue what has become due, judge what waits."""

    def __init__(self, child: ChildJudge, *, stop: threading.Event) -> None:
        self.child = child
        self.stop = stop

    def run(self) -> None:
        """Sweep until told to stop; the diary in hand is finished first."""
        while not self.stop.is_set():
            started = time.monotonic()
            judged = self._round_or_wait()
            spent = time.monotonic() - started
            if judged < BATCH:
                self.stop.wait(max(ROUND_SECONDS - spent, 0))

    def sweep(self, *, left_to_hints: timedelta = LEFT_TO_HINTS) -> int:
        """One round; how many diaries were handed to the judge."""
        now = timezone.now()
        Heartbeat.objects.update_or_create(name=HEARTBEAT, defaults={"beat_at": now})
        mark_diaries_due(now=now)
        due = EvaluationDue.objects.due(now, since=now - left_to_hints)
        waiting = list(due.values_list("diary_id", flat=True)[:BATCH])
        handed_over = 0
        for diary_id in waiting:
            if self.stop.is_set():
                break
            self.child.judge(diary_id)
            handed_over += 1
        return handed_over

    def _round_or_wait(self) -> int:
        try:
            return self.sweep()
        except DatabaseProblem as error:
            # It is away for now; whatever is due will still be due.
            logger.warning("sweep put off: %s", type(error).__name__)
            connections.close_all()
            return 0


class ChildJudge:
    """A process that judges one diary after another, replaced when it hangs or dies."""

    def __init__(self, judge_one: JudgeOne, *, limit_seconds: float) -> None:
        self._judge_one = judge_one
        self._limit_seconds = limit_seconds
        # Spawned, not forked: a fork would share this process's database connections.
        self._context = multiprocessing.get_context("spawn")
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None

    def judge(self, diary_id: UUID) -> bool:
        """Have one diary judged; whether the child lived to say so in time."""
        pipe = self._pipe or self._start()
        try:
            pipe.send(diary_id)
            if pipe.poll(self._limit_seconds):
                pipe.recv()
                return True
            reason = "too slow"
        except (EOFError, OSError):
            reason = "died"
        logger.error("judge of diary %s replaced: %s", diary_id, reason)
        self.close()
        return False

    def close(self) -> None:
        """End the child; the next diary gets a new one."""
        process, pipe = self._process, self._pipe
        self._process = self._pipe = None
        if pipe is not None:
            pipe.close()
        if process is not None:
            process.kill()
            process.join()

    def _start(self) -> Connection:
        self._pipe, theirs = self._context.Pipe()
        self._process = self._context.Process(
            target=_judge_forever, args=(theirs, self._judge_one), daemon=True
        )
        self._process.start()
        theirs.close()
        return self._pipe


def judge_stored(diary_id: UUID) -> None:
    """Judge one diary; if the database is away, let go of it and try again later."""
    try:
        evaluate(diary_id)
    except DatabaseProblem as error:
        logger.warning("diary %s not judged: %s", diary_id, type(error).__name__)
        connections.close_all()


def _judge_forever(pipe: Connection, judge_one: JudgeOne) -> None:
    """The child: ends when the parent's end of the pipe is closed, however it ended."""
    # Signals are for the parent, which lets us finish what we hold.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    django.setup()
    while True:
        try:
            diary_id = pipe.recv()
        except EOFError:
            return
        judge_one(diary_id)
        pipe.send(None)
