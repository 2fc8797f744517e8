"""Night states: each diary night is cramp, quiet or unknown.

Source: trends.md 6.1 and rulings 6. A cramp wins over a check-in; only a check-in that
covers the night affirms a quiet night; a sleep entry alone affirms nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from diary.trends.rows import CheckInRow, EpisodeRow
from diary.trends.windows import NightSpan

CRAMP = "cramp"
QUIET = "quiet"
UNKNOWN = "unknown"

NIGHT_COVERING = frozenset({"night", "both"})
OUTCOMES: Mapping[str | None, int | None] = {CRAMP: 1, QUIET: 0, None: None}

NightStates = Mapping[date, str]
"""State by night date; a night that is not in it is unknown."""


@dataclass(frozen=True, slots=True)
class NightCount:
    """The nights of one span in date order, and how many there are of each state.

    ``outcomes`` has one item a night: 1 cramp, 0 quiet, ``None`` unknown.
    """

    span: NightSpan
    outcomes: tuple[int | None, ...]
    cramp: int
    quiet: int

    @property
    def nights(self) -> int:
        return len(self.outcomes)

    @property
    def recorded(self) -> int:
        return self.cramp + self.quiet

    @property
    def unknown(self) -> int:
        return self.nights - self.recorded

    @property
    def completeness(self) -> float:
        return self.recorded / self.nights


def night_states(
    episodes: Iterable[EpisodeRow], check_ins: Iterable[CheckInRow]
) -> dict[date, str]:
    """State of every recorded night; a night that is missing here is unknown."""
    states = {
        check_in.date: QUIET
        for check_in in check_ins
        if check_in.covers in NIGHT_COVERING
    }
    for episode in episodes:
        if episode.is_night and episode.is_cramp:
            states[episode.night_date] = CRAMP
    return states


def count_nights(states: NightStates, span: NightSpan) -> NightCount:
    """Count the states of the nights in ``span``."""
    outcomes = tuple(OUTCOMES[states.get(night)] for night in nights_of(span))
    return NightCount(span, outcomes, outcomes.count(1), outcomes.count(0))


def nights_of(span: NightSpan) -> list[date]:
    """Every night date of ``span`` in order."""
    first = span.first.toordinal()
    return [date.fromordinal(first + offset) for offset in range(span.nights)]
