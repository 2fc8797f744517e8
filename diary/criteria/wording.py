"""Turn the facts of a finding into words: labels, lists, places, figures, dates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from diary.vocabulary import Language, label, terms

LanguageWords = Mapping[Language, str]

UNKNOWN: LanguageWords = {"en": "unknown", "nb": "ukjent"}
NONE_RECORDED: LanguageWords = {"en": "none recorded", "nb": "ingen registrert"}
AND: LanguageWords = {"en": " and ", "nb": " og "}
WEAKNESS_NOTE: LanguageWords = {
    "en": ", with weakness or wasting",
    "nb": ", med kraftsvikt eller atrofi",
}
CHILD_REASONS: Mapping[str, LanguageWords] = {
    "young-child": {"en": "cramp under 8 years of age", "nb": "krampe før fylte 8 år"},
    "long-cramp": {
        "en": "a cramp of more than 10 minutes",
        "nb": "krampe på mer enn 10 minutter",
    },
    "daytime-leg-cramps": {
        "en": "leg cramps by day without exertion",
        "nb": "beinkramper på dagtid uten anstrengelse",
    },
    "same-leg": {"en": "cramps in one leg only", "nb": "kramper bare i ett bein"},
}
FEATURES: Mapping[str, LanguageWords] = {
    "intense-pain": {"en": "intense pain", "nb": "sterke smerter"},
    "duration-up-to-10-min": {"en": "at most 10 minutes", "nb": "høyst 10 minutter"},
    "calf-or-foot": {"en": "calf or foot", "nb": "legg eller fot"},
    "thigh-seldom": {"en": "thigh seldom", "nb": "sjelden lår"},
    "persistent-subsequent-pain": {
        "en": "pain afterwards",
        "nb": "smerter etterpå",
    },
    "sleep-disruption": {"en": "disturbed sleep", "nb": "forstyrret søvn"},
    "distress": {"en": "distress", "nb": "plage"},
}
STATES: Mapping[str, LanguageWords] = {
    "met": {"en": "met", "nb": "oppfylt"},
    "not_met": {"en": "not met", "nb": "ikke oppfylt"},
    "unknown": UNKNOWN,
}
# The vocabulary lists in which the codes of a placeholder are found, in order.
LISTS_OF: Mapping[str, tuple[str, ...]] = {
    "symptoms": ("associated_symptoms", "sensations"),
    "symptom": ("associated_symptoms",),
    "triggers": ("triggers",),
    "conditions": ("conditions",),
    "medicines": ("medications",),
    "medicine": ("medications",),
    "relief": ("relief_measures",),
    "side": ("sides",),
    "regions": ("body_regions",),
    "pregnancy": ("pregnancy_statuses",),
}


def in_words(name: str, value: object, language: Language) -> str:
    """The value of the placeholder ``name`` as words; ``None`` is "unknown"."""
    if value is None:
        return UNKNOWN[language]
    special = SPECIAL.get(name)
    if special is not None:
        return special(value, language)
    if name in LISTS_OF:
        words = [_label(name, code, language) for code in _codes(value)]
        return joined(words, language) or NONE_RECORDED[language]
    return _plain(value, language)


def joined(words: Sequence[str], language: Language) -> str:
    """ "a, b and c" in ``language``; empty for no words."""
    if len(words) < 2:
        return "".join(words)
    return ", ".join(words[:-1]) + AND[language] + words[-1]


def _label(name: str, code: str, language: Language) -> str:
    for list_name in LISTS_OF[name]:
        if code in terms(list_name):
            return _in_sentence(label(list_name, code, language))
    return code


def _in_sentence(words: str) -> str:
    """Small first letter, unless the word is an abbreviation."""
    if words[1:2].isupper():
        return words
    return words[:1].lower() + words[1:]


def _codes(value: object) -> list[str]:
    items = value if isinstance(value, list | tuple) else [value]
    return [str(item) for item in items]


def _sites(value: object, language: Language) -> str:
    items = value if isinstance(value, list | tuple) else []
    places = [_site(item, language) for item in items if isinstance(item, dict)]
    return "; ".join(places) or NONE_RECORDED[language]


def _site(site: Mapping[str, object], language: Language) -> str:
    muscle, side = str(site.get("muscle")), str(site.get("side"))
    words = _in_sentence(label("muscle_groups", muscle, language))
    if side == "unknown":
        return words
    return f"{words}, {_in_sentence(label('sides', side, language))}"


def _reasons(value: object, language: Language) -> str:
    return joined([_reason(code, language) for code in _codes(value)], language)


def _reason(code: str, language: Language) -> str:
    own = CHILD_REASONS.get(code)
    return own[language] if own else _label("symptom", code, language)


def _features(value: object, language: Language) -> str:
    states = value if isinstance(value, dict) else {}
    return "; ".join(_feature_words(states.items(), language))


def _feature_words(
    states: Iterable[tuple[str, object]], language: Language
) -> list[str]:
    return [
        f"{FEATURES[code][language]}: {STATES[str(state)][language]}"
        for code, state in states
        if code in FEATURES
    ]


def _weakness(value: object, language: Language) -> str:
    return WEAKNESS_NOTE[language] if value else ""


def _date(value: object, language: Language) -> str:
    day = date.fromisoformat(str(value))
    return day.strftime("%d.%m.%Y") if language == "nb" else day.isoformat()


def _plain(value: object, language: Language) -> str:
    if not isinstance(value, float):
        return str(value)
    words = f"{value:.1f}".removesuffix(".0")
    return words.replace(".", ",") if language == "nb" else words


SPECIAL: Mapping[str, Callable[[object, Language], str]] = {
    "sites": _sites,
    "reason": _reasons,
    "features": _features,
    "weakness_note": _weakness,
    "medicine_date": _date,
    "first_date": _date,
}
