"""Criteria that one ticked symptom or trigger of one entry decides."""

from __future__ import annotations

from collections.abc import Mapping

from diary.criteria.catalogue import Severity
from diary.criteria.entries import Entry, local_clock, next_morning
from diary.criteria.findings import (
    NOT_FIRED,
    JsonValue,
    Outcome,
    Question,
    codes_in,
    fired,
    insufficient,
    one_day,
    sites_of,
)
from diary.criteria.index import DiaryIndex
from diary.criteria.rules import TargetedCriterion
from diary.vocabulary import muscles_in_group

EMERGENCY = frozenset(
    {
        "breathlessness",
        "chest-pain",
        "loss-of-consciousness",
        "jerking-convulsion",
        "whole-body-stiffening",
        "confusion",
        "slurred-speech",
        "face-droop-or-one-sided-weakness",
        "jaw-stiffness",
        "swallowing-difficulty",
    }
)
ONE_SIDED_SWELLING = frozenset({"swelling-one-leg", "swelling-one-arm"})
LIMB_CIRCULATION = frozenset(
    {"cold-limb", "pale-or-blue-skin", "foot-wound-not-healing"}
)
POOR_BLOOD_SUPPLY_WITH_PALE_SKIN = frozenset({"cold-limb", "numbness-between-cramps"})
CANNOT_MOVE = frozenset({"cannot-move-limb"})
PALE_SKIN = frozenset({"pale-or-blue-skin"})
BACK_NERVE = frozenset(
    {"saddle-numbness", "bladder-bowel-change", "weakness-both-legs"}
)
WEAKNESS = frozenset(
    {
        "weakness-after-cramp",
        "weakness-for-weeks",
        "muscle-wasting",
        "muscle-enlargement",
    }
)
EXPOSURES = frozenset({"recent-dirty-wound", "toxic-exposure"})
INJURIES = frozenset({"head-injury", "back-injury"})
TETANY_MUSCLES = frozenset(
    {
        "hand",
        "fingers",
        "thumb",
        "forearm",
        "face",
        "jaw",
        "foot",
        "foot-arch",
        "toes",
    }
)
LOW_CALCIUM = "hypocalcaemia-hypoparathyroidism"
LIMBS = frozenset({"leg", "arm"})


def emergency_symptoms(index: DiaryIndex, entry: Entry) -> Outcome:
    """One tick is enough; no condition suppresses it (``emergency-symptoms``)."""
    found = entry.symptoms & EMERGENCY
    if not found:
        return NOT_FIRED
    clock = local_clock(entry, index.profile).strftime("%H:%M")
    return _fired("urgent", entry, {"symptoms": codes_in(found), "time": clock})


def one_sided_swelling(index: DiaryIndex, entry: Entry) -> Outcome:
    """A swollen limb, or a red one that stays sore (``one-sided-swelling``)."""
    if not (entry.symptoms & ONE_SIDED_SWELLING or _is_red_and_sore(entry)):
        return NOT_FIRED
    limb_sides = codes_in(site.side for site in entry.sites)
    facts: dict[str, JsonValue] = {
        "sites": sites_of([entry]),
        "side": limb_sides,
        "conditions": codes_in(index.conditions),
    }
    return _fired("urgent", entry, facts)


def acute_limb_circulation(index: DiaryIndex, entry: Entry) -> Outcome:
    """A limb that cannot be moved, or pale and cold or numb."""
    found = acute_limb_symptoms(entry)
    if not found:
        return NOT_FIRED
    facts: dict[str, JsonValue] = {
        "symptoms": codes_in(found),
        "sites": sites_of([entry]),
    }
    return _fired("urgent", entry, facts)


def limb_circulation_signs(index: DiaryIndex, entry: Entry) -> Outcome:
    """A colder or paler limb or a wound, unless the acute criterion fires."""
    found = entry.symptoms & LIMB_CIRCULATION
    if not found or acute_limb_symptoms(entry):
        return NOT_FIRED
    facts: dict[str, JsonValue] = {
        "symptoms": codes_in(found),
        "sites": sites_of([entry]),
        "conditions": codes_in(index.conditions),
    }
    return _fired("see_doctor_soon", entry, facts)


def back_nerve_emergency(index: DiaryIndex, entry: Entry) -> Outcome:
    """Cauda equina warning signs; back pain is not needed."""
    found = entry.symptoms & BACK_NERVE
    return (
        _fired("urgent", entry, {"symptoms": codes_in(found)}) if found else NOT_FIRED
    )


def dark_urine(index: DiaryIndex, entry: Entry) -> Outcome:
    """Dark urine; medicines and triggers only inform the clinician's text."""
    if "dark-urine" not in entry.symptoms:
        return NOT_FIRED
    facts: dict[str, JsonValue] = {
        "medicines": codes_in(item.code for item in index.current_medicines()),
        "triggers": codes_in(entry.triggers),
    }
    return _fired("urgent", entry, facts)


def wound_or_toxin_exposure(index: DiaryIndex, entry: Entry) -> Outcome:
    """A dirty wound or a possible poison; the choice itself holds the time limit."""
    found = entry.triggers & EXPOSURES
    return (
        _fired("urgent", entry, {"triggers": codes_in(found)}) if found else NOT_FIRED
    )


def tetany_signs(index: DiaryIndex, entry: Entry) -> Outcome:
    """Tingling with a typical site, or both hands with a leg or known low calcium."""
    with_company = "leg" in entry.regions or LOW_CALCIUM in index.conditions
    if not _is_tingling_there(entry) and not (with_company and _has_both_hands(entry)):
        return NOT_FIRED
    facts: dict[str, JsonValue] = {
        "sites": sites_of([entry]),
        "symptoms": codes_in(entry.symptoms - {"none"}),
    }
    return _fired("urgent", entry, facts)


def both_legs_swelling(index: DiaryIndex, entry: Entry) -> Outcome:
    """Swelling in both legs."""
    if "swelling-both-legs" not in entry.symptoms:
        return NOT_FIRED
    pregnancy = index.profile.pregnancy
    facts: dict[str, JsonValue] = {
        "conditions": codes_in(index.conditions),
        "pregnancy": pregnancy.status if pregnancy else None,
    }
    return _fired("see_doctor", entry, facts)


def after_head_or_back_injury(index: DiaryIndex, entry: Entry) -> Outcome:
    """An injury to head, neck or back; the choice itself holds the time limit."""
    found = entry.triggers & INJURIES
    if not found:
        return NOT_FIRED
    return _fired("see_doctor_soon", entry, {"triggers": codes_in(found)})


def weakness_or_muscle_change(index: DiaryIndex, entry: Entry) -> Outcome:
    """Weakness or a changed muscle. Unanswered symptoms are not "no"."""
    if entry.episode.associated_symptoms is None:
        morning = next_morning(entry, index.profile)
        return insufficient(
            Question("episodes", entry.id, "associated_symptoms", morning)
        )
    found = entry.symptoms & WEAKNESS
    if not found:
        return NOT_FIRED
    facts: dict[str, JsonValue] = {
        "symptoms": codes_in(found),
        "sites": sites_of([entry]),
    }
    return _fired("see_doctor_soon", entry, facts)


def acute_limb_symptoms(entry: Entry) -> frozenset[str]:
    """The ticked symptoms that make ``acute-limb-circulation`` fire, if any."""
    found = entry.symptoms & CANNOT_MOVE
    if "pale-or-blue-skin" not in entry.symptoms:
        return found
    with_pale_skin = entry.symptoms & POOR_BLOOD_SUPPLY_WITH_PALE_SKIN
    return found | with_pale_skin | PALE_SKIN if with_pale_skin else found


def _fired(severity: Severity, entry: Entry, facts: Mapping[str, JsonValue]) -> Outcome:
    return fired(severity, one_day(entry.local_date), [entry.id], facts)


def _is_red_and_sore(entry: Entry) -> bool:
    soreness = entry.episode.residual_pain
    return (
        "redness-or-warmth" in entry.symptoms
        and not LIMBS.isdisjoint(entry.regions)
        and soreness is not None
        and soreness.present is True
    )


def _is_tingling_there(entry: Entry) -> bool:
    return "tingling-mouth-fingers" in entry.symptoms and any(
        site.muscle in TETANY_MUSCLES for site in entry.sites
    )


def _has_both_hands(entry: Entry) -> bool:
    if "arm" not in entry.regions:
        return False
    hands = muscles_in_group("hand")
    sides = {site.side for site in entry.sites if site.muscle in hands}
    return "both" in sides or {"left", "right"} <= sides


TARGETED: Mapping[str, TargetedCriterion] = {
    "emergency-symptoms": emergency_symptoms,
    "one-sided-swelling": one_sided_swelling,
    "acute-limb-circulation": acute_limb_circulation,
    "limb-circulation-signs": limb_circulation_signs,
    "back-nerve-emergency": back_nerve_emergency,
    "dark-urine": dark_urine,
    "wound-or-toxin-exposure": wound_or_toxin_exposure,
    "tetany-signs": tetany_signs,
    "both-legs-swelling": both_legs_swelling,
    "after-head-or-back-injury": after_head_or_back_injury,
    "weakness-or-muscle-change": weakness_or_muscle_change,
}
