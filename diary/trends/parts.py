"""The answers of the trend routes that show a part of the diary: nights, hours, …"""

from __future__ import annotations

from diary.trends.answer import (
    Answer,
    Material,
    cramp_nights_json,
    figures_json,
    head,
    with_previous,
)
from diary.trends.bars import bars_json
from diary.trends.clock import hours_after_onset, hours_of_night
from diary.trends.cramp_cost import cramp_costs
from diary.trends.cramp_figures import streaks
from diary.trends.figure import Figure
from diary.trends.places import places
from diary.trends.quality import completeness
from diary.trends.sleep_figures import sleep_figures


def nights_answer(material: Material) -> Answer:
    """Every night of the window, ready to draw, and the figures about nights."""
    current = material.current
    last = current.count.span.last
    figures = (
        *streaks(material.states, last, material.rows.read_from),
        completeness(current),
    )
    return {
        **head(material),
        "figures": [
            cramp_nights_json(material),
            *figures_json(figures, material.reader),
        ],
        "nights": bars_json(current, material.tz),
    }


def hours_answer(material: Material) -> Answer:
    """When in the night cramps come: by the clock, and since falling asleep."""
    current = material.current
    return _answer(material, (hours_of_night(current), hours_after_onset(current)))


def sites_answer(material: Material) -> Answer:
    """Where cramps sit, now and before."""
    figures = with_previous(places(material.current), places(material.previous))
    return _answer(material, figures)


def sleep_answer(material: Material) -> Answer:
    """Sleep now and before, and what cramps cost of it."""
    now, before = sleep_figures(material.current), sleep_figures(material.previous)
    figures = (*with_previous(now, before), *cramp_costs(material.current))
    return _answer(material, figures)


def _answer(material: Material, figures: tuple[Figure, ...]) -> Answer:
    return {**head(material), "figures": figures_json(figures, material.reader)}
