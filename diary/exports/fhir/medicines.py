"""A medicine as a MedicationStatement in words: no medicine has a verified code."""

from __future__ import annotations

from diary.criteria.facts import Medication
from diary.exports.fhir.entries import Medicine
from diary.exports.fhir.scribe import (
    Part,
    Scribe,
    identifier,
    notes,
    one_line,
    present,
)
from diary.vocabulary import label

TABLE = "medications"


def medicine_resource(entry: Medicine, scribe: Scribe) -> Part:
    """What the person says they take; a known last day means taken until then."""
    facts, at = entry.facts, entry.entered_at
    return {
        "resourceType": "MedicationStatement",
        "id": scribe.id_of(TABLE, facts.id),
        "identifier": identifier(facts.id),
        "status": "active" if facts.stopped_on is None else "completed",
        **present(category=_prescribed(facts, scribe)),
        "medicationCodeableConcept": {"text": name_of(entry, scribe)},
        "subject": scribe.patient(),
        **present(
            effectivePeriod=_period(facts),
            dateAsserted=None if at is None else scribe.moment(at),
        ),
        "informationSource": scribe.patient(),
        **notes(entry.text),
        **present(dosage=_dosage(entry, scribe)),
    }


def name_of(entry: Medicine, scribe: Scribe) -> str:
    """The medicine in words."""
    return label(TABLE, entry.facts.code, scribe.language)


def _prescribed(facts: Medication, scribe: Scribe) -> Part | None:
    if facts.prescribed is None:
        return None
    return {"text": scribe.word("prescribed" if facts.prescribed else "not-prescribed")}


def _period(facts: Medication) -> Part:
    return {
        name: day.isoformat()
        for name, day in (("start", facts.started_on), ("end", facts.stopped_on))
        if day is not None
    }


def _dosage(entry: Medicine, scribe: Scribe) -> list[Part]:
    lines = [one_line(entry.dose)]
    if entry.facts.dose_changed_on is not None:
        day = entry.facts.dose_changed_on.isoformat()
        lines.append(scribe.word("dose-changed").format(day=day))
    return [{"text": line} for line in lines if line]
