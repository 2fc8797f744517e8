"""Dates, lengths and shares as short as a table needs them, in both languages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from diary.exports.report import words
from diary.pictures.texts import SHORT_MONTHS
from diary.trends.figure import (
    PERCENTAGE_POINTS,
    PROPORTION,
    TOO_FEW_ANSWERS,
    Figure,
    Number,
)
from diary.trends.intervals import Interval
from diary.trends.wording import MINUS, decimal, spoken
from diary.vocabulary import Language

DASH: Final = "\N{EN DASH}"
ELLIPSIS: Final = "\N{HORIZONTAL ELLIPSIS}"
CUT_MARKS: Final = f" ,;.({ELLIPSIS}"
BETWEEN_DIGITS: Final = re.compile(r"(?<=\d) (?=\d)")
SECONDS_PER_MINUTE = 60
MINUTES_PER_HOUR = 60
PERCENT = 100


def day(value: date, language: Language) -> str:
    """``value`` as 20 Mar 2026 or 20.3.2026."""
    return f"{day_of_year(value, language)}{' ' * (language == 'en')}{value.year}"


def day_of_year(value: date, language: Language) -> str:
    """``value`` as 20 Mar or 20.3."""
    if language == "nb":
        return f"{value.day}.{value.month}."
    return f"{value.day} {SHORT_MONTHS['en'][value.month - 1]}"


def days(values: Sequence[date], language: Language, *, most: int, year: int) -> str:
    """The last ``most`` dates, and how many earlier; the year where it is not ``year``.

    A run of neighbouring dates is not shortened: each date is an entry to look up.
    """
    named = [
        day_of_year(one, language) if one.year == year else day(one, language)
        for one in sorted(set(values))
    ]
    rest = ", ".join(named[-most:])
    if len(named) <= most:
        return rest
    return words.AND_EARLIER[language].format(count=len(named) - most, rest=rest)


def listed(items: Sequence[str], language: Language, *, most: int) -> str:
    """The first ``most`` items with commas, and how many more there are."""
    if len(items) <= most:
        return ", ".join(items)
    more = words.AND_MORE[language].format(count=len(items) - most)
    return f"{', '.join(items[:most])} {more}"


def span(first: date, last: date, language: Language) -> str:
    """Two dates with a dash; the year of the first only where it differs."""
    start = (day_of_year if first.year == last.year else day)(first, language)
    return f"{start}{DASH}{day(last, language)}"


def length(seconds: Number, language: Language) -> str:
    """A length of time: 45 s, 14 min 5 s, 1 h 12 min."""
    whole = round(seconds)
    minutes, rest = divmod(whole, SECONDS_PER_MINUTE)
    if minutes < MINUTES_PER_HOUR:
        parts = [(minutes, "min"), (rest, "s")]
        return _parts(parts) or "0 s"
    return clock_length(minutes, language)


def clock_length(minutes: Number, language: Language) -> str:
    """Whole minutes as 6 h 30 min or 45 min."""
    hours, rest = divmod(round(minutes), MINUTES_PER_HOUR)
    return _parts([(hours, words.HOUR_SIGN[language]), (rest, "min")]) or "0 min"


def signed_minutes(minutes: Number) -> str:
    """A difference in whole minutes with its sign, without the unit."""
    whole = round(minutes)
    return f"{_sign(whole)}{abs(whole)}"


def signed(value: Number, decimals: int, language: Language) -> str:
    """A difference with its sign, without the unit."""
    size = decimal(abs(value), decimals, language)
    return size if size == "0" else f"{_sign(value)}{size}"


def share(num: Number, den: Number, language: Language) -> str:
    """``num`` of ``den`` with the percentage."""
    percent = spoken(num / den, PROPORTION, language)
    return f"{of(num, den, language)} ({percent})"


def of(num: Number | None, den: Number | None, language: Language) -> str:
    """``num`` of ``den``; "unknown" where there was nothing to count in."""
    if num is None or not den:
        return words.UNKNOWN[language]
    return words.OF[language].format(num=num, den=den)


def limits(interval: Interval | None) -> str:
    """The limits of a share as 16–49 %; empty without any."""
    if interval is None:
        return ""
    low, high = (round(PERCENT * limit) for limit in interval)
    return f"{low}{DASH}{high} %"


def points(change: Figure | Number, language: Language) -> str:
    """A difference of shares in percentage points, in words."""
    value = change.value if isinstance(change, Figure) else change
    whole = round(PERCENT * (value or 0))
    sign = "+" if whole > 0 else ""
    return sign + spoken(whole, PERCENTAGE_POINTS, language)


def reason(figure: Figure, language: Language) -> str:
    """Why a figure is not shown, in two words; unknown where nobody answered."""
    if figure.reason == TOO_FEW_ANSWERS and not figure.den:
        return words.UNKNOWN[language]
    return words.REASONS.get(figure.reason or "", words.UNKNOWN)[language]


def cut(text: str, most: int) -> str:
    """``text`` on one line, in at most ``most`` characters, cut between words."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    whole_words = line[: most - 1].rpartition(" ")[0]
    return (whole_words or line[: most - 1]).rstrip(CUT_MARKS) + ELLIPSIS


def unbroken(text: str) -> str:
    """``text`` whose numbers stay on one line: 116 117."""
    return BETWEEN_DIGITS.sub("\N{NO-BREAK SPACE}", text)


def _parts(parts: Sequence[tuple[int, str]]) -> str:
    return " ".join(f"{count} {unit}" for count, unit in parts if count)


def _sign(value: Number) -> str:
    if not value:
        return ""
    return "+" if value > 0 else MINUS
