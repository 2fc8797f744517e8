"""The number scales of the diary: pain, distress and sleep quality."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from diary.vocabulary.parsing import integer, load, mapping, sequence, text
from diary.vocabulary.terms import VOCABULARY_FILE, Language


def quality_label(value: int, language: Language) -> str:
    """The label of sleep quality 1-5; raises ``KeyError`` outside."""
    return _qualities()[value][language]


def scale(name: str) -> tuple[int, int]:
    """Lowest and highest value of ``pain_scale`` or ``distress_scale``."""
    raw = mapping(load(VOCABULARY_FILE)[name])
    return integer(raw["min"]), integer(raw["max"])


@lru_cache(maxsize=1)
def _qualities() -> Mapping[int, Mapping[str, str]]:
    found = {}
    for item in sequence(load(VOCABULARY_FILE)["sleep_quality"]):
        raw = mapping(item)
        labels = {key: text(value) for key, value in mapping(raw["label"]).items()}
        found[integer(raw["value"])] = MappingProxyType(labels)
    return MappingProxyType(found)
