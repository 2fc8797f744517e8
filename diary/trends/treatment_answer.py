"""The answer of ``trends/treatments``: starts and stops with the nights around."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

from diary.trends.answer import Answer, Material, head
from diary.trends.factor_texts import EVENTS
from diary.trends.figure import (
    PROPORTION,
    Figure,
    Item,
    figure_json,
    not_shown,
)
from diary.trends.night_states import NightCount
from diary.trends.rows import MedicineRow
from diary.trends.texts import REASONS, TITLES
from diary.trends.treatments import (
    BeforeAndAfter,
    before_and_after,
    spans_around,
    treatment_figure,
    treatment_sentence,
)
from diary.trends.wording import spoken_date
from diary.vocabulary import Language, label

STARTED: Final = "started"
STOPPED: Final = "stopped"
NOT_READ: Final = "before_the_nights_read"
TREATMENT_NIGHTS: Final = "treatment_nights"


class Turn(NamedTuple):
    """One start or stop, with the nights on both sides and what may be said of them."""

    medicine: MedicineRow
    event: str
    day: date
    both: BeforeAndAfter
    figure: Figure


def treatment_answer(material: Material) -> Answer:
    """Every medicine as an interval, and a figure for each start and stop in reach."""
    language = material.reader.language
    return {
        **head(material),
        "medicines": [
            _medicine_json(row, language) for row in _in_order(material.rows.medicines)
        ],
        "figures": [_turn_json(turn, material) for turn in turns(material)],
    }


def turns(material: Material) -> list[Turn]:
    """Starts and stops up to the last night of the window, newest first.

    One whose nights before were not all read is kept and not shown, with the reason.
    """
    last = material.current.count.span.last
    found = [
        (row, event, day)
        for row in _in_order(material.rows.medicines)
        for event, day in ((STARTED, row.started_on), (STOPPED, row.stopped_on))
        if day is not None and day <= last
    ]
    found.sort(key=lambda one: one[2], reverse=True)
    return [Turn(*one, *_around(one[2], material)) for one in found]


def turn_title(turn: Turn, language: Language) -> str:
    """What was started or stopped, and when."""
    return EVENTS[turn.event][language].format(
        medicine=label("medications", turn.medicine.code, language),
        date=spoken_date(turn.day, language),
    )


def turn_sentence(turn: Turn, material: Material) -> str:
    """The counts and what the verdict allows; or why nothing is shown."""
    if turn.figure.value is None and turn.figure.den is None:
        language = material.reader.language
        reason = REASONS[turn.figure.reason or ""][language]
        return f"{TITLES[TREATMENT_NIGHTS][language]}: {reason}."
    return treatment_sentence(turn.both, material.reader)


def _around(day: date, material: Material) -> tuple[BeforeAndAfter, Figure]:
    both = before_and_after(material.states, day)
    if spans_around(day)[0].first < material.rows.read_from:
        return both, not_shown(TREATMENT_NIGHTS, PROPORTION, NOT_READ)
    last = material.current.count.span.last
    return both, treatment_figure(material.states, day, last)


def _in_order(medicines: Iterable[MedicineRow]) -> list[MedicineRow]:
    return sorted(medicines, key=lambda row: (row.started_on or date.min, row.id))


def _turn_json(turn: Turn, material: Material) -> Answer:
    language = material.reader.language
    name = turn_title(turn, language)
    return figure_json(
        turn.figure,
        title=name.removesuffix("."),
        text=f"{name} {turn_sentence(turn, material)}",
        items=[_turn_item(turn, language)],
    )


def _turn_item(turn: Turn, language: Language) -> Item:
    is_counted = turn.figure.den is not None
    return {
        "medicine": turn.medicine.id,
        "code": turn.medicine.code,
        "label": label("medications", turn.medicine.code, language),
        "event": turn.event,
        "date": turn.day.isoformat(),
        "before": _side(turn.both.before) if is_counted else None,
        "after": _side(turn.both.after) if is_counted else None,
    }


def _side(count: NightCount) -> Item:
    return {
        "from": count.span.first.isoformat(),
        "to": count.span.last.isoformat(),
        "num": count.cramp,
        "den": count.recorded,
        "unknown": count.unknown,
    }


def _medicine_json(row: MedicineRow, language: Language) -> Item:
    return {
        "id": row.id,
        "code": row.code,
        "label": label("medications", row.code, language),
        "started_on": _iso(row.started_on),
        "dose_changed_on": _iso(row.dose_changed_on),
        "stopped_on": _iso(row.stopped_on),
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
