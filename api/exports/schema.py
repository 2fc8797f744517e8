"""OpenAPI of the export jobs."""

from __future__ import annotations

from typing import Any

from api.exports.inputs import FORMATS
from api.exports.parameters import LANGUAGES
from api.schema import (
    DATE_OR_NULL,
    INSTANT,
    INSTANT_OR_NULL,
    STRING,
    UUID,
    object_schema,
)
from diary.exports import DIALECTS
from diary.models import ExportJob

_COUNT = {"type": "integer", "minimum": 0}
_COUNT_OR_NULL = {"type": ["integer", "null"], "minimum": 0}
_ERROR = object_schema({"code": STRING, "detail": STRING})


def _choice(*values: str) -> dict[str, Any]:
    """One of these, or ``null`` for what is usual."""
    return {"type": ["string", "null"], "enum": [*values, None]}


ORDER = {
    "type": "object",
    "properties": {
        "diary": {"type": ["string", "null"], "format": "uuid"},
        "from": DATE_OR_NULL,
        "to": DATE_OR_NULL,
        "format": _choice(*FORMATS),
        "dialect": _choice(*DIALECTS),
        "labels": _choice(*LANGUAGES),
        "notes": {"type": ["boolean", "null"]},
    },
    "additionalProperties": False,
}
JOB = object_schema(
    {
        "id": UUID,
        "state": {"type": "string", "enum": list(ExportJob.State.values)},
        "diary": {"type": ["string", "null"], "format": "uuid"},
        "diaries": _COUNT,
        "format": {"type": "string", "enum": list(FORMATS)},
        "from": DATE_OR_NULL,
        "to": DATE_OR_NULL,
        "done": _COUNT,
        "total": _COUNT_OR_NULL,
        "asked_at": INSTANT,
        "finished_at": INSTANT_OR_NULL,
        "expires_at": INSTANT_OR_NULL,
        "size_bytes": _COUNT_OR_NULL,
        "error": {**_ERROR, "type": ["object", "null"]},
    }
)
