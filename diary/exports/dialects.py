"""The two dialects of the CSV: RFC 4180, and what a Norwegian spreadsheet reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import MappingProxyType

LINE_END = "\r\n"  # RFC 4180 section 2
BYTE_ORDER_MARK = "\ufeff"
WHOLE_SECONDS = len("2026-03-20 01:00:00")

Cell = str | int | None  # ``None`` and the empty text are written alike: unknown


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a file is written: separator, first characters, and each kind of value.

    ``instant`` writes an aware time on its own clock, ``separator`` after its date;
    ``instant_length`` cuts the fraction of a second where the dialect has none. Whole
    numbers stay as they are.
    """

    name: str
    delimiter: str
    opening: str
    separator: str
    instant: Callable[[datetime], str]
    instant_length: int | None
    day: Callable[[date], str]
    number: Callable[[float], str]


def _iso(moment: datetime) -> str:
    text = moment.isoformat()
    return f"{text[:-6]}Z" if moment.tzinfo is UTC else text


def _iso_day(day: date) -> str:
    return day.isoformat()[:10]  # a time's text begins with its date


def _norwegian(moment: datetime) -> str:
    """``20.03.2026 02:00:00``, in whole seconds, which a spreadsheet makes a date."""
    return f"{_norwegian_day(moment)} {moment.isoformat()[11:WHOLE_SECONDS]}"


def _norwegian_day(day: date) -> str:
    iso = day.isoformat()
    return f"{iso[8:10]}.{iso[5:7]}.{iso[:4]}"


def _decimal_point(number: float) -> str:
    return str(number)


def _decimal_comma(number: float) -> str:
    return str(number).replace(".", ",")


RFC_4180 = Dialect("rfc4180", ",", "", "T", _iso, None, _iso_day, _decimal_point)
EXCEL_NB = Dialect(
    "excel-nb",
    ";",
    BYTE_ORDER_MARK,
    " ",
    _norwegian,
    WHOLE_SECONDS,
    _norwegian_day,
    _decimal_comma,
)
DIALECTS: Mapping[str, Dialect] = MappingProxyType(
    {dialect.name: dialect for dialect in (RFC_4180, EXCEL_NB)}
)
