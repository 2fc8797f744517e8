"""Picture: the nights of a window in one row, for a page that has little room.

Drawn for paper: shades of grey, signs told apart by shape, one style for every strip.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape
from itertools import accumulate
from typing import Final

from diary.pictures import texts
from diary.pictures.states import sign
from diary.pictures.svg import text, width_of
from diary.trends.bars import NightBar
from diary.trends.night_states import CRAMP, QUIET, UNKNOWN
from diary.vocabulary import Language

COLUMN: Final = 25
"""Units for one night."""
SIGN: Final = 19
SIZE: Final = 11
DAYS_Y: Final = 12
SIGNS_Y: Final = 17
LEGEND_Y: Final = 44
HEIGHT: Final = 60
LEGEND_SIGN: Final = 13
MONDAY: Final = 0
STATES: Final = (
    (CRAMP, texts.CRAMP_NIGHTS),
    (QUIET, texts.QUIET_NIGHTS),
    (UNKNOWN, texts.UNKNOWN_NIGHTS),
)
STYLE: Final = (
    "text{font-family:'Liberation Sans',Arial,Helvetica,sans-serif;fill:#111}"
    ".soft{fill:#444}.full{fill:#222}.onfull{stroke:#fff}"
    ".calm{fill:none;stroke:#222}.gap{fill:none;stroke:#777}"
)
"""The same in every strip, so that a policy can name it by its hash."""


def strip_picture(bars: Sequence[NightBar], language: Language) -> str:
    """The states of these nights, oldest first, with dates above and a legend below."""
    width = COLUMN * len(bars)
    nights = (_night(place, bar, language) for place, bar in enumerate(bars))
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" lang="{language}" role="img" '
            f'aria-labelledby="strip-title strip-words" width="{width}" '
            f'height="{HEIGHT}" viewBox="0 0 {width} {HEIGHT}">',
            f'<title id="strip-title">{escape(texts.NIGHTS[language])}</title>',
            f'<desc id="strip-words">{escape(strip_words(bars, language))}</desc>',
            f"<style>{STYLE}</style>",
            *nights,
            *_legend(bars, language),
            "</svg>\n",
        )
    )


def strip_words(bars: Sequence[NightBar], language: Language) -> str:
    """What the strip shows: the span, how many of each state, the cramp nights."""
    dates = [texts.short_day(bar.date, language) for bar in bars if bar.state == CRAMP]
    named = (texts.DATES_WITH_CRAMP if dates else texts.NO_DATES)[language]
    counted = ", ".join(words for _, words in _counted(bars, language))
    span = texts.span(bars[0].date, bars[-1].date, language)
    return f"{span}: {counted}. {named.format(dates=', '.join(dates))}"


def _counted(bars: Sequence[NightBar], language: Language) -> list[tuple[str, str]]:
    counts = Counter(bar.state for bar in bars)
    return [
        (state, words[language].format(count=counts[state])) for state, words in STATES
    ]


def _night(place: int, bar: NightBar, language: Language) -> str:
    """One sign; the date stands above the first night and above Mondays."""
    x = COLUMN * place
    drawn = sign(bar.state, x + (COLUMN - SIGN) / 2, SIGNS_Y, size=SIGN)
    if place and bar.date.weekday() != MONDAY:
        return drawn
    day = texts.shortest_day(bar.date, language)
    return drawn + text(x + (COLUMN - SIGN) / 2, DAYS_Y, day, size=SIZE, kind="soft")


def _legend(bars: Sequence[NightBar], language: Language) -> list[str]:
    named = _counted(bars, language)
    widths = [LEGEND_SIGN + 30 + width_of(words, SIZE) for _, words in named]
    places = accumulate(widths, initial=(COLUMN - SIGN) / 2)
    return [
        sign(state, x, LEGEND_Y, size=LEGEND_SIGN)
        + text(x + LEGEND_SIGN + 6, LEGEND_Y + 11, words, size=SIZE)
        for (state, words), x in zip(named, places, strict=False)
    ]
