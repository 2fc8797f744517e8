"""What every part of the OpenAPI document shares: envelope, pages, helpers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ERROR: dict[str, Any] = {"$ref": "#/components/schemas/Error"}
STRING = {"type": "string"}
INSTANT = {"type": "string", "format": "date-time"}
INSTANT_OR_NULL = {"type": ["string", "null"], "format": "date-time"}
DATE_OR_NULL = {"type": ["string", "null"], "format": "date"}
UUID = {"type": "string", "format": "uuid"}


def object_schema(members: Mapping[str, Any]) -> dict[str, Any]:
    """An object that always has exactly these members."""
    return {
        "type": "object",
        "properties": dict(members),
        "required": list(members),
        "additionalProperties": False,
    }


def array_of(item: Mapping[str, Any]) -> dict[str, Any]:
    """A list of such items."""
    return {"type": "array", "items": dict(item)}


def page_schema(item: Mapping[str, Any]) -> dict[str, Any]:
    """One page of a list."""
    link = {"type": ["string", "null"], "format": "uri"}
    return object_schema({"results": array_of(item), "next": link, "previous": link})


_PROBLEM = object_schema({"code": STRING, "detail": STRING})
URGENT = object_schema(
    {
        "criterion": STRING,
        "severity": STRING,
        "target": {"type": ["string", "null"]},
        "evidence": array_of(STRING),
        "facts": {"type": "object"},
        "title": STRING,
        "text": STRING,
        "contact": STRING,
        "approved": {"type": "boolean"},
    }
)
COMPONENTS: dict[str, Any] = {
    "Error": {
        "type": "object",
        "properties": {
            "code": STRING,
            "detail": STRING,
            "fields": {"type": "object", "additionalProperties": _PROBLEM},
            "request_id": STRING,
            "server": {"type": "object"},
            "urgent": array_of({"$ref": "#/components/schemas/Urgent"}),
        },
        "required": ["code", "detail", "fields", "request_id"],
    },
    "Urgent": URGENT,
}


def add_components(
    result: dict[str, Any], generator: object, request: object, public: bool
) -> dict[str, Any]:
    """Post-processing hook: put the shared components into the document."""
    schemas = result.setdefault("components", {}).setdefault("schemas", {})
    schemas.update(COMPONENTS)
    return result
