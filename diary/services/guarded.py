"""The one place where any error of one diary's work is caught, kept apart and shown."""

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
    """Work that did not come to its end."""

    error: type[Exception]


def guarded(
    about: UUID,
    work: Callable[[], Result],
    *,
    sentence: str = "diary %s not judged",
) -> Result | Failed:
    """What the work on one diary or job gives; its error is logged, never its text.

    ``sentence`` is what the log says of the id ``about``. Raises nothing but what ends
    the process. Work that writes brings its own transaction.
    """
    try:
        return work()
    # The one broad except: whatever one diary's entries provoke must end as a visible
    # failure of that diary's work, not as a dead worker and not as a lost entry. The
    # error's text may quote entries, so only the name of its class is kept.
    except Exception as error:
        name = type(error).__name__
        logger.error(f"{sentence}: %s", about, name)
        return Failed(type(error))
