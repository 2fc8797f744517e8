"""The query parameters of a report, checked before anything is read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from api.errors import invalid
from diary.fields import Refused
from diary.vocabulary import Language

NAMES = ("format", "lang", "page", "end")
FORMATS = ("html", "pdf", "text")
LANGUAGES: Mapping[str, Language] = {"nb": "nb", "en": "en"}
PAGES = ("1", "2")


class Asked(NamedTuple):
    """How the report is to be shown: ``page`` 1 or 2, in a language of its own."""

    format: str
    language: Language
    page: int


def read_parameters(sent: Mapping[str, str]) -> Asked:
    """The parameters as sent, or the 400 that names each wrong one.

    Text has no second page.
    """
    shown_as = sent.get("format", FORMATS[0])
    language = sent.get("lang", next(iter(LANGUAGES)))
    page = sent.get("page", PAGES[0])
    known: dict[str, tuple[str, Collection[str]]] = {
        "format": (shown_as, FORMATS),
        "lang": (language, LANGUAGES),
        "page": (page, PAGES[:1] if shown_as == "text" else PAGES),
    }
    problems = [
        name for name, (value, choices) in known.items() if value not in choices
    ]
    if problems:
        raise invalid(Refused("unknown_code", name) for name in problems)
    return Asked(shown_as, LANGUAGES[language], int(page))
