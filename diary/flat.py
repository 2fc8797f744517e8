"""Rows as client libraries keep them: flat columns, times as epoch milliseconds.

Pure. A WatermelonDB column holds text, a number or a boolean, so a list or a small
object travels as JSON text there; an RxDB document keeps it as it is. Reading gives
back what ``diary.fields`` reads, so the refusals are the same everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo

from diary.fields import TABLES, Field, Refused, Table, kinds
from diary.fields.values import integer, plain, zones

Type = Literal["string", "number", "boolean"]
Form = Literal["as it is", "milliseconds", "JSON"]
Values = Mapping[str, object]

OFFSET = "utc_offset_minutes"
ENTERED_AT = "entered_at"
DEPTH_MAX = 8
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_read_milliseconds = integer(0, 7_258_118_400_000)  # until the year 2200
_read_offset = integer(-14 * 60, 14 * 60)
_TYPES: Mapping[object, Type] = {"integer": "number", "boolean": "boolean"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``is_optional`` false: the library's empty value means the same."""

    name: str
    type: Type
    form: Form = "as it is"
    is_optional: bool = True


def columns(table: Table) -> tuple[Column, ...]:
    """The columns of a synced table, without ``id``."""
    return _COLUMNS[table.name]


def _columns(table: Table) -> tuple[Column, ...]:
    own = tuple(_column(table, field) for field in table.fields)
    offset = (Column(OFFSET, "number"),) if _instants(table) else ()
    return (*own, *offset, Column(ENTERED_AT, "number", "milliseconds"))


def _column(table: Table, field: Field) -> Column:
    is_optional = field.name not in table.required and field.default != ""
    if field.kind is kinds.INSTANT:
        return Column(field.name, "number", "milliseconds", is_optional)
    kind = field.kind.schema["type"]
    if kind in ("array", "object"):
        return Column(field.name, "string", "JSON", is_optional)
    return Column(field.name, _TYPES.get(kind, "string"), "as it is", is_optional)


def _instants(table: Table) -> frozenset[str]:
    return frozenset(f.name for f in table.fields if f.kind is kinds.INSTANT)


_COLUMNS = {name: _columns(table) for name, table in TABLES.items()}
# What the server writes and the phone only reads.
READ_ONLY: Mapping[str, tuple[Column, ...]] = {
    "warnings": (
        Column("criterion", "string", is_optional=False),
        Column("ruleset_version", "string", is_optional=False),
        Column("severity", "string", is_optional=False),
        Column("state", "string", is_optional=False),
        Column("target", "string"),
        Column("title", "string", is_optional=False),
        Column("text", "string", is_optional=False),
        Column("contact", "string", is_optional=False),
        Column("evidence", "string", "JSON", is_optional=False),
        Column("facts", "string", "JSON", is_optional=False),
        Column("source", "string", "JSON", is_optional=False),
        Column("approved", "boolean", is_optional=False),
        Column("raised_at", "number", "milliseconds", is_optional=False),
        Column("seen_at", "number", "milliseconds"),
        Column("discussed_at", "number", "milliseconds"),
        Column("ended_at", "number", "milliseconds"),
        Column("history", "string", "JSON", is_optional=False),
    ),
    "sync_problems": (
        Column("table", "string", is_optional=False),
        Column("entry", "string", is_optional=False),
        Column("code", "string", is_optional=False),
        Column("field", "string", is_optional=False),
        Column("message", "string", is_optional=False),
        Column("received_at", "number", "milliseconds", is_optional=False),
    ),
}


def all_columns() -> dict[str, tuple[Column, ...]]:
    """The columns of every table a phone pulls."""
    return {**_COLUMNS, **READ_ONLY}


def flat_row(shown: Sequence[Column], values: Values, *, texts: bool) -> Values:
    """One row as the library keeps it; ``texts`` writes lists as JSON text."""
    row: dict[str, object] = {"id": plain(values["id"])}
    for column in shown:
        value = values[column.name]
        if column.form == "milliseconds":
            row[column.name] = milliseconds(value)
        elif column.form == "JSON" and texts and value is not None:
            row[column.name] = json.dumps(
                value, ensure_ascii=False, separators=(",", ":")
            )
        else:
            row[column.name] = plain(value)
    return row


def milliseconds(value: object) -> int | None:
    """Milliseconds since 1970 of an instant or its ISO text; smaller parts are cut."""
    if value is None:
        return None
    instant = value if isinstance(value, datetime) else None
    instant = instant or datetime.fromisoformat(str(value))
    return (instant - _EPOCH) // _MILLISECOND


def changed(fields: Values, stored: Values) -> dict[str, object]:
    """The fields whose flat form differs from the stored row's.

    A phone that knows milliseconds does not change an instant by sending it back.
    """
    return {
        name: value
        for name, value in fields.items()
        if _comparable(value) != _comparable(stored.get(name))
    }


def _comparable(value: object) -> object:
    return milliseconds(value) if isinstance(value, datetime) else plain(value)


@dataclass(frozen=True, slots=True)
class FlatRow:
    """What a library sent: the fields in the shape of the API, and what is wrong."""

    fields: Values
    entered_at: datetime | None
    problems: Sequence[Refused]


def read_row(table: Table, sent: Values, *, texts: bool) -> FlatRow:
    """Turn flat columns into the fields of the API; ``id`` is left to the caller.

    Nothing is guessed: what cannot be turned stays as it was sent and is refused.
    ``null`` in a column that has a default means "not sent".
    """
    reader = _Reader(table, sent, texts)
    rest = {
        name: reader.value(name, value)
        for name, value in sent.items()
        if name not in {"id", OFFSET, ENTERED_AT}
        and not _is_left_out(table, name, sent)
    }
    return FlatRow(rest, reader.entered_at(), reader.problems)


def _is_left_out(table: Table, name: str, sent: Values) -> bool:
    return sent[name] is None and table.defaults.get(name) is not None


class _Reader:
    """Reads one row and gathers what cannot be turned."""

    def __init__(self, table: Table, sent: Values, texts: bool) -> None:
        self.problems: list[Refused] = []
        self._forms = {column.name: column.form for column in columns(table)}
        self._texts = texts
        self._zone = sent.get("tz")
        self._minutes = self._checked_offset(table, sent)
        self._sent = sent

    def value(self, name: str, value: object) -> object:
        form = self._forms.get(name)
        try:
            if value is None or form is None or form == "as it is":
                return value
            if form == "milliseconds":
                return self._instant(value).isoformat()
            return read_json(value) if self._texts else value
        except Refused as refused:
            self.problems.append(refused.at(name))
            return value

    def entered_at(self) -> datetime | None:
        value = self._sent.get(ENTERED_AT)
        try:
            return None if value is None else self._instant(value)
        except Refused as refused:
            self.problems.append(refused.at(ENTERED_AT))
            return None

    def _checked_offset(self, table: Table, sent: Values) -> object:
        minutes = sent.get(OFFSET)
        try:
            if OFFSET in sent and OFFSET not in self._forms:
                raise Refused("unknown_field")
            return None if minutes is None else _read_offset(minutes)
        except Refused as refused:
            self.problems.append(refused.at(OFFSET))
            return None

    def _instant(self, value: object) -> datetime:
        count = _read_milliseconds(value)
        instant = _EPOCH + _MILLISECOND * int(str(count))
        return instant.astimezone(self._clock())

    def _clock(self) -> tzinfo:
        """The phone's clock: the offset it sent, else its zone, else UTC."""
        if isinstance(self._minutes, int):
            return timezone(timedelta(minutes=self._minutes))
        if isinstance(self._zone, str) and self._zone in zones():
            return ZoneInfo(self._zone)
        return UTC


def read_json(value: object) -> object:
    """Read JSON text of codes and numbers; ``Refused`` for anything else.

    Codes need no escapes, so text with one is refused: no NUL, no half surrogate.
    """
    if not isinstance(value, str) or "\\" in value:
        raise Refused("wrong_type")
    try:
        read: object = json.loads(
            value, parse_constant=_not_a_number, parse_float=_not_a_number
        )
    except (ValueError, RecursionError):
        raise Refused("wrong_type") from None
    if _is_too_deep(read):
        raise Refused("wrong_type")
    return read


def _not_a_number(_name: str) -> float:
    raise ValueError("no field of the diary holds this number")


def _is_too_deep(value: object) -> bool:
    level = [value]
    for _ in range(DEPTH_MAX):
        nested = [part for part in level if isinstance(part, dict | list)]
        level = [
            inner
            for part in nested
            for inner in (part.values() if isinstance(part, dict) else part)
        ]
    return any(isinstance(part, dict | list) for part in level)
