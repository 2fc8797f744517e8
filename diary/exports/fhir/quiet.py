""" "No cramps" on a date as an Observation, as far as no entry of that date says else.

The cramp wins over the check-in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from diary.criteria.facts import CheckIn
from diary.exports.fhir.entries import Quiet
from diary.exports.fhir.observations import observation
from diary.exports.fhir.scribe import Part, Scribe
from diary.night import Placement

TABLE = "check_ins"
BOTH = ("night", "day")


def contradicted(placements: Iterable[Placement]) -> frozenset[tuple[str, date]]:
    """The nights and days that have an entry."""
    return frozenset(
        ("night", placed.night_date)
        if placed.period == "night"
        else ("day", placed.local_date)
        for placed in placements
    )


def covers(check_in: CheckIn, taken: Collection[tuple[str, date]]) -> str | None:
    """``night``, ``day`` or ``both``, whatever is left; ``None`` if nothing is."""
    said = BOTH if check_in.covers == "both" else (check_in.covers,)
    left = [part for part in said if (part, check_in.date) not in taken]
    return "both" if len(left) == len(BOTH) else next(iter(left), None)


def no_cramps(part: str, scribe: Scribe) -> str:
    """The words for ``night``, ``day`` or ``both``."""
    return scribe.word(f"no-cramps-{part}")


def quiet_resource(entry: Quiet, part: str, scribe: Scribe) -> Part:
    """An affirmed absence on that part of the date."""
    at = entry.entered_at
    return {
        **observation(
            scribe,
            table=TABLE,
            entry=entry.facts.id,
            code=scribe.concept("symptom"),
            issued=None if at is None else scribe.moment(at),
        ),
        "effectiveDateTime": entry.facts.date.isoformat(),
        "valueCodeableConcept": {"text": no_cramps(part, scribe)},
    }
