"""The codes of the diary with their English and bokmål labels, read once, frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from diary.vocabulary.parsing import load, mapping, optional_text, sequence, text, texts

Language = Literal["en", "nb"]

VOCABULARY_FILE = Path(__file__).parent / "data" / "vocabulary.json"
LISTS = (
    "body_regions",
    "sides",
    "muscle_groups",
    "triggers",
    "sensations",
    "associated_symptoms",
    "relief_measures",
    "relief_effects",
    "conditions",
    "pregnancy_statuses",
    "medications",
    "severities",
)


@dataclass(frozen=True, slots=True)
class Term:
    """One code. Fields beyond the labels are set in the lists that have them."""

    code: str
    en: str
    nb: str
    region: str | None = None  # muscle_groups
    group: str | None = None  # muscle_groups
    kind: str | None = None  # triggers, relief_measures
    role: str | None = None  # conditions
    rules: tuple[str, ...] | None = None  # associated_symptoms: criteria reading it
    cramp_related: bool = False  # medications
    relief_code: str | None = None  # medications: the same thing as a measure
    offer_as_suggestion: bool = False  # relief_measures

    def label(self, language: Language) -> str:
        """The label in ``language``."""
        return self.nb if language == "nb" else self.en


@lru_cache(maxsize=1)
def all_terms() -> Mapping[str, Mapping[str, Term]]:
    """Every list of the vocabulary: list name -> code -> term, in the file's order."""
    raw = load(VOCABULARY_FILE)
    return MappingProxyType({name: _terms(raw[name]) for name in LISTS})


def terms(name: str) -> Mapping[str, Term]:
    """The list called ``name``, by code; raises ``KeyError`` for an unknown list."""
    return all_terms()[name]


@lru_cache(maxsize=64)
def codes(name: str) -> tuple[str, ...]:
    """The codes of the list called ``name``, in the file's order."""
    return tuple(terms(name))


def label(name: str, code: str, language: Language) -> str:
    """The label of ``code`` in the list ``name``; an unknown code labels itself."""
    term = terms(name).get(code)
    return code if term is None else term.label(language)


def region_of(muscle: str) -> str | None:
    """The body region of a muscle code: leg, arm, trunk or head-neck."""
    term = terms("muscle_groups").get(muscle)
    return None if term is None else term.region


@lru_cache(maxsize=16)
def muscles_in_group(group: str) -> frozenset[str]:
    """The muscle codes of one group, such as ``thigh`` or ``hand``."""
    return frozenset(
        code for code, term in terms("muscle_groups").items() if term.group == group
    )


@lru_cache(maxsize=1)
def exertion_triggers() -> frozenset[str]:
    """Triggers that keep a daytime episode out of the pattern criteria."""
    return frozenset(texts(load(VOCABULARY_FILE)["exertion_triggers"]))


@lru_cache(maxsize=1)
def cramp_related_medicines() -> frozenset[str]:
    """Medicines known to be linked with cramps."""
    return frozenset(
        code for code, term in terms("medications").items() if term.cramp_related
    )


@lru_cache(maxsize=8)
def conditions_with_role(role: str) -> frozenset[str]:
    """Conditions of one role: team, context, differential, lifestyle or safety."""
    return frozenset(
        code for code, term in terms("conditions").items() if term.role == role
    )


@lru_cache(maxsize=16)
def medicines_matching_relief(relief_code: str) -> frozenset[str]:
    """Medicine codes that are the same thing as the relief measure ``relief_code``."""
    return frozenset(
        code
        for code, term in terms("medications").items()
        if term.relief_code == relief_code
    )


@lru_cache(maxsize=4)
def relief_of_kind(kind: str) -> frozenset[str]:
    """Relief measures of one kind: physical, therapy, medicine, none or other."""
    return frozenset(
        code for code, term in terms("relief_measures").items() if term.kind == kind
    )


@lru_cache(maxsize=1)
def symptoms_read_by_no_criterion() -> frozenset[str]:
    """Associated symptoms that would be met with silence (``none`` is an answer)."""
    return frozenset(
        code
        for code, term in terms("associated_symptoms").items()
        if term.rules == () and code != "none"
    )


def _terms(raw: object) -> Mapping[str, Term]:
    found = [_term(mapping(item)) for item in sequence(raw)]
    return MappingProxyType({term.code: term for term in found})


def _term(raw: Mapping[str, object]) -> Term:
    labels = mapping(raw["label"])
    return Term(
        code=text(raw["code"]),
        en=text(labels["en"]),
        nb=text(labels["nb"]),
        region=optional_text(raw.get("region")),
        group=optional_text(raw.get("group")),
        kind=optional_text(raw.get("kind")),
        role=optional_text(raw.get("role")),
        rules=texts(raw["rules"]) if "rules" in raw else None,
        cramp_related=raw.get("cramp_related") is True,
        relief_code=optional_text(raw.get("relief_code")),
        offer_as_suggestion=raw.get("offer_as_suggestion") is True,
    )
