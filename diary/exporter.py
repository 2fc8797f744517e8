"""The guarantee behind every export: a loop that makes whatever file is due.

It needs the database and the folder of exports. It runs beside the sweeper, so that a
large file keeps no diary from being judged.
"""

from __future__ import annotations

import logging
import threading
from datetime import timedelta

from django.db import Error as DatabaseProblem
from django.db import connections
from django.utils import timezone

from diary.services.export_jobs import clear
from diary.services.export_work import run_due_exports

logger = logging.getLogger(__name__)

ROUND_SECONDS = 2.0
LEFT_TO_HINTS = timedelta(seconds=5)  # a younger job belongs to the fast path


class Exporter:
    """Rounds of making files, in a thread of its own, until told to stop."""

    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop
        self._thread = threading.Thread(target=self._run, name="exporter", daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def join(self, timeout: float) -> None:
        """Wait for the part in hand; what is cut short is made again."""
        self._thread.join(timeout)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                run_due_exports(left_to_hints=LEFT_TO_HINTS, stop=self._stop)
                clear(now=timezone.now())
            except DatabaseProblem as error:
                logger.warning("exports put off: %s", type(error).__name__)
                connections.close_all()
            self._stop.wait(ROUND_SECONDS)
        connections.close_all()
