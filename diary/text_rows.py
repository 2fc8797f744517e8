"""Rows as the text the database keeps, where Django's converters cost too much.

Turning one instant or id of SQLite into Python costs more than all the rest of a row;
an export writes them as text again, and a trend needs few of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connections, models
from django.db.models import F, QuerySet
from django.db.models.functions import Cast

from diary.exports.clocks import instant

Rows = QuerySet[Any, Any]
Row = tuple[Any, ...]
Reader = Callable[[Any], object]

AS_TEXT = (models.UUIDField, models.DateTimeField, models.JSONField)
UUID_DIGITS = 32
SELECTIONS_KEPT = 64
ANSWERS_KEPT = 4096  # people give the same answers again and again


def as_text(rows: Rows, columns: Sequence[str]) -> Rows:
    """Tuples of ``columns``, with ids, instants (UTC) and JSON as text."""
    texts = {
        f"{name}_text": Cast(F(name), models.TextField())
        for name in columns
        if isinstance(rows.model._meta.get_field(name), AS_TEXT)
    }
    names = [f"{name}_text" if f"{name}_text" in texts else name for name in columns]
    found: Rows = rows.annotate(**texts).values_list(*names)
    return found


def fetch_text(rows: Rows, columns: Sequence[str]) -> list[Row]:
    """What ``as_text`` gives, all at once, its list of columns written only once.

    For reads that many calls make: putting twenty casts into SQL costs Django more
    than reading ninety rows. ``rows`` are unsliced rows of one table.
    """
    sql, parameters = rows.order_by().values_list("pk").query.sql_with_params()
    rest = sql.partition(" FROM ")[2]
    selection = _selection(rows.model, tuple(columns))  # type: ignore[arg-type]  # a class hashes
    with connections[rows.db].cursor() as cursor:
        cursor.execute(f"{selection} FROM {rest}", parameters)
        found: list[Row] = cursor.fetchall()
    return found


@lru_cache(maxsize=SELECTIONS_KEPT)
def _selection(model: type[models.Model], columns: tuple[str, ...]) -> str:
    """``SELECT`` with the columns as ``as_text`` asks for them."""
    rows = model._default_manager.order_by()
    sql, _ = as_text(rows, columns).query.sql_with_params()
    return sql.partition(" FROM ")[0]


def parser_of(
    model: type[models.Model],
    columns: Sequence[str],
    shapes: Mapping[str, Callable[[Any], object]] | None = None,
) -> Callable[[Row], Row]:
    """Turns the tuples of ``as_text`` into values; ids become their usual text.

    ``shapes`` says what to make of the JSON of a column. Values of JSON are shared
    between rows and must not be changed.
    """
    shapes = shapes or {}
    found = ((name, _reader(model, name, shapes.get(name))) for name in columns)
    readers = [(place, read) for place, (_, read) in enumerate(found) if read]

    def parse(row: Row) -> Row:
        values = list(row)
        for place, read in readers:
            if values[place] is not None:
                values[place] = read(values[place])
        return tuple(values)

    return parse


def _reader(
    model: type[models.Model], name: str, shape: Callable[[Any], object] | None
) -> Reader | None:
    field = model._meta.get_field(name)
    if isinstance(field, models.DateTimeField):
        return instant
    if isinstance(field, models.DateField):
        return _day
    if isinstance(field, models.BooleanField):
        return bool  # SQLite keeps 0 and 1
    if isinstance(field, models.UUIDField):
        return _id
    return _json_reader(shape) if isinstance(field, models.JSONField) else None


def _json_reader(shape: Callable[[Any], object] | None) -> Reader:
    @lru_cache(maxsize=ANSWERS_KEPT)
    def read(text: str) -> object:
        value = json.loads(text)
        return value if shape is None or value is None else shape(value)

    return read


def _day(value: str | date) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _id(text: str) -> str:
    """SQLite keeps a UUID as 32 digits, PostgreSQL gives it with its dashes."""
    if len(text) != UUID_DIGITS:
        return text
    parts = text[:8], text[8:12], text[12:16], text[16:20], text[20:]
    return "-".join(parts)
