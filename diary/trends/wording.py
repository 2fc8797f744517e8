"""Numbers, lengths of time and lists as people read them, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from diary.trends.figure import (
    COUNT,
    DECIMALS,
    HOURS,
    LIST,
    MINUTES,
    NIGHTS,
    PERCENT,
    PERCENTAGE_POINTS,
    PROPORTION,
    SECONDS,
    Number,
)
from diary.vocabulary import Language

SECONDS_PER_MINUTE = 60
MINUTES_PER_HOUR = 60
WHOLE = frozenset({COUNT, NIGHTS, LIST})

UNITS: Final[Mapping[str, Mapping[Language, tuple[str, str]]]] = {
    "second": {"en": ("second", "seconds"), "nb": ("sekund", "sekunder")},
    "minute": {"en": ("minute", "minutes"), "nb": ("minutt", "minutter")},
    "point": {
        "en": ("percentage point", "percentage points"),
        "nb": ("prosentpoeng", "prosentpoeng"),
    },
    "hour": {"en": ("hour", "hours"), "nb": ("time", "timer")},
}
MONTHS: Final[Mapping[Language, tuple[str, ...]]] = {
    "en": (
        *("January", "February", "March", "April", "May", "June", "July"),
        *("August", "September", "October", "November", "December"),
    ),
    "nb": (
        *("januar", "februar", "mars", "april", "mai", "juni", "juli"),
        *("august", "september", "oktober", "november", "desember"),
    ),
}
DAYS: Final[Mapping[Language, str]] = {"en": "{day} {month}", "nb": "{day}. {month}"}
MINUS = "\N{MINUS SIGN}"
DECIMAL_COMMA: Final[frozenset[Language]] = frozenset({"nb"})


def spoken(value: Number, unit: str, language: Language) -> str:
    """``value`` of ``unit`` in words and digits."""
    size = _size(abs(value), unit, language)
    return MINUS + size if value < 0 else size


def spoken_date(day: date, language: Language) -> str:
    """``day`` as 20 March 2026 or 20. mars 2026."""
    return f"{spoken_day(day, language)} {day.year}"


def spoken_day(day: date, language: Language) -> str:
    """``day`` without its year."""
    month = MONTHS[language][day.month - 1]
    return DAYS[language].format(day=day.day, month=month)


def spoken_month(day: date, language: Language) -> str:
    """The month of ``day`` as March 2026 or mars 2026."""
    return f"{MONTHS[language][day.month - 1]} {day.year}"


def decimal(value: Number, decimals: int, language: Language) -> str:
    """``value`` without trailing zeros, with the decimal mark of the language."""
    digits = f"{value:.{decimals}f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return digits.replace(".", ",") if language in DECIMAL_COMMA else digits


def length(seconds: Number, language: Language) -> str:
    """A length of time: seconds below two minutes, else minutes, else hours too."""
    whole = round(seconds)
    minutes, rest = divmod(whole, SECONDS_PER_MINUTE)
    if minutes < 2:
        return _counted(whole, "second", language)
    hours, over = divmod(minutes, MINUTES_PER_HOUR)
    parts = [(hours, "hour"), (over, "minute"), (0 if hours else rest, "second")]
    return " ".join(_counted(count, name, language) for count, name in parts if count)


def _size(value: Number, unit: str, language: Language) -> str:
    if unit == SECONDS:
        return length(value, language)
    if unit == MINUTES:
        return _minutes(value, language)
    if unit == HOURS:
        hours = decimal(value, DECIMALS[HOURS], language)
        return f"{hours} {_noun(hours == '1', 'hour', language)}"
    if unit == PERCENT:
        return decimal(value, DECIMALS[PERCENT], language) + " %"
    if unit == PERCENTAGE_POINTS:
        points = decimal(value, DECIMALS[unit], language)
        return f"{points} {_noun(points == '1', 'point', language)}"
    if unit == PROPORTION:
        return decimal(value * 100, 0, language) + " %"
    return decimal(value, 0 if unit in WHOLE else DECIMALS[unit], language)


def _minutes(value: Number, language: Language) -> str:
    hours, minutes = divmod(round(value), MINUTES_PER_HOUR)
    if not hours:
        return _counted(minutes, "minute", language)
    parts = [_counted(hours, "hour", language)]
    if minutes:
        parts.append(_counted(minutes, "minute", language))
    return " ".join(parts)


def _counted(count: int, name: str, language: Language) -> str:
    return f"{count} {_noun(count == 1, name, language)}"


def _noun(is_one: bool, name: str, language: Language) -> str:
    one, many = UNITS[name][language]
    return one if is_one else many
