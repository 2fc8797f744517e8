"""Readers of single values: JSON in, a checked Python value out, or ``Refused``.

Each reader takes what the JSON parser gave and never guesses: ``"3"`` is not 3,
``true`` is not 1, a time without an offset is not a time.
"""

from __future__ import annotations

import re
import unicodedata
import zoneinfo
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any
from uuid import UUID

Reader = Callable[[object], object]

INTEGER_MAX = 2_147_483_647  # the database's 32-bit column
YEAR_MIN, YEAR_MAX = 1970, 2199
NOTE_LENGTH_MAX = 4000  # code points
LINE_LENGTH_MAX = 200  # code points

_INSTANT = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d([.,]\d{1,6})?)?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)
_NAIVE = re.compile(r"\d{4}-\d\d-\d\d([Tt ]\d\d:\d\d(:\d\d([.,]\d{1,6})?)?)?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_CLOCK = re.compile(r"\d\d:\d\d(:00)?", re.ASCII)
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", re.ASCII)
_OFFSET_SECONDS_MAX = 14 * 3600


class Refused(ValueError):
    """A value the product does not take: a stable ``code`` and the ``field``."""

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.field = field

    def at(self, place: str) -> Refused:
        """Return the same refusal with ``place`` put in front of the field."""
        return Refused(self.code, f"{place}.{self.field}" if self.field else place)


def read_boolean(value: object) -> bool:
    """Read ``true`` or ``false``."""
    if value is True or value is False:
        return value
    raise Refused("wrong_type")


def integer(least: int, most: int = INTEGER_MAX) -> Reader:
    """Make a reader of whole numbers from ``least`` to ``most``, both included."""

    def read(value: object) -> int:
        if type(value) is not int:
            raise Refused("wrong_type")
        if not least <= value <= most:
            raise Refused("out_of_range")
        return value

    return read


def text(length_max: int) -> Reader:
    """Make a reader of text; control characters other than newline and tab are out."""

    def read(value: object) -> str:
        if not isinstance(value, str):
            raise Refused("wrong_type")
        if len(value) > length_max:
            raise Refused("too_long")
        if not value.isprintable() and any(map(_is_control, value)):
            raise Refused("control_character")
        return value

    return read


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cs"} and character not in "\n\t"


def one_of(codes: Collection[str]) -> Reader:
    """Make a reader of one code out of ``codes``."""

    def read(value: object) -> str:
        if not isinstance(value, str):
            raise Refused("wrong_type")
        if value not in codes:
            raise Refused("unknown_code")
        return value

    return read


def list_of(
    read_item: Reader, *, name: str = "", none_code: str | None = None, most: int = 100
) -> Reader:
    """Make a reader of a list; ``none_code`` stands alone, and empty is refused.

    ``name`` is the member that carries the code when items are objects.
    """

    def read(value: object) -> list[object]:
        if not isinstance(value, list):
            raise Refused("wrong_type")
        if len(value) > most:
            raise Refused("too_many")
        items = [_read_item(read_item, index, item) for index, item in enumerate(value)]
        if none_code is not None:
            _check_none_alone(items, name, none_code)
        return items

    return read


def _read_item(read_item: Reader, index: int, item: object) -> object:
    try:
        return read_item(item)
    except Refused as refused:
        raise refused.at(str(index)) from None


def _check_none_alone(items: list[object], name: str, none_code: str) -> None:
    if not items:
        raise Refused("empty_list")
    codes = [item[name] if isinstance(item, dict) else item for item in items]
    if none_code in codes and len(codes) > 1:
        raise Refused("none_beside_another")


def record(required: dict[str, Reader], optional: dict[str, Reader]) -> Reader:
    """Make a reader of a small object; optional members may be ``null`` or left out."""
    readers = {**required, **optional}

    def read(value: object) -> dict[str, object]:
        if not isinstance(value, dict):
            raise Refused("wrong_type")
        for key in value:
            if key not in readers:
                raise Refused("unknown_field", str(key)[:64])
        for key in required:
            if value.get(key) is None:
                raise Refused("required", key)
        return {key: _read_member(readers[key], key, value[key]) for key in value}

    return read


def _read_member(read: Reader, key: str, value: object) -> object:
    if value is None:
        return None
    try:
        return read(value)
    except Refused as refused:
        raise refused.at(key) from None


def read_instant(value: object) -> datetime:
    """Read ISO 8601 with an offset; the offset stays on the value."""
    if not isinstance(value, str):
        raise Refused("wrong_type")
    if not _INSTANT.fullmatch(value):
        raise Refused("naive_time" if _NAIVE.fullmatch(value) else "bad_time")
    try:
        instant = datetime.fromisoformat(value.upper())
        offset = instant.utcoffset()
    except ValueError:
        raise Refused("bad_time") from None
    if offset is None or abs(offset.total_seconds()) > _OFFSET_SECONDS_MAX:
        raise Refused("bad_time")
    if not YEAR_MIN <= instant.year <= YEAR_MAX:
        raise Refused("out_of_range")
    return instant


def read_date(value: object) -> date:
    """Read a calendar date, ``YYYY-MM-DD``."""
    if not isinstance(value, str):
        raise Refused("wrong_type")
    if not _DATE.fullmatch(value):
        raise Refused("bad_date")
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise Refused("bad_date") from None
    if not 1900 <= day.year <= YEAR_MAX:
        raise Refused("out_of_range")
    return day


def read_clock(value: object) -> time:
    """Read a clock time, ``HH:MM``."""
    if not isinstance(value, str):
        raise Refused("wrong_type")
    try:
        if _CLOCK.fullmatch(value):
            return time.fromisoformat(value)
    except ValueError:
        pass
    raise Refused("bad_clock")


@cache
def zones() -> frozenset[str]:
    """All IANA zone names this machine knows."""
    return frozenset(zoneinfo.available_timezones()) - {"localtime", "Factory"}


def read_zone(value: object) -> str:
    """Read an IANA zone name."""
    if not isinstance(value, str):
        raise Refused("wrong_type")
    if value not in zones():
        raise Refused("unknown_zone")
    return value


def read_uuid(value: object) -> UUID:
    """Read a UUID in its usual 36 characters."""
    if not isinstance(value, str):
        raise Refused("wrong_type")
    if not _UUID.fullmatch(value):
        raise Refused("bad_uuid")
    return UUID(value)


def plain(value: object) -> object:
    """Return the canonical JSON form of a value: instants in UTC, ids as text."""
    write = _PLAIN.get(type(value))
    return value if write is None else write(value)


_PLAIN: Mapping[type, Callable[[Any], str]] = {
    datetime: lambda value: value.astimezone(UTC).isoformat(),
    time: lambda value: value.strftime("%H:%M"),
    date: date.isoformat,
    UUID: str,
}
