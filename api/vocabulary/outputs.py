"""The vocabulary as the API answers it: both languages, and the fixed advice."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from api.conditional import Prepared, prepare
from diary import vocabulary
from diary.criteria import catalogue, texts
from diary.vocabulary import Language, Term

LANGUAGES: tuple[Language, ...] = ("en", "nb")
LISTS_WITH_ADVICE = frozenset({"associated_symptoms", "triggers"})
SCALES = ("pain_scale", "distress_scale")
QUALITIES = range(1, 6)
COUNTRIES_KEPT = 8


@lru_cache(maxsize=COUNTRIES_KEPT)
def vocabulary_answer(country: str) -> Prepared:
    """Every list with the telephone numbers of ``country``, written once."""
    return prepare(
        {
            "country": country,
            "numbers": dict(catalogue.numbers_for(country)),
            "lists": {
                name: [_term(name, term, country) for term in terms.values()]
                for name, terms in vocabulary.all_terms().items()
            },
            "sleep_quality": [
                {"value": value, "label": _quality(value)} for value in QUALITIES
            ],
            "scales": {name: _scale(name) for name in SCALES},
        }
    )


def _term(name: str, term: Term, country: str) -> dict[str, object]:
    answer: dict[str, object] = {
        "code": term.code,
        "label": {"en": term.en, "nb": term.nb},
    }
    for detail in ("region", "group", "kind"):
        if (value := getattr(term, detail)) is not None:
            answer[detail] = value
    if name in LISTS_WITH_ADVICE and (advice := _advice(term.code, country)):
        answer["advice"] = advice
    return answer


def _advice(code: str, country: str) -> dict[str, object] | None:
    """What stands beside the choice at once, whatever the person agreed to."""
    number = vocabulary.number_to_call(code)
    if number is None:
        return None
    words = {lang: texts.static_advice(code, lang, country) for lang in LANGUAGES}
    return {"call": catalogue.numbers_for(country)[number], "text": words}


def _quality(value: int) -> Mapping[str, str]:
    return {lang: vocabulary.quality_label(value, lang) for lang in LANGUAGES}


def _scale(name: str) -> dict[str, int]:
    least, most = vocabulary.scale(name)
    return {"min": least, "max": most}
