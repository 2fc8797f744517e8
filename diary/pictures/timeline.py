"""Part of a picture: nights week by week, and medicines as bars under the same axis."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from diary.night import ONE_DAY
from diary.pictures import texts
from diary.pictures.patterns import DASHED, FULL, OPEN, filled
from diary.pictures.svg import INNER, MARGIN, SMALL, WIDTH, Drawing, box, line, text
from diary.trends.night_states import NightCount
from diary.trends.windows import NightSpan
from diary.trends.wording import spoken_date
from diary.vocabulary import Language

NIGHT_HEIGHT: Final = 7
"""A week of seven nights is a column of 49 units."""
COLUMN_GAP: Final = 3
BAR: Final = 12
MEDICINES_MOST: Final = 10


class Use(NamedTuple):
    """One medicine or remedy: its name, and when it was begun, changed and stopped."""

    name: str
    started_on: date | None
    dose_changed_on: date | None
    stopped_on: date | None

    def touches(self, span: NightSpan) -> bool:
        """Whether it was in use on an evening before one of these nights."""
        begun = self.started_on is None or self.started_on < span.last
        return begun and (self.stopped_on is None or self.stopped_on >= span.first)


def draw_weeks(drawing: Drawing, weeks: Sequence[NightCount]) -> None:
    """A column for each week: nights with cramp below, not recorded ones on top."""
    drawing.space(8)
    drawing.paragraph(texts.WEEK_BY_WEEK[drawing.language], is_bold=True)
    height = NIGHT_HEIGHT * max(week.nights for week in weeks)
    drawing.space(6 + height)
    step = INNER / len(weeks)
    for place, week in enumerate(weeks):
        _column(drawing, MARGIN + step * place, step - COLUMN_GAP, week)
    drawing.space(16)
    first, last = weeks[0].span.first, weeks[-1].span.last
    for x, day, anchor in ((MARGIN, first, "start"), (WIDTH - MARGIN, last, "end")):
        name = texts.short_day(day, drawing.language)
        drawing.add(text(x, drawing.y, name, size=SMALL, kind="soft", anchor=anchor))


def draw_uses(drawing: Drawing, uses: Sequence[Use], span: NightSpan) -> None:
    """A bar for each medicine or remedy in use, on the axis of ``draw_weeks``."""
    language = drawing.language
    for use in uses[:MEDICINES_MOST]:
        drawing.space(6)
        drawing.paragraph(in_words(use, language), size=SMALL)
        drawing.space(4)
        _bar(drawing, use, span)
        drawing.space(BAR)
    if (more := len(uses) - MEDICINES_MOST) > 0:
        words = texts.MORE_TREATMENTS[language].format(count=more)
        drawing.paragraph(words, size=SMALL, kind="soft")
    drawing.space(6)
    drawing.paragraph(texts.MEDICINE_BAR[language], size=SMALL, kind="soft")


def in_words(use: Use, language: Language) -> str:
    """The name with its dates."""
    started = _day(use.started_on, texts.UNKNOWN_DAY[language], language)
    stopped = _day(use.stopped_on, texts.IN_USE[language], language)
    words = f"{use.name}: {started} \N{EN DASH} {stopped}"
    if use.dose_changed_on is None:
        return words
    changed = texts.DOSE_CHANGED[language].format(
        date=spoken_date(use.dose_changed_on, language)
    )
    return f"{words}; {changed}"


def _day(day: date | None, otherwise: str, language: Language) -> str:
    return otherwise if day is None else spoken_date(day, language)


def _column(drawing: Drawing, x: float, width: float, week: NightCount) -> None:
    bottom = drawing.y
    for fill, nights in (
        (FULL, week.cramp),
        (OPEN, week.quiet),
        (DASHED, week.unknown),
    ):
        height = NIGHT_HEIGHT * nights
        if nights:
            top = bottom - height
            drawing.add(filled(x, top, width, height - 2, fill=fill))
        bottom -= height


def _bar(drawing: Drawing, use: Use, span: NightSpan) -> None:
    start = _x(use.started_on or span.first, span)
    end = _x(use.stopped_on or span.last, span)
    width = max(end - start, 2)
    drawing.add(
        line(
            (MARGIN, drawing.y + BAR / 2),
            (WIDTH - MARGIN, drawing.y + BAR / 2),
            kind="grid",
        ),
        box(start, drawing.y, width, BAR, kind="calmfull"),
    )
    changed = use.dose_changed_on
    if changed is not None and span.first <= changed <= span.last:
        x = _x(changed, span)
        drawing.add(line((x, drawing.y), (x, drawing.y + BAR), kind="onfull"))


def _x(day: date, span: NightSpan) -> float:
    """Where the evening of ``day`` lies between both ends of the axis."""
    evenings = (day + ONE_DAY - span.first).days
    return MARGIN + INNER * min(max(evenings / span.nights, 0), 1)
