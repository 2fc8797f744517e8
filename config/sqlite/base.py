"""SQLite that asks for its write lock every millisecond until it has it.

Left to itself SQLite waits longer after each refusal, up to a tenth of a second: under
steady writing whoever came last goes first, and some wait for half a second.
"""

from __future__ import annotations

import time

from django.db import OperationalError
from django.db.backends.sqlite3 import base

STEP_SECONDS = 0.001
MS_PER_SECOND = 1000


class DatabaseWrapper(base.DatabaseWrapper):
    """Begins a transaction as soon as the lock is free, within the usual timeout."""

    def _start_transaction_under_autocommit(self) -> None:
        timeout = float(self.settings_dict["OPTIONS"]["timeout"])
        deadline = time.monotonic() + timeout
        self._wait_at_most(0)
        try:
            while not self._has_begun(deadline):
                time.sleep(STEP_SECONDS)
        finally:
            self._wait_at_most(timeout)

    def _has_begun(self, deadline: float) -> bool:
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # no stub
        except OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            return False
        self.errors_occurred = False
        return True

    def _wait_at_most(self, seconds: float) -> None:
        milliseconds = round(seconds * MS_PER_SECOND)
        self.connection.execute(f"PRAGMA busy_timeout = {milliseconds}")
