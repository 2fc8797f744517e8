"""OpenAPI of the sync routes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from api.schema import STRING, UUID, array_of, object_schema
from diary.fields import TABLES
from diary.flat import Column, all_columns
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
FINGERPRINT = object_schema({"count": {"type": "integer"}, "hash": STRING})
_MONTHS = {"type": "object", "additionalProperties": FINGERPRINT}
PORTABLE = object_schema(dict.fromkeys(TABLES, FINGERPRINT))
DIGEST = object_schema(
    {
        "owner": UUID,
        "tables": object_schema(dict.fromkeys(TABLES, _MONTHS)),
        "portable": PORTABLE,
    }
)
RESTORE = object_schema({"ids": {**array_of(UUID), "maxItems": 500}})
RESTORED = object_schema({"results": array_of(RESULT)})

_FLAT_TYPES = {"string": "string", "number": "integer", "boolean": "boolean"}


def _flat_row(columns: Sequence[Column], *, texts: bool) -> dict[str, Any]:
    return object_schema({"id": UUID} | {c.name: _flat(c, texts) for c in columns})


def _flat(column: Column, texts: bool) -> dict[str, Any]:
    if column.form == "JSON" and not texts:
        return {"type": ["array", "object", "null"]}
    kind = _FLAT_TYPES[column.type]
    return {"type": [kind, "null"] if column.is_optional else kind}


def _change_set(row: dict[str, Any]) -> dict[str, Any]:
    return object_schema(
        {"created": array_of(row), "updated": array_of(row), "deleted": array_of(UUID)}
    )


_URGENT = array_of({"$ref": "#/components/schemas/Urgent"})
_ANY_ROW = {"type": "object"}
WATERMELON_PULLED = object_schema(
    {
        # A prefix, if the app asked for one, stands before the names.
        "changes": {
            "type": "object",
            "properties": {
                name: _change_set(_flat_row(columns, texts=True))
                for name, columns in all_columns().items()
            },
            "additionalProperties": _change_set(_ANY_ROW),
        },
        "timestamp": {"type": "integer"},
        "owner": UUID,
    }
)
WATERMELON_CHANGES = {
    "type": "object",
    "additionalProperties": {
        "type": "object",
        "properties": {
            "created": array_of(_ANY_ROW),
            "updated": array_of(_ANY_ROW),
            "deleted": array_of(STRING),
        },
        "additionalProperties": False,
    },
}
WATERMELON_PUSHED = {
    "type": "object",
    "properties": {
        "experimentalRejectedIds": {
            "type": "object",
            "additionalProperties": array_of(STRING),
        },
        "urgent": _URGENT,
    },
    "additionalProperties": False,
}
_DOCUMENT = {
    "type": "object",
    "properties": {"id": UUID, "_deleted": {"type": "boolean"}},
    "required": ["id", "_deleted"],
}
RXDB_PULLED = object_schema(
    {
        "documents": array_of(_DOCUMENT),
        "checkpoint": object_schema({"rev": {"type": "integer"}}),
        "owner": UUID,
    }
)
RXDB_ROWS = {
    **array_of(
        {
            "type": "object",
            "properties": {
                "newDocumentState": _DOCUMENT,
                "assumedMasterState": _OBJECT_OR_NULL,
            },
            "required": ["newDocumentState"],
            "additionalProperties": False,
        }
    ),
    "maxItems": 500,
}
RXDB_PUSHED = {
    "oneOf": [
        array_of(_DOCUMENT),
        object_schema({"conflicts": array_of(_DOCUMENT), "urgent": _URGENT}),
    ]
}
