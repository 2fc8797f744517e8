"""OpenAPI of sharing."""

from __future__ import annotations

from typing import Any

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
from api.sharing.inputs import SCOPES
from diary.querysets import SEVERITIES
from diary.services.sharing import CODE_LENGTH, DAYS_DEFAULT, DAYS_MAX

_BOOLEAN = {"type": "boolean"}
_COUNT = {"type": "integer", "minimum": 0}
_SCOPES = array_of({"type": "string", "enum": list(SCOPES)})
_UUID_OR_NULL = {"type": ["string", "null"], "format": "uuid"}


def _or_null(shape: dict[str, Any]) -> dict[str, Any]:
    return {**shape, "type": [shape["type"], "null"]}


def errors(*statuses: int) -> dict[int, Any]:
    """The envelope for these statuses beside the ones every route has."""
    return dict.fromkeys((401, 403, 503, *statuses), ERROR)


INVITATION_INPUT = {
    "type": "object",
    "properties": {
        "scopes": {**_SCOPES, "minItems": 1},
        "days": {
            "type": "integer",
            "minimum": 1,
            "maximum": DAYS_MAX,
            "default": DAYS_DEFAULT,
        },
    },
    "required": ["scopes"],
    "additionalProperties": False,
}
INVITATION = object_schema(
    {
        "code": {"type": "string", "minLength": CODE_LENGTH, "maxLength": CODE_LENGTH},
        "expires_at": INSTANT,
    }
)
CODE_INPUT = object_schema({"code": STRING})
REDEEMED = object_schema({"grant": UUID, "state": {"type": "string"}})
CONFIRMATION_INPUT = object_schema({"state": {"type": "string", "enum": ["active"]}})
_CLINICIAN = object_schema(
    {
        "name": STRING,
        "email": {"type": "string", "format": "email"},
        "identity_verified": _BOOLEAN,
        "note": STRING,
    }
)
GRANT = object_schema(
    {
        "id": UUID,
        "clinician": _CLINICIAN,
        "state": {
            "type": "string",
            "enum": ["pending", "active", "expired", "revoked"],
        },
        "scopes": _SCOPES,
        "created_at": INSTANT,
        "confirmed_at": INSTANT_OR_NULL,
        "expires_at": INSTANT,
        "revoked_at": INSTANT_OR_NULL,
    }
)
ACCESS_EVENT = object_schema(
    {
        "at": INSTANT,
        "actor": object_schema({"name": STRING, "role": STRING}),
        "what": STRING,
        "from": DATE_OR_NULL,
        "to": DATE_OR_NULL,
        "result": {"type": "string", "enum": ["allowed", "refused"]},
        "grant": _UUID_OR_NULL,
        "link": _UUID_OR_NULL,
        "request_id": STRING,
    }
)
CONSENT_INPUT = object_schema(
    {"purpose": STRING, "given": _BOOLEAN, "text_version": STRING}
)
CONSENT = object_schema(
    {"purpose": STRING, "given": _BOOLEAN, "text_version": STRING, "at": INSTANT}
)
CONSENT_TEXTS = object_schema(
    {
        "results": array_of(
            object_schema(
                {
                    "purpose": STRING,
                    "text_version": STRING,
                    "title": STRING,
                    "text": STRING,
                }
            )
        )
    }
)
PATIENT = object_schema(
    {
        "diary": UUID,
        "display_name": STRING,
        "open_warnings": {"type": ["integer", "null"]},
        "open_warnings_by_severity": _or_null(
            object_schema(dict.fromkeys(SEVERITIES, _COUNT))
        ),
        "completeness": _or_null(
            object_schema({"value": {"type": "number"}, "num": _COUNT, "den": _COUNT})
        ),
        "last_entry_at": INSTANT_OR_NULL,
        "grant": UUID,
    }
)
