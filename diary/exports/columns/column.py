"""One column, and the ones that several files share."""

from __future__ import annotations

from typing import Literal, NamedTuple

from diary.vocabulary import Language

Kind = Literal[
    "identifier", "date", "time", "number", "yes-no", "code", "codes", "text"
]
Unit = Literal["seconds", "minutes", "percent", "nights", "times", "0-10", "1-5"]


class Column(NamedTuple):
    """One column: stable English name, label and meaning in each language.

    ``lists`` names the code lists (``code_lists``) its values come from. Columns with
    ``is_free_text`` leave only when asked for.
    """

    name: str
    en: str
    nb: str
    kind: Kind
    meaning_en: str
    meaning_nb: str
    unit: Unit | None = None
    lists: tuple[str, ...] = ()
    is_free_text: bool = False

    def label(self, language: Language) -> str:
        """The heading for people."""
        return self.nb if language == "nb" else self.en

    def meaning(self, language: Language) -> str:
        """What a cell says."""
        return self.meaning_nb if language == "nb" else self.meaning_en


def instant_columns(
    name: str, en: str, nb: str, meaning_en: str, meaning_nb: str
) -> tuple[Column, Column]:
    """An instant on the person's clock, and the same instant in UTC."""
    return (
        Column(
            f"{name}_local",
            f"{en}, local time",
            f"{nb}, lokal tid",
            "time",
            f"{meaning_en} By the clock where the person was, in the zone in tz.",
            f"{meaning_nb} Etter klokken der personen var, i tidssonen i tz.",
        ),
        Column(
            f"{name}_utc",
            f"{en}, UTC",
            f"{nb}, UTC",
            "time",
            f"{meaning_en} The same instant in UTC.",
            f"{meaning_nb} Samme tidspunkt i UTC.",
        ),
    )


def labels_of(name: str, en: str, nb: str, of: str, *, plural: bool = True) -> Column:
    """A column of the labels of the codes in the column ``of``."""
    several_en = ", with | between them" if plural else ""
    several_nb = ", med | mellom" if plural else ""
    return Column(
        name,
        en,
        nb,
        "text",
        f"The labels of {of}{several_en}, for reading.",
        f"Etikettene til {of}{several_nb}, til å lese.",
    )


ID = Column(
    "id",
    "Identifier",
    "Identifikator",
    "identifier",
    "UUID of the entry; the same in every export.",
    "UUID for oppføringen; den samme i hver eksport.",
)
ZONE = Column(
    "tz",
    "Time zone of the local times",
    "Tidssone for de lokale tidene",
    "text",
    "IANA zone the entry was made in, else the zone of the profile.",
    "IANA-sonen oppføringen ble gjort i, ellers sonen i profilen.",
)
NIGHT_DATE = Column(
    "night_date",
    "Night (date of its morning)",
    "Natt (morgenens dato)",
    "date",
    "The diary night, named by the date of its morning. It runs from noon to noon.",
    "Dagboknatten, oppkalt etter datoen om morgenen. Den går fra klokken 12 til 12.",
)
ENTERED = instant_columns(
    "entered_at",
    "Entered",
    "Ført inn",
    "When the person entered it, by the phone.",
    "Da personen førte det inn, etter telefonen.",
)
NOTE = Column(
    "note",
    "Note",
    "Notat",
    "text",
    "Free text by the person. An apostrophe stands before what could run as a formula.",
    "Fritekst fra personen. En apostrof står foran det som kunne kjøres som formel.",
    is_free_text=True,
)
