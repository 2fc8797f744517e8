"""What is known of nights with and without cramp alike, and so may be compared.

Only what was there before the cramps of the night, or on the calendar: the sleep of the
night itself follows from its cramps. Triggers ticked on a cramp are not here: nights
without cramp were never asked about them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from typing import Final

from diary.night import NIGHT_TURNS_AT, ONE_DAY, zone
from diary.trends.factors import Factor
from diary.trends.night_states import nights_of
from diary.trends.rows import MedicineRow, SleepRow
from diary.trends.windows import NightSpan

WEEKEND_MORNINGS = frozenset({5, 6})
"""Saturday and Sunday: the nights before the usual days off."""
SHORT_SLEEP_MINUTES = 7 * 60
"""Adults are advised 7 hours or more (Watson NF et al., Sleep 2015;38:843-4)."""
LATE_FROM = time(0, 0)
UNNAMED_MEDICINE = "other"
"""Medicines without a code of their own may be different ones."""

WEEKEND: Final = "weekend"
SHORT_SLEEP_BEFORE: Final = "short-sleep-the-night-before"
LATE_BEDTIME: Final = "in-bed-after-midnight"


def exposures(
    span: NightSpan, sleep: Iterable[SleepRow], medicines: Iterable[MedicineRow]
) -> list[Factor]:
    """Weekend, short sleep the night before, late bedtime, and each medicine in use.

    ``sleep`` should reach one night before ``span``.
    """
    nights = nights_of(span)
    by_date = {row.night_date: row for row in sleep if row.is_valid}
    return [
        Factor(WEEKEND, {night: _is_weekend(night) for night in nights}),
        Factor(SHORT_SLEEP_BEFORE, _short_sleep(nights, by_date)),
        Factor(LATE_BEDTIME, _late_bedtime(nights, by_date)),
        *_medicines(nights, medicines),
    ]


def _is_weekend(night: date) -> bool:
    return night.weekday() in WEEKEND_MORNINGS


def _short_sleep(
    nights: Iterable[date], by_date: dict[date, SleepRow]
) -> dict[date, bool]:
    before = {night: by_date.get(night - ONE_DAY) for night in nights}
    return {
        night: row.tst_minutes < SHORT_SLEEP_MINUTES
        for night, row in before.items()
        if row is not None and row.tst_minutes is not None
    }


def _late_bedtime(
    nights: Iterable[date], by_date: dict[date, SleepRow]
) -> dict[date, bool]:
    rows = {night: by_date.get(night) for night in nights}
    return {
        night: LATE_FROM
        <= row.into_bed_at.astimezone(zone(row.tz)).time()
        < NIGHT_TURNS_AT
        for night, row in rows.items()
        if row is not None and row.into_bed_at is not None
    }


def _medicines(
    nights: Iterable[date], medicines: Iterable[MedicineRow]
) -> list[Factor]:
    """Each code once; with an unknown start, nights are unknown until it stops."""
    rows = [row for row in medicines if row.code != UNNAMED_MEDICINE]
    return [
        Factor(code, _in_use(nights, [row for row in rows if row.code == code]))
        for code in sorted({row.code for row in rows})
    ]


def _in_use(
    nights: Iterable[date], intervals: Iterable[MedicineRow]
) -> dict[date, bool]:
    answers = {
        night: [_covers(row, night - ONE_DAY) for row in intervals] for night in nights
    }
    return {
        night: True in found
        for night, found in answers.items()
        if True in found or None not in found
    }


def _covers(row: MedicineRow, evening: date) -> bool | None:
    """Whether it was in use on this evening; ``None`` if that is not known."""
    if row.stopped_on is not None and row.stopped_on <= evening:
        return False
    if row.started_on is None:
        return None
    return row.started_on <= evening
