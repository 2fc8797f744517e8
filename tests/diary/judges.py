"""What a child process is given to do in the tests of the child process."""

from __future__ import annotations

import os
import signal
import time
from uuid import UUID

FINE, HANGS, DIES = UUID(int=1), UUID(int=2), UUID(int=3)


def judge(diary_id: UUID) -> None:
    """Come back, never come back, or take the process along."""
    if diary_id == HANGS:
        time.sleep(600)
    if diary_id == DIES:
        os.kill(os.getpid(), signal.SIGKILL)
