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
from api.sources import SOURCE
from diary.models import Warning

_STATE = {"type": "string", "enum": list(Warning.State.values)}
_EVENT = object_schema(
    {"state": _STATE, "severity": STRING, "at": INSTANT, "by": STRING}
)
WARNING = object_schema(
    {
        "id": UUID,
        **URGENT["properties"],
        "ruleset_version": STRING,
        "state": _STATE,
        "source": SOURCE,
        "raised_at": INSTANT,
        "seen_at": INSTANT_OR_NULL,
        "discussed_at": INSTANT_OR_NULL,
        "ended_at": INSTANT_OR_NULL,
        "history": array_of(_EVENT),
        "rev": {"type": "integer"},
    }
)
STRING_OR_NULL = {"type": ["string", "null"]}
_OBJECT_OR_NULL = {"type": ["object", "null"]}
_NUMBER = object_schema({"name": STRING, "value": {}, "words": STRING})
_ENTRY = object_schema(
    {
        "table": STRING_OR_NULL,
        "id": STRING,
        "deleted": {"type": "boolean"},
        "row": _OBJECT_OR_NULL,
    }
)
_EXPLANATION = object_schema(
    {
        "predicate": STRING,
        "looks_at": STRING,
        "minimum_data": STRING,
        "window": _OBJECT_OR_NULL,
        "numbers": array_of(_NUMBER),
        "entries": array_of(_ENTRY),
        "ruleset_version": STRING,
        "basis": STRING,
        "sources": SOURCE,
        "judged_at": INSTANT,
        "clears": STRING,
    }
)
EXPLAINED_WARNING = object_schema(
    {**WARNING["properties"], "explanation": _EXPLANATION}
)
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
