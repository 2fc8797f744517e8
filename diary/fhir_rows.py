"""Composed reads for the FHIR document: the entries of a period as plain values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from diary import selectors
from diary.criteria.facts import CheckIn, Episode, Medication, Site, SleepNight
from diary.export_rows import bed_times, entry_rows, export_rows
from diary.exports.fhir import Content, Cramp, Medicine, Night, Quiet
from diary.exports.reading import Reading
from diary.models import Diary
from diary.services.rows import MODELS
from diary.steady import read_steadily
from diary.text_rows import parser_of

Row = tuple[Any, ...]

# Sites come as JSON: a document tells the pain of each, which no criterion reads.
_SHAPES = {n: s for n, s in selectors.EPISODE_SHAPES.items() if n != "sites"}
_SITES = selectors.EPISODE_COLUMNS.index("sites")
_CRAMPS = ("received_at", *selectors.EPISODE_COLUMNS)
_NIGHTS = ("received_at", *selectors.NIGHT_COLUMNS)
_CHECK_INS = ("received_at", "entered_at", "date", "covers", "id")
_MEDICINES = ("received_at", "entered_at", "dose", *selectors.MEDICATION_COLUMNS)


def count_entries(diary_id: UUID, reading: Reading) -> int:
    """How many entries a document would be made of, a few too many at the edges."""
    first, *others = (
        entry_rows(table, diary_id, reading).order_by().values_list("key")
        for table in ("episodes", "nights", "check_ins", "medications")
    )
    return int(first.union(*others, all=True).count())


def read_content(diary_id: UUID, reading: Reading) -> Content:
    """The live entries of the period at one revision, in eight queries."""
    opened_at = Diary.objects.values_list("created_at", flat=True)
    at = opened_at.get(pk=diary_id)
    revision, found = read_steadily(diary_id, lambda: _entries(diary_id, reading))
    return Content(diary_id, revision, at, reading.profile, **found)


def _entries(diary_id: UUID, reading: Reading) -> dict[str, Any]:
    return {
        "cramps": list(_cramps(diary_id, reading)),
        "nights": list(_nights(diary_id, reading)),
        "quiet": list(_quiet(diary_id, reading)),
        "medicines": list(_medicines(diary_id, reading)),
        "bed_times": bed_times(diary_id, reading),
    }


def _cramps(diary_id: UUID, reading: Reading) -> Iterator[Cramp]:
    for note, row in _rows("episodes", diary_id, reading, _CRAMPS, "note"):
        received_at, *columns = row
        sites = columns[_SITES]
        if sites is not None:
            columns[_SITES] = tuple(
                Site(site["muscle"], site.get("side") or "unknown") for site in sites
            )
        pains = tuple(site.get("pain") for site in sites or ())
        yield Cramp(Episode(*columns), received_at, pains, note)


def _nights(diary_id: UUID, reading: Reading) -> Iterator[Night]:
    for note, row in _rows("nights", diary_id, reading, _NIGHTS, "note"):
        received_at, *columns = row
        yield Night(SleepNight(*columns), received_at, note)


def _quiet(diary_id: UUID, reading: Reading) -> Iterator[Quiet]:
    for _, row in _rows("check_ins", diary_id, reading, _CHECK_INS):
        received_at, entered_at, *columns = row
        yield Quiet(CheckIn(*columns), received_at, entered_at)


def _medicines(diary_id: UUID, reading: Reading) -> Iterator[Medicine]:
    for text, row in _rows("medications", diary_id, reading, _MEDICINES, "text"):
        received_at, entered_at, dose, *columns = row
        yield Medicine(Medication(*columns), received_at, entered_at, dose, text)


def _rows(
    table: str,
    diary_id: UUID,
    reading: Reading,
    columns: Sequence[str],
    free_text: str | None = None,
) -> Iterator[tuple[str, Row]]:
    """The values of ``columns``, after a free text that is read only if it may be."""
    with_text = free_text is not None and reading.with_free_text
    read = (free_text, *columns) if free_text and with_text else tuple(columns)
    parse = parser_of(MODELS[table], read, _SHAPES)
    for row in export_rows(table, diary_id, reading, read):
        values = parse(row)
        yield (values[0], values[1:]) if with_text else ("", values)
