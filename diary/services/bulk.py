"""Many rows in one statement, past Django's preparation of each single value.

For 500 rows that preparation costs more than everything else of a push. PostgreSQL
gets all rows as one JSON text, SQLite one prepared statement.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import cache
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import connection, models

from diary.fields.values import plain

Columns = tuple[Any, ...]  # the values of one row, in the order of its columns


def write_rows(
    rows: Sequence[models.Model],
    *,
    unique: Sequence[str] = (),
    updated: Sequence[str] = (),
) -> None:
    """Insert rows of one model; those whose ``unique`` is there update ``updated``.

    Both name fields. The database makes the keys, which the instances do not learn;
    nothing of ``save`` or ``bulk_create`` runs. Raises ``IntegrityError`` as they do.
    """
    if not rows:
        return
    model = type(rows[0])
    values: Iterable[Columns] = map(attrgetter(*_attributes(model)), rows)
    head, tail = _insert(model), _on_conflict(model, unique, updated)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"{head} {_from_json(model)} {tail}", [_as_json(model, values)]
            )
        else:
            adapted = [_for_sqlite(row) for row in values]
            cursor.executemany(f"{head} {_values(model)} {tail}", adapted)


@cache
def _fields(model: type[models.Model]) -> tuple[models.Field[Any, Any], ...]:
    """Every column but the key, which the database makes."""
    return tuple(
        field for field in model._meta.concrete_fields if not field.primary_key
    )


@cache
def _attributes(model: type[models.Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in _fields(model))


def _column(model: type[models.Model], name: str) -> str:
    return connection.ops.quote_name(str(model._meta.get_field(name).column))  # type: ignore[union-attr]  # a concrete field


def _columns(model: type[models.Model]) -> str:
    return ", ".join(_column(model, field.name) for field in _fields(model))


def _insert(model: type[models.Model]) -> str:
    table = connection.ops.quote_name(model._meta.db_table)
    return f"INSERT INTO {table} ({_columns(model)})"


def _values(model: type[models.Model]) -> str:
    return f"VALUES ({', '.join('%s' for _ in _fields(model))})"


def _from_json(model: type[models.Model]) -> str:
    table = connection.ops.quote_name(model._meta.db_table)
    return (
        f"SELECT {_columns(model)} "  # noqa: S608 - names of our own tables only
        f"FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb)"
    )


def _on_conflict(
    model: type[models.Model], unique: Sequence[str], updated: Sequence[str]
) -> str:
    if not unique:
        return ""
    target = ", ".join(_column(model, name) for name in unique)
    names = [_column(model, name) for name in updated]
    changes = ", ".join(f"{name} = EXCLUDED.{name}" for name in names)
    return f"ON CONFLICT ({target}) DO UPDATE SET {changes}"


def _as_json(model: type[models.Model], values: Iterable[Columns]) -> str:
    names = [field.column for field in _fields(model)]
    return json.dumps(
        [dict(zip(names, map(plain, row), strict=True)) for row in values]
    )


def _utc_text(value: datetime) -> str:
    return str(value.astimezone(UTC).replace(tzinfo=None))


_SQLITE: Mapping[type, Callable[[Any], object]] = {
    datetime: _utc_text,
    date: str,
    time: str,
    UUID: lambda value: value.hex,
    dict: json.dumps,
    list: json.dumps,
}


def _for_sqlite(row: Columns) -> Columns:
    """Each value as Django's own fields of these kinds write it."""
    return tuple(
        value if (adapt := _SQLITE.get(type(value))) is None else adapt(value)
        for value in row
    )
