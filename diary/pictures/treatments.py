"""Picture: 28 nights before and after each start or stop of a medicine or remedy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from diary.pictures import texts
from diary.pictures.patterns import DASHED, FULL, OPEN, PATTERNS, filled
from diary.pictures.svg import INNER, MARGIN, SMALL, Drawing, text
from diary.trends.night_states import NightCount
from diary.vocabulary import Language

BAR = 20
GAP = 2


class BeforeAfter(NamedTuple):
    """One start or stop: what it is, its sentence, and the nights where it is shown."""

    title: str
    sentence: str
    sides: tuple[NightCount, NightCount] | None


def treatments_picture(turns: Sequence[BeforeAfter], language: Language) -> str:
    """Each start or stop with two bars, or with the reason why there are none."""
    drawing = Drawing(texts.TREATMENTS[language], language)
    if not turns:
        drawing.paragraph(texts.NO_TREATMENTS[language])
        return drawing.finished(texts.NO_TREATMENTS[language])
    if any(turn.sides for turn in turns):
        _legend(drawing)
    for turn in turns:
        _turn(drawing, turn)
    words = " ".join(f"{turn.title} {turn.sentence}" for turn in turns)
    return drawing.finished(words, PATTERNS)


def _turn(drawing: Drawing, turn: BeforeAfter) -> None:
    drawing.space(12)
    drawing.paragraph(turn.title, is_bold=True)
    if turn.sides:
        names = (texts.BEFORE, texts.AFTER)
        for name, count in zip(names, turn.sides, strict=True):
            _side(drawing, name[drawing.language], count)
    drawing.space(4)
    drawing.paragraph(turn.sentence, size=SMALL, kind="soft")


def _side(drawing: Drawing, name: str, count: NightCount) -> None:
    drawing.space(6)
    template = texts.OF_RECORDED if count.recorded else texts.NONE_RECORDED
    words = template[drawing.language].format(
        name=name, cramp=count.cramp, recorded=count.recorded
    )
    drawing.paragraph(words, size=SMALL)
    drawing.space(4)
    x = float(MARGIN + 1)
    for fill, nights in (
        (FULL, count.cramp),
        (OPEN, count.quiet),
        (DASHED, count.unknown),
    ):
        width = (INNER - 2) * nights / count.nights
        if nights:
            drawing.add(filled(x, drawing.y, max(width - GAP, 1), BAR, fill=fill))
        x += width
    drawing.space(BAR + 2)


def _legend(drawing: Drawing) -> None:
    drawing.space(10)
    for fill, name in (
        (FULL, texts.CRAMP_NIGHT),
        (OPEN, texts.QUIET_NIGHT),
        (DASHED, texts.UNKNOWN_NIGHT),
    ):
        drawing.add(
            filled(MARGIN + 1, drawing.y, 30, 16, fill=fill),
            text(MARGIN + 42, drawing.y + 13, name[drawing.language]),
        )
        drawing.space(24)
