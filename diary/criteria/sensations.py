"""Criteria that count entries with pain, numbness, twitching or no relief."""

from __future__ import annotations

from collections.abc import Mapping

from diary.criteria.catalogue import Severity
from diary.criteria.entries import EASED, Entry
from diary.criteria.findings import (
    NOT_FIRED,
    JsonValue,
    Outcome,
    codes_in,
    fired,
    ids_of,
    sites_of,
)
from diary.criteria.index import DiaryIndex
from diary.criteria.lengths import LETTING_GO
from diary.criteria.rules import PatternCriterion
from diary.criteria.thresholds import (
    FORTNIGHT,
    FOUR_WEEKS,
    PAIN_BETWEEN_DATES,
    RADIATING_ENTRIES,
    SENSORY_ENTRIES,
    TWITCHING_DATES,
    UNRELIEVED_ENTRIES,
)

SENSORY_SYMPTOMS = frozenset({"numbness-between-cramps", "tingling-between-cramps"})
SENSORY_SENSATIONS = frozenset({"numb", "tingling"})
NOT_EASED = frozenset({"none", "worse"})
TWITCHING_WITH = frozenset({"weakness-after-cramp", "muscle-wasting"})


def numbness_or_tingling(index: DiaryIndex) -> Outcome:
    """Once between cramps, or three times during them, in 14 days."""
    window = index.days(FORTNIGHT)
    entries = index.within(window)
    between = [entry for entry in entries if entry.symptoms & SENSORY_SYMPTOMS]
    during = [entry for entry in entries if entry.sensations & SENSORY_SENSATIONS]
    if not between and len(during) < SENSORY_ENTRIES:
        return NOT_FIRED
    found = list(filter(is_sensory, entries))
    facts: dict[str, JsonValue] = {
        "symptoms": codes_in(code for entry in found for code in _sensory_codes(entry)),
        "count": len(found),
    }
    return fired("see_doctor", window, ids_of(found), facts)


def pain_between_cramps(index: DiaryIndex) -> Outcome:
    """Pain outside the cramps on two local dates of 14."""
    window = index.days(FORTNIGHT)
    found = [
        entry
        for entry in index.within(window)
        if "pain-between-cramps" in entry.symptoms
    ]
    different_dates = {entry.local_date for entry in found}
    if len(different_dates) < PAIN_BETWEEN_DATES:
        return NOT_FIRED
    facts: dict[str, JsonValue] = {
        "count": len(different_dates),
        "sites": sites_of(found),
    }
    return fired("see_doctor", window, ids_of(found), facts)


def radiating_pain(index: DiaryIndex) -> Outcome:
    """Radiating pain, as symptom or sensation, in two entries of 28 days."""
    window = index.days(FOUR_WEEKS)
    found = list(filter(is_radiating, index.within(window)))
    if len(found) < RADIATING_ENTRIES:
        return NOT_FIRED
    facts: dict[str, JsonValue] = {"count": len(found), "sites": sites_of(found)}
    return fired("see_doctor", window, ids_of(found), facts)


def no_relief_from_stretching(index: DiaryIndex) -> Outcome:
    """Three entries in 14 days in which no stretching, rubbing or standing helped."""
    window = index.days(FORTNIGHT)
    found = list(filter(is_unrelieved, index.within(window)))
    if len(found) < UNRELIEVED_ENTRIES:
        return NOT_FIRED
    return fired("see_doctor", window, ids_of(found), {"count": len(found)})


def widespread_twitching(index: DiaryIndex) -> Outcome:
    """Twitching on three local dates of 14; weakness or wasting makes it sooner."""
    window = index.days(FORTNIGHT)
    entries = index.within(window)
    twitching = [entry for entry in entries if "muscle-twitching" in entry.symptoms]
    different_dates = {entry.local_date for entry in twitching}
    if len(different_dates) < TWITCHING_DATES:
        return NOT_FIRED
    weak = [entry for entry in entries if entry.symptoms & TWITCHING_WITH]
    severity: Severity = "see_doctor_soon" if weak else "see_doctor"
    facts: dict[str, JsonValue] = {
        "count": len(different_dates),
        "weakness_note": bool(weak),
    }
    return fired(severity, window, ids_of([*twitching, *weak]), facts)


def is_sensory(entry: Entry) -> bool:
    """Numbness or tingling, between or during cramps."""
    return bool(_sensory_codes(entry))


def is_radiating(entry: Entry) -> bool:
    """Pain that shoots along the limb, as symptom or as sensation."""
    return "radiating-pain" in entry.symptoms or "radiating" in entry.sensations


def is_unrelieved(entry: Entry) -> bool:
    """One of the three measures failed and none of them helped."""
    effects = {
        measure.effect
        for measure in entry.episode.relief or ()
        if measure.code in LETTING_GO
    }
    return bool(effects & NOT_EASED) and effects.isdisjoint(EASED)


def _sensory_codes(entry: Entry) -> frozenset[str]:
    during = entry.sensations & SENSORY_SENSATIONS
    return (entry.symptoms & SENSORY_SYMPTOMS) | during


PATTERNS: Mapping[str, PatternCriterion] = {
    "numbness-or-tingling": numbness_or_tingling,
    "pain-between-cramps": pain_between_cramps,
    "radiating-pain": radiating_pain,
    "no-relief-from-stretching": no_relief_from_stretching,
    "widespread-twitching": widespread_twitching,
}
