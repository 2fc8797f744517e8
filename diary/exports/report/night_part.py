"""Nights with cramp: three spans side by side, the verdicts, and the strip."""

from __future__ import annotations

from typing import NamedTuple

from diary.exports.report import words
from diary.exports.report.document import NightPart, Row, Table
from diary.exports.report.material import LONG_NIGHTS, NIGHTS, Gathered
from diary.exports.report.writing import limits, of, points, reason, share, span
from diary.pictures.strip import strip_picture, strip_words
from diary.trends.bars import night_bars
from diary.trends.cramp_figures import cramp_nights
from diary.trends.figure import Comparison, Figure
from diary.trends.intervals import Interval
from diary.trends.night_states import NightCount, count_nights
from diary.trends.period import gather
from diary.trends.quality import prompt_share
from diary.trends.sentences import change_sentence
from diary.trends.verdicts import IMPROVED, UNKNOWN_NIGHTS_BETTER, compare
from diary.trends.windows import NightSpan
from diary.vocabulary import Language

GOOD_NEWS = frozenset({IMPROVED, UNKNOWN_NIGHTS_BETTER})


class Column(NamedTuple):
    """One span of nights with the figures that stand below it."""

    head: str
    counted: NightCount
    nights: Figure
    prompt: Figure


def night_part(gathered: Gathered) -> NightPart:
    """Now, before and over 84 nights, what has changed, and each of the 28 nights."""
    language = gathered.language
    bars = night_bars(gathered.trend.current, gathered.trend.tz)
    return NightPart(
        table=night_table(gathered),
        verdicts=verdicts(gathered),
        strip=strip_picture(bars, language),
        strip_words=strip_words(bars, language),
    )


def night_table(gathered: Gathered) -> Table:
    """One column for each span; "not shared" where dates are kept back."""
    language = gathered.language
    columns = _columns(gathered)
    labels = (
        words.CRAMP_NIGHTS,
        words.INTERVAL,
        words.BOUNDS,
        words.RECORDED,
        words.PROMPT,
    )
    cells = [_cells(column, gathered) for column in columns]
    return Table(
        title=words.NIGHTS[language],
        head=("", *(column.head for column in columns)),
        rows=tuple(
            (label[language], *values)
            for label, *values in zip(labels, *cells, strict=True)
        ),
    )


def verdicts(gathered: Gathered) -> tuple[tuple[str, str], ...]:
    """What may be said of 28 nights against 28, and of 84 against 84."""
    current, previous = gathered.trend.current.count, gathered.trend.previous.count
    long, before = _long_counts(gathered)
    pairs = ((NIGHTS, current, previous), (LONG_NIGHTS, long, before))
    return tuple(
        (
            words.COMPARED[gathered.language].format(nights=nights),
            verdict_words(compare(now, then), gathered),
        )
        for nights, now, then in pairs
        if gathered.is_shared(now.span) and gathered.is_shared(then.span)
    )


def verdict_words(change: Comparison, gathered: Gathered) -> str:
    """The change with its limits, then the sentence that the verdict allows."""
    language = gathered.language
    said = change_sentence(change, gathered.trend.reader)
    if is_withheld(change, gathered):
        said = words.NO_PRAISE[language]
    return change_words(change, language) + said


def is_withheld(change: Comparison, gathered: Gathered) -> bool:
    """Whether the verdict is good news that an open warning goes before."""
    return gathered.facts.is_warned and (change.reason or change.verdict) in GOOD_NEWS


def change_words(change: Comparison, language: Language) -> str:
    """The difference in percentage points with its limits; empty if not shown."""
    if change.value is None or change.interval is None:
        return ""
    return words.CHANGE[language].format(
        value=points(change.value, language), **ends_of(change.interval, language)
    )


def nights_cell(figure: Figure, language: Language) -> str:
    """Cramp nights of recorded ones with the share, or why there is none."""
    if figure.value is None:
        counted = of(figure.num, figure.den, language)
        if not figure.den:
            return counted
        return f"{counted} ({reason(figure, language)})"
    value = share(figure.num or 0, figure.den or 0, language)
    if figure.preliminary:
        return words.PRELIMINARY[language].format(value=value)
    return value


def ends_of(interval: Interval, language: Language) -> dict[str, str]:
    """The limits of a difference in percentage points, without the unit."""
    low, high = (points(limit, language).split()[0] for limit in interval)
    return {"low": low, "high": high}


def _columns(gathered: Gathered) -> list[Column]:
    language, trend = gathered.language, gathered.trend
    current, previous = trend.current.count, trend.previous.count
    long, long_before = _long_counts(gathered)
    change, long_change = compare(current, previous), compare(long, long_before)
    last = words.LAST_NIGHTS[language]
    return [
        Column(
            _head(last.format(nights=NIGHTS), current.span, language),
            current,
            cramp_nights(current, previous, change),
            _prompt(gathered, current.span),
        ),
        Column(
            _head(
                words.NIGHTS_BEFORE[language].format(nights=NIGHTS),
                previous.span,
                language,
            ),
            previous,
            cramp_nights(previous, current, change),
            _prompt(gathered, previous.span),
        ),
        Column(
            _head(last.format(nights=LONG_NIGHTS), long.span, language),
            long,
            cramp_nights(long, long_before, long_change),
            _prompt(gathered, long.span),
        ),
    ]


def _cells(column: Column, gathered: Gathered) -> Row:
    language, figure, count = gathered.language, column.nights, column.counted
    if not gathered.is_shared(count.span):
        return (words.NOT_SHARED[language],) * 5
    why = reason(figure, language) if count.recorded else words.UNKNOWN[language]
    return (
        nights_cell(figure, language),
        limits(figure.interval) or why,
        limits(figure.bounds) or why,
        words.RECORDED_CELL[language].format(
            recorded=count.recorded, nights=count.nights, unknown=count.unknown
        ),
        of(column.prompt.num, column.prompt.den, language),
    )


def _head(name: str, nights: NightSpan, language: Language) -> str:
    return f"{name}, {span(*nights, language)}"


def _prompt(gathered: Gathered, nights: NightSpan) -> Figure:
    trend = gathered.trend
    period = gather(trend.rows, trend.states, nights)
    return prompt_share(trend.rows, period, trend.tz)


def _long_counts(gathered: Gathered) -> tuple[NightCount, NightCount]:
    window, states = gathered.long, gathered.trend.states
    return count_nights(states, window.current), count_nights(states, window.previous)
