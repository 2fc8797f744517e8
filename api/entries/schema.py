"""OpenAPI of the synced tables, made from the same fields that read them."""

from __future__ import annotations

from typing import Any, cast

from drf_spectacular.openapi import AutoSchema

from api.schema import ERROR, object_schema, page_schema
from diary.fields import Field, Table
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
    urgent = {"type": "array", "items": {"$ref": "#/components/schemas/Urgent"}}
    return object_schema({**schema["properties"], "urgent": urgent})


class EntrySchema(AutoSchema):
    """Requests and answers of one synced table, named after the route."""

    @property
    def table(self) -> Table:
        """The synced table that the view answers for."""
        table: Table = cast(Any, self.view).table
        return table

    def get_operation_id(self) -> str:
        """``episodes_list``, ``episode_put`` …"""
        route = self.path.removeprefix("/api/v1/").strip("/").replace("/", "_")
        route = route.replace("-", "_").replace("{", "").replace("}", "")
        return f"{route}_{self.method.lower()}"

    def get_tags(self) -> list[str]:
        """One tag per table."""
        return [self.table.name]

    def get_request_serializer(self) -> Any:
        """The body of POST, PUT and PATCH."""
        if self.method not in {"POST", "PUT", "PATCH"}:
            return None
        return input_schema(self.table, partial=self.method != "POST")

    def get_response_serializers(self) -> Any:
        """The answers, errors included."""
        table = self.table
        if self.method == "DELETE":
            return self._errors({204: None})
        if self.method == "GET":
            is_list = "{entry}" not in self.path and table is not PROFILE
            schema = output_schema(table)
            return self._errors({200: page_schema(schema) if is_list else schema})
        written = _with_urgent(table)
        return self._errors({200: written, 201: written})

    def _errors(self, answers: dict[int, Any]) -> dict[int, Any]:
        codes = [400, 401, 403, 404]
        if self.method != "GET":
            codes += [409, 412, 413, 415, 428]
        return {**answers, **dict.fromkeys(codes, ERROR)}
