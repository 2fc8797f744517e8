"""Cramps of somebody under 18 that do not look like ordinary growing pains."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from diary.criteria.entries import ONE_SIDE, Entry, next_morning
from diary.criteria.findings import (
    NOT_FIRED,
    JsonValue,
    Outcome,
    Question,
    codes_in,
    fired,
    ids_of,
    insufficient,
)
from diary.criteria.index import DiaryIndex
from diary.criteria.rules import PatternCriterion
from diary.criteria.thresholds import (
    ADULT_AGE,
    CHILD_DAYTIME_ENTRIES,
    CHILD_SAME_LEG_ENTRIES,
    FORTNIGHT,
    LONG_CRAMP,
    YOUNG_CHILD_AGE,
)

CHILD_SYMPTOMS = frozenset({"fever", "limping", "weight-loss", "bruising-or-bleeding"})
YOUNG = "young-child"
LONG = "long-cramp"
DAYTIME = "daytime-leg-cramps"
SAME_LEG = "same-leg"


def child_cramp_red_flags(index: DiaryIndex) -> Outcome:
    """Age under 18 and any of five flags in 14 days (``child-cramp-red-flags``).

    Only the age flag (under 8) asks for kind cramp; the others read every entry.
    """
    window = index.days(FORTNIGHT)
    entries = index.within(window)
    born = index.profile.birth_date
    if born is None:
        if not _flags(entries, 0):
            return insufficient()
        morning = next_morning(entries[-1], index.profile)
        return insufficient(Question("profile", "", "birth_date", morning))
    age = age_on(index.today, born)
    flags = _flags(entries, age) if age < ADULT_AGE else {}
    if not flags:
        return NOT_FIRED
    facts: dict[str, JsonValue] = {"age": age, "reason": codes_in(flags)}
    evidence = [entry for flagged in flags.values() for entry in flagged]
    return fired("see_doctor_soon", window, ids_of(evidence), facts)


def age_on(day: date, born: date) -> int:
    """Completed years on ``day``."""
    had_birthday = (day.month, day.day) >= (born.month, born.day)
    return day.year - born.year - (0 if had_birthday else 1)


def _flags(entries: list[Entry], age: int) -> dict[str, list[Entry]]:
    legs = [entry for entry in entries if "leg" in entry.regions]
    daytime = [
        entry
        for entry in legs
        if entry.period == "day" and not entry.is_daytime_exertion
    ]
    flags = {
        YOUNG: [e for e in entries if e.kind == "cramp" and age < YOUNG_CHILD_AGE],
        LONG: [e for e in entries if e.length is not None and e.length > LONG_CRAMP],
        DAYTIME: daytime if len(daytime) >= CHILD_DAYTIME_ENTRIES else [],
        SAME_LEG: legs if _is_one_leg(legs) else [],
    }
    for code in sorted(CHILD_SYMPTOMS):
        flags[code] = [entry for entry in entries if code in entry.symptoms]
    return {reason: flagged for reason, flagged in flags.items() if flagged}


def _is_one_leg(legs: list[Entry]) -> bool:
    sides = frozenset().union(*(entry.leg_sides for entry in legs))
    return len(legs) >= CHILD_SAME_LEG_ENTRIES and len(sides) == 1 and sides <= ONE_SIDE


PATTERNS: Mapping[str, PatternCriterion] = {
    "child-cramp-red-flags": child_cramp_red_flags,
}
