"""The query parameters of a report, checked before anything is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from api.errors import invalid
from diary.fields import Refused
from diary.fields.values import read_date
from diary.vocabulary import Language

NAMES = ("format", "lang", "page", "end")
FORMATS = ("html", "pdf", "text")
LANGUAGES: Mapping[str, Language] = {"nb": "nb", "en": "en"}
PAGES = ("1", "2")


class Asked(NamedTuple):
    """How the report is to be shown: ``page`` 1 or 2, in a language of its own.

    ``end`` is the last night asked for, ``None`` for the latest that is over.
    """

    format: str
    language: Language
    page: int
    end: date | None


def read_parameters(sent: Mapping[str, str]) -> Asked:
    """The parameters as sent, or the 400 that names each wrong one.

    Text has no second page.
    """
    problems: list[Refused] = []
    shown_as = _one_of(sent, "format", FORMATS, problems)
    pages = PAGES[:1] if shown_as == "text" else PAGES
    language = _one_of(sent, "lang", tuple(LANGUAGES), problems)
    page = _one_of(sent, "page", pages, problems)
    end = _day(sent, "end", problems)
    if problems:
        raise invalid(problems)
    return Asked(shown_as, LANGUAGES[language], int(page), end)


def _one_of(
    sent: Mapping[str, str],
    name: str,
    known: Sequence[str],
    problems: list[Refused],
) -> str:
    """What was sent, or the first of ``known`` if nothing was."""
    value = sent.get(name, known[0])
    if value not in known:
        problems.append(Refused("unknown_code", name))
    return value


def _day(sent: Mapping[str, str], name: str, problems: list[Refused]) -> date | None:
    if name not in sent:
        return None
    try:
        return read_date(sent[name])
    except Refused as refused:
        problems.append(Refused(refused.code, name))
        return None
