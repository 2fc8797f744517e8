"""Picture: night cramps by clock hour, with the nights in bed at that hour."""

from __future__ import annotations

from collections.abc import Iterable

from diary.pictures import texts
from diary.pictures.svg import MARGIN, SMALL, WIDTH, Drawing, box, line, text
from diary.trends.figure import Figure, Item
from diary.trends.windows import NightSpan
from diary.vocabulary import Language

BAR_LEFT = 84
BAR_RIGHT = 218
CRAMPS_RIGHT = 278
NIGHTS_RIGHT = WIDTH - MARGIN
ROW = 26
BAR = 16
MINIMUM_NIGHTS = 7
"""Nights in bed known at each hour with cramps, for bars of the rate; ours."""


def hours_picture(figure: Figure, span: NightSpan, language: Language) -> str:
    """The figure ``hour_of_night`` as bars, from evening to morning.

    The bars are cramps for each night in bed, or numbers where too few bed times are
    known; the explanation below says which.
    """
    drawing = Drawing(texts.HOURS[language], language, texts.span(*span, language))
    if figure.value is None:
        reason = texts.TOO_FEW_WITH_TIME[language].format(count=figure.den)
        drawing.paragraph(reason)
        return drawing.finished(reason)
    _column_heads(drawing)
    is_rate = _can_be_compared(figure.items)
    lengths = [_length(item, is_rate=is_rate) for item in figure.items]
    for item, length in zip(figure.items, lengths, strict=True):
        _row(drawing, item, length / (max(lengths) or 1))
    drawing.space(6)
    meaning = texts.BAR_IS_RATE if is_rate else texts.BAR_IS_COUNT
    for words in (meaning, texts.IN_BED_MEANS):
        drawing.paragraph(words[language], size=SMALL, kind="soft")
    return drawing.finished(
        " ".join(_in_words(item, language) for item in figure.items)
    )


def _can_be_compared(items: Iterable[Item]) -> bool:
    return all(
        _count(item, "nights") >= MINIMUM_NIGHTS
        for item in items
        if _count(item, "cramps")
    )


def _length(item: Item, *, is_rate: bool) -> float:
    return float(str(item["rate"] or 0)) if is_rate else _count(item, "cramps")


def _column_heads(drawing: Drawing) -> None:
    language = drawing.language
    drawing.space(24)
    drawing.add(
        text(MARGIN, drawing.y, texts.HOUR[language], size=SMALL, kind="soft"),
        *(
            text(
                right, drawing.y, name[language], size=SMALL, kind="soft", anchor="end"
            )
            for right, name in (
                (CRAMPS_RIGHT, texts.CRAMPS),
                (NIGHTS_RIGHT, texts.IN_BED),
            )
        ),
    )
    drawing.space(8)


def _row(drawing: Drawing, item: Item, share: float) -> None:
    """One hour; its bar takes ``share`` of the room there is."""
    cramps, nights = _count(item, "cramps"), _count(item, "nights")
    top, baseline = drawing.y + (ROW - BAR) / 2, drawing.y + ROW / 2 + 5
    drawing.add(
        text(MARGIN, baseline, hour_name(item)),
        line((BAR_LEFT, drawing.y), (BAR_LEFT, drawing.y + ROW), kind="grid"),
        text(CRAMPS_RIGHT, baseline, str(cramps), anchor="end", is_bold=cramps > 0),
        text(NIGHTS_RIGHT, baseline, str(nights), kind="soft", anchor="end"),
    )
    if share:
        length = (BAR_RIGHT - BAR_LEFT) * share
        drawing.add(box(BAR_LEFT, top, length, BAR, kind="full"))
    drawing.space(ROW)


def hour_name(item: Item) -> str:
    """The hour of an item of the figure as 02–03."""
    hour = _count(item, "hour")
    return f"{hour:02d}\N{EN DASH}{(hour + 1) % 24:02d}"


def _count(item: Item, key: str) -> int:
    return int(str(item[key]))


def _in_words(item: Item, language: Language) -> str:
    return texts.HOUR_ROW[language].format(
        hour=hour_name(item), cramps=item["cramps"], nights=item["nights"]
    )
