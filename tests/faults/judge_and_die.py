"""Judge one diary and be killed right before a certain statement."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Any
from uuid import UUID

import django


def main(diary_id: UUID, words: str) -> None:
    """Nothing is cleaned up: the process is gone, as by the system's own hand."""
    from django.db import connection

    from diary.services.evaluate import evaluate

    def die(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith(words):
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, *rest)

    with connection.execute_wrapper(die):
        evaluate(diary_id)


if __name__ == "__main__":
    django.setup()
    main(UUID(sys.argv[1]), sys.argv[2])
