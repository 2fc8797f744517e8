"""Single cells: text no spreadsheet runs, and lists of codes in one cell."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TypeAlias

from diary.vocabulary import Language, label, region_of

CodesAndLabels = tuple[str, str]
Member: TypeAlias = "str | int | bool | None"
Item = Mapping[str, Member]

APOSTROPHE = "'"
CODE_SEPARATOR = " "  # no code holds a space
PART_SEPARATOR = ":"  # nor a colon
LABEL_SEPARATOR = " | "
# What a spreadsheet takes for the start of a formula, after the folding of ``neutral``;
# U+2212 is the minus sign, which folds to itself.
FORMULA_SIGNS = frozenset("=+-@\N{MINUS SIGN}|%")
LINE_CONTROLS = frozenset("\t\r\n\v\f")
HEX_LENGTH = 32
MEMORY = 4096  # answers kept per list: diaries repeat themselves

TRUTH: Mapping[bool | None, str] = {True: "true", False: "false", None: ""}


def dashed(text: str) -> str:
    """A UUID in its usual 36 characters, whichever way the database writes it."""
    if len(text) != HEX_LENGTH:
        return text
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def neutral(text: str) -> str:
    """Text as a cell: an apostrophe stands before anything that could run.

    Looks through leading blanks and invisible characters, and folds full-width, small
    and raised variants of a sign to the sign itself (Unicode NFKC).
    """
    if not text or text[0].isalnum() and text[0].isascii():
        return text
    if text[0] in LINE_CONTROLS or _first_visible(text) in FORMULA_SIGNS:
        return APOSTROPHE + text
    return text


def _first_visible(text: str) -> str:
    for character in text:
        if not character.isspace() and unicodedata.category(character)[0] != "C":
            return unicodedata.normalize("NFKC", character)[:1]
    return ""


def code_list(name: str, language: Language) -> Callable[[str | None], CodesAndLabels]:
    """A reader of JSON lists of codes of the vocabulary list ``name``."""

    @lru_cache(maxsize=MEMORY)
    def read(text: str | None) -> CodesAndLabels:
        codes = _codes(text)
        labels = [label(name, code, language) for code in codes]
        return CODE_SEPARATOR.join(codes), LABEL_SEPARATOR.join(labels)

    return read


def site_list(language: Language) -> Callable[[str | None], tuple[str, str, str]]:
    """A reader of the sites: ``calf:left:8 foot``, their regions, their labels."""

    @lru_cache(maxsize=MEMORY)
    def read(text: str | None) -> tuple[str, str, str]:
        sites = _items(text)
        regions = dict.fromkeys(region_of(str(site["muscle"])) or "" for site in sites)
        return (
            CODE_SEPARATOR.join(
                _parts(site, "muscle", "side", "pain") for site in sites
            ),
            CODE_SEPARATOR.join(regions),
            LABEL_SEPARATOR.join(_site_label(site, language) for site in sites),
        )

    return read


def relief_list(language: Language) -> Callable[[str | None], CodesAndLabels]:
    """A reader of what was tried: ``stretching:full walking-about:none``."""

    @lru_cache(maxsize=MEMORY)
    def read(text: str | None) -> CodesAndLabels:
        measures = _items(text)
        return (
            CODE_SEPARATOR.join(_parts(item, "code", "effect") for item in measures),
            LABEL_SEPARATOR.join(_relief_label(item, language) for item in measures),
        )

    return read


@lru_cache(maxsize=MEMORY)
def residual_pain(text: str | None) -> tuple[str, int | None, int | None]:
    """Soreness after the cramp: whether, worst 0-10, minutes."""
    answer = json.loads(text) if text else None
    if answer is None:
        return "", None, None
    return (
        TRUTH[answer.get("present")],
        answer.get("max"),
        answer.get("duration_minutes"),
    )


def _codes(text: str | None) -> list[str]:
    return (json.loads(text) or []) if text else []


def _items(text: str | None) -> list[Item]:
    return (json.loads(text) or []) if text else []


def _parts(item: Item, *names: str) -> str:
    """The members with colons between; what was not asked at the end is left out."""
    values = (item.get(name) for name in names)
    shown = ("" if value is None else str(value) for value in values)
    return PART_SEPARATOR.join(shown).rstrip(PART_SEPARATOR)


def _site_label(site: Item, language: Language) -> str:
    muscle = label("muscle_groups", str(site["muscle"]), language)
    side = site.get("side")
    if side is None:
        return muscle
    return f"{muscle}, {label('sides', str(side), language)}"


def _relief_label(item: Item, language: Language) -> str:
    measure = label("relief_measures", str(item["code"]), language)
    effect = item.get("effect")
    if effect is None:
        return measure
    return f"{measure}: {label('relief_effects', str(effect), language)}"
