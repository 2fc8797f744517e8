"""Instants on the person's clock and in UTC, worked out once for each day.

Instants come as the text a database keeps: UTC, ``2026-03-20 01:00:00`` with or without
a fraction and ``+00``. On nearly every day a zone has one offset of whole hours, so
that minutes and seconds stand as they are; other days are worked out exactly.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from diary.exports.dialects import WHOLE_SECONDS, Cell, Dialect
from diary.night import ONE_DAY, zone

DAYS_KEPT = 64  # rows come in the order of time
OFFSETS_KEPT = 64
DAY_LENGTH = len("2026-03-20")
HOUR = slice(DAY_LENGTH + 1, DAY_LENGTH + 3)
MICROSECONDS = len("2026-03-20 01:00:00.000000")
HOURS_PER_DAY = 24
HOUR_NAMES = tuple(f"{hour:02}" for hour in range(HOURS_PER_DAY))
ONE_HOUR = timedelta(hours=1)
_DATABASE_OFFSET = "+00"
_UNKNOWN: tuple[Cell, Cell] = (None, None)


class DayTexts(NamedTuple):
    """One UTC day as text: each hour's local place, the dates around, the endings.

    ``hours`` has the days on (-1, 0 or 1) and the local hour; ``dates`` is indexed by
    the days on: this day, the next, the one before.
    """

    hours: Mapping[str, tuple[int, str]]
    dates: tuple[str, str, str]
    local_ending: str
    utc_ending: str


def instant(text: str) -> datetime:
    """The instant that a database text stands for."""
    return datetime.fromisoformat(f"{text.removesuffix(_DATABASE_OFFSET)}+00:00")


class Clock:
    """One zone in one dialect."""

    def __init__(self, zone_name: str, dialect: Dialect) -> None:
        self.zone_name = zone_name
        self.zone = zone(zone_name)
        self.dialect = dialect
        self._tail = slice(HOUR.stop, dialect.instant_length)
        self._day = lru_cache(maxsize=DAYS_KEPT)(self._texts_of_day)

    def both(self, text: str | None) -> tuple[Cell, Cell]:
        """The local and the UTC cell of an instant; empty when it is not known."""
        if text is None:
            return _UNKNOWN
        text = text.removesuffix(_DATABASE_OFFSET)
        if len(text) > WHOLE_SECONDS:
            text = text.ljust(MICROSECONDS, "0")  # databases drop its last zeros
        day = self._day(text[:DAY_LENGTH])
        if day is None:
            return self.both_of(instant(text))
        utc_hour, minutes = text[HOUR], text[self._tail]
        days_on, local_hour = day.hours[utc_hour]
        dates = day.dates
        return (
            f"{dates[days_on]}{local_hour}{minutes}{day.local_ending}",
            f"{dates[0]}{utc_hour}{minutes}{day.utc_ending}",
        )

    def both_of(self, moment: datetime | None) -> tuple[Cell, Cell]:
        """The same for a ``datetime``."""
        if moment is None:
            return _UNKNOWN
        return (
            self.dialect.instant(moment.astimezone(self.zone)),
            self.dialect.instant(moment.astimezone(UTC)),
        )

    def _texts_of_day(self, day: str) -> DayTexts | None:
        """``None`` if the offset changes on that day or has minutes of its own."""
        start = instant(f"{day} 00:00:00")
        end = start + HOURS_PER_DAY * ONE_HOUR - timedelta.resolution
        offsets = {
            moment.astimezone(self.zone).utcoffset() or timedelta(0)
            for moment in (start, end)
        }
        offset = offsets.pop()
        if offsets or offset % ONE_HOUR:
            return None
        local, utc = self.both_of(start)
        return DayTexts(
            _local_hours(offset // ONE_HOUR),
            self._dates_around(start),
            _after_seconds(local),
            _after_seconds(utc),
        )

    def _dates_around(self, day: datetime) -> tuple[str, str, str]:
        """This day, the next and the one before, up to the hour."""
        same, after, before = (
            f"{self.dialect.day(day + days * ONE_DAY)}{self.dialect.separator}"
            for days in (0, 1, -1)
        )
        return same, after, before


@lru_cache(maxsize=OFFSETS_KEPT)
def _local_hours(offset: int) -> Mapping[str, tuple[int, str]]:
    """For each hour of a UTC day: days on and hour on a clock ``offset`` h ahead."""
    places = (divmod(hour + offset, HOURS_PER_DAY) for hour in range(HOURS_PER_DAY))
    local = [(days_on, HOUR_NAMES[hour]) for days_on, hour in places]
    return dict(zip(HOUR_NAMES, local, strict=True))


class Clocks:
    """The clocks of a diary, by zone; the person's own where an entry has none."""

    def __init__(self, dialect: Dialect, default_zone: str) -> None:
        self._dialect = dialect
        self._default_zone = default_zone
        self._found: dict[str, Clock] = {}

    def of(self, zone_name: str | None) -> Clock:
        """The clock of this zone."""
        name = zone_name or self._default_zone
        clock = self._found.get(name)
        if clock is None:
            clock = self._found[name] = Clock(name, self._dialect)
        return clock


def _after_seconds(full_hour: Cell) -> str:
    return str(full_hour).partition(":00:00")[2]
