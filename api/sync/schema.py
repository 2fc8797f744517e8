"""OpenAPI of the sync routes."""

from __future__ import annotations

from typing import Any

from api.schema import STRING, UUID, array_of, object_schema
from diary.fields import TABLES
from diary.services.pull import PULLED
from diary.sync import Op, Status

_REV_OR_NULL = {"type": ["integer", "null"]}
_STRING_OR_NULL = {"type": ["string", "null"]}
_OBJECT_OR_NULL = {"type": ["object", "null"]}
_TABLE = {"type": "string", "enum": list(TABLES)}

CHANGES = object_schema(
    {
        "owner": UUID,
        "cursor": STRING,
        "more": {"type": "boolean"},
        "changes": array_of(
            object_schema(
                {
                    "table": {"type": "string", "enum": list(PULLED)},
                    "id": UUID,
                    "rev": {"type": "integer"},
                    "deleted": {"type": "boolean"},
                    "data": _OBJECT_OR_NULL,
                }
            )
        ),
    }
)
_ITEM: dict[str, Any] = {
    "type": "object",
    "properties": {
        "table": _TABLE,
        "id": UUID,
        "op": {"type": "string", "enum": list(Op), "default": Op.PUT},
        "base_rev": _REV_OR_NULL,
        "fields": {"type": "object"},
        "entered_at": {"type": ["string", "null"], "format": "date-time"},
    },
    "required": ["table", "id"],
    "additionalProperties": False,
}
PUSH = object_schema({"device": STRING, "items": {**array_of(_ITEM), "maxItems": 500}})
RESULT = object_schema(
    {
        "id": _STRING_OR_NULL,
        "status": {"type": "string", "enum": list(Status)},
        "rev": _REV_OR_NULL,
        "code": _STRING_OR_NULL,
        "field": _STRING_OR_NULL,
        "message": _STRING_OR_NULL,
        "server": _OBJECT_OR_NULL,
    }
)
PUSHED = object_schema(
    {
        "cursor": STRING,
        "results": array_of(RESULT),
        "urgent": array_of({"$ref": "#/components/schemas/Urgent"}),
    }
)
_MONTH = object_schema({"count": {"type": "integer"}, "hash": STRING})
_MONTHS = {"type": "object", "additionalProperties": _MONTH}
DIGEST = object_schema(
    {"owner": UUID, "tables": object_schema(dict.fromkeys(TABLES, _MONTHS))}
)
RESTORE = object_schema({"ids": {**array_of(UUID), "maxItems": 500}})
RESTORED = object_schema({"results": array_of(RESULT)})
