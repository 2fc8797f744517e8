"""Picture: each night's time in bed and asleep as a bar, with its cramps as marks."""

from __future__ import annotations

from collections.abc import Sequence

from diary.pictures import texts
from diary.pictures.states import sign
from diary.pictures.svg import (
    MARGIN,
    SMALL,
    Drawing,
    box,
    line,
    number,
    text,
)
from diary.trends.bars import NightBar, Stretch
from diary.trends.night_states import UNKNOWN
from diary.vocabulary import Language

LEFT = 82
RIGHT = 322
UNTIMED = 338
"""Where the mark of a cramp without a known time stands: beside the clock."""
ROW = 21
BAR = 12
HALF_MARK = 6.5
SMALL_SIGN = 18
MINUTES_PER_HOUR = 60
TICK_HOURS = 2
USUAL: Stretch = (10 * MINUTES_PER_HOUR, 20 * MINUTES_PER_HOUR)
"""From 22:00 to 08:00, in minutes since noon: drawn where no bed time is known."""
LONGEST = 36 * MINUTES_PER_HOUR


def sleep_picture(bars: Sequence[NightBar], language: Language) -> str:
    """One row a night, oldest first, on one clock that holds them all."""
    period = texts.span(bars[0].date, bars[-1].date, language)
    drawing = Drawing(texts.SLEEP[language], language, period)
    words = _in_words(bars, language)
    if not any(bar.bed or bar.sleep or bar.marks for bar in bars):
        drawing.space(8)
        drawing.paragraph(texts.NO_SLEEP[language])
        return drawing.finished(texts.NO_SLEEP[language])
    _legend(drawing)
    clock = _clock(bars)
    _ticks(drawing, clock, height=ROW * len(bars))
    for bar in bars:
        _row(drawing, bar, clock)
    return drawing.finished(words)


def _clock(bars: Sequence[NightBar]) -> Stretch:
    """The hours to draw in whole steps of two, in minutes since noon."""
    stretches = [part for bar in bars for part in (bar.bed, bar.sleep) if part]
    marks = [mark.minute for bar in bars for mark in bar.marks]
    timed = [minute for minute in marks if minute is not None]
    starts, ends = zip(*(stretches or [USUAL]), strict=True)
    first = max(min([*starts, *timed]), -MINUTES_PER_HOUR * TICK_HOURS)
    last = min(max([*ends, *timed]), LONGEST)
    step = MINUTES_PER_HOUR * TICK_HOURS
    return first // step * step, -(-last // step) * step


def _ticks(drawing: Drawing, clock: Stretch, *, height: float) -> None:
    drawing.space(16)
    count = (clock[1] - clock[0]) // (MINUTES_PER_HOUR * TICK_HOURS)
    every = 2 if count > 6 else 1
    for place in range(count + 1):
        minute = clock[0] + place * MINUTES_PER_HOUR * TICK_HOURS
        x = _x(minute, clock)
        drawing.add(line((x, drawing.y + 6), (x, drawing.y + 8 + height), kind="grid"))
        if place % every == 0:
            hour = (12 + minute // MINUTES_PER_HOUR) % 24
            drawing.add(
                text(
                    x,
                    drawing.y,
                    f"{hour:02d}",
                    size=SMALL,
                    kind="soft",
                    anchor="middle",
                )
            )
    drawing.space(8)


def _row(drawing: Drawing, bar: NightBar, clock: Stretch) -> None:
    top, middle = drawing.y + (ROW - BAR) / 2, drawing.y + ROW / 2
    drawing.add(
        text(
            MARGIN, middle + 5, texts.short_day(bar.date, drawing.language), size=SMALL
        )
    )
    if bar.bed:
        drawing.add(_bed_bar(*_places(bar.bed, clock), top))
    if bar.sleep:
        drawing.add(_sleep_bar(*_places(bar.sleep, clock), top))
    for mark in bar.marks:
        if mark.minute is None:
            drawing.add(untimed_mark(UNTIMED, middle))
        else:
            drawing.add(timed_mark(_x(mark.minute, clock), middle))
    if bar.state == UNKNOWN:
        drawing.add(_not_recorded(UNTIMED, middle))
    drawing.space(ROW)


def _not_recorded(x: float, y: float) -> str:
    """Whether there was a cramp is not known: no mark must not look like no cramp."""
    return sign(UNKNOWN, x - SMALL_SIGN / 2, y - SMALL_SIGN / 2, size=SMALL_SIGN)


def _bed_bar(start: float, end: float, top: float) -> str:
    width = max(end - start, 1)
    return box(start, top, width, BAR, kind="calm", extra=' stroke-width="1.5"')


def _sleep_bar(start: float, end: float, top: float) -> str:
    return box(start, top + 2.5, max(end - start, 1), BAR - 5, kind="calmfull")


def _places(part: Stretch, clock: Stretch) -> tuple[float, float]:
    return _x(part[0], clock), _x(part[1], clock)


def _x(minute: int, clock: Stretch) -> float:
    held = min(max(minute, clock[0]), clock[1])
    return LEFT + (RIGHT - LEFT) * (held - clock[0]) / (clock[1] - clock[0])


def timed_mark(x: float, y: float) -> str:
    """A full diamond with an edge that parts it from the bar below."""
    return _diamond(x, y, 'class="full edge" stroke-width="1.5"')


def untimed_mark(x: float, y: float) -> str:
    """An open diamond: the night had a cramp, the hour is not known."""
    return _diamond(x, y, 'class="rim" stroke-width="2"')


def _diamond(x: float, y: float, look: str) -> str:
    points = " ".join(
        f"{number(x + across)},{number(y + down)}"
        for across, down in (
            (0, -HALF_MARK),
            (HALF_MARK, 0),
            (0, HALF_MARK),
            (-HALF_MARK, 0),
        )
    )
    return f'<polygon {look} points="{points}"/>'


def _legend(drawing: Drawing) -> None:
    middle = MARGIN + 16
    drawing.space(10)
    for shape, name in (
        (_bed_bar(MARGIN + 1, MARGIN + 31, drawing.y), texts.IN_BED_BAR),
        (_sleep_bar(MARGIN + 1, MARGIN + 31, drawing.y + 22), texts.ASLEEP_BAR),
        (timed_mark(middle, drawing.y + 44 + BAR / 2), texts.CRAMP_MARK),
        (untimed_mark(middle, drawing.y + 66 + BAR / 2), texts.CRAMP_MARK_UNTIMED),
        (_not_recorded(middle, drawing.y + 88 + BAR / 2), texts.NOT_RECORDED_MARK),
    ):
        name_here = name[drawing.language]
        drawing.add(shape, text(MARGIN + 42, drawing.y + 11, name_here))
        drawing.space(22)
    drawing.paragraph(texts.NO_SLEEP_ROW[drawing.language], size=SMALL, kind="soft")


def _in_words(bars: Sequence[NightBar], language: Language) -> str:
    return texts.SLEEP_ROWS[language].format(
        slept=sum(1 for bar in bars if bar.bed or bar.sleep),
        nights=len(bars),
        cramps=sum(len(bar.marks) for bar in bars),
        unknown=sum(1 for bar in bars if bar.state == UNKNOWN),
    )
