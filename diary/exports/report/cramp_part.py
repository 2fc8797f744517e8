"""Cramps: how many, how long, how painful, and what part of them comes by day."""

from __future__ import annotations

from diary.criteria.outcomes import cramps_per_week
from diary.exports.report import words
from diary.exports.report.document import Row, Table
from diary.exports.report.material import NIGHTS, Gathered
from diary.exports.report.words import Text
from diary.exports.report.writing import day, length, of, reason
from diary.night import DateWindow
from diary.trends.circumstances import physical_relief
from diary.trends.cramp_figures import cramp_counts
from diary.trends.day_share import day_share
from diary.trends.duration_pain import durations, pains, soreness
from diary.trends.figure import PROPORTION, Figure
from diary.trends.night_states import count_nights
from diary.trends.period import Period
from diary.trends.windows import NightSpan, day_share_blocks
from diary.trends.wording import decimal, spoken
from diary.vocabulary import Language, label

HELPED_SHOWN = 2


def cramp_table(gathered: Gathered) -> Table:
    """The cramps of the 28 nights beside those of the 28 nights before."""
    language = gathered.language
    now = _cells(gathered.trend.current, gathered)
    before = _cells(gathered.trend.previous, gathered)
    return Table(
        title=words.CRAMPS[language],
        head=(
            "",
            words.LAST_NIGHTS[language].format(nights=NIGHTS),
            words.BEFORE[language].format(nights=NIGHTS),
        ),
        rows=tuple(
            (name[language], value, earlier)
            for (name, value), (_, earlier) in zip(now, before, strict=True)
        ),
        notes=helped(gathered),
    )


def helped(gathered: Gathered) -> tuple[str, ...]:
    """The physical measures that eased most often; never a medicine."""
    if gathered.facts.is_urgent:
        return ()  # it reads as advice, and the advice now is to call
    language = gathered.language
    eased = physical_relief(gathered.trend.current).items
    named = [
        f"{label('relief_measures', str(item['code']), language)} "
        f"({words.OF[language].format(num=item['count'], den=item['den'])})"
        for item in eased
        if item["count"]
    ]
    if not named:
        return ()
    top = "; ".join(named[:HELPED_SHOWN])
    return (words.HELPED[language].format(top=top),)


def day_share_table(gathered: Gathered) -> Table:
    """Day cramps of all cramps in each block of 28 nights, the latest first."""
    language, last = gathered.language, gathered.span.last
    figure = day_share(gathered.trend.rows.episodes, last)
    blocks = list(zip(day_share_blocks(last), figure.items, strict=True))
    return Table(
        title=words.DAY_SHARE[language],
        head=words.DAY_SHARE_HEAD[language],
        rows=tuple(
            (
                day(block.last, language),
                *_block(block, item["num"], item["den"], item["value"], gathered),
            )
            for block, item in reversed(blocks)
        ),
    )


def length_cell(figure: Figure, language: Language) -> str:
    """A length, or why there is none."""
    if figure.value is None:
        return reason(figure, language)
    return length(figure.value, language)


def score_cell(figure: Figure, language: Language) -> str:
    """A score, or why there is none."""
    if figure.value is None:
        return reason(figure, language)
    return decimal(figure.value, 1, language)


def count_cell(figure: Figure, language: Language) -> str:
    """How many of how many, or why there is neither."""
    if figure.value is None and not figure.den:
        return reason(figure, language)
    return of(figure.num, figure.den, language)


def number_cell(period: Period, language: Language) -> str:
    """All cramps, by night and by day; unknown where nothing is recorded."""
    numbers = [figure.value for figure in cramp_counts(period)]
    if None in numbers:
        return words.UNKNOWN[language]
    every, at_night, by_day = numbers
    return f"{every} ({at_night} / {by_day})"


def week_cell(span: NightSpan, gathered: Gathered) -> str:
    """Cramps a week over the dates with an entry."""
    window = DateWindow(span.first, span.last)
    covered = gathered.index.covered_days(window)
    rate = cramps_per_week(len(gathered.index.cramps(window)), covered)
    if rate is None:
        return words.TOO_FEW[gathered.language]
    return decimal(rate, 1, gathered.language)


def _cells(period: Period, gathered: Gathered) -> list[tuple[Text, str]]:
    language = gathered.language
    figures = (*durations(period), *pains(period), *soreness(period))
    found = {figure.id: figure for figure in figures}
    cells = [
        (words.NUMBER, number_cell(period, language)),
        (words.PER_WEEK, week_cell(period.count.span, gathered)),
        (words.MEDIAN_LENGTH, length_cell(found["duration_median"], language)),
        (words.LONGEST, length_cell(found["duration_longest"], language)),
        (words.OVER_TEN, count_cell(found["duration_over_10_min"], language)),
        (words.WORST_PAIN, score_cell(found["pain_worst"], language)),
        (words.SORENESS, count_cell(found["soreness_share"], language)),
    ]
    if not gathered.is_for_clinician:
        del cells[1]  # a figure of trials; a patient would read it as an effect
    if not gathered.is_shared(period.count.span):
        return [(name, words.NOT_SHARED[language]) for name, _ in cells]
    if period.cramps:
        return cells
    nothing = words.REASONS["no_cramps"] if period.count.recorded else words.UNKNOWN
    return [cells[0], *((name, nothing[language]) for name, _ in cells[1:])]


def _block(
    span: NightSpan, num: object, den: object, value: object, gathered: Gathered
) -> Row:
    language = gathered.language
    if not gathered.is_shared(span):
        return (words.NOT_SHARED[language],) * 2
    if not den:
        recorded = count_nights(gathered.trend.states, span).recorded
        nothing = words.REASONS["no_cramps"] if recorded else words.UNKNOWN
        return nothing[language], ""
    counted = words.OF[language].format(num=num, den=den)
    if not isinstance(value, float):
        return counted, words.TOO_FEW[language]
    return counted, spoken(value, PROPORTION, language)
