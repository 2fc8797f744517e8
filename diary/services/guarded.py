"""The one place where any error of a judgement is caught, kept apart and shown."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

logger = logging.getLogger(__name__)

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Failed:
    """A judgement that did not come to its end."""

    error: type[Exception]


def guarded(diary_id: UUID, judgement: Callable[[], Result]) -> Result | Failed:
    """What the judgement of one diary gives; its error is logged, never its text.

    Raises nothing but what ends the process. A judgement that writes brings its own
    transaction.
    """
    try:
        return judgement()
    # The one broad except: whatever one diary's entries provoke must end as a visible
    # failure of that diary's judgement, not as a dead worker and not as a lost entry.
    # The error's text may quote entries, so only the name of its class is kept.
    except Exception as error:
        logger.error("diary %s not judged: %s", diary_id, type(error).__name__)
        return Failed(type(error))
