"""Who reads an export, and how: dialect, language, dates, free text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from diary.criteria.facts import Profile
from diary.exports.dialects import Cell, Dialect
from diary.vocabulary import Language


@dataclass(frozen=True, slots=True)
class Reading:
    """One person's wish: ``first`` and ``last`` are diary dates, both included.

    ``None`` leaves a side open. ``is_clinician`` decides which warnings are shown,
    ``is_approved`` is what they say of the rule set.
    """

    dialect: Dialect
    language: Language
    profile: Profile
    first: date | None = None
    last: date | None = None
    with_free_text: bool = False
    is_clinician: bool = False
    is_approved: bool = False

    def holds(self, day: date) -> bool:
        """Whether ``day`` lies in the period."""
        after_first = self.first is None or day >= self.first
        return after_first and (self.last is None or day <= self.last)

    def day(self, day: date | None) -> Cell:
        """A date; empty when not known."""
        return None if day is None else self.dialect.day(day)

    def number(self, number: float | None) -> Cell:
        """A number: whole ones without a fraction, empty when not known."""
        if number is None:
            return None
        if number == int(number):
            return int(number)
        return self.dialect.number(round(number, 6))
