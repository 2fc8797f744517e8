"""The rule catalogue as the API answers it, for patients and for clinicians."""

from __future__ import annotations

from functools import lru_cache

from api.conditional import Prepared, prepare
from diary.criteria import catalogue
from diary.criteria.catalogue import Audience, Criterion
from diary.criteria.sources import source_output
from diary.criteria.texts import PLACEHOLDER
from diary.vocabulary import Language

ANSWERS_KEPT = 16
LANGUAGES: tuple[Language, ...] = ("en", "nb")


@lru_cache(maxsize=ANSWERS_KEPT)
def criteria_answer(
    *, audience: Audience, language: Language, country: str, is_approved: bool
) -> Prepared:
    """The whole catalogue for one kind of reader, written once."""
    return prepare(
        {
            "ruleset_version": catalogue.RULESET_VERSION,
            "approved": is_approved,
            "results": [
                _criterion(criterion, audience, language, country)
                for criterion in catalogue.criteria().values()
                if audience == "clinician" or criterion.is_for_patients
            ],
            "next": None,
            "previous": None,
        }
    )


def _criterion(
    criterion: Criterion, audience: Audience, language: Language, country: str
) -> dict[str, object]:
    words = _words(criterion, audience, language, country)
    answer = {
        "id": criterion.id,
        "version": catalogue.RULESET_VERSION,
        "title": criterion.title[language],
        "tier": criterion.tier,
        "basis": criterion.basis,
        "severity": criterion.severity,
        "escalates_to": criterion.escalates_to,
        "contact": criterion.contact,
        "scope": criterion.scope,
        "window": criterion.window,
        "inputs": list(criterion.inputs),
        "predicate": criterion.predicate,
        "minimum_data": criterion.minimum_data,
        "clears": criterion.clears,
        "text": words,
        "texts": _all_words(criterion, audience, country),
        "placeholders": sorted(set(PLACEHOLDER.findall(words))),
        "source": source_output(criterion, audience),
        "offline": criterion.is_offline,
        "test_vectors": list(criterion.test_vectors),
    }
    if audience == "clinician":
        answer["hint"] = criterion.hint
        answer["edge_cases"] = list(criterion.edge_cases)
    return answer


def _all_words(
    criterion: Criterion, audience: Audience, country: str
) -> dict[str, dict[str, str]]:
    """The texts by reader and language; a patient's answer has the patient's alone."""
    readers: tuple[Audience, ...] = ("patient",)
    if audience == "clinician":
        readers = ("patient", "clinician")
    return {
        reader: {lang: _words(criterion, reader, lang, country) for lang in LANGUAGES}
        for reader in readers
    }


def _words(
    criterion: Criterion, audience: Audience, language: Language, country: str
) -> str:
    """The text with its telephone numbers; the other placeholders are for the app."""
    is_patient = audience == "patient"
    messages = criterion.patient_message if is_patient else criterion.clinician_message
    words = messages[language] if messages else ""
    for name, number in catalogue.numbers_for(country).items():
        words = words.replace(f"{{{name}}}", number)
    return words
