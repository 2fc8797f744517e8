"""Criteria of the last week: many cramps close together, and signs of a clot."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date

from diary.criteria.entries import ONE_SIDE, UNKNOWN_SIDE, Entry
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
from diary.criteria.pregnancy import is_newly_delivered, is_pregnant
from diary.criteria.rules import PatternCriterion
from diary.criteria.thresholds import (
    CLUSTER_CRAMPS,
    CLUSTER_SITE_CRAMPS,
    CLUSTER_SITE_DATES,
    CLUSTER_SPAN,
    WEEK,
)

CLOT_PAIN = frozenset({"pain-between-cramps", "muscle-tenderness"})
CLOT_SIGNS = frozenset({"limping", "redness-or-warmth"})
CLOT_CONDITIONS = frozenset(
    {"dvt-history", "cancer", "cancer-treatment", "recent-immobility"}
)
CLOT_MEDICINES = ("combined-contraceptive", "oestrogen", "raloxifene")


def clustered_attacks(index: DiaryIndex) -> Outcome:
    """Eight cramps within 24 hours, or five a date on two dates at one place.

    Daytime cramps after exertion are left out; elapsed time is counted in UTC.
    """
    window = index.days(WEEK)
    cramps = [cramp for cramp in index.cramps(window) if not cramp.is_daytime_exertion]
    found = {*_close_together(cramps), *_often_at_one_place(cramps)}
    if not found:
        return NOT_FIRED
    clustered = [cramp for cramp in cramps if cramp.id in found]
    facts: dict[str, JsonValue] = {
        "count": len(cramps),
        "sites": sites_of(clustered),
    }
    return fired("see_doctor_soon", window, found, facts)


def possible_clot_signs(index: DiaryIndex) -> Outcome:
    """Pain or tenderness in one leg with limping, redness or a known risk; 7 days."""
    window = index.days(WEEK)
    risks = clot_risks(index)
    found: dict[str, list[Entry]] = {}
    for side in sorted(ONE_SIDE):
        entries = one_sided_leg_entries(index, side)
        painful = [entry for entry in entries if entry.symptoms & CLOT_PAIN]
        signs = [entry for entry in entries if entry.symptoms & CLOT_SIGNS]
        if painful and (signs or risks):
            found[side] = [*painful, *signs]
    if not found:
        return NOT_FIRED
    entries = [entry for side in found for entry in found[side]]
    symptoms = [code for item in entries for code in item.symptoms]
    facts: dict[str, JsonValue] = {
        "sites": sites_of(entries),
        "side": codes_in(found),
        "symptoms": codes_in((CLOT_PAIN | CLOT_SIGNS).intersection(symptoms)),
        "conditions": codes_in(index.conditions),
    }
    return fired("see_doctor_soon", window, ids_of(entries), facts)


def clot_risks(index: DiaryIndex) -> bool:
    """A condition, medicine, pregnancy or recent birth that raises the risk."""
    return (
        not CLOT_CONDITIONS.isdisjoint(index.conditions)
        or bool(index.uses(*CLOT_MEDICINES))
        or is_pregnant(index.profile, index.today)
        or is_newly_delivered(index.profile, index.today)
    )


def one_sided_leg_entries(index: DiaryIndex, side: str) -> list[Entry]:
    """Entries of the last 7 days whose leg sites are all on ``side``."""
    entries = index.within(index.days(WEEK))
    return [entry for entry in entries if entry.leg_sides == {side}]


def _close_together(cramps: list[Entry]) -> set[str]:
    ordered = sorted(cramps, key=lambda cramp: (cramp.started, cramp.id))
    found: set[str] = set()
    for first in range(len(ordered) - CLUSTER_CRAMPS + 1):
        run = ordered[first : first + CLUSTER_CRAMPS]
        if run[-1].started - run[0].started <= CLUSTER_SPAN:
            found.update(ids_of(run))
    return found


def _often_at_one_place(cramps: list[Entry]) -> set[str]:
    places: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for cramp in cramps:
        for place in {(site.muscle, site.side) for site in cramp.sites}:
            if place[1] != UNKNOWN_SIDE:
                places[place].append(cramp)
    found: set[str] = set()
    for entries in places.values():
        full = _full_dates(entries)
        if len(full) >= CLUSTER_SITE_DATES:
            found.update(entry.id for entry in entries if entry.local_date in full)
    return found


def _full_dates(entries: list[Entry]) -> set[date]:
    per_date = Counter(entry.local_date for entry in entries)
    return {day for day, count in per_date.items() if count >= CLUSTER_SITE_CRAMPS}


PATTERNS: Mapping[str, PatternCriterion] = {
    "clustered-attacks": clustered_attacks,
    "possible-clot-signs": possible_clot_signs,
}
