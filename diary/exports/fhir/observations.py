"""What every Observation of a document shares: about whom, by whom, when."""

from __future__ import annotations

from datetime import datetime

from diary.exports.fhir.scribe import Part, Scribe, identifier


def observation(
    scribe: Scribe,
    *,
    table: str,
    entry: str,
    code: Part,
    part: str = "",
    status: str = "final",
    issued: str | None = None,
) -> Part:
    """An Observation that the person made about themselves; ``part`` of an entry."""
    made: Part = {
        "resourceType": "Observation",
        "id": scribe.id_of(table, entry, part) if part else scribe.id_of(table, entry),
        **({} if part else {"identifier": identifier(entry)}),
        "status": status,
        "category": [{"text": scribe.word("self-reported")}],
        "code": code,
        "subject": scribe.patient(),
        "performer": [scribe.patient()],
    }
    return made | ({"issued": issued} if issued else {})


def effective(
    scribe: Scribe, start: datetime, end: datetime | None, zone_name: str | None
) -> Part:
    """From when to when; a start alone is a moment, not something that goes on."""
    began = scribe.moment(start, zone_name)
    if end is None or end < start:
        return {"effectiveDateTime": began}
    return {"effectivePeriod": {"start": began, "end": scribe.moment(end, zone_name)}}


def component(code: Part, **value: object) -> Part:
    """One answer inside an Observation, ``valueBoolean=True`` for one."""
    return {"code": code, **value}
