"""What OpenAPI says of a source."""

from __future__ import annotations

from api.schema import STRING, array_of, object_schema

SOURCE = {
    "type": "object",
    "properties": {
        "section": {"type": ["string", "null"]},
        "sections": array_of(STRING),
        "outside": array_of(STRING),
        "quotes": array_of(STRING),
        "citations": array_of(
            object_schema({"key": STRING, "detail": STRING, "citation": STRING})
        ),
    },
    "required": ["section", "sections", "outside"],
    "additionalProperties": False,
}
