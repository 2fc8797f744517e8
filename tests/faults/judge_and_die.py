"""Judge diaries, each time in a process that is killed on its way.

Each line of the input names a diary and a place: a fail point, or the beginning of
the statement before which to die. Each line of the output is the exit code.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any
from uuid import UUID

import django


def main() -> None:
    """The processes are copies of this one, which has no connection to copy."""
    import_module("diary.services.evaluate")  # here once, not in every copy
    for line in sys.stdin:
        diary_id, place = line.rstrip("\n").split(" ", 1)
        pid = os.fork()
        if pid == 0:
            judge(UUID(diary_id), place)
            os._exit(0)
        _, status = os.waitpid(pid, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def judge(diary_id: UUID, place: str) -> None:
    """Nothing is cleaned up: the process is gone, as by the system's own hand."""
    from django.conf import settings
    from django.db import connection

    from diary.failpoints import NAMES
    from diary.services.evaluate import evaluate

    if place in NAMES:
        settings.FAILPOINTS = f"{place}=kill"
        evaluate(diary_id)
        return

    def die(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith(place):
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, *rest)

    with connection.execute_wrapper(die):
        evaluate(diary_id)


if __name__ == "__main__":
    django.setup()
    main()
