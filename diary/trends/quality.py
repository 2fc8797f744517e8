"""Figures of how far the diary can be trusted: completeness, promptness, left out."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from diary.night import NIGHT_TURNS_AT, zone
from diary.trends.figure import (
    COUNT,
    LIST,
    NO_RECORDED_NIGHTS,
    PROPORTION,
    Figure,
    Item,
    not_shown,
)
from diary.trends.night_states import NIGHT_COVERING, QUIET, NightStates
from diary.trends.period import Period
from diary.trends.rows import CheckInRow, DiaryRows, EpisodeRow, SleepRow
from diary.trends.windows import NightSpan

PROMPT_WITHIN = timedelta(hours=24)
EDITED_AFTER = timedelta(hours=24)
"""A cramp stamped at night and finished in the morning is not an edit; ours."""


def completeness(period: Period) -> Figure:
    """Recorded nights of all nights: the number behind every other figure."""
    count = period.count
    return Figure(
        "completeness",
        PROPORTION,
        value=count.completeness,
        num=count.recorded,
        den=count.nights,
    )


def prompt_share(rows: DiaryRows, period: Period, tz: str) -> Figure:
    """Share of recorded nights first entered within 24 hours of waking.

    Waking is the final awakening, else getting up, else the local noon in ``tz`` that
    ends the night. Nights whose time of entry is unknown are left out.
    """
    entered = _first_entries(rows, period.states, period.count.span)
    woke = {night.night_date: _woke_at(night) for night in rows.sleep_nights}
    num = sum(
        1
        for night, moment in entered.items()
        if moment <= (woke.get(night) or _noon(night, tz)) + PROMPT_WITHIN
    )
    if not entered:
        return not_shown("prompt_share", PROPORTION, NO_RECORDED_NIGHTS, num=0, den=0)
    den = len(entered)
    return Figure("prompt_share", PROPORTION, value=num / den, num=num, den=den)


def edited(rows: DiaryRows, period: Period) -> Figure:
    """Entries changed more than a day after they first came, of all of the nights.

    Cramps and other entries, sleep nights and check-ins; by the service's own clock.
    """
    span = period.count.span
    entries = (
        *((row.night_date, row.is_edited) for row in rows.episodes),
        *((row.night_date, row.is_edited) for row in rows.sleep_nights),
        *((row.date, row.is_edited) for row in rows.check_ins),
    )
    marks = [mark for night, mark in entries if span.first <= night <= span.last]
    num, den = sum(marks), len(marks)
    if not marks:
        return not_shown("edited", COUNT, NO_RECORDED_NIGHTS, num=0, den=0)
    return Figure("edited", COUNT, value=num, num=num, den=den)


def left_out(period: Period) -> Figure:
    """What the figures do not count, and how many of each."""
    counts = {
        "sleep_nights_with_impossible_times": period.invalid_sleep_nights,
        "entries_that_are_not_cramps": period.other_entries,
    }
    items: tuple[Item, ...] = tuple(
        {"code": code, "count": count} for code, count in counts.items()
    )
    return Figure("left_out", LIST, value=sum(counts.values()), items=items)


def _first_entries(
    rows: DiaryRows, states: NightStates, span: NightSpan
) -> dict[date, datetime]:
    """Earliest time of entry of what made each night of ``span`` recorded."""
    made = [
        *((row.night_date, row.entered_at) for row in rows.episodes if _counts(row)),
        *(
            (row.date, row.entered_at)
            for row in rows.check_ins
            if _affirms(row, states)
        ),
    ]
    first: dict[date, datetime] = {}
    for night, moment in made:
        if moment is not None and span.first <= night <= span.last:
            first[night] = min(first.get(night, moment), moment)
    return first


def _counts(row: EpisodeRow) -> bool:
    return row.is_night and row.is_cramp


def _affirms(row: CheckInRow, states: NightStates) -> bool:
    return row.covers in NIGHT_COVERING and states.get(row.date) == QUIET


def _woke_at(night: SleepRow) -> datetime | None:
    return night.final_awakening_at or night.out_of_bed_at if night.is_valid else None


def _noon(night: date, tz: str) -> datetime:
    return datetime.combine(night, NIGHT_TURNS_AT, zone(tz))
