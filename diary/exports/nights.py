"""The rows of the sleep export: one night each, with what is derived from it."""

from __future__ import annotations

from datetime import date, datetime

from diary.criteria.facts import SleepNight
from diary.exports.cells import TRUTH, dashed, neutral
from diary.exports.clocks import Clock, Clocks, instant
from diary.exports.dialects import Cell
from diary.exports.reading import Reading
from diary.sleep import derive, rounded
from diary.vocabulary import quality_label

COLUMNS_READ = (
    "id",
    "night_date",
    "tz",
    "into_bed_at",
    "sleep_attempt_at",
    "sol_minutes",
    "awakenings",
    "waso_minutes",
    "final_awakening_at",
    "trying_to_sleep_after_final_awakening_minutes",
    "out_of_bed_at",
    "quality",
    "entered_at",
)


class NightCells:
    """Turns the values of ``COLUMNS_READ``, and the note if read, into cells."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.clocks = Clocks(reading.dialect, reading.profile.tz)

    def __call__(
        self,
        entry: str,
        night_date: date,
        tz: str | None,
        into_bed_at: str | None,
        sleep_attempt_at: str | None,
        sol_minutes: int | None,
        awakenings: int | None,
        waso_minutes: int | None,
        final_awakening_at: str | None,
        trying_to_sleep_minutes: int | None,
        out_of_bed_at: str | None,
        quality: int | None,
        entered_at: str | None,
        *note: str,
    ) -> tuple[Cell, ...]:
        """The cells of one night."""
        reading = self.reading
        clock = self.clocks.of(tz)
        night = SleepNight(
            night_date,
            "",
            tz,
            _instant(into_bed_at),
            _instant(sleep_attempt_at),
            sol_minutes,
            awakenings,
            waso_minutes,
            _instant(final_awakening_at),
            trying_to_sleep_minutes,
            _instant(out_of_bed_at),
            quality,
        )
        return (
            dashed(entry),
            reading.dialect.day(night_date),
            *clock.both(into_bed_at),
            *clock.both(sleep_attempt_at),
            sol_minutes,
            awakenings,
            waso_minutes,
            *clock.both(final_awakening_at),
            trying_to_sleep_minutes,
            *clock.both(out_of_bed_at),
            clock.zone_name,
            quality,
            None if quality is None else quality_label(quality, reading.language),
            *self._derived(night, clock),
            *clock.both(entered_at),
            *map(neutral, note),
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


def _instant(text: str | None) -> datetime | None:
    return None if text is None else instant(text)
