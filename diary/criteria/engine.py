"""Judge one diary: every criterion, every target, one finding each, nothing stored."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from diary.criteria.catalogue import criteria
from diary.criteria.entries import Entry
from diary.criteria.facts import Facts
from diary.criteria.findings import NOT_FIRED, Finding, Outcome, finding
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
    with_not_fired: bool = True,
) -> tuple[Finding, ...]:
    """Every finding of the diary at ``now``, in the order of the rule set.

    ``only`` limits the criteria, ``targets`` the episodes judged by the targeted ones;
    windows always use all facts. A targeted criterion gives one finding for each judged
    episode, by start; any other gives one. Without ``with_not_fired`` those that did
    not fire are left out, which is most of the work. The same facts in any order give
    the same answer. Raises ``ValueError`` on a naive time.
    """
    index = DiaryIndex(facts, now)
    judged = [e for e in index.entries if targets is None or e.id in targets]
    wanted = [name for name in criteria() if only is None or name in only]
    one = _judge_one if with_not_fired else _speaking
    return tuple(item for name in wanted for item in one(name, index, judged))


def _speaking(name: str, index: DiaryIndex, judged: Sequence[Entry]) -> list[Finding]:
    """The findings of one criterion that fired or lack an answer."""
    targeted = TARGETED.get(name)
    if targeted is None:
        found = _judge_one(name, index, judged)
        return [item for item in found if item.result != "not_fired"]
    outcomes = ((entry, targeted(index, entry)) for entry in judged)
    return [
        _about(name, index, entry, outcome)
        for entry, outcome in outcomes
        if outcome is not NOT_FIRED
    ]


def _judge_one(name: str, index: DiaryIndex, judged: Sequence[Entry]) -> list[Finding]:
    if name == OTHER_SYMPTOM:
        return judge_other_symptoms(index, judged)
    targeted = TARGETED.get(name)
    if targeted is None:
        return [finding(name, None, PATTERNS[name](index))]
    return [_about(name, index, entry, targeted(index, entry)) for entry in judged]


def _about(name: str, index: DiaryIndex, entry: Entry, outcome: Outcome) -> Finding:
    found = finding(name, entry.id, outcome)
    if outcome.severity != "urgent":
        return found
    # One that does not say when it was entered came in now.
    entered_at = entry.episode.entered_at or index.now
    return found._replace(is_late=is_late_entry(entry.started, entered_at))
