"""Why a warning was raised, in words and entries, for the reader of the request."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from uuid import UUID

from rest_framework.request import Request

from api.entries.outputs import columns, entry_output
from api.warnings.outputs import audience_of, language
from diary.criteria import catalogue
from diary.criteria.sources import source_output
from diary.criteria.wording import in_words
from diary.explanation import Evidence, evidence_of
from diary.fields import TABLES
from diary.models import Warning

WINDOW = "window"


def explanation_output(
    warning: Warning, *, diary_id: UUID, request: Request, sees_notes: bool
) -> dict[str, object]:
    """The rule, what it looked at, what it found there, and where it comes from.

    Four queries. The same warning and entries give the same bytes.
    """
    criterion = catalogue.criterion(warning.criterion)
    entries = evidence_of(diary_id, warning.evidence, columns=_columns())
    return {
        "predicate": criterion.predicate,
        "looks_at": criterion.window,
        "minimum_data": criterion.minimum_data,
        "window": warning.facts.get(WINDOW),
        "numbers": _numbers(warning.facts),
        "entries": [_entry(found, sees_notes) for found in entries],
        "ruleset_version": warning.ruleset_version,
        "basis": criterion.basis,
        "sources": source_output(criterion, audience_of(request)),
        "judged_at": warning.judged_at.isoformat(),
        "clears": criterion.clears,
    }


@cache
def _columns() -> Mapping[str, tuple[str, ...]]:
    return {name: columns(table) for name, table in TABLES.items()}


def _numbers(facts: Mapping[str, object]) -> list[dict[str, object]]:
    """Each fact as it was used, and as the texts say it."""
    lang = language()
    return [
        {"name": name, "value": value, "words": in_words(name, value, lang)}
        for name, value in sorted(facts.items())
        if name != WINDOW
    ]


def _entry(found: Evidence, sees_notes: bool) -> dict[str, object]:
    row = None
    if found.table is not None and found.row is not None:
        row = entry_output(found.table, found.row)
        if not sees_notes and "note" in row:
            row["note"] = ""
    return {
        "table": found.table.name if found.table else None,
        "id": found.id,
        "deleted": row is None,
        "row": row,
    }
