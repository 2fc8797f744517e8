"""Criteria about how long it lasts: the cramp itself and the soreness after it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from math import ceil

from diary.criteria.catalogue import Severity
from diary.criteria.entries import Entry, is_open, next_morning
from diary.criteria.facts import ResidualPain
from diary.criteria.findings import (
    NOT_FIRED,
    JsonValue,
    Outcome,
    Question,
    fired,
    ids_of,
    insufficient,
    one_day,
    sites_of,
)
from diary.criteria.index import DiaryIndex, end_of
from diary.criteria.rules import TargetedCriterion
from diary.criteria.thresholds import (
    CONFIRM_LENGTH_ABOVE,
    LONG_CRAMP,
    LONG_SORENESS_MINUTES,
    ONGOING_CONFIRMATION_VALID,
    SEVERE_PAIN,
    STRONG_SORENESS_MINUTES,
)
from diary.night import as_utc, zone

LETTING_GO = frozenset({"stretching", "massage", "standing-flat-foot"})
ONE_DAY = 1  # days; the text is about one entry


def duration_over_10_min(index: DiaryIndex, entry: Entry) -> Outcome:
    """A cramp, or a chain of them at one place, of more than 10 minutes.

    The last entry of a chain carries its warning; relief on the judged entry lowers
    the severity only (``duration-over-10-min``).
    """
    if entry.kind == "rls-like":
        return NOT_FIRED
    if entry.length is None:
        return insufficient(Question("episodes", entry.id, "duration_seconds_reported"))
    chain = _longest_chain_ending_with(index, entry)
    length = entry.length if len(chain) == 1 else _span(chain)
    if length <= LONG_CRAMP:
        return NOT_FIRED
    facts: dict[str, JsonValue] = {
        "count": 1,
        "window_days": ONE_DAY,
        "max_duration_min": ceil(length / timedelta(minutes=1)),
        "sites": sites_of([entry]),
    }
    severity: Severity = (
        "see_doctor" if entry.eased_by(LETTING_GO) else "see_doctor_soon"
    )
    window = one_day(entry.local_date)
    return fired(severity, window, ids_of(chain), facts, _confirmation(entry))


def ongoing_over_10_min(index: DiaryIndex, entry: Entry) -> Outcome:
    """An open cramp confirmed after 10 minutes, the confirmation at most 12 h old.

    The clock alone never fires it: without a confirmation the app asks.
    """
    if entry.kind == "rls-like" or not is_open(entry.episode):
        return NOT_FIRED
    confirmed_at = entry.episode.last_confirmed_ongoing_at
    if confirmed_at is None:
        if index.now - entry.started <= LONG_CRAMP:
            return NOT_FIRED
        return insufficient(Question("episodes", entry.id, "duration_seconds_reported"))
    confirmed = as_utc(confirmed_at)
    if index.now - confirmed > ONGOING_CONFIRMATION_VALID:
        return insufficient(Question("episodes", entry.id, "ended_at"))
    if confirmed - entry.started <= LONG_CRAMP:
        return NOT_FIRED
    facts: dict[str, JsonValue] = {
        "last_confirmed": _clock(index, entry, confirmed),
        "sites": sites_of([entry]),
    }
    return fired("urgent", one_day(entry.local_date), [entry.id], facts)


def residual_pain_over_24h(index: DiaryIndex, entry: Entry) -> Outcome:
    """Soreness of more than 24 hours; its length is asked for the next day."""
    soreness = entry.episode.residual_pain or ResidualPain()
    minutes = soreness.duration_minutes
    if soreness.present is False:
        return NOT_FIRED
    if minutes is None:
        return _ask_a_day_later(entry, _field_to_ask(soreness, "duration_minutes"))
    if minutes <= LONG_SORENESS_MINUTES:
        return NOT_FIRED
    if soreness.present is None:
        return _ask_a_day_later(entry, "residual_pain.present")
    facts: dict[str, JsonValue] = {
        "residual_hours": ceil(minutes / 60),
        "residual_max": soreness.max,
        "sites": sites_of([entry]),
    }
    return fired("see_doctor", one_day(entry.local_date), [entry.id], facts)


def severe_residual_pain(index: DiaryIndex, entry: Entry) -> Outcome:
    """Soreness of 7 or more for over an hour; asks for a value that could decide."""
    soreness = entry.episode.residual_pain or ResidualPain()
    worst, minutes = soreness.max, soreness.duration_minutes
    mild = worst is not None and worst < SEVERE_PAIN
    short = minutes is not None and minutes <= STRONG_SORENESS_MINUTES
    if soreness.present is False or mild or short:
        return NOT_FIRED
    if worst is None:
        return _ask(index, entry, _field_to_ask(soreness, "max"))
    if minutes is None:
        return _ask(index, entry, "residual_pain.duration_minutes")
    facts: dict[str, JsonValue] = {
        "residual_max": worst,
        "residual_minutes": minutes,
        "sites": sites_of([entry]),
    }
    return fired("see_doctor_soon", one_day(entry.local_date), [entry.id], facts)


def _longest_chain_ending_with(index: DiaryIndex, entry: Entry) -> list[Entry]:
    runs = index.chains.get(entry.id)
    if runs is None:
        return [entry]
    ending = [run for run in runs if run[-1] is entry]
    return max(ending, key=_span, default=[])


def _span(chain: list[Entry]) -> timedelta:
    if not chain:
        return timedelta(0)
    return max(end_of(entry) for entry in chain) - chain[0].started


def _confirmation(entry: Entry) -> tuple[Question, ...]:
    length, confirmed = entry.length, entry.episode.duration_confirmed
    if length is None or length <= CONFIRM_LENGTH_ABOVE or confirmed is not None:
        return ()
    return (Question("episodes", entry.id, "duration_confirmed"),)


def _clock(index: DiaryIndex, entry: Entry, instant: datetime) -> str:
    tz = entry.episode.tz or index.profile.tz
    return instant.astimezone(zone(tz)).strftime("%H:%M")


def _field_to_ask(soreness: ResidualPain, missing: str) -> str:
    never_asked = soreness == ResidualPain()
    return "residual_pain.present" if never_asked else f"residual_pain.{missing}"


def _ask_a_day_later(entry: Entry, field: str) -> Outcome:
    """Asked when soreness of more than 24 hours can be told from less."""
    next_day = entry.started + timedelta(minutes=LONG_SORENESS_MINUTES)
    return insufficient(Question("episodes", entry.id, field, next_day))


def _ask(index: DiaryIndex, entry: Entry, field: str) -> Outcome:
    morning = next_morning(entry, index.profile)
    return insufficient(Question("episodes", entry.id, field, morning))


TARGETED: Mapping[str, TargetedCriterion] = {
    "duration-over-10-min": duration_over_10_min,
    "ongoing-over-10-min": ongoing_over_10_min,
    "residual-pain-over-24h": residual_pain_over_24h,
    "severe-residual-pain": severe_residual_pain,
}
