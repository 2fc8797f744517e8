"""Criteria about where cramps come: arms, several regions, not the legs, one leg."""

from __future__ import annotations

from collections.abc import Mapping

from diary.criteria.catalogue import Severity
from diary.criteria.entries import ONE_SIDE, UNKNOWN_SIDE, Entry, next_morning
from diary.criteria.findings import (
    NOT_FIRED,
    JsonValue,
    Outcome,
    Question,
    codes_in,
    fired,
    ids_of,
    insufficient,
    sites_of,
)
from diary.criteria.index import DiaryIndex
from diary.criteria.rules import PatternCriterion
from diary.criteria.thresholds import (
    ARM_CRAMPS_FOR_SOON,
    FORTNIGHT,
    FOUR_WEEKS,
    NON_LEG_CRAMPS,
    SAME_LEG_CRAMPS,
    SAME_LEG_PERCENT,
    WIDESPREAD_REGIONS,
)
from diary.vocabulary import exertion_triggers

HAND_WORK = frozenset({"repetitive-hand-use"})
ARM_ONLY = frozenset({"arm"})
OUTSIDE_LEGS = frozenset({"arm", "trunk", "head-neck"})


def spread_to_arms(index: DiaryIndex) -> Outcome:
    """A leg cramp and a qualifying arm cramp in 14 days."""
    window = index.days(FORTNIGHT)
    cramps = index.cramps(window)
    legs = [cramp for cramp in cramps if "leg" in cramp.regions]
    arms = [cramp for cramp in cramps if _is_qualifying_arm_cramp(cramp)]
    if not legs or not arms:
        return NOT_FIRED
    together = any("leg" in cramp.regions for cramp in arms)
    soon = together or len(arms) >= ARM_CRAMPS_FOR_SOON
    severity: Severity = "see_doctor_soon" if soon else "see_doctor"
    facts: dict[str, JsonValue] = {
        "count": len(arms),
        "leg_count": len(legs),
        "sites": sites_of([*arms, *legs]),
    }
    return fired(severity, window, ids_of([*arms, *legs]), facts)


def widespread_cramps(index: DiaryIndex) -> Outcome:
    """Cramps in three of the four body regions in 14 days."""
    window = index.days(FORTNIGHT)
    cramps = [cramp for cramp in index.cramps(window) if cramp.regions]
    regions = regions_of(cramps)
    if len(regions) < WIDESPREAD_REGIONS:
        return NOT_FIRED
    facts: dict[str, JsonValue] = {"regions": codes_in(regions)}
    return fired("see_doctor_soon", window, ids_of(cramps), facts)


def recurrent_non_leg_cramps(index: DiaryIndex) -> Outcome:
    """Two cramps outside the legs in 28 days, daytime exertion left out."""
    window = index.days(FOUR_WEEKS)
    cramps = list(filter(is_non_leg_cramp, index.cramps(window)))
    if len(cramps) < NON_LEG_CRAMPS:
        return NOT_FIRED
    facts: dict[str, JsonValue] = {"count": len(cramps), "sites": sites_of(cramps)}
    return fired("see_doctor", window, ids_of(cramps), facts)


def same_leg_predominance(index: DiaryIndex) -> Outcome:
    """Nine in ten of at least 8 leg cramps of known side on one side, in 28 days."""
    window = index.days(FOUR_WEEKS)
    cramps = leg_cramps(index)
    known = [cramp for cramp in cramps if UNKNOWN_SIDE not in cramp.leg_sides]
    if len(known) < SAME_LEG_CRAMPS:
        if len(cramps) < SAME_LEG_CRAMPS:
            return NOT_FIRED
        unknown = [cramp for cramp in cramps if UNKNOWN_SIDE in cramp.leg_sides]
        return insufficient(_ask_sides(index, unknown[-1]))
    side, on_side = fullest_side(known)
    if 100 * on_side < SAME_LEG_PERCENT * len(known):
        return NOT_FIRED
    facts: dict[str, JsonValue] = {
        "share": round(100 * on_side / len(known)),
        "count": len(known),
        "side": side,
    }
    evidence = [cramp for cramp in known if cramp.leg_sides == {side}]
    return fired("info", window, ids_of(evidence), facts)


def leg_cramps(index: DiaryIndex) -> list[Entry]:
    """Cramps with a leg site in the last 28 days."""
    cramps = index.cramps(index.days(FOUR_WEEKS))
    return [cramp for cramp in cramps if "leg" in cramp.regions]


def fullest_side(cramps: list[Entry]) -> tuple[str, int]:
    """The leg with more cramps in it alone, and how many; the left one if equal."""
    counts = {
        side: sum(cramp.leg_sides == {side} for cramp in cramps)
        for side in sorted(ONE_SIDE)
    }
    side = max(counts, key=lambda candidate: counts[candidate])
    return side, counts[side]


def regions_of(entries: list[Entry]) -> frozenset[str]:
    """All body regions of ``entries``."""
    return frozenset().union(*(entry.regions for entry in entries))


def is_non_leg_cramp(entry: Entry) -> bool:
    """No leg site, some other site, and not daytime exertion."""
    return (
        "leg" not in entry.regions
        and not OUTSIDE_LEGS.isdisjoint(entry.regions)
        and not entry.is_daytime_exertion
    )


def _ask_sides(index: DiaryIndex, cramp: Entry) -> Question:
    morning = next_morning(cramp, index.profile)
    return Question("episodes", cramp.id, "sites", morning)


def _is_qualifying_arm_cramp(entry: Entry) -> bool:
    if "arm" not in entry.regions:
        return False
    strained = entry.triggers & (exertion_triggers() | HAND_WORK)
    return not (entry.regions == ARM_ONLY and entry.period == "day" and strained)


PATTERNS: Mapping[str, PatternCriterion] = {
    "spread-to-arms": spread_to_arms,
    "widespread-cramps": widespread_cramps,
    "recurrent-non-leg-cramps": recurrent_non_leg_cramps,
    "same-leg-predominance": same_leg_predominance,
}
