"""From findings to what the person is asked: each field of each entry once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from diary.criteria import Finding, Question
from diary.criteria.catalogue import clinician_only
from diary.criteria.facts import Facts
from diary.night import as_utc


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """One question: about which row, which field, and for which criterion.

    ``id`` follows from the diary, the row and the field, so an app knows it again.
    """

    id: UUID
    table: str
    entry: str
    field: str
    criterion: str


def open_questions(
    findings: Iterable[Finding], facts: Facts, *, diary: UUID, now: datetime
) -> tuple[OpenQuestion, ...]:
    """What may be asked at ``now``: the newest episode first, the person last.

    The first criterion of the rule set that asks gives its name. Raises ``ValueError``
    on a naive time.
    """
    moment = as_utc(now)
    asked: dict[tuple[str, str, str], OpenQuestion] = {}
    for finding, question in _asked_for(findings):
        if question.ask_from is None or as_utc(question.ask_from) <= moment:
            found = _open_question(finding, question, diary)
            asked.setdefault((found.table, found.entry, found.field), found)
    starts = {item.id: as_utc(item.started_at) for item in facts.episodes}
    return tuple(sorted(asked.values(), key=lambda found: _order(found, starts)))


def is_anything_asked(findings: Iterable[Finding]) -> bool:
    """Whether an answer is missing, be it that it may be asked for only later."""
    return any(True for _ in _asked_for(findings))


def _asked_for(findings: Iterable[Finding]) -> Iterable[tuple[Finding, Question]]:
    hidden = clinician_only()
    return (
        (finding, question)
        for finding in findings
        if finding.missing and finding.criterion not in hidden
        for question in finding.missing
    )


def _open_question(finding: Finding, question: Question, diary: UUID) -> OpenQuestion:
    # The profile's id is the diary's.
    entry = question.entry_id or str(diary)
    name = f"{question.table}/{entry}/{question.field}"
    return OpenQuestion(
        uuid5(diary, name), question.table, entry, question.field, finding.criterion
    )


def _order(
    found: OpenQuestion, starts: Mapping[str, datetime]
) -> tuple[bool, float, str, str, str]:
    start = starts.get(found.entry)
    age = 0.0 if start is None else -start.timestamp()
    return start is None, age, found.table, found.entry, found.field
