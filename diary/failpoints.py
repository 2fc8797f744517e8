"""Named points at which a test makes this process die or wait; nothing otherwise.

``FAILPOINTS="push.stored=kill,evaluate.judged=pause:0.02"``. Outside the demo a start
with any is refused (``config.env.production_problems``).
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Mapping
from functools import cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

PUSH_POINTS = (
    "push.locked",  # the diary is locked, nothing has been read
    "push.decided",  # every item has its result, nothing has been written
    "push.stored",  # the rows are written, the due row is not
    "push.queued",  # the due row is written too, nothing is committed
    "push.committed",  # everything is committed, nobody has been answered
)
EVALUATE_POINTS = (
    "evaluate.claimed",  # the attempt is committed, nothing has been judged
    "evaluate.judged",  # warnings are written, the diary does not know it yet
    "evaluate.saved",  # the diary knows, the due row is still there
    "evaluate.finished",  # the due row is gone too, nothing is committed
)
EXPORT_POINTS = (
    "export.claimed",  # the attempt is committed, nothing has been read
    "export.part_written",  # the files of one diary are in their place
    "export.zipped",  # the file is in its place, the job does not know it yet
)
NAMES = (*PUSH_POINTS, *EVALUATE_POINTS, *EXPORT_POINTS)


def reach(name: str) -> None:
    """Do here what ``FAILPOINTS`` says of this point: usually nothing."""
    if settings.FAILPOINTS:
        action = read_failpoints(settings.FAILPOINTS).get(name)
        if action is not None:
            _act(action)


@cache
def read_failpoints(written: str) -> Mapping[str, str]:
    """Read ``name=action`` pairs; raises ``ImproperlyConfigured`` for any other."""
    pairs = [pair.strip().partition("=") for pair in written.split(",")]
    for name, _, action in pairs:
        if name not in NAMES or not _is_action(action):
            raise ImproperlyConfigured(f"FAILPOINTS: {name}={action} is not known.")
    return {name: action for name, _, action in pairs}


def _is_action(action: str) -> bool:
    word, _, seconds = action.partition(":")
    if word == "pause":
        return seconds.replace(".", "", 1).isdecimal()
    return action == "kill"


def _act(action: str) -> None:
    word, _, seconds = action.partition(":")
    if word == "pause":
        time.sleep(float(seconds))
    else:
        # As by the system's own hand: nothing is cleaned up.
        os.kill(os.getpid(), signal.SIGKILL)
