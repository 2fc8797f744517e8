"""The fast path: tell Celery that a diary or an export waits. Never needed, never slow.

The row is the queue; a lost hint costs seconds (the sweeper), a broker that hangs
costs one short timeout and then nothing for a while.
"""

from __future__ import annotations

import logging
import time
from functools import lru_cache
from typing import Any, Literal
from uuid import UUID

import celery.app.amqp  # noqa: F401 - half a second that no request should wait for
import kombu.transport.redis  # noqa: F401 - the same
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError
from kombu.pools import ProducerPool, producers

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 30.0  # after a failure nobody waits for the broker this long
EXPIRES_SECONDS = 60
# One try. Without these, making a new connection alone tries again for 6 to 8 s.
ONE_TRY = {"max_retries": 0, "interval_start": 0}

BrokerState = Literal["ok", "paused", "unknown"]


class _Breaker:
    """What this process knows of the broker, from its own sends alone."""

    def __init__(self) -> None:
        self.paused_until = 0.0
        self.has_sent = False

    @property
    def is_open(self) -> bool:
        return time.monotonic() < self.paused_until

    def trip(self) -> None:
        self.paused_until = time.monotonic() + PAUSE_SECONDS
        self.has_sent = False


_breaker = _Breaker()


def hint(diary_id: UUID) -> None:
    """Send the hint once the transaction, if there is one, has committed."""
    _send_on_commit("diary.tasks.evaluate_diary", diary_id)


def hint_export(job_id: UUID) -> None:
    """The same for an export that was asked for."""
    _send_on_commit("diary.tasks.run_export", job_id)


def broker_state() -> BrokerState:
    """Whether hints get through, without asking the broker: it might hang."""
    if _breaker.is_open:
        return "paused"
    return "ok" if _breaker.has_sent else "unknown"


def _send_on_commit(task: str, row: UUID) -> None:
    # A lambda: a functools.partial that fails breaks Django's robust handling.
    transaction.on_commit(lambda: _send(task, str(row)), robust=True)


def _send(task: str, row: str) -> None:
    if _breaker.is_open:
        return
    try:
        with _producers().acquire(block=True, timeout=1) as producer:
            current_app.send_task(
                task,
                args=[row],
                producer=producer,
                retry=False,
                ignore_result=True,
                expires=EXPIRES_SECONDS,
            )
    except (OperationalError, OSError) as error:
        _breaker.trip()
        logger.warning("hints paused: %s", type(error).__name__)
    else:
        _breaker.has_sent = True


@lru_cache(maxsize=1)
def _producers() -> ProducerPool:
    """Connections of this process to the broker, each given up after one try."""
    connection: Any = current_app.connection_for_write()
    connection.transport_options = {**connection.transport_options, **ONE_TRY}
    pool: ProducerPool = producers[connection]
    return pool
