"""Every picture of an empty and of a full diary, and how to look into one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Final
from xml.etree import ElementTree

from diary.pictures import of_trends
from diary.pictures.svg import CHARACTER_WIDTH
from diary.trends.answer import Material, gather_material
from diary.trends.rows import DiaryRows, MedicineRow
from diary.trends.sentences import Reader
from diary.vocabulary import Language, codes
from tests.diary.trends.answers import full_diary, window_of
from tests.diary.trends.builders import LAST, OSLO, cramp, diary

NAMESPACE: Final = "{http://www.w3.org/2000/svg}"
DRAW: Final[Mapping[str, Callable[[Material], str]]] = {
    "nights": of_trends.draw_nights,
    "hours": of_trends.draw_hours,
    "sites": of_trends.draw_sites,
    "sleep": of_trends.draw_sleep,
    "treatments": of_trends.draw_treatments,
}


def material(
    rows: DiaryRows, *, nights: int = 28, language: Language = "nb"
) -> Material:
    """What a picture of these rows is drawn from."""
    return gather_material(
        rows, window=window_of(nights), tz=OSLO, reader=Reader(language)
    )


def crowded() -> DiaryRows:
    """Every night recorded, every muscle cramped once, every kind of treatment."""
    muscles = [
        cramp(LAST - timedelta(days=at), sites=((muscle, side),))
        for at, (muscle, side) in enumerate(
            (muscle, side)
            for muscle in codes("muscle_groups")
            for side in ("left", "unknown")
        )
        if at < 28
    ]
    untimed = cramp(start_precision="unknown")
    rows = full_diary()
    return rows._replace(
        episodes=(*rows.episodes, *muscles, untimed),
        medicines=(
            MedicineRow("a", "long-acting-beta-agonist", LAST - timedelta(days=90)),
            MedicineRow("b", "magnesium", None, None, LAST - timedelta(days=40)),
            MedicineRow("c", "statin", LAST),
            MedicineRow("d", "other", LAST - timedelta(days=160)),
        ),
    )


DIARIES: Final[Mapping[str, Callable[[], DiaryRows]]] = {
    "empty": diary,
    "crowded": crowded,
}


def parsed(picture: str) -> ElementTree.Element:
    """The picture as XML; raises ``ParseError`` if it is none."""
    return ElementTree.fromstring(picture)  # noqa: S314  # our own output


def words_of(picture: str) -> list[str]:
    """Every line of text drawn, in order."""
    return [element.text or "" for element in parsed(picture).iter(f"{NAMESPACE}text")]


def extents(picture: str) -> Iterator[tuple[str, float, float, float, float]]:
    """Each line of text with about where it begins, ends, tops and stands."""
    for element in parsed(picture).iter(f"{NAMESPACE}text"):
        size, x = float(element.attrib["font-size"]), float(element.attrib["x"])
        words = element.text or ""
        width = len(words) * size * CHARACTER_WIDTH
        anchor = element.attrib["text-anchor"]
        left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
        baseline = float(element.attrib["y"])
        yield words, left, left + width, baseline - size, baseline
