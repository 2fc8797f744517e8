"""The words of a FHIR document, English and bokmål, where no other list has them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from diary.exports.columns import COLUMNS
from diary.vocabulary import Language


class Words(NamedTuple):
    """The same in both languages."""

    en: str
    nb: str


WORDS: Mapping[str, Words] = MappingProxyType(
    {
        "document": Words(
            "Symptom and sleep diary, self-reported",
            "Symptom- og søvndagbok, selvrapportert",
        ),
        "about": Words(
            "Written by the person in a diary. Nobody has examined them for this, and "
            "nothing here is a diagnosis. What is missing was not asked or not known.",
            "Ført av personen selv i en dagbok. Ingen har undersøkt dem for dette, og "
            "ingenting her er en diagnose. Det som mangler, er ikke spurt om eller "
            "ikke kjent.",
        ),
        "self-reported": Words("Self-reported", "Selvrapportert"),
        "section-cramps": Words("Cramps", "Kramper"),
        "section-quiet": Words("Without cramps", "Uten kramper"),
        "section-nights": Words("Sleep", "Søvn"),
        "section-medicines": Words(
            "Medicines and remedies", "Legemidler og andre midler"
        ),
        "nothing": Words("Nothing in this period.", "Ingenting i perioden."),
        "symptom": Words("Symptom", "Symptom"),
        "cramp": Words("Cramp", "Krampe"),
        "other-entry": Words(
            "Complaint without a described cramp", "Plage uten beskrevet krampe"
        ),
        "no-cramps-night": Words("No cramps in the night", "Ingen kramper om natten"),
        "no-cramps-day": Words("No cramps in the daytime", "Ingen kramper om dagen"),
        "no-cramps-both": Words(
            "No cramps, night and day", "Ingen kramper, natt og dag"
        ),
        "pain": Words("Worst pain, 0-10", "Verste smerte, 0-10"),
        "site-pain": Words("Pain, 0-10: {site}", "Smerte, 0-10: {site}"),
        "day": Words("Day", "Dag"),
        "night": Words("Night", "Natt"),
        "about-then": Words("About then", "Omtrent da"),
        "part-of-night": Words(
            "Some time in that part of the night", "En gang i den delen av natten"
        ),
        "unknown": Words("Not known", "Ikke kjent"),
        "sleep-episode": Words("Sleep episode", "Søvnepisode"),
        "main-sleep": Words("Main sleep", "Hovedsøvn"),
        "minute": Words("min", "min"),
        "second": Words("s", "s"),
        "percent": Words("%", "%"),
        "prescribed": Words("Prescribed", "På resept"),
        "not-prescribed": Words("Not prescribed", "Ikke på resept"),
        "dose-changed": Words("Dose changed {day}", "Dosen endret {day}"),
        "when": Words("When", "Når"),
        "date": Words("Date", "Dato"),
    }
)


def word(key: str, language: Language) -> str:
    """The words of ``key``; raises ``KeyError`` if there are none."""
    words = WORDS[key]
    return words.nb if language == "nb" else words.en


def heading(table: str, column: str, language: Language) -> str:
    """What the CSV export calls a column, for people."""
    found = next(item for item in COLUMNS[table] if item.name == column)
    return found.label(language)
