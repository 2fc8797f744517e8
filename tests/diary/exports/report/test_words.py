"""The texts of a report: both languages, the same placeholders, short forms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from types import ModuleType

import pytest

from diary.exports.report import words, words_paste, words_two
from diary.exports.report.writing import (
    clock_length,
    cut,
    day,
    days,
    length,
    signed,
    span,
)

PLACEHOLDER = re.compile(r"\{\w+\}")
MODULES = (words, words_two, words_paste)


def texts_of(module: ModuleType) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Every text of a module with the name it is found under."""
    for name, value in vars(module).items():
        if not name.isupper():
            continue
        found = (
            value.values() if isinstance(value, dict) and "nb" not in value else [value]
        )
        for one in found:
            yield from (
                (name, text) for text in (one if isinstance(one, tuple) else [one])
            )


TEXTS = [found for module in MODULES for found in texts_of(module)]


def test_the_texts_are_found() -> None:
    assert len(TEXTS) > 100


@pytest.mark.parametrize(("name", "text"), TEXTS, ids=lambda part: str(part)[:30])
def test_text_has_both_languages_and_the_same_placeholders(
    name: str, text: Mapping[str, object]
) -> None:
    assert set(text) == {"en", "nb"}
    english, norwegian = (str(text[language]) for language in ("en", "nb"))
    assert sorted(PLACEHOLDER.findall(english)) == sorted(
        PLACEHOLDER.findall(norwegian)
    )
    if isinstance(text["en"], tuple) and isinstance(text["nb"], tuple):
        assert len(text["en"]) == len(text["nb"])


@pytest.mark.parametrize(
    ("seconds", "nb", "en"),
    [
        (0, "0 s", "0 s"),
        (45, "45 s", "45 s"),
        (60, "1 min", "1 min"),
        (845, "14 min 5 s", "14 min 5 s"),
        (3599, "59 min 59 s", "59 min 59 s"),
        (3600, "1 t", "1 h"),
        (4320, "1 t 12 min", "1 h 12 min"),
    ],
)
def test_length_is_short_and_whole(seconds: int, nb: str, en: str) -> None:
    assert (length(seconds, "nb"), length(seconds, "en")) == (nb, en)


def test_dates_are_short_and_name_the_year_where_it_differs() -> None:
    first, last = date(2025, 12, 27), date(2026, 3, 20)
    assert day(last, "nb") == "20.3.2026"
    assert day(last, "en") == "20 Mar 2026"
    assert span(first, last, "nb") == "27.12.2025–20.3.2026"
    assert span(date(2026, 2, 21), last, "en") == "21 Feb–20 Mar 2026"
    assert days([last, first, last], "nb", most=4, year=2026) == "27.12.2025, 20.3."
    assert days([last, first], "en", most=1, year=2026) == "20 Mar and 1 earlier"


def test_signs_stand_before_differences() -> None:
    assert signed(-5.94, 1, "nb") == "−5,9"
    assert signed(5.96, 1, "en") == "+6"
    assert signed(0.01, 1, "nb") == "0"
    assert clock_length(0, "nb") == "0 min"


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("kort", 10, "kort"),
        ("to ord\nher", 20, "to ord her"),
        ("en, to, tre", 8, "en…"),
        ("ubruttogord", 6, "ubrut…"),
        ("navn, langt… enda mer", 16, "navn, langt…"),
    ],
)
def test_cut_ends_between_words(text: str, most: int, expected: str) -> None:
    assert cut(text, most) == expected
    assert len(cut(text, most)) <= most
