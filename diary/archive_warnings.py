"""Warnings as an archive tells them: with each step, and with every text about them.

The right of access covers what only clinicians are shown; it stands apart, and says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from uuid import UUID

from django.conf import settings

from diary.criteria import Criterion, criteria, texts
from diary.criteria.catalogue import Audience
from diary.criteria.sources import source_output
from diary.exports.archive import Record
from diary.fields.values import plain
from diary.models import WarningEvent
from diary.vocabulary import Language

LANGUAGES: tuple[Language, ...] = ("en", "nb")
STEP = ("state", "severity", "at", "by")


def warning_records(
    records: Iterable[Record], diary_id: UUID, *, country: str
) -> Iterator[Record]:
    """Add history, texts and clinical notes to plain records of warnings."""
    steps: dict[str, list[Record]] = defaultdict(list)
    events = WarningEvent.objects.filter(warning__diary=diary_id).order_by("at", "pk")
    for warning, *step in events.values_list("warning", *STEP):
        steps[str(warning)].append(dict(zip(STEP, map(plain, step), strict=True)))
    for record in records:
        yield {
            **record,
            "approved": bool(settings.RULESET_APPROVED_BY),
            "history": steps[str(record["id"])],
            **_told(record, country),
        }


def _told(record: Record, country: str) -> Record:
    """What patient and clinician read of it; nothing for a criterion long gone."""
    criterion = criteria().get(str(record["criterion"]))
    if criterion is None:
        return {"title": None, "text": None, "source": None, "clinical_notes": None}
    return {
        "title": dict(criterion.title),
        "text": _texts(record, "patient", country),
        "source": source_output(criterion, "patient"),
        "clinical_notes": _clinical_notes(criterion, record, country),
    }


def _clinical_notes(criterion: Criterion, record: Record, country: str) -> Record:
    return {
        "written_for": "clinicians",
        "text": _texts(record, "clinician", country),
        "hint": criterion.hint,
        "source": source_output(criterion, "clinician"),
    }


def _texts(record: Record, audience: Audience, country: str) -> Record:
    facts = record["facts"]
    return {
        language: texts.render(
            str(record["criterion"]),
            facts if isinstance(facts, dict) else {},
            audience=audience,
            lang=language,
            country=country,
            late=record["is_late"] is True,
        )
        for language in LANGUAGES
    }
