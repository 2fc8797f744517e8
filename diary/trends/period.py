"""The material of one span of nights, gathered once for all its figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from diary.trends.night_states import NightCount, NightStates, count_nights
from diary.trends.rows import DiaryRows, EpisodeRow, SleepRow
from diary.trends.windows import NightSpan


@dataclass(frozen=True, slots=True)
class Period:
    """Cramps, other entries and valid sleep nights of the nights in ``count``.

    A row belongs here by its diary night, day cramps included. ``invalid_sleep_nights``
    counts the sleep entries left out because their times are impossible.
    """

    count: NightCount
    states: NightStates
    cramps: tuple[EpisodeRow, ...]
    other_entries: int
    sleep_nights: tuple[SleepRow, ...]
    invalid_sleep_nights: int

    @property
    def night_cramps(self) -> tuple[EpisodeRow, ...]:
        return tuple(cramp for cramp in self.cramps if cramp.is_night)


def gather(rows: DiaryRows, states: NightStates, span: NightSpan) -> Period:
    """The part of ``rows`` whose diary night lies in ``span``."""
    entries = [row for row in rows.episodes if _inside(row.night_date, span)]
    cramps = tuple(row for row in entries if row.is_cramp)
    nights = [row for row in rows.sleep_nights if _inside(row.night_date, span)]
    valid = tuple(sorted(_valid(nights), key=lambda row: row.night_date))
    return Period(
        count=count_nights(states, span),
        states=states,
        cramps=cramps,
        other_entries=len(entries) - len(cramps),
        sleep_nights=valid,
        invalid_sleep_nights=len(nights) - len(valid),
    )


def _valid(nights: Iterable[SleepRow]) -> list[SleepRow]:
    return [row for row in nights if row.is_valid]


def _inside(night: date, span: NightSpan) -> bool:
    return span.first <= night <= span.last
