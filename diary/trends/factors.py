"""Factors: cramp nights with and without something, in three honest lists.

For what is known for nights with and without cramp alike (a medicine in use, a short
night before). A trigger ticked on a cramp is not such a thing: nights without cramp
never answered the question, so it is only counted (``circumstances.triggers``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from diary.trends.intervals import (
    CONFIDENCE,
    Interval,
    Proportion,
    effective_size,
    newcombe,
    pooled_lag_one,
)
from diary.trends.night_states import CRAMP, NightStates, count_nights, nights_of
from diary.trends.windows import NightSpan

MORE_OFTEN = "more_often"
LESS_OFTEN = "less_often"
NO_CLEAR_LINK = "no_clear_link"
NOT_ENOUGH_DATA = "not_enough_data"
MINIMUM_EACH = 5
"""Exposed and unexposed recorded nights needed; trends with fewer show no number."""


@dataclass(frozen=True, slots=True)
class Factor:
    """Something that was there on some nights; a night that is missing is unknown."""

    code: str
    present: Mapping[date, bool]


@dataclass(frozen=True, slots=True)
class FactorLink:
    """Cramp nights of recorded nights with and without the factor, as (num, den).

    ``value`` is the share with minus the share without; it and ``interval`` are
    ``None`` when ``listed`` is ``not_enough_data``.
    """

    code: str
    listed: str
    with_factor: tuple[int, int]
    without_factor: tuple[int, int]
    value: float | None = None
    interval: Interval | None = None
    confidence: float | None = None


def factor_links(
    factors: Sequence[Factor], states: NightStates, span: NightSpan
) -> list[FactorLink]:
    """Each factor with its list: more often, less often, no clear link, or too little.

    The limits are widened for the number of factors with enough nights (Bonferroni),
    and use the effective number of nights like every other interval.
    """
    nights = [night for night in nights_of(span) if night in states]
    counted = [(factor, _count(factor, states, nights)) for factor in factors]
    looked_at = sum(1 for _, counts in counted if _is_enough(counts))
    lag_one = pooled_lag_one((count_nights(states, span).outcomes,))
    return [
        _link(factor.code, counts, looked_at, lag_one) for factor, counts in counted
    ]


Counts = tuple[tuple[int, int], tuple[int, int]]


def _count(factor: Factor, states: NightStates, nights: Sequence[date]) -> Counts:
    return _share(factor, True, states, nights), _share(factor, False, states, nights)


def _share(
    factor: Factor, is_present: bool, states: NightStates, nights: Sequence[date]
) -> tuple[int, int]:
    group = [night for night in nights if factor.present.get(night) is is_present]
    return sum(1 for night in group if states[night] == CRAMP), len(group)


def _is_enough(counts: Counts) -> bool:
    return min(den for _, den in counts) >= MINIMUM_EACH


def _link(code: str, counts: Counts, looked_at: int, lag_one: float) -> FactorLink:
    if not _is_enough(counts):
        return FactorLink(code, NOT_ENOUGH_DATA, *counts)
    confidence = 1 - (1 - CONFIDENCE) / looked_at
    with_factor, without = (
        Proportion(num, den, effective_size(den, lag_one), confidence)
        for num, den in counts
    )
    interval = newcombe(with_factor, without)
    value = with_factor.value - without.value
    return FactorLink(code, _listed(interval), *counts, value, interval, confidence)


def _listed(interval: Interval) -> str:
    if interval.low > 0:
        return MORE_OFTEN
    return LESS_OFTEN if interval.high < 0 else NO_CLEAR_LINK
