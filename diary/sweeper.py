"""The guarantee behind every hint: a loop that judges whatever is due.

It talks to the database alone. Each diary is judged in a child process, so that one
that hangs or kills its judge costs that diary an attempt and nobody else anything.
"""

from __future__ import annotations

import logging
import threading
import time
from datetime import timedelta
from typing import Protocol
from uuid import UUID

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


class Judge(Protocol):
    """Whoever judges a diary, and says whether it was dealt with."""

    def judge(self, diary_id: UUID) -> bool:
        """Judge one diary."""


class Sweeper:
    """Rounds of: say that it lives, queue what has become due, judge what waits."""

    def __init__(self, judge: Judge, *, stop: threading.Event) -> None:
        self.judge = judge
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
        """One round; how many diaries the judge has dealt with."""
        now = timezone.now()
        Heartbeat.objects.update_or_create(name=HEARTBEAT, defaults={"beat_at": now})
        mark_diaries_due(now=now)
        due = EvaluationDue.objects.due(now, since=now - left_to_hints)
        waiting = list(due.values_list("diary_id", flat=True)[:BATCH])
        dealt_with = 0
        for diary_id in waiting:
            if self.stop.is_set():
                break
            dealt_with += self.judge.judge(diary_id)
        return dealt_with

    def _round_or_wait(self) -> int:
        try:
            return self.sweep()
        except DatabaseProblem as error:
            # It is away for now; whatever is due will still be due.
            logger.warning("sweep put off: %s", type(error).__name__)
            connections.close_all()
            return 0


def judge_stored(diary_id: UUID) -> None:
    """Judge one diary; if the database is away, let go of it and try again later."""
    try:
        evaluate(diary_id)
    except DatabaseProblem as error:
        logger.warning("diary %s not judged: %s", diary_id, type(error).__name__)
        connections.close_all()
