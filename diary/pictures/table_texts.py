"""The words of the tables, English and bokmål side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from diary.pictures.texts import CRAMPS, OTHER_SIDES, Text


def _text(en: str, nb: str) -> Text:
    return {"en": en, "nb": nb}


NOT_KNOWN: Final = _text("not known", "ikke kjent")
OF_RECORDED: Final = _text(
    "{cramp} of {recorded} recorded", "{cramp} av {recorded} registrerte"
)
STATES: Final[Mapping[str, Text]] = {
    "cramp": _text("cramp", "krampe"),
    "quiet": _text("quiet", "rolig"),
    "unknown": _text("not recorded", "ikke registrert"),
}

_NIGHT: Final = _text("Night to", "Natt til")
NIGHTS: Final = (
    _NIGHT,
    _text("The night", "Natten"),
    CRAMPS,
    _text("Longest", "Lengste"),
    _text("Worst pain, 0 to 10", "Verste smerte, 0 til 10"),
)
HOURS: Final = (
    _text("Hour", "Klokken"),
    CRAMPS,
    _text("Nights in bed", "Netter i seng"),
    _text("Cramps for each night in bed", "Kramper per natt i seng"),
)
SITES: Final = (
    _text("Place", "Sted"),
    _text("Left", "Venstre"),
    _text("Right", "Høyre"),
    OTHER_SIDES,
    _text("In all", "I alt"),
)
SLEEP: Final = (
    _NIGHT,
    _text("In bed", "I seng"),
    _text("Asleep", "Søvn"),
    _text("Awake in the night", "Våken om natten"),
    _text("Cramps at night", "Kramper om natten"),
)
TREATMENTS: Final = (
    _text("What", "Hva"),
    _text("Nights with cramp before", "Netter med krampe før"),
    _text("Nights with cramp after", "Netter med krampe etter"),
)
