"""What a report is made from: one diary, read once, as plain frozen values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, NamedTuple

from diary.criteria.catalogue import Audience
from diary.criteria.facts import Episode, Profile, SleepNight
from diary.night import InBed, place
from diary.trends.rows import CheckInRow
from diary.vocabulary import Language

PAGE_ONE: Final = (
    *("person", "warnings", "nights", "cramps", "places"),
    *("sleep", "day_share", "features", "medicines"),
)
PAGE_TWO: Final = ("hours", "triggers", "episodes", "sleep_diary")
SECTIONS: Final = (*PAGE_ONE, *PAGE_TWO)
"""What can be left out of a report, by stable codes."""

JUDGED = "judged"
WAITING = "waiting"
NO_CONSENT = "no_consent"
SWITCHED_OFF = "switched_off"


@dataclass(frozen=True, slots=True)
class Limits:
    """What of a diary may be told: dates (both included) and sections.

    Nothing outside the dates enters any figure. ``None`` leaves a side open.
    """

    first: date | None = None
    last: date | None = None
    sections: frozenset[str] = frozenset(SECTIONS)

    def holds(self, day: date) -> bool:
        """Whether ``day`` may be told."""
        return (self.first is None or day >= self.first) and (
            self.last is None or day <= self.last
        )

    @property
    def has_dates(self) -> bool:
        """Whether any date is kept back."""
        return self.first is not None or self.last is not None


class Medicine(NamedTuple):
    """One medicine or remedy. ``text`` is empty where free text is not told."""

    id: str
    code: str
    text: str = ""
    dose: str = ""
    started_on: date | None = None
    dose_changed_on: date | None = None
    stopped_on: date | None = None


class RaisedWarning(NamedTuple):
    """An open warning; ``evidence`` holds the dates of the entries behind it."""

    criterion: str
    severity: str
    state: str
    facts: dict[str, object]
    evidence: tuple[date, ...]
    raised_on: date
    ruleset_version: str
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class ReportReader:
    """Who reads: for whom the texts are written, in which language, and what more.

    The owner may be named by the email address; ``sees_notes``: the person's own words
    for a medicine may be told.
    """

    audience: Audience
    language: Language
    is_owner: bool = False
    sees_notes: bool = False


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """One diary up to ``last``, a diary night that is over.

    Entries reach back at least 168 nights, ``warnings`` are those the reader may see.
    ``is_warned``: an urgent or soon warning is open, be it told or not; ``is_urgent``:
    an urgent one.
    """

    reader: ReportReader
    last: date
    profile: Profile
    country: str
    name: str = ""
    birth_year: int | None = None
    episodes: tuple[Episode, ...] = ()
    nights: tuple[SleepNight, ...] = ()
    check_ins: tuple[CheckInRow, ...] = ()
    medicines: tuple[Medicine, ...] = ()
    warnings: tuple[RaisedWarning, ...] = ()
    is_warned: bool = False
    is_urgent: bool = False
    judged: str = JUDGED
    is_approved: bool = False
    revision: int = 0
    limits: Limits = field(default=Limits())


def limited(facts: ReportFacts) -> ReportFacts:
    """The facts without what lies outside the dates of their limits."""
    limits = facts.limits
    if not limits.has_dates:
        return facts
    return replace(
        facts,
        episodes=tuple(_told(facts.episodes, facts)),
        nights=tuple(n for n in facts.nights if limits.holds(n.night_date)),
        check_ins=tuple(c for c in facts.check_ins if limits.holds(c.date)),
        medicines=tuple(m for m in facts.medicines if _overlaps(m, limits)),
        warnings=tuple(w for w in facts.warnings if _rests_inside(w, limits)),
    )


def _told(episodes: Iterable[Episode], facts: ReportFacts) -> Iterable[Episode]:
    in_bed = InBed(facts.nights)
    for episode in episodes:
        placed = place(episode, in_bed, facts.profile)
        days = (placed.night_date, placed.local_date)
        if all(map(facts.limits.holds, days)):
            yield episode


def _overlaps(medicine: Medicine, limits: Limits) -> bool:
    started, stopped = medicine.started_on, medicine.stopped_on
    is_over = limits.first and stopped and stopped < limits.first
    is_to_come = limits.last and started and started > limits.last
    return not is_over and not is_to_come


def _rests_inside(warning: RaisedWarning, limits: Limits) -> bool:
    window = warning.facts.get("window")
    ends = window.values() if isinstance(window, dict) else ()
    days = (*warning.evidence, *(date.fromisoformat(str(end)) for end in ends))
    return all(map(limits.holds, days))
