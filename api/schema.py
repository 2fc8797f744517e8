"""What every part of the OpenAPI document shares: envelope, pages, helpers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

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


class Schema(AutoSchema):
    """Our answers are written out as JSON Schema; only routes and names are derived."""

    def get_operation_id(self) -> str:
        """The route and the method: ``episodes_entry_put``."""
        route = self.path.removeprefix("/api/v1").strip("/")
        words = route.translate(str.maketrans("/-.", "___", "{}"))
        return f"{words}_{self.method.lower()}"

    def get_override_parameters(self) -> list[Any]:
        """The query parameters that the view takes."""
        names = getattr(self.view, "parameters", ()) if self.method == "GET" else ()
        return [OpenApiParameter(name, OpenApiTypes.STR) for name in names]

    def _is_list_view(self, serializer: object = None) -> bool:
        return False  # pages are part of the schemas


def errors(*statuses: int) -> dict[int, dict[str, Any]]:
    """The error envelope for these statuses, beside those every route may answer."""
    return dict.fromkeys((400, 401, 403, 404, 429, 503, *statuses), ERROR)
