"""What holds for every picture: valid, described, readable, the same each time."""

from __future__ import annotations

import re

import pytest

from diary.pictures.svg import STYLE, WIDTH
from diary.vocabulary import Language
from tests.diary.pictures.drawn import (
    DIARIES,
    DRAW,
    NAMESPACE,
    crowded,
    extents,
    material,
    parsed,
    words_of,
)

SMALLEST_TEXT = 13
SHOWN = [
    (name, diary, nights, language)
    for name in DRAW
    for diary in DIARIES
    for nights in (7, 28, 84)
    for language in ("nb", "en")
]


def draw(name: str, diary: str, nights: int, language: Language) -> str:
    return DRAW[name](material(DIARIES[diary](), nights=nights, language=language))


@pytest.fixture(params=SHOWN, ids=lambda shown: "-".join(map(str, shown)))
def picture(request: pytest.FixtureRequest) -> str:
    return draw(*request.param)


def test_picture_is_xml_with_title_and_description(picture: str) -> None:
    root = parsed(picture)
    title, description = (root.find(f"{NAMESPACE}{name}") for name in ("title", "desc"))
    assert title is not None
    assert title.text
    assert description is not None
    assert description.text
    assert root.attrib["aria-labelledby"] == "title description"
    assert not re.search(r"[{}]|None", title.text + description.text)


def test_no_text_lies_outside_the_paper(picture: str) -> None:
    _, _, width, height = map(int, parsed(picture).attrib["viewBox"].split())
    assert width == WIDTH
    found = list(extents(picture))
    assert found
    outside = [
        words
        for words, left, right, top, baseline in found
        if left < 0 or right > width or top < 0 or baseline > height
    ]
    assert outside == []


def test_no_two_texts_lie_on_each_other(picture: str) -> None:
    found = list(extents(picture))
    covered = [
        (one[0], other[0])
        for place, one in enumerate(found)
        for other in found[place + 1 :]
        if one[1] < other[2]
        and other[1] < one[2]
        and one[3] < other[4]
        and other[3] < one[4]
    ]
    assert covered == []


def test_no_text_is_too_small(picture: str) -> None:
    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)"', picture)]
    assert min(sizes) >= SMALLEST_TEXT


def test_every_shape_has_a_look_in_both_themes(picture: str) -> None:
    light, dark = STYLE.split("@media screen and (prefers-color-scheme:dark)")
    names = {
        name
        for classes in re.findall(r'class="([^"]+)"', picture)
        for name in classes.split()
    }
    assert names
    assert {name for name in names if f".{name}{{" not in light} == set()
    assert {name for name in names if f".{name}{{" not in dark} == set()


def test_pattern_that_is_used_is_there(picture: str) -> None:
    used = set(re.findall(r"url\(#(\w+)\)", picture))
    assert used <= set(re.findall(r'<pattern id="(\w+)"', picture))


def test_picture_needs_nothing_from_elsewhere(picture: str) -> None:
    assert not re.search(r"href|<script|<image|@import|url\((?!#)| style=", picture)


@pytest.mark.parametrize("name", list(DRAW))
def test_same_figures_give_the_same_bytes(name: str) -> None:
    rows = crowded()
    turned = rows._replace(
        episodes=rows.episodes[::-1],
        sleep_nights=rows.sleep_nights[::-1],
        check_ins=rows.check_ins[::-1],
        medicines=rows.medicines[::-1],
    )
    assert DRAW[name](material(rows)) == DRAW[name](material(turned))


@pytest.mark.parametrize("name", list(DRAW))
def test_picture_speaks_the_language_of_its_reader(name: str) -> None:
    rows = crowded()
    norwegian = DRAW[name](material(rows, language="nb"))
    english = DRAW[name](material(rows, language="en"))
    assert 'lang="nb"' in norwegian
    assert 'lang="en"' in english
    assert words_of(norwegian)[0] != words_of(english)[0]
