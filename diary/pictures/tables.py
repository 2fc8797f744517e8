"""The table beside each picture: the same figures in words and numbers, for reading.

Every cell is text in the reader's language. What is not known says so and is never 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, NamedTuple

from diary.pictures import table_texts, texts
from diary.pictures.hours import hour_name
from diary.pictures.sites import places_of
from diary.trends.answer import Answer, Material
from diary.trends.clock import hours_of_night
from diary.trends.figure import COUNT, MINUTES, PER_NIGHT, SECONDS, Item, Json
from diary.trends.nights import night_rows
from diary.trends.places import places
from diary.trends.treatment_answer import Turn, turn_title, turns
from diary.trends.wording import spoken, spoken_date
from diary.vocabulary import Language, label

NOTHING: Final = table_texts.NOT_KNOWN


class Table(NamedTuple):
    """Column heads and rows of as many cells; both may be read aloud in order."""

    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]

    def as_json(self) -> Answer:
        """The table as the API answers it."""
        return {
            "caption": self.caption,
            "columns": list(self.columns),
            "rows": [list(row) for row in self.rows],
        }


def nights_table(material: Material) -> Table:
    """A row for every night: its state and its cramps."""
    language = material.reader.language
    return _table(
        texts.NIGHTS,
        table_texts.NIGHTS,
        (
            (
                _day(row, language),
                table_texts.STATES[str(row["state"])][language],
                _cell(row["cramps"], COUNT, language),
                _cell(row["longest_seconds"], SECONDS, language),
                _cell(row["worst_pain"], COUNT, language),
            )
            for row in night_rows(material.current)
        ),
        material,
    )


def hours_table(material: Material) -> Table:
    """A row for every hour with cramps or time in bed; none where it is too little."""
    language = material.reader.language
    return _table(
        texts.HOURS,
        table_texts.HOURS,
        (
            (
                hour_name(item),
                _cell(item["cramps"], COUNT, language),
                _cell(item["nights"], COUNT, language),
                _cell(item["rate"], PER_NIGHT, language),
            )
            for item in hours_of_night(material.current).items
        ),
        material,
    )


def sites_table(material: Material) -> Table:
    """A row for every muscle: the cramps by side, and in all."""
    language = material.reader.language
    figure, *_ = places(material.current)
    return _table(
        texts.SITES,
        table_texts.SITES,
        (
            (
                label("muscle_groups", place.muscle, language),
                *map(str, (place.left, place.right, place.other, place.total)),
            )
            for place in places_of(figure)
        ),
        material,
    )


def sleep_table(material: Material) -> Table:
    """A row for every night: time in bed and asleep, awake, cramps."""
    language = material.reader.language
    return _table(
        texts.SLEEP,
        table_texts.SLEEP,
        (
            (
                _day(row, language),
                *(
                    _cell(row[name], MINUTES, language)
                    for name in ("tib_minutes", "tst_minutes", "waso_minutes")
                ),
                _cell(row["cramps"], COUNT, language),
            )
            for row in night_rows(material.current)
        ),
        material,
    )


def treatments_table(material: Material) -> Table:
    """A row for every start and stop: cramp nights of recorded ones on both sides."""
    language = material.reader.language
    return Table(
        texts.TREATMENTS[language],
        [name[language] for name in table_texts.TREATMENTS],
        [_turn_cells(turn, language) for turn in turns(material)],
    )


def _table(
    caption: texts.Text,
    columns: Iterable[texts.Text],
    rows: Iterable[Sequence[str]],
    material: Material,
) -> Table:
    language = material.reader.language
    period = texts.span(*material.current.count.span, language)
    return Table(
        f"{caption[language]}, {period}",
        [name[language] for name in columns],
        list(rows),
    )


def _turn_cells(turn: Turn, language: Language) -> tuple[str, ...]:
    name = turn_title(turn, language).removesuffix(".")
    if turn.figure.den is None:
        return name, NOTHING[language], NOTHING[language]
    counts = (turn.both.before, turn.both.after)
    template = table_texts.OF_RECORDED[language]
    return (
        name,
        *(template.format(cramp=one.cramp, recorded=one.recorded) for one in counts),
    )


def _day(row: Item, language: Language) -> str:
    return spoken_date(date.fromisoformat(str(row["date"])), language)


def _cell(value: Json, unit: str, language: Language) -> str:
    if not isinstance(value, int | float):
        return NOTHING[language]
    return spoken(value, unit, language)
