"""The rule set as published: one frozen, typed entry per criterion, read once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from diary.vocabulary.parsing import (
    integer,
    load,
    mapping,
    optional_text,
    sequence,
    text,
    texts,
)

Severity = Literal["info", "see_doctor", "see_doctor_soon", "urgent"]
Audience = Literal["patient", "clinician"]
LanguageTexts = Mapping[str, str]

CRITERIA_FILE = Path(__file__).parent / "data" / "criteria.json"
SEVERITY_RANK: Mapping[str, int] = MappingProxyType(
    {"info": 0, "see_doctor": 1, "see_doctor_soon": 2, "urgent": 3}
)
# Not called "the episode" in the rule set, yet about one entry: the time limit stands
# in the wording of the choice itself ("in the last 14 days").
_LIMIT_IN_THE_WORDING = "(as worded in the choice)"
# Silent where a higher criterion speaks, some of which read diary and profile.
_HEARS_THE_OTHERS = "other-associated-symptom"


@dataclass(frozen=True, slots=True)
class ArticleSource:
    """Where the article says it. ``quote`` is for clinicians, hazards for nobody."""

    statement: str
    section: str
    quote: str
    never_display: bool


@dataclass(frozen=True, slots=True)
class OutsideSource:
    """A source outside the article: its key in the list of sources, and the detail."""

    key: str
    detail: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """One published criterion with its texts, sources and notification limits."""

    id: str
    title: LanguageTexts
    tier: int
    basis: str
    severity: Severity
    escalates_to: Severity | None
    contact: str
    scope: str
    audience: str
    hint: str | None
    window: str
    inputs: tuple[str, ...]
    predicate: str
    minimum_data: str
    edge_cases: tuple[str, ...]
    article_sources: tuple[ArticleSource, ...]
    outside_sources: tuple[OutsideSource, ...]
    patient_message: LanguageTexts | None
    clinician_message: LanguageTexts | None
    clears: str
    cooldown_days: int
    after_discussed_days: int
    bypass: str
    subsumes: tuple[str, ...]
    subsumed_by: tuple[str, ...]
    supersedes: tuple[str, ...]
    test_vectors: tuple[Mapping[str, object], ...]

    @property
    def is_targeted(self) -> bool:
        """Whether each episode is judged by itself (urgent, or about one entry)."""
        about_one_entry = (
            self.window.startswith(("the episode", "the open episode"))
            or _LIMIT_IN_THE_WORDING in self.window
        )
        return self.severity == "urgent" or about_one_entry

    @property
    def is_offline(self) -> bool:
        """Whether a phone can judge it from one episode, without diary or profile."""
        reads_more = any(name.startswith("profile.") for name in self.inputs)
        is_about_one = self.scope == "episode" and self.is_targeted
        return is_about_one and not reads_more and self.id != _HEARS_THE_OTHERS

    @property
    def sections(self) -> tuple[str, ...]:
        """Names of the article's sections behind it, each once; no quotes."""
        return tuple(dict.fromkeys(source.section for source in self.article_sources))

    @property
    def is_for_patients(self) -> bool:
        """Whether a patient may see it at all."""
        return self.patient_message is not None and "patient" in self.audience


@lru_cache(maxsize=1)
def rule_set() -> Mapping[str, object]:
    """The rule set file, parsed and otherwise untouched."""
    return MappingProxyType(dict(load(CRITERIA_FILE)))


@lru_cache(maxsize=1)
def criteria() -> Mapping[str, Criterion]:
    """All criteria by id, in the order of the rule set."""
    found = [_criterion(mapping(raw)) for raw in sequence(rule_set()["rules"])]
    return MappingProxyType({criterion.id: criterion for criterion in found})


def criterion(criterion_id: str) -> Criterion:
    """The criterion with this id; raises ``KeyError`` if there is none."""
    return criteria()[criterion_id]


@lru_cache(maxsize=1)
def targeted_criteria() -> frozenset[str]:
    """Ids of the criteria that judge each episode by itself."""
    return frozenset(item.id for item in criteria().values() if item.is_targeted)


@lru_cache(maxsize=1)
def urgent_criteria() -> frozenset[str]:
    """Ids of the urgent criteria, which the request that saves an entry judges too."""
    return frozenset(i.id for i in criteria().values() if i.severity == "urgent")


@lru_cache(maxsize=1)
def clinician_only() -> frozenset[str]:
    """Ids of the criteria that no patient is ever shown."""
    return frozenset(i.id for i in criteria().values() if not i.is_for_patients)


@lru_cache(maxsize=1)
def citations() -> Mapping[str, str]:
    """Outside sources by key, as they are cited."""
    sources = [mapping(item) for item in sequence(rule_set()["sources"])]
    return MappingProxyType(
        {text(item["key"]): text(item["citation"]) for item in sources}
    )


@lru_cache(maxsize=1)
def common_texts() -> Mapping[str, LanguageTexts]:
    """Texts shared by all criteria, by key and language."""
    raw = mapping(rule_set()["common_texts"])
    return MappingProxyType({key: _required_texts(value) for key, value in raw.items()})


@lru_cache(maxsize=1)
def contact_numbers() -> Mapping[str, Mapping[str, str]]:
    """Telephone numbers by country code, with ``EU`` for every other country."""
    raw = mapping(rule_set()["contact_numbers"])
    return MappingProxyType(
        {
            country: MappingProxyType(
                {name: text(number) for name, number in mapping(numbers).items()}
            )
            for country, numbers in raw.items()
        }
    )


def numbers_for(country: str) -> Mapping[str, str]:
    """The numbers to call in ``country``; an unknown one gets the European number."""
    numbers = contact_numbers()
    return numbers.get(country.upper(), numbers["EU"])


def severity_of(value: str) -> Severity:
    """``value`` as a severity; raises ``ValueError`` for anything else."""
    match value:
        case "info" | "see_doctor" | "see_doctor_soon" | "urgent":
            return value
        case _:
            raise ValueError(f"{value} is not a severity.")


def _criterion(raw: Mapping[str, object]) -> Criterion:
    source, notify = mapping(raw["source"]), mapping(raw["notify"])
    escalates_to = optional_text(raw["escalates_to"])
    return Criterion(
        id=text(raw["id"]),
        title=_required_texts(raw["title"]),
        tier=integer(raw["tier"]),
        basis=text(raw["basis"]),
        severity=severity_of(text(raw["severity"])),
        escalates_to=severity_of(escalates_to) if escalates_to else None,
        contact=text(raw["contact"]),
        scope=text(raw["scope"]),
        audience=text(raw["audience"]),
        hint=optional_text(raw["hint"]),
        window=text(raw["window"]),
        inputs=texts(raw["inputs"]),
        predicate=text(raw["predicate"]),
        minimum_data=text(raw["minimum_data"]),
        edge_cases=texts(raw["edge_cases"]),
        article_sources=_article_sources(source["article"]),
        outside_sources=_outside_sources(source["outside"]),
        patient_message=_language_texts(raw["patient_message"]),
        clinician_message=_language_texts(raw["clinician_message"]),
        clears=text(raw["clears"]),
        cooldown_days=integer(notify["cooldown_days"]),
        after_discussed_days=integer(notify["after_discussed_days"]),
        bypass=text(notify["bypass"]),
        subsumes=texts(raw["subsumes"]),
        subsumed_by=texts(raw["subsumed_by"]),
        supersedes=texts(raw["supersedes"]),
        test_vectors=tuple(mapping(item) for item in sequence(raw["test_vectors"])),
    )


def _language_texts(raw: object) -> LanguageTexts | None:
    if raw is None:
        return None
    pairs = {key: raw_text for key, raw_text in mapping(raw).items() if raw_text}
    found = {key: value for key, value in pairs.items() if isinstance(value, str)}
    return MappingProxyType(found) if found else None


def _required_texts(raw: object) -> LanguageTexts:
    found = _language_texts(raw)
    if found is None:
        raise ValueError("A text is missing in the rule set.")
    return found


def _article_sources(raw: object) -> tuple[ArticleSource, ...]:
    return tuple(
        ArticleSource(
            statement=text(item["statement"]),
            section=text(item["section"]),
            quote=optional_text(item["quote"]) or "",
            never_display=item["never_display"] is True,
        )
        for item in map(mapping, sequence(raw))
    )


def _outside_sources(raw: object) -> tuple[OutsideSource, ...]:
    return tuple(
        OutsideSource(key=text(item["key"]), detail=text(item["detail"]))
        for item in map(mapping, sequence(raw))
    )


RULESET_VERSION = text(rule_set()["ruleset_version"])
