"""Kinds of fields: how a value is read, and what JSON Schema says about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from diary import vocabulary
from diary.fields import values
from diary.fields.values import Reader

NONE_CONDITION = "none-known"


@dataclass(frozen=True, slots=True)
class Kind:
    """A reader and the JSON Schema of what it takes (without ``null``)."""

    read: Reader
    schema: Mapping[str, object]


def integer(least: int, most: int = values.INTEGER_MAX) -> Kind:
    """Whole number from ``least`` to ``most``."""
    return Kind(
        values.integer(least, most),
        {"type": "integer", "minimum": least, "maximum": most},
    )


def text(length_max: int) -> Kind:
    """Text of at most ``length_max`` code points."""
    return Kind(values.text(length_max), {"type": "string", "maxLength": length_max})


def one_of(*codes: str) -> Kind:
    """One code of a short list."""
    return Kind(values.one_of(codes), {"type": "string", "enum": list(codes)})


def codes(*known: str, none_code: str | None = None) -> Kind:
    """A list of codes; ``[none_code]`` means asked and none."""
    read = values.list_of(values.one_of(frozenset(known)), none_code=none_code)
    item = {"type": "string", "enum": list(known)}
    return Kind(read, {"type": "array", "items": item})


def _nullable(schema: Mapping[str, object]) -> dict[str, object]:
    return {"oneOf": [dict(schema), {"type": "null"}]}


def record(required: Mapping[str, Kind], optional: Mapping[str, Kind]) -> Kind:
    """A small object with these members."""
    read = values.record(
        {name: kind.read for name, kind in required.items()},
        {name: kind.read for name, kind in optional.items()},
    )
    members = {name: dict(kind.schema) for name, kind in required.items()}
    members |= {name: _nullable(kind.schema) for name, kind in optional.items()}
    return Kind(
        read,
        {
            "type": "object",
            "properties": members,
            "required": list(required),
            "additionalProperties": False,
        },
    )


def records(item: Kind, *, name: str = "", none_code: str | None = None) -> Kind:
    """A list of small objects."""
    return Kind(
        values.list_of(item.read, name=name, none_code=none_code),
        {"type": "array", "items": dict(item.schema)},
    )


def _date_text(value: object) -> object:
    return values.plain(values.read_date(value))


BOOLEAN = Kind(values.read_boolean, {"type": "boolean"})
INSTANT = Kind(values.read_instant, {"type": "string", "format": "date-time"})
DATE = Kind(values.read_date, {"type": "string", "format": "date"})
CLOCK = Kind(
    values.read_clock, {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}
)
ZONE = Kind(values.read_zone, {"type": "string", "examples": ["Europe/Oslo"]})
UUID = Kind(values.read_uuid, {"type": "string", "format": "uuid"})
LINE = text(values.LINE_LENGTH_MAX)
NOTE = text(values.NOTE_LENGTH_MAX)
SCORE = integer(0, 10)
MINUTES = integer(0, 100_000)
COUNT = integer(0, 1000)

# Inside a JSON column a date is its text.
DATE_TEXT = Kind(_date_text, DATE.schema)

SITES = records(
    record(
        {"muscle": one_of(*vocabulary.codes("muscle_groups"))},
        {"side": one_of(*vocabulary.codes("sides")), "pain": SCORE},
    )
)
RELIEF = records(
    record(
        {"code": one_of(*vocabulary.codes("relief_measures"))},
        {"effect": one_of(*vocabulary.codes("relief_effects"))},
    ),
    name="code",
    none_code="nothing",
)
RESIDUAL_PAIN = record(
    {}, {"present": BOOLEAN, "max": SCORE, "duration_minutes": MINUTES}
)
TRIGGERS = codes(*vocabulary.codes("triggers"))
SENSATIONS = codes(*vocabulary.codes("sensations"))
SYMPTOMS = codes(*vocabulary.codes("associated_symptoms"), none_code="none")
CONDITIONS = codes(
    *vocabulary.codes("conditions"), NONE_CONDITION, none_code=NONE_CONDITION
)
PREGNANCY = record(
    {"status": one_of(*vocabulary.codes("pregnancy_statuses"))},
    {"week": integer(1, 45), "set_on": DATE_TEXT, "birth_on": DATE_TEXT},
)
CRAMP_HISTORY = record({}, {"night_before": BOOLEAN, "daytime_before": BOOLEAN})
