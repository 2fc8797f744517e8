"""The query parameters of an export, checked before anything is read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

from api.errors import invalid
from diary.exports import DIALECTS, TABLES, Dialect
from diary.fields import Refused
from diary.fields.values import read_date
from diary.vocabulary import Language

NAMES = ("from", "to", "table", "dialect", "labels", "notes")
DOCUMENT_NAMES = ("from", "to", "lang", "notes")
LANGUAGES: Mapping[str, Language] = {"nb": "nb", "en": "en"}
YES_NO = {"1": True, "0": False}


class Asked(NamedTuple):
    """What the caller asked for; ``label_language`` only if a label row is wanted."""

    table: str
    dialect: Dialect
    first: date | None
    last: date | None
    label_language: Language | None
    with_notes: bool


class AskedDocument(NamedTuple):
    """What the caller of a document asked for; no language means the request's."""

    first: date | None
    last: date | None
    language: Language | None
    with_notes: bool


def read_parameters(sent: Mapping[str, str]) -> Asked:
    """The parameters as sent, or the 400 that names each wrong one."""
    problems: dict[str, str] = {}
    first, last = _period(sent, problems)
    table = _one_of(sent, "table", TABLES, problems, refusal="unknown_table")
    dialect = _one_of(sent, "dialect", DIALECTS, problems)
    labels = _one_of(sent, "labels", LANGUAGES, problems)
    notes = _one_of(sent, "notes", YES_NO, problems)
    if problems:
        raise invalid(Refused(code, name) for name, code in problems.items())
    return Asked(
        table=table or TABLES[0],
        dialect=DIALECTS[dialect or "rfc4180"],
        first=first,
        last=last,
        label_language=LANGUAGES[labels] if labels else None,
        with_notes=YES_NO[notes or "0"],
    )


def read_document_parameters(sent: Mapping[str, str]) -> AskedDocument:
    """The same for a document, which has neither tables nor dialects."""
    problems: dict[str, str] = {}
    first, last = _period(sent, problems)
    language = _one_of(sent, "lang", LANGUAGES, problems)
    notes = _one_of(sent, "notes", YES_NO, problems)
    if problems:
        raise invalid(Refused(code, name) for name, code in problems.items())
    return AskedDocument(
        first, last, LANGUAGES[language] if language else None, YES_NO[notes or "0"]
    )


def _period(
    sent: Mapping[str, str], problems: dict[str, str]
) -> tuple[date | None, date | None]:
    first, last = (_day(sent, name, problems) for name in ("from", "to"))
    if first and last and last < first:
        problems["to"] = "end_before_start"
    return first, last


def _day(sent: Mapping[str, str], name: str, problems: dict[str, str]) -> date | None:
    if name not in sent:
        return None
    try:
        return read_date(sent[name])
    except Refused as refused:
        problems[name] = refused.code
        return None


def _one_of(
    sent: Mapping[str, str],
    name: str,
    known: Collection[str],
    problems: dict[str, str],
    *,
    refusal: str = "unknown_code",
) -> str | None:
    value = sent.get(name)
    if value is not None and value not in known:
        problems[name] = refusal
    return value
