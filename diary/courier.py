"""The guarantee behind every notice: a loop that sends whatever is due.

It needs the database and the channels. It runs beside the sweeper, so that a channel
that hangs keeps no diary from being judged.
"""

from __future__ import annotations

import logging
import threading

from django.db import Error as DatabaseProblem
from django.db import connections

from diary.services.delivery import deliver_due

logger = logging.getLogger(__name__)

ROUND_SECONDS = 2.0


class Courier:
    """Rounds of sending, in a thread of its own, until told to stop."""

    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop
        self._thread = threading.Thread(target=self._run, name="courier", daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def join(self, timeout: float) -> None:
        """Wait for the notice in hand; what is cut short goes again with its key."""
        self._thread.join(timeout)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                deliver_due()
            except DatabaseProblem as error:
                logger.warning("notices put off: %s", type(error).__name__)
                connections.close_all()
            self._stop.wait(ROUND_SECONDS)
        connections.close_all()
