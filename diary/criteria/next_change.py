"""When time alone can change a result, so that a diary is judged again then."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from diary.criteria.entries import is_open
from diary.criteria.facts import Facts
from diary.criteria.thresholds import LONG_CRAMP, ONGOING_CONFIRMATION_VALID
from diary.night import as_utc, zone

DORMANT_AFTER = timedelta(days=120)  # longer than every window; nothing can change
ONE_SECOND = timedelta(seconds=1)
TURNS_AT = (time(0, 0), time(12, 0))  # local: a new date, a new current night


def next_change_at(facts: Facts, now: datetime) -> datetime | None:
    """The next instant, in UTC, at which time alone can change a result.

    The next local midnight or noon, or earlier the 10-minute mark of an open cramp or
    the end of its confirmation's 12 hours. ``None`` for a diary without recent entries.
    """
    moment = as_utc(now)
    marks = [mark for mark in _open_marks(facts) if mark > moment]
    starts = [as_utc(episode.started_at) for episode in facts.episodes]
    if starts and max(starts) > moment - DORMANT_AFTER:
        marks.append(_next_turn(facts.profile.tz, now))
    return min(marks, default=None)


def _open_marks(facts: Facts) -> list[datetime]:
    marks = []
    for episode in filter(is_open, facts.episodes):
        marks.append(as_utc(episode.started_at) + LONG_CRAMP + ONE_SECOND)
        if episode.last_confirmed_ongoing_at is not None:
            confirmed = as_utc(episode.last_confirmed_ongoing_at)
            marks.append(confirmed + ONGOING_CONFIRMATION_VALID + ONE_SECOND)
    return marks


def _next_turn(tz: str, now: datetime) -> datetime:
    local = now.astimezone(zone(tz))
    turns = [
        datetime.combine(local.date() + timedelta(days=days), clock, local.tzinfo)
        for days in (0, 1)
        for clock in TURNS_AT
    ]
    return min(t.astimezone(UTC) for t in turns if t.astimezone(UTC) > as_utc(now))
