"""The rows of the exports of check-ins, medicines and warnings."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, NamedTuple

from diary.criteria import catalogue
from diary.exports.cells import CODE_SEPARATOR, TRUTH, dashed, neutral
from diary.exports.clocks import Clocks, instant
from diary.exports.dialects import Cell
from diary.exports.reading import Reading
from diary.vocabulary import label

CHECK_IN_COLUMNS_READ = ("id", "date", "covers", "entered_at")
MEDICATION_COLUMNS_READ = (
    "id",
    "code",
    "dose",
    "started_on",
    "dose_changed_on",
    "stopped_on",
    "prescribed",
    "entered_at",
)


class WarningRow(NamedTuple):
    """One warning as the database gives it: id, instants and JSON are text."""

    id: str
    criterion: str
    severity: str
    state: str
    target: str
    evidence: str
    facts: str
    raised_at: str
    seen_at: str | None
    discussed_at: str | None
    ended_at: str | None
    ruleset_version: str


WARNING_COLUMNS_READ = WarningRow._fields


class CheckInCells:
    """Turns the values of ``CHECK_IN_COLUMNS_READ`` into cells."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.clocks = Clocks(reading.dialect, reading.profile.tz)

    def __call__(
        self, entry: str, day: date, covers: str, entered_at: str | None
    ) -> tuple[Cell, ...]:
        """The cells of one "no cramps"."""
        reading = self.reading
        clock = self.clocks.of(None)
        return (
            dashed(entry),
            reading.dialect.day(day),
            covers,
            clock.zone_name,
            *clock.both(entered_at),
        )


class MedicationCells:
    """Turns ``MEDICATION_COLUMNS_READ``, and the text if read, into cells."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.clocks = Clocks(reading.dialect, reading.profile.tz)

    def __call__(
        self,
        entry: str,
        code: str,
        dose: str,
        started_on: date | None,
        dose_changed_on: date | None,
        stopped_on: date | None,
        prescribed: bool | None,
        entered_at: str | None,
        *text: str,
    ) -> tuple[Cell, ...]:
        """The cells of one medicine."""
        reading = self.reading
        clock = self.clocks.of(None)
        return (
            dashed(entry),
            code,
            label("medications", code, reading.language),
            neutral(dose),
            reading.day(started_on),
            reading.day(dose_changed_on),
            reading.day(stopped_on),
            TRUTH[prescribed],
            clock.zone_name,
            *clock.both(entered_at),
            *map(neutral, text),
        )


class WarningCells:
    """Turns the values of ``WARNING_COLUMNS_READ`` into cells."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.clocks = Clocks(reading.dialect, reading.profile.tz)

    def __call__(self, *values: Any) -> tuple[Cell, ...] | None:
        """The cells of one warning; ``None`` if it is not for this reader."""
        row = WarningRow(*values)
        reading, clock = self.reading, self.clocks.of(None)
        published = catalogue.criteria().get(row.criterion)
        day = instant(row.raised_at).astimezone(clock.zone).date()
        is_hidden = published is not None and not published.is_for_patients
        if not reading.holds(day) or (is_hidden and not reading.is_clinician):
            return None
        return (
            dashed(row.id),
            reading.dialect.day(day),
            row.criterion,
            published.title[reading.language] if published else row.criterion,
            row.severity,
            label("severities", row.severity, reading.language),
            row.state,
            row.target,
            CODE_SEPARATOR.join(json.loads(row.evidence)),
            *self._window(row.facts),
            *clock.both(row.raised_at),
            *clock.both(row.seen_at),
            *clock.both(row.discussed_at),
            *clock.both(row.ended_at),
            clock.zone_name,
            row.ruleset_version,
            TRUTH[reading.is_approved],
        )

    def _window(self, facts: str) -> tuple[Cell, Cell]:
        window = json.loads(facts).get("window") or {}
        first, last = window.get("from"), window.get("to")
        return (
            self.reading.day(date.fromisoformat(first) if first else None),
            self.reading.day(date.fromisoformat(last) if last else None),
        )
