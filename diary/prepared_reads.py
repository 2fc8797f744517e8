"""Reads whose SQL is written once, for those that nearly every call makes.

Django takes longer to write the SQL of a trend than the database takes to answer it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, models

from diary.text_rows import Row, Rows

Given = UUID | date | datetime

_FIELDS: Mapping[type[Given], models.Field[Any, Any]] = {
    UUID: models.UUIDField(),
    date: models.DateField(),
    datetime: models.DateTimeField(),
}


class _Place(NamedTuple):
    """Where in the parameters the value of this name belongs."""

    name: str


class PreparedRead:
    """Rows of tuples by a query that is put into SQL at its first use.

    ``build`` makes the query from one argument for each stand-in. A stand-in is a value
    of the right type that appears nowhere else in the query, so that its places among
    the parameters can be found.
    """

    def __init__(self, build: Callable[..., Rows], **stand_ins: Given) -> None:
        """Keep how to build it; nothing is written yet."""
        self._build = build
        self._stand_ins = stand_ins

    def fetch(self, **values: Given) -> list[Row]:
        """All rows for these values, as the database's driver gives them."""
        sql, parameters = self._written
        filled = {name: _adapted(value) for name, value in values.items()}
        given: list[Any] = [
            filled[one.name] if isinstance(one, _Place) else one for one in parameters
        ]
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(sql, given)
            found: list[Row] = cursor.fetchall()
        return found

    @cached_property
    def _written(self) -> tuple[str, list[object]]:
        """The SQL, and its parameters with places instead of stand-ins."""
        sql, parameters = self._build(**self._stand_ins).query.sql_with_params()
        places = {
            _adapted(value): _Place(name) for name, value in self._stand_ins.items()
        }
        return sql, [places.get(one, one) for one in parameters]


def _adapted(value: Given) -> Any:
    """``value`` as the database takes it."""
    field = _FIELDS[type(value)]
    return field.get_db_prep_value(value, connections[DEFAULT_DB_ALIAS])
