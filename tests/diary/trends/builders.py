"""Builders with plain defaults: set in the test the one value the test is about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from diary.trends.night_states import NightCount, count_nights, night_states
from diary.trends.period import Period, gather
from diary.trends.rows import CheckInRow, DiaryRows, EpisodeRow, SleepRow
from diary.trends.windows import NightSpan

OSLO = "Europe/Oslo"
LAST = date(2026, 3, 20)
FIRST = date(2026, 2, 21)
SPAN = NightSpan(FIRST, LAST)


def at(night: date, clock: time, tz: str = OSLO) -> datetime:
    """``clock`` on the calendar date ``night`` in ``tz``, as an instant in UTC."""
    return datetime.combine(night, clock, ZoneInfo(tz)).astimezone(UTC)


def cramp(night: date = LAST, clock: time = time(2, 30), **values: Any) -> EpisodeRow:
    """A night cramp on the morning of ``night``."""
    row = EpisodeRow(
        started_at=at(night, clock),
        tz=OSLO,
        night_date=night,
        local_date=night,
        is_night=True,
    )
    return row._replace(**values)


def day_cramp(night: date = LAST, **values: Any) -> EpisodeRow:
    """A cramp at 09:00 on ``night``."""
    return cramp(night, time(9, 0), is_night=False, **values)


def quiet(night: date = LAST, covers: str = "both") -> CheckInRow:
    """A "no cramps" check-in on ``night``."""
    return CheckInRow(night, covers)


def slept(night: date = LAST, **values: Any) -> SleepRow:
    """Bed 23:00 to 07:00, asleep 23:20 to 06:50, 25 minutes awake, 425 asleep."""
    evening = night - timedelta(days=1)
    row = SleepRow(
        night_date=night,
        tz=OSLO,
        into_bed_at=at(evening, time(23, 0)),
        sleep_onset_at=at(evening, time(23, 20)),
        final_awakening_at=at(night, time(6, 50)),
        out_of_bed_at=at(night, time(7, 0)),
        tib_minutes=480.0,
        tst_minutes=425.0,
        dse_minutes=480.0,
        sol_minutes=20,
        waso_minutes=25,
        awakenings=2,
        quality=3,
    )
    return row._replace(**values)


def nights_back(count: int, last: date = LAST) -> list[date]:
    """``count`` nights ending with ``last``, oldest first."""
    return [last - timedelta(days=back) for back in reversed(range(count))]


def diary(
    *,
    cramps: Iterable[EpisodeRow] = (),
    check_ins: Iterable[CheckInRow] = (),
    sleep: Iterable[SleepRow] = (),
    read_from: date = FIRST - timedelta(days=140),
) -> DiaryRows:
    """A diary of these rows, read from far enough back."""
    return DiaryRows(read_from, tuple(cramps), tuple(sleep), tuple(check_ins))


def period(rows: DiaryRows, span: NightSpan = SPAN) -> Period:
    """The material of ``span``."""
    return gather(rows, night_states(rows.episodes, rows.check_ins), span)


def counted(pattern: str) -> NightCount:
    """Nights written as C (cramp), q (quiet) and . (unknown), ending with LAST."""
    nights = nights_back(len(pattern))
    words = {"C": "cramp", "q": "quiet"}
    states = {
        night: words[sign]
        for night, sign in zip(nights, pattern, strict=True)
        if sign in words
    }
    return count_nights(states, NightSpan(nights[0], nights[-1]))
