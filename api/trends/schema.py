"""OpenAPI of the trends."""

from __future__ import annotations

from typing import Any

from api.schema import (
    DATE_OR_NULL,
    INSTANT,
    STRING,
    UUID,
    array_of,
    object_schema,
)

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
_OPEN_WARNING = object_schema(
    {
        "severity": {
            "type": "string",
            "enum": ["info", "see_doctor", "see_doctor_soon", "urgent"],
        },
        "text": STRING,
    }
)
_STEP = object_schema(
    {
        "code": {"type": "string", "enum": ["affirm_last_night", "fill_gaps"]},
        "dates": array_of(_DATE),
        "text": STRING,
    }
)
_HEAD = {
    "revision": _INTEGER,
    "open_warning": {"oneOf": [_OPEN_WARNING, {"type": "null"}]},
    "definitions_version": _INTEGER,
    "language": STRING,
    "window": _SPAN,
    "previous": _SPAN,
}
_FIGURES = array_of(FIGURE)
SUMMARY = object_schema(
    {
        **_HEAD,
        "next_steps": array_of(_STEP),
        "completeness": object_schema({**_SHARE, "prompt": object_schema(_SHARE)}),
        "figures": _FIGURES,
    }
)
_TABLE = object_schema(
    {
        "caption": STRING,
        "columns": array_of(STRING),
        "rows": array_of(array_of(STRING)),
    }
)
FIGURES = object_schema({**_HEAD, "figures": _FIGURES, "table": _TABLE})
_STRETCH: dict[str, Any] = {
    "oneOf": [
        {"type": "array", "items": _INTEGER, "minItems": 2, "maxItems": 2},
        {"type": "null"},
    ],
    "description": "From and to, in minutes since the local noon before.",
}
_INTEGER_OR_NULL = {"type": ["integer", "null"]}
_MARK = object_schema(
    {
        "started_at": INSTANT,
        **dict.fromkeys(("minute", "duration_seconds", "pain_max"), _INTEGER_OR_NULL),
    }
)
_NIGHT = object_schema(
    {
        "date": _DATE,
        "state": {"type": "string", "enum": ["cramp", "quiet", "unknown"]},
        **dict.fromkeys(
            (
                *("cramps", "longest_seconds", "worst_pain", "sol_minutes"),
                *("waso_minutes", "awakenings", "quality"),
            ),
            _INTEGER_OR_NULL,
        ),
        **dict.fromkeys(
            ("tib_minutes", "tst_minutes", "se_tib_percent", "se_dse_percent"),
            _NUMBER_OR_NULL,
        ),
        "bed_minutes": _STRETCH,
        "sleep_minutes": _STRETCH,
        "marks": array_of(_MARK),
    }
)
NIGHTS = object_schema(
    {**_HEAD, "figures": _FIGURES, "nights": array_of(_NIGHT), "table": _TABLE}
)
FACTORS = object_schema(
    {
        **_HEAD,
        "lists": object_schema(
            dict.fromkeys(
                ("more_often", "less_often", "no_clear_link", "not_enough_data"),
                _FIGURES,
            )
        ),
        "cannot_be_known": object_schema(
            {"reason": STRING, "text": STRING, "figure": FIGURE}
        ),
        "figures": _FIGURES,
    }
)
_MEDICINE = object_schema(
    {
        "id": UUID,
        "code": STRING,
        "label": STRING,
        **dict.fromkeys(("started_on", "dose_changed_on", "stopped_on"), DATE_OR_NULL),
    }
)
TREATMENTS = object_schema(
    {
        **_HEAD,
        "medicines": array_of(_MEDICINE),
        "figures": _FIGURES,
        "table": _TABLE,
    }
)
