"""What every answer of the trends shares: the material, the head, figures as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from diary.trends.cramp_figures import cramp_nights
from diary.trends.figure import (
    DEFINITIONS_VERSION,
    LIST,
    URGENT_WARNING_OPEN,
    Figure,
    Json,
    figure_json,
    not_shown,
)
from diary.trends.item_labels import labelled_items
from diary.trends.night_states import NightCount, NightStates, night_states
from diary.trends.period import Period, gather
from diary.trends.rows import DiaryRows
from diary.trends.sentences import Reader, nights_sentence, sentence, title
from diary.trends.verdict_texts import NOT_CALLED_BETTER, WARNING_FIRST
from diary.trends.verdicts import compare
from diary.trends.windows import Window
from diary.vocabulary import Language

Answer = dict[str, Json]

SUGGESTIONS = frozenset({"physical_relief"})
"""What reads as advice on what to do: not while an urgent warning is open."""


class Material(NamedTuple):
    """One diary between its windows, gathered once for all the figures of an answer.

    ``tz`` is the person's IANA zone; ``is_latest``: the window ends with the latest
    night that is over.
    """

    rows: DiaryRows
    states: NightStates
    current: Period
    previous: Period
    tz: str
    reader: Reader
    is_latest: bool = False


def gather_material(
    rows: DiaryRows, *, window: Window, tz: str, reader: Reader
) -> Material:
    """Sort ``rows`` (at least those of ``rows_needed(window)``) into both windows."""
    states = night_states(rows.episodes, rows.check_ins)
    return Material(
        rows=rows,
        states=states,
        current=gather(rows, states, window.current),
        previous=gather(rows, states, window.previous),
        tz=tz,
        reader=reader,
        is_latest=window.is_latest,
    )


def head(material: Material) -> Answer:
    """Version, language, and what is known of the nights of both windows."""
    return {
        "definitions_version": DEFINITIONS_VERSION,
        "language": material.reader.language,
        "window": span_json(material.current.count),
        "previous": span_json(material.previous.count),
    }


def figures_json(figures: Iterable[Figure], reader: Reader) -> list[Answer]:
    """Each figure with its sentence; no suggestion while an urgent warning is open."""
    shown = [_withheld(figure, reader) for figure in figures]
    return [with_text(figure, sentence(figure, reader), reader) for figure in shown]


def open_warning(severity: str, reader: Reader) -> Answer:
    """What goes before every figure while a warning is open."""
    words = WARNING_FIRST[reader.language]
    if reader.is_warned:
        words = f"{words} {NOT_CALLED_BETTER[reader.language]}"
    return {"severity": severity, "text": words}


def cramp_nights_json(material: Material) -> Answer:
    """The first figure: nights with cramp, the change and what may be said of it."""
    current, previous = material.current.count, material.previous.count
    change = compare(current, previous)
    text = nights_sentence(current, previous, change, material.reader)
    return with_text(cramp_nights(current, previous, change), text, material.reader)


def with_text(figure: Figure, text: str, reader: Reader) -> Answer:
    """The figure as JSON with this sentence and the usual title and labels."""
    language: Language = reader.language
    return figure_json(
        figure,
        title=title(figure, language),
        text=text,
        items=labelled_items(figure, language),
    )


def with_previous(
    now: Sequence[Figure], before: Sequence[Figure]
) -> tuple[Figure, ...]:
    """Each figure with the value it had in the window before; lists have none."""
    return tuple(
        figure if figure.unit == LIST else replace(figure, previous=earlier.value)
        for figure, earlier in zip(now, before, strict=True)
    )


def _withheld(figure: Figure, reader: Reader) -> Figure:
    if reader.is_urgent and figure.id in SUGGESTIONS:
        return not_shown(figure.id, figure.unit, URGENT_WARNING_OPEN)
    return figure


def span_json(count: NightCount) -> Answer:
    """A span of nights and how many of each state it has."""
    return {
        "from": count.span.first.isoformat(),
        "to": count.span.last.isoformat(),
        "nights": count.nights,
        "recorded": count.recorded,
        "cramp": count.cramp,
        "quiet": count.quiet,
        "unknown": count.unknown,
    }
