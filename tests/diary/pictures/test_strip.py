"""The strip of nights: one sign each, dates that can be read, told in words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from diary.pictures.strip import COLUMN, SIGN, STYLE, strip_picture
from diary.trends.bars import NightBar
from diary.vocabulary import Language
from tests.diary.pictures.drawn import NAMESPACE, extents, parsed, words_of

FIRST = date(2026, 2, 21)
STATES = ("cramp", "quiet", "unknown", "quiet") * 7


def bars() -> list[NightBar]:
    """Four weeks, every state in them."""
    return [
        NightBar(FIRST + timedelta(days=place), state)
        for place, state in enumerate(STATES)
    ]


def test_every_night_has_its_sign_and_the_legend_one_of_each() -> None:
    root = parsed(strip_picture(bars(), "nb"))
    kinds = [
        element.attrib.get("class")
        for element in root.iter()
        if element.tag in {f"{NAMESPACE}rect", f"{NAMESPACE}circle"}
    ]
    assert kinds.count("full") == 7 + 1
    assert kinds.count("calm") == 14 + 1
    assert kinds.count("gap") == 7 + 1


@pytest.mark.parametrize(
    ("language", "dates"),
    [
        ("nb", ["21.2.", "23.2.", "2.3.", "9.3.", "16.3."]),
        ("en", ["21 Feb", "23 Feb", "2 Mar", "9 Mar", "16 Mar"]),
    ],
)
def test_the_first_night_and_mondays_are_dated(
    language: Language, dates: list[str]
) -> None:
    words = words_of(strip_picture(bars(), language))
    assert [word for word in words if word in dates] == dates


@pytest.mark.parametrize("language", ["nb", "en"])
def test_nothing_lies_outside_or_over_its_neighbour(language: Language) -> None:
    picture = strip_picture(bars(), language)
    _, _, width, height = map(int, parsed(picture).attrib["viewBox"].split())
    assert width == COLUMN * 28
    found = list(extents(picture))
    assert all(left >= 0 and right <= width for _, left, right, _, _ in found)
    assert all(top >= 0 and baseline <= height for *_, top, baseline in found)
    above = sorted(item for item in found if item[4] < SIGN)
    rows = sorted((left, right) for _, left, right, _, _ in above)
    assert all(
        right <= left for (_, right), (left, _) in zip(rows, rows[1:], strict=False)
    )


def test_it_is_told_in_words_and_draws_in_grey() -> None:
    picture = strip_picture(bars(), "nb")
    description = parsed(picture).find(f"{NAMESPACE}desc")
    assert description is not None
    assert str(description.text).startswith("21. februar – 20. mars 2026: ")
    assert "Natt med krampe: 7" in str(description.text)
    colours = {part.split("}")[0] for part in STYLE.split("#")[1:]}
    assert {len(set(colour[:3])) for colour in colours} == {1}


def test_same_nights_give_the_same_bytes() -> None:
    assert strip_picture(bars(), "en") == strip_picture(bars(), "en")
