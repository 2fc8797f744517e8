"""Judge diaries again and say what would change, without writing anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Literal
from uuid import UUID

from diary.criteria import criteria
from diary.criteria.catalogue import SEVERITY_RANK
from diary.models import Diary, Warning
from diary.services.guarded import Failed, guarded
from diary.services.judgement import judgement_of
from diary.services.settle import settled

Change = Literal["opened", "resolved", "retracted", "raised", "lowered"]
CHANGES: Sequence[Change] = ("opened", "resolved", "retracted", "raised", "lowered")


@dataclass(slots=True)
class Replay:
    """How many diaries were judged, and how often each criterion would change."""

    judged: int = 0
    without_consent: int = 0
    failed: int = 0
    changes: Counter[tuple[str, Change]] = field(default_factory=Counter)

    def rows(self) -> list[tuple[str, dict[Change, int]]]:
        """The criteria with a change, in the order of the rule set."""
        order = {name: place for place, name in enumerate(criteria())}
        names = {name for name, _ in self.changes}
        return [
            (name, {change: self.changes[name, change] for change in CHANGES})
            for name in sorted(names, key=lambda name: (order.get(name, -1), name))
        ]


def replay(diary_ids: Iterable[UUID], *, now: datetime) -> Replay:
    """Judge these diaries as an evaluation at ``now`` would, and count.

    Counts alone leave this function: no entry, no text. A diary that cannot be judged
    is counted as failed, and logged.
    """
    report = Replay()
    for diary_id in diary_ids:
        changes = guarded(diary_id, partial(_changes, diary_id, now))
        if isinstance(changes, Failed):
            report.failed += 1
        elif changes is None:
            report.without_consent += 1
        else:
            report.judged += 1
            report.changes.update(changes)
    return report


def _changes(diary_id: UUID, now: datetime) -> list[tuple[str, Change]] | None:
    """What one evaluation would change; ``None`` without consent to flagging."""
    diaries = Diary.objects.allowing_flags().select_related("profile")
    diary = diaries.filter(pk=diary_id).first()
    if diary is None:
        return None
    live = list(Warning.objects.in_diary(diary.pk).live())
    before = [warning.severity for warning in live]
    writer = settled(judgement_of(diary, live, now=now), live)
    opened: list[tuple[str, Change]] = [
        (warning.criterion, "opened") for warning in writer.opened
    ]
    moved = [
        (warning.criterion, change)
        for warning, severity in zip(live, before, strict=True)
        if (change := _change(warning, severity)) is not None
    ]
    return opened + moved


def _change(warning: Warning, severity: str) -> Change | None:
    match warning.state:
        case Warning.State.RESOLVED:
            return "resolved"
        case Warning.State.RETRACTED:
            return "retracted"
    rise = SEVERITY_RANK[warning.severity] - SEVERITY_RANK[severity]
    if rise == 0:
        return None
    return "raised" if rise > 0 else "lowered"
