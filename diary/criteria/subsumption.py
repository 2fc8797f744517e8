"""Which live warnings a patient sees: the highest of each chain. Clinicians see all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from diary.criteria.catalogue import criterion


class Live(NamedTuple):
    """A live warning: its criterion and the episode it is about, if any."""

    criterion: str
    target: str | None = None


def visible_to_patient(live: Iterable[Live]) -> frozenset[Live]:
    """Those not covered by another live warning of the same chain.

    Two warnings about single episodes cover each other only for the same episode.
    """
    warnings = frozenset(live)
    return frozenset(
        warning
        for warning in warnings
        if not any(covers(other, warning) for other in warnings)
    )


def covers(other: Live, warning: Live) -> bool:
    """Whether ``other`` is shown instead of ``warning``."""
    above = criterion(other.criterion)
    if warning.criterion not in (*above.subsumes, *above.supersedes):
        return False
    if other.target is None or warning.target is None:
        return True
    return other.target == warning.target
