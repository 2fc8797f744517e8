"""Which live warnings a patient sees: the highest of each chain. Clinicians see all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from diary.criteria.catalogue import criteria


class Live(NamedTuple):
    """A live warning: its criterion and the episode it is about, if any."""

    criterion: str
    target: str | None = None


def visible_to_patient(live: Iterable[Live]) -> frozenset[Live]:
    """Those not covered by another live warning of the same chain.

    Two warnings about single episodes cover each other only for the same episode.
    """
    warnings = frozenset(live)
    by_criterion: dict[str, list[Live]] = defaultdict(list)
    for warning in warnings:
        by_criterion[warning.criterion].append(warning)
    return frozenset(
        warning
        for warning in warnings
        if not any(
            covers(other, warning)
            for above in coverers().get(warning.criterion, ())
            for other in by_criterion.get(above, ())
        )
    )


def covers(other: Live, warning: Live) -> bool:
    """Whether ``other`` is shown instead of ``warning``."""
    if other.criterion not in coverers().get(warning.criterion, ()):
        return False
    if other.target is None or warning.target is None:
        return True
    return other.target == warning.target


@lru_cache(maxsize=1)
def coverers() -> Mapping[str, tuple[str, ...]]:
    """By criterion, those whose warning is shown instead of its own."""
    found: dict[str, list[str]] = defaultdict(list)
    for above in criteria().values():
        for name in (*above.subsumes, *above.supersedes):
            found[name].append(above.id)
    return {name: tuple(dict.fromkeys(above)) for name, above in found.items()}
