"""The texts that people read: warnings, titles, common texts, in English and bokmål."""

from __future__ import annotations

import re
from collections.abc import Mapping

from diary.criteria.catalogue import Audience, common_texts, criterion, numbers_for
from diary.criteria.wording import in_words
from diary.vocabulary import Language, advice_template

PLACEHOLDER = re.compile(r"\{(\w+)\}")
STILL_ONGOING = "ongoing-over-10-min"  # the one late text about the cramp itself


def render(
    criterion_id: str,
    facts: Mapping[str, object],
    *,
    audience: Audience,
    lang: Language,
    country: str,
    late: bool = False,
) -> str:
    """The warning text with every placeholder filled.

    ``late``: the entry was made more than 24 h after its start; an urgent text for the
    patient then begins with the late sentence. Empty when the criterion has no text for
    the audience. Raises ``KeyError`` for an unknown criterion.
    """
    found = criterion(criterion_id)
    is_patient = audience == "patient"
    messages = found.patient_message if is_patient else found.clinician_message
    if not messages:
        return ""
    words = _filled(messages[lang], facts, lang, country)
    if late and is_patient and found.severity == "urgent":
        return f"{_late_sentence(criterion_id, lang, country)} {words}"
    return words


def title(criterion_id: str, lang: Language) -> str:
    """The title of the criterion."""
    return criterion(criterion_id).title[lang]


def common_text(key: str, lang: Language, country: str) -> str:
    """One of the texts shared by all criteria; raises ``KeyError`` if unknown."""
    return _filled(common_texts()[key][lang], {}, lang, country)


def static_advice(code: str, lang: Language, country: str) -> str | None:
    """The fixed advice beside an urgent symptom or trigger, or ``None``."""
    template = advice_template(code, lang)
    return None if template is None else _filled(template, {}, lang, country)


def placeholders_of(criterion_id: str) -> frozenset[str]:
    """The facts that the texts of a criterion use (telephone numbers apart)."""
    found = criterion(criterion_id)
    messages = [found.patient_message or {}, found.clinician_message or {}]
    words = [text for message in messages for text in message.values()]
    names = {name for text in words for name in PLACEHOLDER.findall(text)}
    return frozenset(names - set(numbers_for("EU")))


def _late_sentence(criterion_id: str, lang: Language, country: str) -> str:
    key = "late_entry" if criterion_id == STILL_ONGOING else "late_not_seen"
    return common_text(key, lang, country)


def _filled(
    template: str, facts: Mapping[str, object], lang: Language, country: str
) -> str:
    numbers = numbers_for(country)

    def words(match: re.Match[str]) -> str:
        name = match.group(1)
        return numbers.get(name) or in_words(name, facts.get(name), lang)

    return PLACEHOLDER.sub(words, template)
