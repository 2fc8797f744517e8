"""A diary as one FHIR R4B document: findings the person reported, and nothing else.

No warning, no conclusion, no name and no number of the person: the patient is known by
the diary's id alone. The same revision, dates and language give the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice

from diary.exports.fhir.entries import Content
from diary.exports.fhir.narrative import paragraphs
from diary.exports.fhir.scribe import Part, Scribe, identifier
from diary.exports.fhir.sections import Section, sections_of
from diary.exports.reading import Reading
from diary.exports.streaming import ROWS_PER_CHUNK, AccessEnded

ENTRIES_MAX = 10_000  # what a document is made of stands in memory


def document_chunks(
    content: Content, reading: Reading, *, still_allowed: Callable[[], bool]
) -> Iterator[bytes]:
    """The document as JSON in UTF-8, a thousand resources at a time.

    ``content`` holds at most ``ENTRIES_MAX`` entries. ``still_allowed`` is asked before
    every chunk; raises ``AccessEnded`` when it says no.
    """
    scribe = Scribe(content.diary, reading.language, reading.profile.tz)
    head, resources = document(content, reading, scribe)
    opening = f'{_json(head)[:-1]},"entry":['
    while batch := list(islice(resources, ROWS_PER_CHUNK)):
        if not still_allowed():
            raise AccessEnded
        yield f"{opening}{','.join(_json(_entry(part)) for part in batch)}".encode()
        opening = ","
    yield b"]}"


def document(
    content: Content, reading: Reading, scribe: Scribe
) -> tuple[Part, Iterator[Part]]:
    """The Bundle without its entries, and the resources, made one by one."""
    sections = sections_of(content, reading, scribe)
    composition = _composition(content, reading, scribe, sections)
    patient: Part = {
        "resourceType": "Patient",
        "id": scribe.id_of("patient"),
        "identifier": identifier(content.diary),
    }
    bundle_id = _id("bundle", content, reading, scribe)
    head = {
        "resourceType": "Bundle",
        "id": bundle_id,
        "language": scribe.language,
        "identifier": identifier(bundle_id)[0],
        "type": "document",
        "timestamp": composition["date"],
    }
    entries = (section.resources for section in sections)
    return head, chain([composition, patient], *entries)


def _composition(
    content: Content, reading: Reading, scribe: Scribe, sections: Sequence[Section]
) -> Part:
    nothing = scribe.word("nothing")
    return {
        "resourceType": "Composition",
        "id": _id("composition", content, reading, scribe),
        "meta": {"versionId": str(content.revision)},
        "language": scribe.language,
        "text": paragraphs(scribe.word("about")),
        "status": "final",
        "type": scribe.concept("document"),
        "subject": scribe.patient(),
        "date": scribe.moment(content.written_at),
        "author": [scribe.patient()],
        "title": scribe.word("document"),
        **_period(reading),
        "section": [section.part(nothing) for section in sections],
    }


def _period(reading: Reading) -> Part:
    """The dates that were asked for, if any were."""
    days = {"start": reading.first, "end": reading.last}
    period = {name: day.isoformat() for name, day in days.items() if day is not None}
    return {"event": [{"period": period}]} if period else {}


def _id(name: str, content: Content, reading: Reading, scribe: Scribe) -> str:
    """An id for what was asked for, at this revision."""
    wish = (reading.first, reading.last, scribe.language, reading.with_free_text)
    return scribe.id_of(name, content.revision, *wish)


def _entry(resource: Part) -> Part:
    return {"fullUrl": f"urn:uuid:{resource['id']}", "resource": resource}


def _json(part: Part) -> str:
    return json.dumps(part, ensure_ascii=False, separators=(",", ":"))
