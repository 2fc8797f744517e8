"""The report as one frozen value: every word and number, for every way of showing it.

HTML, PDF and plain text show the same document, so they cannot disagree. A part is
``None`` where its section was not asked for. Texts are in the reader's language; what
is not known says so in words and is never 0.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime

from diary.vocabulary import Language

REPORT_VERSION = 1
"""Raise on any change of what a report says or leaves out; it is printed on each."""
DIGEST_DIGITS = 16

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under column headings; the first cell of a row says what the row is.

    ``more`` says how many rows were left out for want of room.
    """

    title: str
    head: Row
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    more: str = ""


@dataclass(frozen=True, slots=True)
class WarningItem:
    """One open warning: how serious (code, words), what it says and rests on."""

    severity: str
    level: str
    title: str
    text: str
    basis: str


@dataclass(frozen=True, slots=True)
class WarningPart:
    """The open warnings, the most serious first; ``closing`` is always said."""

    title: str
    items: tuple[WarningItem, ...]
    notes: tuple[str, ...] = ()
    more: str = ""
    closing: str = ""


@dataclass(frozen=True, slots=True)
class NightPart:
    """Nights with cramp in three spans, the verdicts, and every night as a sign.

    A verdict is what is compared, and what may be said of it. ``strip`` is an SVG
    document, ``strip_words`` what it shows.
    """

    table: Table
    verdicts: tuple[tuple[str, str], ...]
    strip: str
    strip_words: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A medicine or remedy on the time axis: ``start`` and ``end`` from 0 to 1.

    ``mark`` is where the dose was changed. ``start`` is ``None`` if not known.
    """

    name: str
    dates: str
    start: float | None
    end: float
    mark: float | None = None


@dataclass(frozen=True, slots=True)
class MedicinePart:
    """Medicines and remedies under one axis; ``ticks`` are its dates from 0 to 1."""

    title: str
    head: Row
    ticks: tuple[tuple[float, str], ...]
    bars: tuple[Bar, ...]
    notes: tuple[str, ...] = ()
    more: str = ""


@dataclass(frozen=True, slots=True)
class PageTwo:
    """The details behind page one."""

    title: str
    hours: Table | None
    triggers: Table | None
    factors: Table | None
    episodes: Table | None
    sleep: Table | None
    definitions_title: str
    definitions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """One report in one language, on the diary as it was at one revision.

    ``made_at`` follows from the period and not from the clock, so that the same diary
    gives the same bytes. ``versions`` names revision and versions; ``digest`` is the
    hash of everything else here.
    """

    language: Language
    title: str
    who: tuple[str, ...]
    period: str
    standing: tuple[str, ...]
    warnings: WarningPart | None
    nights: NightPart | None
    cramps: Table | None
    places: Table | None
    apart: Table | None
    sleep: Table | None
    day_share: Table | None
    features: Table | None
    medicines: MedicinePart | None
    page_two: PageTwo
    paste: tuple[str, ...]
    made_at: datetime
    versions: str
    digest: str = ""


def digest_of(report: Report) -> str:
    """The first digits of the SHA-256 of the content, whatever it is shown as."""
    content = {**asdict(report), "made_at": report.made_at.isoformat(), "digest": ""}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:DIGEST_DIGITS]
