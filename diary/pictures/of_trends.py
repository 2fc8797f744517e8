"""From the gathered material of a trend to its pictures."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from diary.pictures.hours import hours_picture
from diary.pictures.nights import nights_picture
from diary.pictures.sites import sites_picture
from diary.pictures.sleep import sleep_picture
from diary.pictures.timeline import Use
from diary.pictures.treatments import BeforeAfter, Treatments, treatments_picture
from diary.trends.answer import Material
from diary.trends.bars import night_bars
from diary.trends.clock import hours_of_night
from diary.trends.night_states import NightCount, count_nights
from diary.trends.places import places
from diary.trends.rows import MedicineRow
from diary.trends.treatment_answer import (
    NOT_READ,
    Turn,
    turn_sentence,
    turn_title,
    turns,
)
from diary.trends.treatments import treatment_verdict
from diary.trends.windows import NightSpan
from diary.vocabulary import Language, label

WEEKS_SHOWN: Final = 24
NIGHTS_IN_WEEK: Final = 7


def draw_nights(material: Material) -> str:
    """The strip of night states, as SVG."""
    bars = night_bars(material.current, material.tz)
    return nights_picture(bars, material.reader.language)


def draw_hours(material: Material) -> str:
    """Cramps by clock hour, as SVG."""
    current = material.current
    figure = hours_of_night(current)
    return hours_picture(figure, current.count.span, material.reader.language)


def draw_sites(material: Material) -> str:
    """Cramps by muscle and side, as SVG."""
    sites, *_ = places(material.current)
    span = material.current.count.span
    return sites_picture(sites, span, material.reader.language)


def draw_sleep(material: Material) -> str:
    """Sleep bars with cramp marks, as SVG."""
    bars = night_bars(material.current, material.tz)
    return sleep_picture(bars, material.reader.language)


def draw_treatments(material: Material) -> str:
    """Medicines over time, nights before and after each start and stop, as SVG.

    A start or stop before the nights that were read is a bar without figures.
    """
    weeks = _weeks(material)
    span = NightSpan(weeks[0].span.first, weeks[-1].span.last)
    uses = [_use(row, material.reader.language) for row in _newest_first(material)]
    shown = Treatments(
        weeks,
        [use for use in uses if use.touches(span)],
        [
            _before_after(turn, material)
            for turn in turns(material)
            if turn.figure.reason != NOT_READ
        ],
    )
    return treatments_picture(shown, material.reader.language)


def _weeks(material: Material) -> list[NightCount]:
    last = material.current.count.span.last
    firsts = [
        last - timedelta(days=NIGHTS_IN_WEEK * back - 1)
        for back in range(WEEKS_SHOWN, 0, -1)
    ]
    return [
        count_nights(
            material.states,
            NightSpan(first, first + timedelta(days=NIGHTS_IN_WEEK - 1)),
        )
        for first in firsts
    ]


def _newest_first(material: Material) -> list[MedicineRow]:
    rows = material.rows.medicines
    return sorted(rows, key=lambda row: (row.started_on or date.min, row.id))[::-1]


def _use(row: MedicineRow, language: Language) -> Use:
    return Use(
        name=label("medications", row.code, language),
        started_on=row.started_on,
        dose_changed_on=row.dose_changed_on,
        stopped_on=row.stopped_on,
    )


def _before_after(turn: Turn, material: Material) -> BeforeAfter:
    title = turn_title(turn, material.reader.language)
    if turn.figure.den is None:
        return BeforeAfter(title, turn_sentence(turn, material), None)
    verdict = treatment_verdict(turn.both, material.reader)
    return BeforeAfter(title, verdict, (turn.both.before, turn.both.after))
