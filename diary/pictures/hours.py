"""Picture: night cramps by clock hour, with the nights in bed at that hour."""

from __future__ import annotations

from diary.pictures import texts
from diary.pictures.svg import MARGIN, SMALL, WIDTH, Drawing, box, line, text
from diary.trends.figure import Figure, Item
from diary.vocabulary import Language

BAR_LEFT = 84
BAR_RIGHT = 218
CRAMPS_RIGHT = 278
NIGHTS_RIGHT = WIDTH - MARGIN
ROW = 26
BAR = 16


def hours_picture(figure: Figure, language: Language) -> str:
    """The figure ``hour_of_night`` as bars, from evening to morning."""
    drawing = Drawing(texts.HOURS[language], language)
    if figure.value is None:
        reason = texts.TOO_FEW_WITH_TIME[language].format(count=figure.den)
        drawing.paragraph(reason)
        return drawing.finished(reason)
    _column_heads(drawing)
    most = max(_count(item, "cramps") for item in figure.items)
    for item in figure.items:
        _row(drawing, item, most)
    drawing.space(6)
    drawing.paragraph(texts.IN_BED_MEANS[language], size=SMALL, kind="soft")
    return drawing.finished(
        " ".join(_in_words(item, language) for item in figure.items)
    )


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


def _row(drawing: Drawing, item: Item, most: int) -> None:
    cramps, nights = _count(item, "cramps"), _count(item, "nights")
    top, baseline = drawing.y + (ROW - BAR) / 2, drawing.y + ROW / 2 + 5
    length = (BAR_RIGHT - BAR_LEFT) * cramps / max(most, 1)
    drawing.add(
        text(MARGIN, baseline, _hour(item)),
        line((BAR_LEFT, drawing.y), (BAR_LEFT, drawing.y + ROW), kind="grid"),
        text(CRAMPS_RIGHT, baseline, str(cramps), anchor="end", is_bold=cramps > 0),
        text(NIGHTS_RIGHT, baseline, str(nights), kind="soft", anchor="end"),
    )
    if cramps:
        drawing.add(box(BAR_LEFT, top, length, BAR, kind="full"))
    drawing.space(ROW)


def _hour(item: Item) -> str:
    hour = _count(item, "hour")
    return f"{hour:02d}\N{EN DASH}{(hour + 1) % 24:02d}"


def _count(item: Item, key: str) -> int:
    return int(str(item[key]))


def _in_words(item: Item, language: Language) -> str:
    return texts.HOUR_ROW[language].format(
        hour=_hour(item), cramps=item["cramps"], nights=item["nights"]
    )
