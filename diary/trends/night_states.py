"""Night states: each diary night is cramp, quiet or unknown.

Source: trends.md 6.1 and rulings 6. A cramp wins over a check-in; only a check-in that
covers the night affirms a quiet night; a sleep entry alone affirms nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from diary.trends.rows import CheckInRow, EpisodeRow
from diary.trends.windows import NightSpan

CRAMP = "cramp"
QUIET = "quiet"
UNKNOWN = "unknown"

NIGHT_COVERING = frozenset({"night", "both"})
ONE_NIGHT = timedelta(days=1)

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
    outcomes = tuple(_outcome(states, night) for night in nights_of(span))
    cramp = sum(1 for outcome in outcomes if outcome == 1)
    quiet = sum(1 for outcome in outcomes if outcome == 0)
    return NightCount(span, outcomes, cramp, quiet)


def nights_of(span: NightSpan) -> list[date]:
    """Every night date of ``span`` in order."""
    return [span.first + ONE_NIGHT * offset for offset in range(span.nights)]


def _outcome(states: NightStates, night: date) -> int | None:
    state = states.get(night)
    if state is None:
        return None
    return 1 if state == CRAMP else 0
