"""Picture: medicines and remedies over time, and nights before and after each turn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from diary.pictures import texts
from diary.pictures.patterns import DASHED, FULL, OPEN, PATTERNS, filled
from diary.pictures.svg import INNER, MARGIN, SMALL, Drawing, text
from diary.pictures.timeline import Use, draw_uses, draw_weeks, in_words
from diary.trends.night_states import NightCount
from diary.trends.windows import NightSpan
from diary.vocabulary import Language

BAR: Final = 20
GAP: Final = 2
TURNS_MOST: Final = 8


class BeforeAfter(NamedTuple):
    """One start or stop: what it is, its sentence, and the nights where it is shown."""

    title: str
    sentence: str
    sides: tuple[NightCount, NightCount] | None


class Treatments(NamedTuple):
    """Weeks in order without a gap, what was in use in them, and what was turned."""

    weeks: Sequence[NightCount]
    uses: Sequence[Use]
    turns: Sequence[BeforeAfter]


def treatments_picture(shown: Treatments, language: Language) -> str:
    """The weeks with bars below; then each start or stop, or why it shows nothing."""
    span = NightSpan(shown.weeks[0].span.first, shown.weeks[-1].span.last)
    period = texts.span(*span, language)
    drawing = Drawing(texts.TREATMENTS[language], language, period)
    if not shown.uses and not shown.turns:
        drawing.space(4)
        drawing.paragraph(texts.NO_TREATMENTS[language])
        return drawing.finished(texts.NO_TREATMENTS[language])
    _legend(drawing)
    if shown.uses:
        draw_weeks(drawing, shown.weeks)
        draw_uses(drawing, shown.uses, span)
    for turn in shown.turns[:TURNS_MOST]:
        _turn(drawing, turn)
    _more(drawing, len(shown.turns) - TURNS_MOST)
    return drawing.finished(_in_words(shown, language), PATTERNS)


def _in_words(shown: Treatments, language: Language) -> str:
    return " ".join(
        (
            *(texts.sentence(in_words(use, language)) for use in shown.uses),
            *(f"{turn.title} {turn.sentence}" for turn in shown.turns),
        )
    )


def _more(drawing: Drawing, count: int) -> None:
    if count > 0:
        drawing.space(8)
        drawing.paragraph(
            texts.MORE_TREATMENTS[drawing.language].format(count=count), kind="soft"
        )


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
