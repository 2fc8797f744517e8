"""The summary of a diary: window, completeness and every figure, ready for JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from diary.trends.circumstances import physical_relief, triggers
from diary.trends.clock import hours_after_onset, hours_of_night
from diary.trends.cramp_cost import cramp_costs
from diary.trends.cramp_figures import (
    cramp_counts,
    cramp_nights,
    cramp_rates,
    streaks,
)
from diary.trends.day_share import day_share
from diary.trends.duration_pain import durations, pains, soreness
from diary.trends.figure import (
    DEFINITIONS_VERSION,
    LIST,
    PROPORTION,
    Figure,
    Json,
    figure_json,
    rounded,
)
from diary.trends.item_labels import labelled_items
from diary.trends.night_states import NightCount, night_states
from diary.trends.period import Period, gather
from diary.trends.places import places
from diary.trends.quality import completeness, left_out, prompt_share
from diary.trends.rate_ratio import rate_ratio
from diary.trends.rows import DiaryRows
from diary.trends.season import season
from diary.trends.sentences import Reader, nights_sentence, sentence, title
from diary.trends.sleep_figures import sleep_figures
from diary.trends.verdicts import compare
from diary.trends.windows import NightSpan, Window
from diary.vocabulary import Language


def summarise(
    rows: DiaryRows,
    *,
    window: Window,
    tz: str,
    language: Language,
    has_open_soon_or_urgent_warning: bool,
) -> dict[str, Json]:
    """The answer of ``trends/summary`` without its revision; numbers are rounded.

    ``rows`` holds at least the nights of ``rows_needed(window)``; ``tz`` is the
    person's zone. Never raises on thin data: a figure that may not be shown has value
    null and a reason.
    """
    reader = Reader(language, is_warned=has_open_soon_or_urgent_warning)
    states = night_states(rows.episodes, rows.check_ins)
    current = gather(rows, states, window.current)
    previous = gather(rows, states, window.previous)
    others = _figures(rows, current, previous, tz)
    return {
        "definitions_version": DEFINITIONS_VERSION,
        "language": language,
        "window": _span_json(current.count),
        "previous": _span_json(previous.count),
        "completeness": _completeness_json(others),
        "figures": [
            _nights_json(current.count, previous.count, reader),
            *(_json(figure, reader) for figure in others),
        ],
    }


def _figures(
    rows: DiaryRows, current: Period, previous: Period, tz: str
) -> tuple[Figure, ...]:
    """Every figure after ``cramp_nights``, in the order they are shown."""
    states, last = current.states, current.count.span.last
    return (
        *streaks(states, last, rows.read_from),
        *_with_previous(_window_figures(current), _window_figures(previous)),
        rate_ratio(current, previous),
        day_share(rows.episodes, last),
        *cramp_costs(current),
        hours_of_night(current),
        hours_after_onset(current),
        season(states, NightSpan(rows.read_from, last)),
        completeness(current),
        prompt_share(rows, current, tz),
        left_out(current),
    )


def _window_figures(period: Period) -> tuple[Figure, ...]:
    """The figures that are worked out alike for both windows."""
    return (
        *cramp_counts(period),
        *cramp_rates(period),
        *durations(period),
        *pains(period),
        *soreness(period),
        *places(period),
        triggers(period),
        physical_relief(period),
        *sleep_figures(period),
    )


def _with_previous(
    now: Sequence[Figure], before: Sequence[Figure]
) -> tuple[Figure, ...]:
    """Each figure with the value it had in the window before; lists have none."""
    return tuple(
        figure if figure.unit == LIST else replace(figure, previous=earlier.value)
        for figure, earlier in zip(now, before, strict=True)
    )


def _json(figure: Figure, reader: Reader) -> dict[str, Json]:
    return _with_text(figure, sentence(figure, reader), reader.language)


def _nights_json(
    current: NightCount, previous: NightCount, reader: Reader
) -> dict[str, Json]:
    change = compare(current, previous)
    figure = cramp_nights(current, previous, change)
    text = nights_sentence(current, previous, change, reader)
    return _with_text(figure, text, reader.language)


def _with_text(figure: Figure, text: str, language: Language) -> dict[str, Json]:
    return figure_json(
        figure,
        title=title(figure, language),
        text=text,
        items=labelled_items(figure, language),
    )


def _span_json(count: NightCount) -> dict[str, Json]:
    return {
        "from": count.span.first.isoformat(),
        "to": count.span.last.isoformat(),
        "nights": count.nights,
        "recorded": count.recorded,
        "cramp": count.cramp,
        "quiet": count.quiet,
        "unknown": count.unknown,
    }


def _completeness_json(figures: Sequence[Figure]) -> dict[str, Json]:
    by_id = {figure.id: figure for figure in figures}
    whole, prompt = by_id["completeness"], by_id["prompt_share"]
    return {
        "value": rounded(whole.value, PROPORTION),
        "num": whole.num,
        "den": whole.den,
        "prompt": {
            "value": rounded(prompt.value, PROPORTION),
            "num": prompt.num,
            "den": prompt.den,
        },
    }
