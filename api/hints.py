"""The fast path: tell Celery that a diary waits. Never needed, never slow.

The due row is the queue; a lost hint costs seconds (the sweeper), a broker that hangs
costs one short timeout and then nothing for a while.
"""

from __future__ import annotations

import logging
import time
from uuid import UUID

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 30.0  # after a failure nobody waits for the broker this long
EXPIRES_SECONDS = 60

_paused_until = 0.0


def hint(diary_id: UUID) -> None:
    """Send the hint once the transaction, if there is one, has committed."""
    # A lambda: a functools.partial that fails breaks Django's robust handling.
    transaction.on_commit(lambda: _send(str(diary_id)), robust=True)


def is_open() -> bool:
    """Whether hints are being sent (false: the breaker holds them back)."""
    return time.monotonic() >= _paused_until


def _send(diary_id: str) -> None:
    global _paused_until
    if not is_open():
        return
    try:
        current_app.send_task(
            "diary.tasks.evaluate_diary",
            args=[diary_id],
            retry=False,
            ignore_result=True,
            expires=EXPIRES_SECONDS,
        )
    except (OperationalError, OSError) as error:
        _paused_until = time.monotonic() + PAUSE_SECONDS
        logger.warning("hints paused: %s", type(error).__name__)
