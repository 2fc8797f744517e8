"""What somebody sends to ask for a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from api.errors import ApiError, invalid
from api.exports.parameters import LANGUAGES
from diary.exports import DIALECTS
from diary.fields import Refused
from diary.fields.values import Reader, one_of, read_boolean, read_date, read_uuid
from diary.services.export_jobs import Order
from diary.vocabulary import Language

FORMATS = ("zip",)
READERS: Mapping[str, Reader] = {
    "diary": read_uuid,
    "from": read_date,
    "to": read_date,
    "format": one_of(FORMATS),
    "dialect": one_of(DIALECTS),
    "labels": one_of(LANGUAGES),
    "notes": read_boolean,
}


def read_order(
    body: Mapping[str, object], *, language: Language
) -> tuple[Order, UUID | None]:
    """What is wanted, and of which diary; or a 400 that names each wrong field.

    ``labels`` wins over the ``language`` of the request. ``null`` is the same as left
    out.
    """
    unknown = sorted(set(body) - set(READERS))
    if unknown:
        raise ApiError(400, "invalid", fields=dict.fromkeys(unknown, "unknown_field"))
    found, problems = _read(body)
    first, last = found.get("from"), found.get("to")
    if first and last and last < first:
        problems.append(Refused("end_before_start", "to"))
    if problems:
        raise invalid(problems)
    labels = found.get("labels")
    order = Order(
        first=first,
        last=last,
        dialect=found.get("dialect", "rfc4180"),
        language=LANGUAGES[labels] if labels else language,
        has_label_row=labels is not None,
        with_notes=found.get("notes", False),
    )
    return order, found.get("diary")


def _read(body: Mapping[str, object]) -> tuple[dict[str, Any], list[Refused]]:
    found, problems = {}, []
    for name, read in READERS.items():
        value = body.get(name)
        if value is None:
            continue
        try:
            found[name] = read(value)
        except Refused as refused:
            problems.append(Refused(refused.code, name))
    return found, problems
