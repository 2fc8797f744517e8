"""The sections of a document: which entries of the period, and what people read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from diary.criteria.facts import SleepNight
from diary.exports.fhir.cramps import cramp_ids, cramp_resources, places
from diary.exports.fhir.entries import Content, Cramp, Medicine
from diary.exports.fhir.medicines import medicine_resource, name_of
from diary.exports.fhir.narrative import Cell, paragraphs, table
from diary.exports.fhir.nights import derived, night_resource
from diary.exports.fhir.quiet import contradicted, covers, no_cramps, quiet_resource
from diary.exports.fhir.scribe import Part, Scribe, reference
from diary.exports.reading import Reading
from diary.night import InBed, Placement, place

MINUTES_SHOWN = len("2026-03-20T02:00")


@dataclass(frozen=True, slots=True)
class Section:
    """One section: the ids of its resources, what people read, the resources.

    ``resources`` are made while they are written; the ids are known before.
    """

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    ids: Sequence[str]
    resources: Iterator[Part]

    def part(self, nothing: str) -> Part:
        """The section as the Composition holds it; ``nothing`` says it is empty."""
        if not self.ids:
            return {
                "title": self.title,
                "text": paragraphs(nothing),
                "emptyReason": {"text": nothing},
            }
        return {
            "title": self.title,
            "text": table(self.headings, self.rows),
            "entry": list(map(reference, self.ids)),
        }


def sections_of(content: Content, reading: Reading, scribe: Scribe) -> list[Section]:
    """Cramps, dates without them, sleep and medicines, in this order."""
    in_bed = InBed(content.bed_times)
    placed = [
        (entry, place(entry.facts, in_bed, content.profile)) for entry in content.cramps
    ]
    return [
        _cramps(placed, reading, scribe),
        _quiet(content, [placement for _, placement in placed], scribe),
        _nights(content, scribe),
        _medicines(content, scribe),
    ]


def _cramps(
    placed: Sequence[tuple[Cramp, Placement]], reading: Reading, scribe: Scribe
) -> Section:
    asked = [
        (entry, where) for entry, where in placed if reading.holds(_diary_date(where))
    ]
    words = [scribe.word("when"), scribe.word("pain")]
    return Section(
        title=scribe.word("section-cramps"),
        headings=[*words, scribe.heading("episodes", "sites_label")],
        rows=[_cramp_row(entry, scribe) for entry, _ in asked],
        ids=[one for entry, _ in asked for one in cramp_ids(entry, scribe)],
        resources=chain.from_iterable(
            cramp_resources(entry, where, scribe) for entry, where in asked
        ),
    )


def _diary_date(placed: Placement) -> date:
    return placed.night_date if placed.period == "night" else placed.local_date


def _cramp_row(entry: Cramp, scribe: Scribe) -> Sequence[Cell]:
    episode = entry.facts
    at = scribe.moment(episode.started_at, episode.tz)[:MINUTES_SHOWN]
    where = "; ".join(places(episode, scribe.language))
    return at.replace("T", " "), episode.pain_max, where


def _quiet(
    content: Content, placements: Sequence[Placement], scribe: Scribe
) -> Section:
    taken = contradicted(placements)
    said = [(entry, covers(entry.facts, taken)) for entry in content.quiet]
    left = [(entry, part) for entry, part in said if part is not None]
    title = scribe.word("section-quiet")
    return Section(
        title=title,
        headings=[scribe.word("date"), title],
        rows=[(e.facts.date.isoformat(), no_cramps(part, scribe)) for e, part in left],
        ids=[scribe.id_of("check_ins", entry.facts.id) for entry, _ in left],
        resources=(quiet_resource(entry, part, scribe) for entry, part in left),
    )


def _nights(content: Content, scribe: Scribe) -> Section:
    columns = ("night_date", "tst_minutes", "awakenings", "quality")
    return Section(
        title=scribe.word("section-nights"),
        headings=[scribe.heading("nights", column) for column in columns],
        rows=[_night_row(entry.facts, scribe) for entry in content.nights],
        ids=[scribe.id_of("nights", entry.facts.id) for entry in content.nights],
        resources=(night_resource(entry, scribe) for entry in content.nights),
    )


def _night_row(night: SleepNight, scribe: Scribe) -> Sequence[Cell]:
    slept = derived(night, scribe).tst_minutes
    return night.night_date.isoformat(), slept, night.awakenings, night.quality


def _medicines(content: Content, scribe: Scribe) -> Section:
    columns = ("code_label", "started_on", "stopped_on")
    return Section(
        title=scribe.word("section-medicines"),
        headings=[scribe.heading("medications", column) for column in columns],
        rows=[_medicine_row(entry, scribe) for entry in content.medicines],
        ids=[scribe.id_of("medications", e.facts.id) for e in content.medicines],
        resources=(medicine_resource(entry, scribe) for entry in content.medicines),
    )


def _medicine_row(entry: Medicine, scribe: Scribe) -> Sequence[Cell]:
    days = entry.facts.started_on, entry.facts.stopped_on
    shown = (None if day is None else day.isoformat() for day in days)
    return name_of(entry, scribe), *shown
