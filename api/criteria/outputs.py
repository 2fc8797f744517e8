"""The rule catalogue as the API answers it, for patients and for clinicians."""

from __future__ import annotations

from functools import lru_cache

from api.conditional import Prepared, prepare
from diary.criteria import catalogue
from diary.criteria.catalogue import Audience, Criterion
from diary.criteria.texts import PLACEHOLDER
from diary.vocabulary import Language
from diary.vocabulary.parsing import mapping, sequence, text

ANSWERS_KEPT = 16
_PERSON = "profile."


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


def is_offline(criterion: Criterion) -> bool:
    """Whether a phone can judge it from one episode, without history or profile."""
    is_about_one = criterion.scope == "episode" and criterion.is_targeted
    return is_about_one and not any(
        name.startswith(_PERSON) for name in criterion.inputs
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
        "placeholders": sorted(set(PLACEHOLDER.findall(words))),
        "source": _source(criterion, audience),
        "offline": is_offline(criterion),
        "test_vectors": list(criterion.test_vectors),
    }
    if audience == "clinician":
        answer["hint"] = criterion.hint
    return answer


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


def _source(criterion: Criterion, audience: Audience) -> dict[str, object]:
    """Section and outside names for everybody; the article's words for clinicians."""
    article = criterion.article_sources
    outside = criterion.outside_sources
    source: dict[str, object] = {
        "section": article[0].section if article else None,
        "outside": [item.key for item in outside],
    }
    if audience == "clinician":
        source["quotes"] = [
            part.quote
            for part in article
            if part.quote and not part.never_display and not _is_hidden(part.quote)
        ]
    return source


def _is_hidden(quote: str) -> bool:
    return any(hidden in quote for hidden in _hidden_quotes())


@lru_cache(maxsize=1)
def _hidden_quotes() -> frozenset[str]:
    """What the list of statements marks as never to be shown, whoever quotes it."""
    statements = map(mapping, sequence(catalogue.rule_set()["article_statements"]))
    return frozenset(
        text(statement["quote"])
        for statement in statements
        if statement["never_display"] is True
    )
