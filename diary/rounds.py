"""The guarantee behind notices and exports: loops that do whatever is due.

They need the database, the channels and the folder of exports. Each runs in a thread of
its own beside the sweeper, so that a channel that hangs or a large file keeps no diary
from being judged.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import timedelta

from django.db import Error as DatabaseProblem
from django.db import connections
from django.utils import timezone

from diary.services.delivery import deliver_due
from diary.services.export_jobs import clear
from diary.services.export_work import run_due_exports

logger = logging.getLogger(__name__)

ROUND_SECONDS = 2.0
LEFT_TO_HINTS = timedelta(seconds=5)  # a younger export belongs to the fast path


class Rounds:
    """Rounds of one kind of work, until told to stop."""

    def __init__(
        self, work: str, do: Callable[[], object], stop: threading.Event
    ) -> None:
        self._work, self._do, self._stop = work, do, stop
        self._thread = threading.Thread(target=self._run, name=work, daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def join(self, timeout: float) -> None:
        """Wait for the piece in hand; what is cut short is done again."""
        self._thread.join(timeout)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._do()
            except DatabaseProblem as error:
                logger.warning("%s put off: %s", self._work, type(error).__name__)
                connections.close_all()
            self._stop.wait(ROUND_SECONDS)
        connections.close_all()


def all_rounds(stop: threading.Event) -> tuple[Rounds, ...]:
    """Sending notices, and making and clearing away exports."""

    def make_exports() -> None:
        run_due_exports(left_to_hints=LEFT_TO_HINTS, stop=stop)
        clear(now=timezone.now())

    return (
        Rounds("notices", deliver_due, stop),
        Rounds("exports", make_exports, stop),
    )
