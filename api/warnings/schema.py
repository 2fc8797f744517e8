"""OpenAPI of a warning."""

from api.schema import (
    INSTANT,
    INSTANT_OR_NULL,
    STRING,
    URGENT,
    UUID,
    array_of,
    object_schema,
    page_schema,
)
from diary.models import Warning

_STATE = {"type": "string", "enum": list(Warning.State.values)}
_SOURCE = {
    "type": "object",
    "properties": {
        "section": {"type": ["string", "null"]},
        "outside": array_of(STRING),
        "quotes": array_of(STRING),
    },
    "required": ["section", "outside"],
}
_EVENT = object_schema(
    {"state": _STATE, "severity": STRING, "at": INSTANT, "by": STRING}
)
WARNING = object_schema(
    {
        "id": UUID,
        **URGENT["properties"],
        "ruleset_version": STRING,
        "state": _STATE,
        "source": _SOURCE,
        "raised_at": INSTANT,
        "seen_at": INSTANT_OR_NULL,
        "discussed_at": INSTANT_OR_NULL,
        "ended_at": INSTANT_OR_NULL,
        "history": array_of(_EVENT),
        "rev": {"type": "integer"},
    }
)
STRING_OR_NULL = {"type": ["string", "null"]}
_PAGE = page_schema(WARNING)
WARNING_PAGE = object_schema(
    {
        **_PAGE["properties"],
        "texts": object_schema(
            {
                "not_a_diagnosis": STRING,
                "not_monitored": STRING,
                "nothing_flagged": STRING_OR_NULL,
            }
        ),
    }
)
