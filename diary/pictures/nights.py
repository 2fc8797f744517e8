"""Picture: the nights of the window, one sign each, a week in every row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from diary.pictures import texts
from diary.pictures.states import SIGN, legend, sign
from diary.pictures.svg import INNER, MARGIN, SMALL, Drawing, text
from diary.trends.bars import NightBar
from diary.trends.night_states import CRAMP
from diary.vocabulary import Language

NIGHTS_IN_ROW = 7
COLUMN = INNER / NIGHTS_IN_ROW
ROW = 66


def nights_picture(bars: Sequence[NightBar], language: Language) -> str:
    """The states of at least seven nights, in whole weeks; oldest first."""
    period = texts.span(bars[0].date, bars[-1].date, language)
    drawing = Drawing(texts.NIGHTS[language], language, period)
    drawing.space(10)
    _weekdays(drawing, bars)
    for start in range(0, len(bars), NIGHTS_IN_ROW):
        _week(drawing, bars[start : start + NIGHTS_IN_ROW])
    drawing.space(4)
    counts = Counter(bar.state for bar in bars)
    legend(drawing, counts)
    drawing.paragraph(texts.UNKNOWN_IS_UNKNOWN[language], size=SMALL, kind="soft")
    return drawing.finished(_in_words(bars, counts, language))


def _weekdays(drawing: Drawing, bars: Sequence[NightBar]) -> None:
    drawing.space(SMALL)
    for column, bar in enumerate(bars[:NIGHTS_IN_ROW]):
        name = texts.WEEKDAYS[drawing.language][bar.date.weekday()]
        drawing.add(
            text(
                _centre(column),
                drawing.y,
                name,
                size=SMALL,
                kind="soft",
                anchor="middle",
            )
        )
    drawing.space(8)


def _week(drawing: Drawing, bars: Sequence[NightBar]) -> None:
    for column, bar in enumerate(bars):
        centre = _centre(column)
        is_new_month = column == 0 or bar.date.day == 1
        day = texts.shortest_day(bar.date, drawing.language)
        drawing.add(
            sign(bar.state, centre - SIGN / 2, drawing.y),
            text(
                centre,
                drawing.y + SIGN + 17,
                day if is_new_month else str(bar.date.day),
                size=SMALL,
                anchor="middle",
            ),
        )
    drawing.space(ROW)


def _centre(column: int) -> float:
    return MARGIN + COLUMN * (column + 0.5)


def _in_words(
    bars: Sequence[NightBar], counts: Counter[str], language: Language
) -> str:
    dates = [texts.short_day(bar.date, language) for bar in bars if bar.state == CRAMP]
    named = (texts.DATES_WITH_CRAMP if dates else texts.NO_DATES)[language]
    return " ".join(
        (
            *(
                words[language].format(count=counts[state]) + "."
                for state, words in (
                    ("cramp", texts.CRAMP_NIGHTS),
                    ("quiet", texts.QUIET_NIGHTS),
                    ("unknown", texts.UNKNOWN_NIGHTS),
                )
            ),
            texts.sentence(named.format(dates=", ".join(dates))),
        )
    )
