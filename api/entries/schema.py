"""OpenAPI of the synced tables, made from the same fields that read them."""

from __future__ import annotations

from typing import Any, cast

from api.schema import Schema, array_of, errors, object_schema, page_schema
from diary.fields import TABLES, Field, Table
from diary.fields.kinds import INSTANT, UUID
from diary.fields.tables import EPISODES, NIGHTS, PROFILE

_INTEGER = {"type": "integer"}
_NUMBER_OR_NULL = {"type": ["number", "null"]}
DERIVED = object_schema(
    {
        "valid": {"type": "boolean"},
        "problems": {"type": "array", "items": {"type": "string"}},
        "tib_minutes": _NUMBER_OR_NULL,
        "tst_minutes": _NUMBER_OR_NULL,
        "se_tib_percent": _NUMBER_OR_NULL,
        "se_dse_percent": _NUMBER_OR_NULL,
        "midpoint": {"type": ["string", "null"], "format": "date-time"},
    }
)


def _field(field: Field, *, required: bool) -> dict[str, Any]:
    schema = dict(field.kind.schema)
    if required or not field.is_nullable:
        return schema
    return {"oneOf": [schema, {"type": "null"}]}


def _members(table: Table) -> dict[str, Any]:
    return {
        field.name: _field(field, required=field.name in table.required)
        for field in table.fields
    }


def input_schema(table: Table, *, partial: bool) -> dict[str, Any]:
    """What a body may be; ``partial`` for PUT and PATCH, which may leave fields out."""
    outer = {
        "id": dict(UUID.schema),
        "entered_at": {"oneOf": [dict(INSTANT.schema), {"type": "null"}]},
    }
    required = [] if partial else sorted(table.required)
    if not partial and not table.date_field:
        required.append("id")
    return {
        "type": "object",
        "properties": {**outer, **_members(table)},
        "required": required,
        "additionalProperties": False,
    }


def output_schema(table: Table) -> dict[str, Any]:
    """What an answer is: every field, always."""
    members = {
        "id": dict(UUID.schema),
        **_members(table),
        "entered_at": {"type": ["string", "null"], "format": "date-time"},
        "received_at": dict(INSTANT.schema),
        "rev": _INTEGER,
    }
    if table is NIGHTS:
        members["derived"] = DERIVED
    return object_schema(members)


def _with_urgent(table: Table) -> dict[str, Any]:
    schema = output_schema(table)
    if table is not EPISODES:
        return schema
    urgent = array_of({"$ref": "#/components/schemas/Urgent"})
    return object_schema({**schema["properties"], "urgent": urgent})


def _name(table: Table, form: str) -> str:
    words = table.name.split("_")
    return "".join(word.capitalize() for word in words) + form


def _refer(table: Table, form: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{_name(table, form)}"}


COMPONENTS = {
    _name(table, form): schema
    for table in TABLES.values()
    for form, schema in {
        "Input": input_schema(table, partial=False),
        "Change": input_schema(table, partial=True),
        "Row": output_schema(table),
        "Stored": _with_urgent(table),
    }.items()
}


class EntrySchema(Schema):
    """Requests and answers of one synced table."""

    @property
    def table(self) -> Table:
        """The synced table that the view answers for."""
        table: Table = cast(Any, self.view).table
        return table

    def get_tags(self) -> list[str]:
        """One tag per table."""
        return [self.table.name]

    def get_request_serializer(self) -> Any:
        """The body of POST, PUT and PATCH."""
        form = "Input" if self.method == "POST" else "Change"
        return {"application/json": _refer(self.table, form)}

    def get_response_serializers(self) -> Any:
        """The answers, errors included."""
        return {**self._answers(), **errors(*_WRITE_ERRORS.get(self.method, ()))}

    def _answers(self) -> dict[int, Any]:
        if self.method == "DELETE":
            return {204: None}
        if self.method != "GET":
            stored = _refer(self.table, "Stored")
            return {200: stored, 201: stored}
        row = _refer(self.table, "Row")
        is_list = "{entry}" not in self.path and self.table is not PROFILE
        return {200: page_schema(row) if is_list else row}


_WRITE_ERRORS = {
    "POST": (409, 413, 415),
    "PUT": (409, 412, 413, 415, 428),
    "PATCH": (409, 412, 413, 415, 428),
    "DELETE": (428,),
}
