"""Where a diary stands with its judgement: what is asked, what is covered, what is due.

Reads only; what a judgement changes is settled in ``diary.services``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.conf import settings

from diary import selectors
from diary.criteria import RULESET_VERSION, Finding, judge
from diary.criteria.facts import Facts
from diary.criteria.subsumption import Live, visible_to_patient
from diary.models import Diary, Warning
from diary.questions import is_anything_asked


class Present(NamedTuple):
    """A diary judged at this moment, with what was read for it."""

    facts: Facts
    findings: Sequence[Finding]


def judged_now(diary_id: UUID, *, now: datetime) -> Present | None:
    """Judge the diary as the job would, without storing anything.

    ``None`` without consent to flagging, or with the criteria switched off. Five
    queries, six for a diary of a single episode.
    """
    diary = _diary(diary_id)
    if not _may_judge(diary):
        return None
    facts = selectors.facts_for(
        diary_id, diary.profile, since=selectors.judged_since(now)
    )
    return Present(facts, judge(facts, now, with_not_fired=False))


def covered_warnings(diary_id: UUID) -> set[UUID]:
    """Live warnings that the patient is not shown, because another says more."""
    rows = Warning.objects.in_diary(diary_id).for_patient().live()
    live = {
        warning: Live(criterion, target or None)
        for warning, criterion, target in rows.values_list("pk", "criterion", "target")
    }
    visible = visible_to_patient(live.values())
    return {warning for warning, found in live.items() if found not in visible}


def is_nothing_flagged(diary_id: UUID, *, now: datetime) -> bool:
    """Whether every criterion was judged on what is stored now, and none speaks.

    Not while a warning is live, a judgement is due, or an answer is missing, be it
    that it may be asked for only in the morning.
    """
    if Warning.objects.in_diary(diary_id).for_patient().live().exists():
        return False
    if not _is_judged(_diary(diary_id), now):
        return False
    present = judged_now(diary_id, now=now)
    return present is not None and not is_anything_asked(present.findings)


def _diary(diary_id: UUID) -> Diary:
    rows = Diary.objects.with_consent().select_related("profile", "due")
    return rows.get(pk=diary_id)


def _may_judge(diary: Diary) -> bool:
    has_consent: bool | None = diary.may_flag  # type: ignore[attr-defined]  # annotated
    return settings.CRITERIA_ENABLED and has_consent is True


def _is_judged(diary: Diary, now: datetime) -> bool:
    """Judged by these rules since the last change and since time last mattered."""
    turn = diary.next_evaluation_at
    return (
        _may_judge(diary)
        and not hasattr(diary, "due")
        and diary.evaluated_at is not None
        and diary.evaluated_ruleset == RULESET_VERSION
        and (turn is None or turn > now)
    )
