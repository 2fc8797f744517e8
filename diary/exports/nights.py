"""The rows of the sleep export: one night each, with what is derived from it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple

from diary.criteria.facts import SleepNight
from diary.exports.cells import TRUTH, dashed, neutral
from diary.exports.clocks import Clock, Clocks, instant
from diary.exports.dialects import Cell
from diary.exports.reading import Reading
from diary.sleep import derive, rounded
from diary.vocabulary import quality_label


class NightRow(NamedTuple):
    """One night as the database gives it: ids and instants are text."""

    id: str
    night_date: date
    tz: str | None
    into_bed_at: str | None
    sleep_attempt_at: str | None
    sol_minutes: int | None
    awakenings: int | None
    waso_minutes: int | None
    final_awakening_at: str | None
    trying_to_sleep_after_final_awakening_minutes: int | None
    out_of_bed_at: str | None
    quality: int | None
    entered_at: str | None
    note: str | None = None  # read only when it may be written


COLUMNS_READ = NightRow._fields[:-1]


class NightCells:
    """Turns the values of ``COLUMNS_READ``, and the note if read, into cells."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.clocks = Clocks(reading.dialect, reading.profile.tz)

    def __call__(self, *values: Any) -> tuple[Cell, ...]:
        """The cells of one night."""
        row = NightRow(*values)
        reading, clock = self.reading, self.clocks.of(row.tz)
        return (
            dashed(row.id),
            reading.dialect.day(row.night_date),
            *clock.both(row.into_bed_at),
            *clock.both(row.sleep_attempt_at),
            row.sol_minutes,
            row.awakenings,
            row.waso_minutes,
            *clock.both(row.final_awakening_at),
            row.trying_to_sleep_after_final_awakening_minutes,
            *clock.both(row.out_of_bed_at),
            clock.zone_name,
            row.quality,
            row.quality and quality_label(row.quality, reading.language),
            *self._derived(_night(row), clock),
            *clock.both(row.entered_at),
            *([] if row.note is None else [neutral(row.note)]),
        )

    def _derived(self, night: SleepNight, clock: Clock) -> tuple[Cell, ...]:
        reading = self.reading
        figures = rounded(derive(night, clock.zone_name))
        return (
            TRUTH[figures.valid],
            " ".join(figures.problems),
            reading.number(figures.tib_minutes),
            reading.number(figures.spt_minutes),
            reading.number(figures.tst_minutes),
            reading.number(figures.twak_minutes),
            reading.number(figures.dse_minutes),
            reading.number(figures.se_tib_percent),
            reading.number(figures.se_dse_percent),
            *clock.both_of(figures.midpoint),
        )


def _night(row: NightRow) -> SleepNight:
    return SleepNight(
        row.night_date,
        row.id,
        row.tz,
        _instant(row.into_bed_at),
        _instant(row.sleep_attempt_at),
        row.sol_minutes,
        row.awakenings,
        row.waso_minutes,
        _instant(row.final_awakening_at),
        row.trying_to_sleep_after_final_awakening_minutes,
        _instant(row.out_of_bed_at),
        row.quality,
    )


def _instant(text: str | None) -> datetime | None:
    return None if text is None else instant(text)
