"""The words on the pictures, English and bokmål side by side."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from diary.trends.wording import spoken_date, spoken_day
from diary.vocabulary import Language

Text = Mapping[Language, str]


def _text(en: str, nb: str) -> Text:
    return {"en": en, "nb": nb}


NIGHTS: Final = _text("Night by night", "Natt for natt")
HOURS: Final = _text("Cramps by hour of the night", "Kramper etter klokkeslett")
SITES: Final = _text("Where the cramps were", "Hvor krampene var")
SLEEP: Final = _text("Sleep and cramps", "Søvn og kramper")
TREATMENTS: Final = _text("Before and after", "Før og etter")

CRAMP_NIGHTS: Final = _text("Night with cramp: {count}", "Natt med krampe: {count}")
QUIET_NIGHTS: Final = _text("Quiet night: {count}", "Rolig natt: {count}")
UNKNOWN_NIGHTS: Final = _text("Not recorded: {count}", "Ikke registrert: {count}")
UNKNOWN_IS_UNKNOWN: Final = _text(
    "A night that is not recorded is counted neither as quiet nor as cramp.",
    "En natt som ikke er registrert, er verken regnet som rolig eller med krampe.",
)
DATES_WITH_CRAMP: Final = _text(
    "Nights with cramp, by the date of the morning: {dates}",
    "Netter med krampe, etter datoen om morgenen: {dates}",
)
NO_DATES: Final = _text("No night with cramp", "Ingen natt med krampe")

HOUR: Final = _text("Hour", "Klokken")
CRAMPS: Final = _text("Cramps", "Kramper")
IN_BED: Final = _text("Nights", "Netter")
BAR_IS_RATE: Final = _text(
    "Bar: cramps for each night in bed at that hour.",
    "Stolpe: kramper per natt i seng på den tiden.",
)
BAR_IS_COUNT: Final = _text(
    "Bar: number of cramps. Bed times are known of too few nights to compare them.",
    "Stolpe: antall kramper. Leggetidene er kjent for få netter til å sammenligne.",
)
IN_BED_MEANS: Final = _text(
    "Nights: nights in bed at that hour, as far as is known.",
    "Netter: netter i seng på den tiden, så langt det er kjent.",
)
HOUR_ROW: Final = _text(
    "{hour}: {cramps} cramps, {nights} nights in bed.",
    "{hour}: {cramps} kramper, {nights} netter i seng.",
)
TOO_FEW_WITH_TIME: Final = _text(
    "Too few night cramps with a known time to show this: {count}. At least 10 are "
    "needed.",
    "For få kramper om natten med kjent tid til å vise dette: {count}. Det trengs "
    "minst\N{NO-BREAK SPACE}10.",
)

NO_SITES: Final = _text(
    "It is not written down where cramps were in these nights.",
    "Det er ikke ført hvor kramper satt disse nettene.",
)
ARM_OR_TRUNK: Final = _text(
    "Arm, trunk, head and neck", "Arm, overkropp, hode og nakke"
)
LEG: Final = _text("Leg and foot", "Bein og fot")
OTHER_SIDES: Final = _text("Both or unknown side", "Begge eller ukjent side")
MORE_PLACES: Final = _text("And {count} more places.", "Og {count} steder til.")
SITES_DEN: Final = _text(
    "Cramps with a place: {count}. A cramp in several places counts in each.",
    "Kramper med sted: {count}. En krampe flere steder teller hvert sted.",
)

IN_BED_BAR: Final = _text("In bed", "I seng")
ASLEEP_BAR: Final = _text(
    "From falling asleep to waking up", "Fra innsovning til oppvåkning"
)
CRAMP_MARK: Final = _text("Cramp", "Krampe")
CRAMP_MARK_UNTIMED: Final = _text("Cramp, time not known", "Krampe, ukjent tid")
NOT_RECORDED_MARK: Final = _text(
    "Cramp or not: not recorded", "Krampe eller ikke: ikke registrert"
)
NO_SLEEP_ROW: Final = _text(
    "Empty row: no sleep written down", "Tom rad: søvn ikke ført"
)
NO_SLEEP: Final = _text(
    "No sleep is written down for these nights.",
    "Det er ikke ført søvn for disse nettene.",
)
SLEEP_ROWS: Final = _text(
    "Sleep is written down for {slept} of {nights} nights. Cramps at night: {cramps}. "
    "Nights of which it is not recorded whether there was a cramp: {unknown}.",
    "Søvn er ført for {slept} av {nights} netter. Kramper om natten: {cramps}. "
    "Netter der det ikke er registrert om det var krampe: {unknown}.",
)

BEFORE: Final = _text("Before", "Før")
AFTER: Final = _text("After", "Etter")
NONE_RECORDED: Final = _text(
    "{name}: no night is recorded", "{name}: ingen natt er registrert"
)
OF_RECORDED: Final = _text(
    "{name}: cramp on {cramp} of {recorded} recorded nights",
    "{name}: krampe i {cramp} av {recorded} registrerte netter",
)
CRAMP_NIGHT: Final = _text("Night with cramp", "Natt med krampe")
QUIET_NIGHT: Final = _text("Quiet night", "Rolig natt")
UNKNOWN_NIGHT: Final = _text("Not recorded", "Ikke registrert")
NO_TREATMENTS: Final = _text(
    "No medicine or remedy is written down for these nights.",
    "Ingen medisin eller annet middel er ført for disse nettene.",
)
WEEK_BY_WEEK: Final = _text("Nights, week by week", "Nettene, uke for uke")
IN_USE: Final = _text("in use", "i bruk")
UNKNOWN_DAY: Final = _text("date not known", "ukjent dato")
DOSE_CHANGED: Final = _text("dose changed {date}", "dose endret {date}")
MEDICINE_BAR: Final = _text(
    "Bar: when it was in use. Mark in it: the dose was changed.",
    "Stolpe: når det var i bruk. Strek i den: dosen ble endret.",
)
MORE_TREATMENTS: Final = _text("And {count} more.", "Og {count} til.")

WEEKDAYS: Final[Mapping[Language, tuple[str, ...]]] = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "nb": ("ma.", "ti.", "on.", "to.", "fr.", "lø.", "sø."),
}
SHORT_MONTHS: Final[Mapping[Language, tuple[str, ...]]] = {
    "en": (
        *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
        *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    ),
    "nb": (
        *("jan.", "feb.", "mars", "apr.", "mai", "juni"),
        *("juli", "aug.", "sep.", "okt.", "nov.", "des."),
    ),
}


def sentence(words: str) -> str:
    """``words`` with one full stop, also after an abbreviation that ends in one."""
    return words if words.endswith(".") else f"{words}."


def short_day(day: date, language: Language) -> str:
    """``day`` as 20 Mar or 20. mars."""
    stop = "." if language == "nb" else ""
    return f"{day.day}{stop} {SHORT_MONTHS[language][day.month - 1]}"


def shortest_day(day: date, language: Language) -> str:
    """``day`` as 20 Mar or 20.3., where neighbours stand close."""
    return f"{day.day}.{day.month}." if language == "nb" else short_day(day, language)


def span(first: date, last: date, language: Language) -> str:
    """Two dates with a dash; the year once where it is the same."""
    if first.year == last.year:
        start = spoken_day(first, language)
    else:
        start = spoken_date(first, language)
    return f"{start} \N{EN DASH} {spoken_date(last, language)}"
