"""OpenAPI of share links."""

from __future__ import annotations

from typing import Any, get_args

from api.schema import (
    DATE_OR_NULL,
    ERROR,
    INSTANT,
    INSTANT_OR_NULL,
    STRING,
    UUID,
    array_of,
    object_schema,
)
from diary.services.links import (
    CODE_LENGTH,
    DAYS_MAX,
    SECTIONS,
    VIEWS_DEFAULT,
    VIEWS_MAX,
)
from diary.vocabulary import Language

STATES = ("active", "ended", "expired", "used_up", "locked")
_BOOLEAN = {"type": "boolean"}
_INTEGER = {"type": "integer"}
_LANGUAGE = {"type": "string", "enum": list(get_args(Language))}
_SECTIONS = array_of({"type": "string", "enum": list(SECTIONS)})


def errors(*statuses: int) -> dict[int, Any]:
    """The envelope for these statuses beside the ones every route has."""
    return dict.fromkeys((401, 403, 503, *statuses), ERROR)


def _up_to(most: int, default: int) -> dict[str, object]:
    return {"type": "integer", "minimum": 1, "maximum": most, "default": default}


LINK_INPUT = {
    "type": "object",
    "properties": {
        "from": DATE_OR_NULL,
        "to": DATE_OR_NULL,
        "sections": {**_SECTIONS, "minItems": 1, "default": list(SECTIONS)},
        "notes": {**_BOOLEAN, "default": False},
        "lang": _LANGUAGE,
        "days": _up_to(DAYS_MAX, DAYS_MAX),
        "views_max": _up_to(VIEWS_MAX, VIEWS_DEFAULT),
    },
    "additionalProperties": False,
}
_LISTED = {
    "id": UUID,
    "url": {"type": "string", "format": "uri"},
    "state": {"type": "string", "enum": list(STATES)},
    "from": DATE_OR_NULL,
    "to": DATE_OR_NULL,
    "sections": _SECTIONS,
    "notes": _BOOLEAN,
    "lang": _LANGUAGE,
    "created_at": INSTANT,
    "expires_at": INSTANT,
    "ended_at": INSTANT_OR_NULL,
    "views": _INTEGER,
    "views_max": _INTEGER,
    "wrong_codes": _INTEGER,
}
_SHOWN = {**_LISTED, "qr_svg": STRING}
LISTED = object_schema(_LISTED)
LINK = object_schema(_SHOWN)
CODE = {"type": "string", "minLength": CODE_LENGTH, "maxLength": CODE_LENGTH}
NEW_LINK = object_schema({**_SHOWN, "code": CODE})
CODE_FORM = object_schema({"code": STRING})
