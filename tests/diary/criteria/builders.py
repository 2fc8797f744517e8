"""Plain diaries for the criteria's tests: set only the value the test is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from diary.criteria import Finding, judge
from diary.criteria.facts import (
    CheckIn,
    Episode,
    Facts,
    Medication,
    Profile,
    Relief,
    Site,
    SleepNight,
)

OSLO = ZoneInfo("Europe/Oslo")
NOW = datetime(2025, 3, 20, 9, 0, tzinfo=OSLO)
TODAY = date(2025, 3, 20)
PROFILE = Profile(tz="Europe/Oslo", birth_date=date(1960, 5, 1), conditions=())
LEFT_CALF = (Site("calf", "left"),)


def at(text: str, fold: int = 0) -> datetime:
    """Oslo wall clock, such as ``2025-03-20 02:00``."""
    return datetime.fromisoformat(text).replace(tzinfo=OSLO, fold=fold)


def episode(
    entry_id: str = "e1", start: str = "2025-03-20 02:00", **fields: Any
) -> Episode:
    """A 3-minute calf cramp at 02:00; ``ended_at=None`` leaves it open."""
    started = at(start)
    plain = Episode(
        id=entry_id,
        started_at=started,
        ended_at=started + timedelta(minutes=3),
        sites=LEFT_CALF,
    )
    return replace(plain, **fields)


def on_days(days_ago: Iterable[int], clock: str = "02:00", **fields: Any) -> list:
    """One episode on each of the dates that many days before 20 March 2025."""
    return [
        episode(f"d{ago}", f"{TODAY - timedelta(days=ago)} {clock}", **fields)
        for ago in days_ago
    ]


def many(count: int, start: str, minutes_apart: int = 5, **fields: Any) -> list:
    """``count`` episodes from ``start`` on."""
    first = at(start)
    starts = [first + timedelta(minutes=minutes_apart * step) for step in range(count)]
    return [
        episode(f"m{start}-{n}", moment.strftime("%Y-%m-%d %H:%M"), **fields)
        for n, moment in enumerate(starts)
    ]


def night(day: str, **fields: Any) -> SleepNight:
    """In bed from 23:00 to 07:00, asleep after 15 minutes, awake for 10."""
    morning = date.fromisoformat(day)
    evening = at(f"{morning - timedelta(days=1)} 23:00")
    up = at(f"{morning} 07:00")
    plain = SleepNight(
        night_date=morning,
        id=f"n{day}",
        into_bed_at=evening,
        sleep_attempt_at=evening,
        sol_minutes=15,
        awakenings=1,
        waso_minutes=10,
        final_awakening_at=up,
        out_of_bed_at=up,
        quality=4,
    )
    return replace(plain, **fields)


def check_ins(first: str, last: str) -> tuple[CheckIn, ...]:
    """A "no cramps" check-in on every date from ``first`` to ``last``."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    count = (end - start).days + 1
    return tuple(CheckIn(start + timedelta(days=step)) for step in range(count))


def facts(*episodes: Episode, **fields: Any) -> Facts:
    """A diary of one grown-up in Oslo."""
    return replace(Facts(profile=PROFILE, episodes=tuple(episodes)), **fields)


def with_profile(diary: Facts, **fields: Any) -> Facts:
    """The diary with some answers of the profile changed."""
    return replace(diary, profile=replace(diary.profile, **fields))


def medicine(code: str, **fields: Any) -> Medication:
    """A medicine taken for years."""
    return replace(
        Medication(code=code, id=f"med-{code}", started_on=date(2020, 1, 1)), **fields
    )


def relief(code: str, effect: str | None = None) -> tuple[Relief, ...]:
    """One measure that was tried."""
    return (Relief(code, effect),)


def sites(*places: str) -> tuple[Site, ...]:
    """``calf/left`` and so on."""
    return tuple(Site(*place.split("/")) for place in places)


def find(
    diary: Facts, criterion: str, target: str | None = None, now: datetime = NOW
) -> Finding:
    """The one finding of ``criterion``, for the target if it has targets."""
    found = judge(diary, now, only=[criterion], targets=[target] if target else None)
    assert len(found) == 1
    return found[0]


def answer(
    diary: Facts, criterion: str, target: str | None = None, now: datetime = NOW
) -> str:
    """The result of ``find``, with its severity when fired."""
    found = find(diary, criterion, target, now)
    return found.severity or found.result
