"""OpenAPI of the trend summary."""

from __future__ import annotations

from typing import Any

from api.schema import STRING, array_of, object_schema

_INTEGER = {"type": "integer"}
_NUMBER_OR_NULL = {"type": ["number", "null"]}
_STRING_OR_NULL = {"type": ["string", "null"]}
_BOOLEAN = {"type": "boolean"}
_DATE = {"type": "string", "format": "date"}
_LIMITS: dict[str, Any] = {
    "oneOf": [
        {"type": "array", "items": _NUMBER_OR_NULL, "minItems": 2, "maxItems": 2},
        {"type": "null"},
    ]
}
_SPAN = object_schema(
    {
        "from": _DATE,
        "to": _DATE,
        **dict.fromkeys(("nights", "recorded", "cramp", "quiet", "unknown"), _INTEGER),
    }
)
_SHARE = {"value": _NUMBER_OR_NULL, "num": _NUMBER_OR_NULL, "den": _NUMBER_OR_NULL}
_CHANGE = object_schema(
    {
        "value": _NUMBER_OR_NULL,
        "ci95": _LIMITS,
        "verdict": {
            "type": "string",
            "enum": ["improved", "worse", "no_clear_change", "not_enough_data"],
        },
        "reason": _STRING_OR_NULL,
        "missing_nights": {"type": ["integer", "null"]},
        "n_eff": _LIMITS,
        "method": _STRING_OR_NULL,
    }
)
FIGURE = object_schema(
    {
        "id": STRING,
        "v": _INTEGER,
        "title": STRING,
        "unit": STRING,
        "value": _NUMBER_OR_NULL,
        "reason": _STRING_OR_NULL,
        "preliminary": _BOOLEAN,
        "at_least": _BOOLEAN,
        "num": _NUMBER_OR_NULL,
        "den": _NUMBER_OR_NULL,
        "ci95": _LIMITS,
        "bounds": _LIMITS,
        "previous": _NUMBER_OR_NULL,
        "change": {"oneOf": [_CHANGE, {"type": "null"}]},
        "items": array_of({"type": "object"}),
        "text": STRING,
        "formula": STRING,
    }
)
SUMMARY = object_schema(
    {
        "revision": _INTEGER,
        "definitions_version": _INTEGER,
        "language": STRING,
        "window": _SPAN,
        "previous": _SPAN,
        "completeness": object_schema({**_SHARE, "prompt": object_schema(_SHARE)}),
        "figures": array_of(FIGURE),
    }
)
