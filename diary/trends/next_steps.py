"""What to write down next: last night, and two gaps that are still remembered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from diary.trends.answer import Answer, Material
from diary.trends.night_states import UNKNOWN, nights_of
from diary.trends.wording import spoken_day
from diary.vocabulary import Language

REMEMBERED_NIGHTS: Final = 7
"""Single nights further back are guessed rather than remembered; ours."""
GAPS_MOST: Final = 2

AFFIRM_LAST_NIGHT: Final = "affirm_last_night"
FILL_GAPS: Final = "fill_gaps"
TEXTS: Final[Mapping[str, Mapping[Language, str]]] = {
    AFFIRM_LAST_NIGHT: {
        "en": "Last night, the night to {nights}, is not recorded yet: was it quiet, "
        "or was there a cramp?",
        "nb": "Siste natt, natt til {nights}, er ikke registrert ennå: var den rolig, "
        "eller var det krampe?",
    },
    FILL_GAPS: {
        "en": "Not recorded: the night to {nights}. Add only what you remember.",
        "nb": "Ikke registrert: natt til {nights}. Før bare inn det du husker.",
    },
}
AND: Final[Mapping[Language, str]] = {"en": " and to ", "nb": " og til "}


def next_steps(material: Material) -> list[Answer]:
    """At most two steps; none for nights long gone or while an urgent warning is open.

    Where something urgent is open, nothing else is asked for (rulings 26).
    """
    if not material.is_latest or material.reader.is_urgent:
        return []
    recent = nights_of(material.current.count.span)[-REMEMBERED_NIGHTS:]
    *before, last = recent
    missing = [night for night in before if _is_unknown(night, material)]
    steps = []
    if _is_unknown(last, material):
        steps.append(_step(AFFIRM_LAST_NIGHT, [last], material.reader.language))
    if missing:
        gaps = missing[-GAPS_MOST:]
        steps.append(_step(FILL_GAPS, gaps, material.reader.language))
    return steps


def _is_unknown(night: date, material: Material) -> bool:
    return material.states.get(night, UNKNOWN) == UNKNOWN


def _step(code: str, nights: list[date], language: Language) -> Answer:
    named = AND[language].join(spoken_day(night, language) for night in nights)
    return {
        "code": code,
        "dates": [night.isoformat() for night in nights],
        "text": TEXTS[code][language].format(nights=named),
    }
