"""Day or night, and which diary night: the clinic's definition of a cramp's place.

Source: ``definitions.night``, ``night_date``, ``local_date``, ``current_night``,
``window_days_N``, ``window_nights_N`` and ``covered_day`` of the rule set
(``criteria/data/criteria.json``). A diary night is named by the date of its morning
(Consensus Sleep Diary) and runs from local noon to local noon: every instant has one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Literal, NamedTuple
from zoneinfo import ZoneInfo

if TYPE_CHECKING:  # shapes only; importing them at run time would be a circle
    from diary.criteria.facts import CheckIn, Episode, Profile, SleepNight

Period = Literal["day", "night"]

NIGHT_TURNS_AT = time(12, 0)  # local noon, Consensus Sleep Diary convention
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Placement:
    """Where one episode belongs. ``night_date`` is defined for daytime entries too."""

    period: Period
    night_date: date
    local_date: date


@dataclass(frozen=True, slots=True)
class DateWindow:
    """A run of dates, both ends included (local dates or night dates)."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        """Whether ``day`` lies in the window."""
        return self.first <= day <= self.last

    def before(self, days: int) -> DateWindow:
        """The ``days`` dates just before this window."""
        return window_ending(self.first - ONE_DAY, days)


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo:
    """The IANA zone called ``name``; raises ``ZoneInfoNotFoundError`` if unknown."""
    return ZoneInfo(name)


def as_utc(instant: datetime) -> datetime:
    """The aware ``instant`` in UTC, so that differences are elapsed time.

    Raises ``ValueError`` on a naive time: its instant would be a guess.
    """
    if instant.tzinfo is UTC:
        return instant
    if instant.tzinfo is None:
        raise ValueError("An instant needs a time zone.")
    return instant.astimezone(UTC)


def local_date(instant: datetime, tz: str) -> date:
    """The calendar date of ``instant`` in the zone ``tz``."""
    return instant.astimezone(zone(tz)).date()


def diary_night(instant: datetime, tz: str) -> date:
    """The diary night of any instant: local noon to noon, named by its morning."""
    return _night_of(instant.astimezone(zone(tz)))


def current_night(now: datetime, tz: str) -> date:
    """Tonight's date: today before local noon, tomorrow from noon."""
    return diary_night(now, tz)


def window_ending(last: date, count: int) -> DateWindow:
    """The ``count`` dates (or nights) ending with ``last``, inclusive."""
    return DateWindow(last - timedelta(days=count - 1), last)


class BedTimes(NamedTuple):
    """One night's time in bed, where nothing else of the night is read."""

    night_date: date
    into_bed_at: datetime
    out_of_bed_at: datetime


class InBed:
    """The recorded in-bed intervals of a diary, ready for many look-ups."""

    def __init__(self, nights: Iterable[SleepNight | BedTimes]) -> None:
        """Keep nights with both bed times; unusable ones never cover anything."""
        recorded = [
            (as_utc(night.into_bed_at), as_utc(night.out_of_bed_at), night.night_date)
            for night in nights
            if night.into_bed_at is not None and night.out_of_bed_at is not None
        ]
        self._recorded_dates = frozenset(night_date for _, _, night_date in recorded)
        self._intervals = sorted(item for item in recorded if item[0] < item[1])
        self._starts = [into_bed for into_bed, _, _ in self._intervals]
        ends = (out_of_bed for _, out_of_bed, _ in self._intervals)
        self._latest_ends = list(accumulate(ends, max))

    def covering(self, instant: datetime) -> date | None:
        """Night date of the interval holding ``instant``, [into bed, out of bed).

        If intervals overlap, the one begun first counts.
        """
        position = bisect_right(self._starts, instant) - 1
        found: date | None = None
        while position >= 0 and self._latest_ends[position] > instant:
            _, out_of_bed, night_date = self._intervals[position]
            if out_of_bed > instant:
                found = night_date
            position -= 1
        return found

    def recorded(self, night_date: date) -> bool:
        """Whether that night has both bed times."""
        return night_date in self._recorded_dates


def place(episode: Episode, in_bed: InBed, profile: Profile) -> Placement:
    """Period, diary night and local date of one episode (five steps, in order)."""
    started = as_utc(episode.started_at)
    local = started.astimezone(zone(episode.tz or profile.tz))
    today = local.date()
    covering = in_bed.covering(started)
    if covering is not None:
        return Placement("night", covering, today)
    night_date = _night_of(local)
    period = _period_outside_bed(episode, local.time(), night_date, in_bed, profile)
    return Placement(period, night_date, today)


def period_of(
    episode: Episode, nights: Iterable[SleepNight], profile: Profile
) -> Period:
    """Whether the episode counts as a day or a night one."""
    return place(episode, InBed(nights), profile).period


def night_date(
    episode: Episode, nights: Iterable[SleepNight], profile: Profile
) -> date:
    """The diary night of the episode, also when it is a daytime one."""
    return place(episode, InBed(nights), profile).night_date


def local_date_of(episode: Episode, profile: Profile) -> date:
    """The episode's calendar date: the zone stored on it, else the profile's."""
    return local_date(episode.started_at, episode.tz or profile.tz)


def covered_dates(
    episode_dates: Iterable[date],
    nights: Iterable[SleepNight],
    check_ins: Iterable[CheckIn],
) -> frozenset[date]:
    """Dates with an episode, a sleep entry or a check-in of any kind."""
    return frozenset(
        [
            *episode_dates,
            *(night.night_date for night in nights),
            *(check_in.date for check_in in check_ins),
        ]
    )


def quiet_nights(check_ins: Iterable[CheckIn]) -> frozenset[date]:
    """Night dates affirmed as free of cramps (``covers`` is night or both)."""
    return frozenset(item.date for item in check_ins if item.covers != "day")


def _night_of(local: datetime) -> date:
    today = local.date()
    return today if local.time() < NIGHT_TURNS_AT else today + ONE_DAY


def _period_outside_bed(
    episode: Episode,
    clock: time,
    night_date: date,
    in_bed: InBed,
    profile: Profile,
) -> Period:
    if episode.during_nap:
        return "day"
    if episode.woke_from_sleep:
        return "night"
    if episode.woke_from_sleep is False and in_bed.recorded(night_date):
        return "day"
    return "night" if _is_night_clock(clock, profile) else "day"


def _is_night_clock(clock: time, profile: Profile) -> bool:
    start, end = profile.night_start, profile.night_end
    if start <= end:
        return start <= clock < end
    return clock >= start or clock < end
