"""The summary of a diary: window, completeness and every figure, ready for JSON."""

from __future__ import annotations

from collections.abc import Sequence

from diary.trends.answer import (
    Answer,
    Material,
    cramp_nights_json,
    figures_json,
    head,
    with_previous,
)
from diary.trends.circumstances import physical_relief, triggers
from diary.trends.clock import hours_after_onset, hours_of_night
from diary.trends.cramp_cost import cramp_costs
from diary.trends.cramp_figures import cramp_counts, cramp_rates, streaks
from diary.trends.day_share import day_share
from diary.trends.duration_pain import durations, pains, soreness
from diary.trends.figure import PROPORTION, Figure, rounded
from diary.trends.next_steps import next_steps
from diary.trends.period import Period
from diary.trends.places import places
from diary.trends.quality import completeness, edited, left_out, prompt_share
from diary.trends.rate_ratio import rate_ratio
from diary.trends.season import season
from diary.trends.sleep_figures import sleep_figures
from diary.trends.windows import NightSpan


def summary(material: Material) -> Answer:
    """The answer of ``trends/summary`` without its revision; numbers are rounded.

    Never raises on thin data: a figure that may not be shown has value null and a
    reason.
    """
    others = _figures(material)
    return {
        **head(material),
        "next_steps": next_steps(material),
        "completeness": _completeness_json(others),
        "figures": [
            cramp_nights_json(material),
            *figures_json(others, material.reader),
        ],
    }


def _figures(material: Material) -> tuple[Figure, ...]:
    """Every figure after ``cramp_nights``, in the order they are shown."""
    rows, states = material.rows, material.states
    current, previous = material.current, material.previous
    last = current.count.span.last
    return (
        *streaks(states, last, rows.read_from),
        *with_previous(_window_figures(current), _window_figures(previous)),
        rate_ratio(current, previous),
        day_share(rows.episodes, last),
        *cramp_costs(current),
        hours_of_night(current),
        hours_after_onset(current),
        season(states, NightSpan(rows.read_from, last)),
        completeness(current),
        prompt_share(rows, current, material.tz),
        edited(rows, current),
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


def _completeness_json(figures: Sequence[Figure]) -> Answer:
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
