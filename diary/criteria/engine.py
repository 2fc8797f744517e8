"""Judge one diary: every criterion, every target, one finding each, nothing stored."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from diary.criteria.catalogue import criteria, urgent_criteria
from diary.criteria.entries import Entry
from diary.criteria.facts import Facts
from diary.criteria.findings import Finding, finding
from diary.criteria.index import DiaryIndex
from diary.criteria.notices import is_late_entry
from diary.criteria.registry import PATTERNS, TARGETED
from diary.criteria.remaining import OTHER_SYMPTOM, judge_other_symptoms


def judge(
    facts: Facts,
    now: datetime,
    *,
    only: Collection[str] | None = None,
    targets: Collection[str] | None = None,
) -> tuple[Finding, ...]:
    """Every finding of the diary at ``now``, in the order of the rule set.

    ``only`` limits the criteria, ``targets`` the episodes judged by the targeted ones;
    windows always use all facts. A targeted criterion gives one finding for each judged
    episode, by start; any other gives one. The same facts in any order give the same
    answer. Raises ``ValueError`` on a naive time.
    """
    index = DiaryIndex(facts, now)
    judged = [e for e in index.entries if targets is None or e.id in targets]
    wanted = [name for name in criteria() if only is None or name in only]
    return tuple(item for name in wanted for item in _judge_one(name, index, judged))


def _judge_one(name: str, index: DiaryIndex, judged: Sequence[Entry]) -> list[Finding]:
    if name == OTHER_SYMPTOM:
        return judge_other_symptoms(index, judged)
    targeted = TARGETED.get(name)
    if targeted is None:
        return [finding(name, None, PATTERNS[name](index))]
    found = [finding(name, entry.id, targeted(index, entry)) for entry in judged]
    if name not in urgent_criteria():
        return found
    return [
        _with_lateness(index, entry, item) if item.severity == "urgent" else item
        for entry, item in zip(judged, found, strict=True)
    ]


def _with_lateness(index: DiaryIndex, entry: Entry, found: Finding) -> Finding:
    """Marked late by when it was entered; one that does not say so came in now."""
    entered_at = entry.episode.entered_at or index.now
    return found._replace(is_late=is_late_entry(entry.started, entered_at))
