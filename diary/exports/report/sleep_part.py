"""Sleep: all nights, nights with cramp against quiet ones, and the difference."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from diary.exports.report import words
from diary.exports.report.document import Row, Table
from diary.exports.report.material import Gathered
from diary.exports.report.words import Text
from diary.exports.report.writing import clock_length, reason, signed, signed_minutes
from diary.trends.cramp_cost import cramp_costs
from diary.trends.figure import Figure, Number
from diary.trends.sleep_figures import sleep_figures
from diary.trends.wording import decimal
from diary.vocabulary import Language


class Measure(NamedTuple):
    """One line of the table: its figures, and how values and differences are put."""

    name: Text
    overall: str
    cost: str
    value: Callable[[Number, Language], str]
    difference: Callable[[Number, Language], str]
    unit: Text


def sleep_table(gathered: Gathered) -> Table:
    """Means of the 28 nights; the difference is cramp nights minus quiet nights."""
    language = gathered.language
    figures = {figure.id: figure for figure in sleep_figures(gathered.trend.current)}
    costs = {figure.id: figure for figure in cramp_costs(gathered.trend.current)}
    counts = (figures["sleep_tst"].den, costs["cost_tst"].num, costs["cost_tst"].den)
    nights = (words.SLEEP_NIGHTS[language], *(str(n or 0) for n in counts), "")
    rows = (
        _row(measure, figures[measure.overall], costs[measure.cost], language)
        for measure in MEASURES
    )
    has_any = any(figure.value is not None for figure in figures.values())
    return Table(
        title=words.SLEEP[language],
        head=words.SLEEP_HEAD[language],
        rows=(*rows, nights) if has_any else (),
        notes=() if has_any else (words.NO_SLEEP[language],),
    )


def difference_words(measure: Measure, cost: Figure, language: Language) -> str:
    """The difference with its limits, or why it is not shown."""
    if cost.value is None or cost.interval is None:
        return reason(cost, language)
    low, high = (measure.difference(limit, language) for limit in cost.interval)
    value = f"{measure.difference(cost.value, language)}{measure.unit[language]}"
    words_of_it = words.DIFFERENCE[language].format(value=value, low=low, high=high)
    if cost.preliminary:
        return words.PRELIMINARY[language].format(value=words_of_it)
    return words_of_it


def value_words(measure: Measure, figure: Figure, language: Language) -> str:
    """The value over all nights, or why it is not shown."""
    if figure.value is None:
        return reason(figure, language)
    return measure.value(figure.value, language)


def _row(measure: Measure, overall: Figure, cost: Figure, language: Language) -> Row:
    return (
        measure.name[language],
        value_words(measure, overall, language),
        *_means(measure, cost, language),
        difference_words(measure, cost, language),
    )


def _means(measure: Measure, cost: Figure, language: Language) -> Row:
    if not cost.items:
        return (reason(cost, language),) * 2
    (means,) = cost.items
    return tuple(
        measure.value(float(str(means[f"mean_on_{kind}_nights"])), language)
        for kind in ("cramp", "quiet")
    )


def _percent(value: Number, language: Language) -> str:
    return f"{decimal(value, 1, language)} %"


def _score(value: Number, language: Language) -> str:
    return decimal(value, 1, language)


def _minutes_difference(value: Number, language: Language) -> str:
    return signed_minutes(value)


def _difference(value: Number, language: Language) -> str:
    return signed(value, 1, language)


MINUTES = words.text(" min", " min")
TST = Measure(
    words.TST, "sleep_tst", "cost_tst", clock_length, _minutes_difference, MINUTES
)
EFFICIENCY = Measure(
    words.EFFICIENCY,
    "sleep_se_tib",
    "cost_se_tib",
    _percent,
    _difference,
    words.text(" points", " prosentpoeng"),
)
MEASURES = (
    TST,
    EFFICIENCY,
    Measure(
        words.WASO,
        "sleep_waso",
        "cost_waso",
        clock_length,
        _minutes_difference,
        MINUTES,
    ),
    Measure(
        words.QUALITY,
        "sleep_quality",
        "cost_quality",
        _score,
        _difference,
        words.text("", ""),
    ),
)
