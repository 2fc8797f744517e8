"""Criteria that read medicines and known conditions beside the cramps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from diary.criteria.entries import Entry, next_morning
from diary.criteria.facts import Medication
from diary.criteria.findings import (
    NOT_FIRED,
    JsonValue,
    Outcome,
    Question,
    codes_in,
    fired,
    ids_of,
    insufficient,
    one_day,
)
from diary.criteria.index import DiaryIndex
from diary.criteria.pregnancy import QUININE, took_quinine
from diary.criteria.rules import PatternCriterion, TargetedCriterion
from diary.criteria.thresholds import (
    CONDITION_CRAMPS,
    FORTNIGHT,
    MEDICINE_CRAMPS,
    MEDICINE_DAYS,
)
from diary.night import DateWindow
from diary.vocabulary import (
    conditions_with_role,
    cramp_related_medicines,
    medicines_matching_relief,
)

STATIN_SYMPTOMS = frozenset(
    {"weakness-after-cramp", "pain-between-cramps", "muscle-tenderness"}
)
QUININE_SIGNS = frozenset(
    {
        "bruising-or-bleeding",
        "ringing-or-hearing-loss",
        "visual-disturbance",
        "palpitations",
    }
)
PRESCRIPTION_RELIEF = frozenset(
    {"strong-nsaid", "antispasmodic", "anticonvulsant", "muscle-relaxant", "quinine"}
)


class MedicineDate(NamedTuple):
    """A start or change of dose of one medicine, with the cramps since."""

    day: date
    medicine: Medication
    cramps: tuple[Entry, ...]


def known_condition_cramps(index: DiaryIndex) -> Outcome:
    """Two cramps in 14 days with a condition that a care team follows."""
    window = index.days(FORTNIGHT)
    cramps = index.cramps(window)
    if len(cramps) < CONDITION_CRAMPS:
        return NOT_FIRED
    if index.profile.conditions is None:
        morning = next_morning(cramps[-1], index.profile)
        return insufficient(Question("profile", "", "conditions", morning))
    followed = index.conditions & conditions_with_role("team")
    if not followed:
        return NOT_FIRED
    facts: dict[str, JsonValue] = {
        "conditions": codes_in(followed),
        "count": len(cramps),
    }
    return fired("see_doctor", window, ids_of(cramps), facts)


def cramp_related_medicine(index: DiaryIndex) -> Outcome:
    """Two cramps since a cramp-related medicine was begun or changed, 0-90 days ago."""
    linked = [
        medicine
        for medicine in index.current_medicines()
        if medicine.code in cramp_related_medicines()
    ]
    since = [found for medicine in linked for found in _cramps_since(index, medicine)]
    enough = [found for found in since if len(found.cramps) >= MEDICINE_CRAMPS]
    if enough:
        return _medicine_fired(index, max(enough, key=_latest_first))
    undated = [medicine for medicine in linked if not medicine_dates(medicine)]
    recent = index.cramps(index.days(FORTNIGHT))
    if not undated or len(recent) < MEDICINE_CRAMPS:
        return NOT_FIRED
    morning = next_morning(recent[-1], index.profile)
    return insufficient(
        *(Question("medications", item.id, "started_on", morning) for item in undated)
    )


def statin_muscle_symptoms(index: DiaryIndex) -> Outcome:
    """A statin in use and muscle pain, tenderness or weakness in 14 days."""
    statins = index.uses("statin")
    if not statins:
        return NOT_FIRED
    window = index.days(FORTNIGHT)
    entries = [item for item in index.within(window) if item.symptoms & STATIN_SYMPTOMS]
    if not entries:
        return NOT_FIRED
    symptoms = [code for entry in entries for code in entry.symptoms & STATIN_SYMPTOMS]
    facts: dict[str, JsonValue] = {
        "symptoms": codes_in(symptoms),
        "count": len(index.cramps(window)),
    }
    evidence = [*ids_of(entries), *(statin.id for statin in statins)]
    return fired("see_doctor_soon", window, evidence, facts)


def quinine_safety(index: DiaryIndex, entry: Entry) -> Outcome:
    """A possible side effect in an entry of the last 14 days while using quinine."""
    signs = entry.symptoms & QUININE_SIGNS
    if not signs:
        return NOT_FIRED
    window = index.days(FORTNIGHT)
    if entry.local_date not in window:
        return NOT_FIRED
    medicines = index.uses(QUININE)
    relieved = [item for item in index.within(window) if took_quinine(item)]
    if not medicines and not relieved:
        return NOT_FIRED
    evidence = [entry.id, *ids_of(relieved), *(item.id for item in medicines)]
    return fired("urgent", window, evidence, {"symptoms": codes_in(signs)})


def self_medication_check(index: DiaryIndex, entry: Entry) -> Outcome:
    """A medicine against the cramp that is not on the list as prescribed."""
    unlisted = unlisted_relief(index, entry)
    if not unlisted:
        return NOT_FIRED
    facts: dict[str, JsonValue] = {"relief": codes_in(unlisted)}
    return fired("see_doctor", one_day(entry.local_date), [entry.id], facts)


def prescription_relief(entry: Entry) -> frozenset[str]:
    """The medicines used against this cramp that need a prescription."""
    used = [measure.code for measure in entry.episode.relief or ()]
    return PRESCRIPTION_RELIEF.intersection(used)


def unlisted_relief(index: DiaryIndex, entry: Entry) -> frozenset[str]:
    """Those of ``prescription_relief`` without a matching prescribed medicine.

    The list is what the profile holds as prescribed, stopped or not: the text asks for
    "in the profile", not for "current".
    """
    used = prescription_relief(entry)
    if not used:
        return used
    prescribed = {
        medicine.code for medicine in index.medications if medicine.prescribed is True
    }
    return frozenset(
        code for code in used if prescribed.isdisjoint(medicines_matching_relief(code))
    )


def medicine_dates(medicine: Medication) -> list[date]:
    """When the medicine was begun and when its dose was changed, as far as known."""
    known = (medicine.started_on, medicine.dose_changed_on)
    return [day for day in known if day is not None]


def _cramps_since(index: DiaryIndex, medicine: Medication) -> list[MedicineDate]:
    found = []
    for day in medicine_dates(medicine):
        if 0 <= (index.today - day).days <= MEDICINE_DAYS:
            cramps = index.cramps(DateWindow(day, index.today))
            found.append(MedicineDate(day, medicine, tuple(cramps)))
    return found


def _medicine_fired(index: DiaryIndex, found: MedicineDate) -> Outcome:
    facts: dict[str, JsonValue] = {
        "count": len(found.cramps),
        "medicine": found.medicine.code,
        "medicine_date": found.day.isoformat(),
    }
    evidence = [*ids_of(found.cramps), found.medicine.id]
    window = DateWindow(found.day, index.today)
    return fired("see_doctor", window, evidence, facts)


def _latest_first(found: MedicineDate) -> tuple[date, str, str]:
    return found.day, found.medicine.code, found.medicine.id


TARGETED: Mapping[str, TargetedCriterion] = {
    "quinine-safety": quinine_safety,
    "self-medication-check": self_medication_check,
}
PATTERNS: Mapping[str, PatternCriterion] = {
    "known-condition-cramps": known_condition_cramps,
    "cramp-related-medicine": cramp_related_medicine,
    "statin-muscle-symptoms": statin_muscle_symptoms,
}
