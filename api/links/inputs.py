"""What the patient sends to make a link."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from api.errors import invalid
from diary.fields import Refused
from diary.fields.values import (
    integer,
    list_of,
    one_of,
    read_boolean,
    read_date,
    record,
)
from diary.services.links import (
    DAYS_MAX,
    SECTIONS,
    VIEWS_DEFAULT,
    VIEWS_MAX,
    LinkTerms,
)
from diary.vocabulary import Language

LANGUAGES: tuple[Language, ...] = get_args(Language)

_FIELDS = {
    "from": read_date,
    "to": read_date,
    "sections": list_of(one_of(SECTIONS), most=len(SECTIONS)),
    "notes": read_boolean,
    "lang": one_of(LANGUAGES),
    "days": integer(1, DAYS_MAX),
    "views_max": integer(1, VIEWS_MAX),
}
_read = record({}, _FIELDS)


def read_link(body: Mapping[str, object], *, language: Language) -> LinkTerms:
    """The terms of a link, or a 400 that names the field.

    ``language`` is the page's language unless another is asked for.
    """
    if unknown := sorted(body.keys() - _FIELDS.keys()):
        raise invalid(Refused("unknown_field", name) for name in unknown)
    try:
        sent: Any = _read(body)
        chosen = {name: value for name, value in sent.items() if value is not None}
        first, last = chosen.get("from"), chosen.get("to")
        if first and last and last < first:
            raise Refused("end_before_start", "to")
        sections = chosen.get("sections", SECTIONS)
        if not sections:
            raise Refused("empty_list", "sections")
    except Refused as refused:
        raise invalid([refused]) from None
    return LinkTerms(
        from_date=first,
        to_date=last,
        sections=[section for section in SECTIONS if section in sections],
        with_notes=chosen.get("notes", False),
        language=chosen.get("lang", language),
        days=chosen.get("days", DAYS_MAX),
        views_max=chosen.get("views_max", VIEWS_DEFAULT),
    )
