"""What is said of factors and treatments, English and bokmål; never why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from diary.vocabulary import Language

Text = Mapping[Language, str]


def _text(en: str, nb: str) -> Text:
    return {"en": en, "nb": nb}


FACTOR_TITLES: Final[Mapping[str, Text]] = {
    "weekend": _text("Nights to Saturday or Sunday", "Netter til lørdag eller søndag"),
    "short-sleep-the-night-before": _text(
        "Under 7 hours of sleep the night before", "Under 7 timers søvn natten før"
    ),
    "in-bed-after-midnight": _text("In bed after midnight", "I seng etter midnatt"),
}
MEDICINE_IN_USE: Final = _text("{medicine}, in use", "{medicine}, i bruk")

_EN_COUNTS = (
    "{name}: cramp on {with_num} of {with_den} such nights, and on {without_num} of "
    "{without_den} other nights."
)
_NB_COUNTS = (
    "{name}: krampe i {with_num} av {with_den} slike netter og i {without_num} av "
    "{without_den} andre netter."
)
LISTED: Final[Mapping[str, Text]] = {
    "more_often": _text(
        f"{_EN_COUNTS} Cramps came more often on such nights. This does not say why.",
        f"{_NB_COUNTS} Krampene kom oftere i slike netter. Dette sier ikke hvorfor.",
    ),
    "less_often": _text(
        f"{_EN_COUNTS} Cramps came less often on such nights. This does not say why.",
        f"{_NB_COUNTS} Krampene kom sjeldnere i slike netter. Dette sier ikke hvorfor.",
    ),
    "no_clear_link": _text(
        f"{_EN_COUNTS} There is no clear link.",
        f"{_NB_COUNTS} Det er ingen klar sammenheng.",
    ),
    "not_enough_data": _text(
        f"{_EN_COUNTS} At least 5 recorded nights of each kind are needed to compare.",
        f"{_NB_COUNTS} Det trengs minst 5 registrerte netter av hvert slag for å "
        "sammenligne.",
    ),
}
NEVER_ASKED: Final = _text(
    "Whether cramps come more often with one of these cannot be known: what came "
    "before is only asked about after a cramp, never after a quiet night.",
    "Om krampene kommer oftere med noe av dette, kan vi ikke vite: det som kom før, "
    "blir bare spurt om etter en krampe, aldri etter en rolig natt.",
)

EVENTS: Final[Mapping[str, Text]] = {
    "started": _text("{medicine}, started {date}.", "{medicine}, begynt {date}."),
    "stopped": _text("{medicine}, stopped {date}.", "{medicine}, sluttet {date}."),
}
"""What a before-and-after is about: the sentence before the counts."""
