"""Picture: cramps by muscle and side, arms and trunk set apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from diary.pictures import texts
from diary.pictures.patterns import DOTTED, FULL, PATTERNS, STRIPED, filled
from diary.pictures.svg import INNER, MARGIN, SMALL, TEXT, WIDTH, Drawing, text
from diary.trends.figure import Figure
from diary.trends.windows import NightSpan
from diary.vocabulary import Language, label, region_of

MOST_MUSCLES = 10
BAR = 16
ROW = 68
LEG = "leg"
SIDE_FILLS = {"left": FULL, "right": STRIPED}


class Place(NamedTuple):
    """One muscle with the cramps on the left, the right, and both or unknown."""

    muscle: str
    left: int
    right: int
    other: int

    @property
    def total(self) -> int:
        return self.left + self.right + self.other


def sites_picture(figure: Figure, span: NightSpan, language: Language) -> str:
    """The figure ``sites`` as bars, the commonest muscle first."""
    drawing = Drawing(texts.SITES[language], language, texts.span(*span, language))
    places = places_of(figure)
    if not places:
        drawing.paragraph(texts.NO_SITES[language])
        return drawing.finished(texts.NO_SITES[language])
    explained = texts.SITES_DEN[language].format(count=figure.den)
    drawing.paragraph(explained, size=SMALL, kind="soft")
    _legend(drawing)
    shown = places[:MOST_MUSCLES]
    for heading, is_leg in ((texts.LEG, True), (texts.ARM_OR_TRUNK, False)):
        group = [one for one in shown if (region_of(one.muscle) == LEG) is is_leg]
        _group(drawing, heading[language], group, most=shown[0].total)
    if left := len(places) - len(shown):
        drawing.paragraph(texts.MORE_PLACES[language].format(count=left), kind="soft")
    words = "; ".join(_in_words(place, language) for place in places)
    return drawing.finished(f"{explained} {words}.", PATTERNS)


def places_of(figure: Figure) -> list[Place]:
    """The muscles of the figure ``sites``, the commonest first."""
    counts: dict[str, dict[str, int]] = {}
    for item in figure.items:
        sides = counts.setdefault(str(item["muscle"]), {})
        sides[str(item["side"])] = int(str(item["count"]))
    places = [
        Place(
            muscle,
            left=sides.get("left", 0),
            right=sides.get("right", 0),
            other=sum(n for side, n in sides.items() if side not in SIDE_FILLS),
        )
        for muscle, sides in counts.items()
    ]
    return sorted(places, key=lambda place: (-place.total, place.muscle))


def _legend(drawing: Drawing) -> None:
    language = drawing.language
    drawing.space(8)
    for fill, name in (
        (FULL, label("sides", "left", language)),
        (STRIPED, label("sides", "right", language)),
        (DOTTED, texts.OTHER_SIDES[language]),
    ):
        drawing.add(
            filled(MARGIN + 1, drawing.y, 30, BAR, fill=fill),
            text(MARGIN + 42, drawing.y + 13, name),
        )
        drawing.space(24)


def _group(
    drawing: Drawing, heading: str, places: Sequence[Place], *, most: int
) -> None:
    if not places:
        return
    drawing.space(6)
    drawing.paragraph(heading, size=TEXT, is_bold=True)
    drawing.space(6)
    for place in places:
        _row(drawing, place, most)


def _row(drawing: Drawing, place: Place, most: int) -> None:
    top = drawing.y
    drawing.add(
        text(MARGIN, top + 14, label("muscle_groups", place.muscle, drawing.language)),
        text(WIDTH - MARGIN, top + 14, str(place.total), anchor="end", is_bold=True),
    )
    x = float(MARGIN + 1)
    for fill, count in (
        (FULL, place.left),
        (STRIPED, place.right),
        (DOTTED, place.other),
    ):
        width = (INNER - 8) * count / most
        if count:
            drawing.add(filled(x, top + 22, width, BAR, fill=fill))
        x += width + (2 if count else 0)
    sides = _sides(place, drawing.language)
    drawing.add(text(MARGIN, top + 54, sides, size=SMALL, kind="soft"))
    drawing.space(ROW)


def _in_words(place: Place, language: Language) -> str:
    name = label("muscle_groups", place.muscle, language)
    return f"{name}: {_sides(place, language).lower()}"


def _sides(place: Place, language: Language) -> str:
    """The number on each side that has any."""
    sides = (
        (label("sides", "left", language), place.left),
        (label("sides", "right", language), place.right),
        (texts.OTHER_SIDES[language], place.other),
    )
    named = (f"{name}: {count}" for name, count in sides if count)
    return ", ".join(named).capitalize()
