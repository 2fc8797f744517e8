"""A child process for work that may hang or kill the process that does it.

This module knows no model: a spawned child imports it before Django is set up.
"""

from __future__ import annotations

import logging
import multiprocessing
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from uuid import UUID

import django
from django.utils.module_loading import import_string

logger = logging.getLogger(__name__)

START_SECONDS = 60.0  # for a child to import the product, on a busy machine
DIARY_SECONDS = 30.0  # as long as a Celery task may take


class ChildJudge:
    """A process that judges one diary after another, replaced when it hangs or dies.

    ``judge_one`` is the dotted path of what the child calls with each id.
    """

    def __init__(self, judge_one: str, *, limit_seconds: float) -> None:
        self._judge_one = judge_one
        self._limit_seconds = limit_seconds
        # Spawned, not forked: a fork would share this process's database connections.
        self._context = multiprocessing.get_context("spawn")
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None

    def judge(self, diary_id: UUID) -> bool:
        """Have one diary judged; whether the child lived to say so in time."""
        try:
            pipe = self._pipe or self._start()
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
        if not self._pipe.poll(START_SECONDS):
            raise TimeoutError
        self._pipe.recv()
        return self._pipe


def _judge_forever(pipe: Connection, judge_one: str) -> None:
    """The child: ends when the parent's end of the pipe is closed, however it ended."""
    # Signals are for the parent, which lets us finish what we hold.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    django.setup()
    judge: Callable[[UUID], object] = import_string(judge_one)
    while True:
        pipe.send(None)  # ready for the next
        try:
            diary_id = pipe.recv()
        except EOFError:
            return
        judge(diary_id)
