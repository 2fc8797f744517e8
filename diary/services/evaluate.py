"""Judge one diary and settle its warnings: the one function behind every door.

A kill before the commit leaves the diary due; after it, it is done. A doubled call
finds nothing due. An error puts the diary off, visibly, and never drops it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from diary.criteria import RULESET_VERSION
from diary.criteria.next_change import next_change_at
from diary.failpoints import reach
from diary.models import Diary, Warning
from diary.services.due import claim, finish, put_off
from diary.services.guarded import Failed, guarded
from diary.services.judgement import Judgement, judgement_of
from diary.services.notice_history import standing
from diary.services.notices import plan_notices
from diary.services.settle import settle_warnings

ROUNDS_MAX = 3  # a diary that changes all the time leaves the rest to the next call
SOONEST_NEXT = timedelta(minutes=1)


REMEMBERED = (
    "revision",
    "evaluated_revision",
    "evaluated_ruleset",
    "evaluated_at",
    "next_evaluation_at",
)


class Judged(NamedTuple):
    """A diary judged at a revision; any change of it makes this worthless."""

    revision: int
    live: list[Warning]
    judgement: Judgement


class Evaluation(StrEnum):
    """What became of one call."""

    JUDGED = "judged"
    NOT_JUDGED = "not_judged"  # no consent to flagging, or the criteria are off
    NOTHING_DUE = "nothing_due"  # or in back-off, or in somebody else's hands
    CHANGED = "changed"  # judged, and due again already
    FAILED = "failed"


def evaluate(diary_id: UUID, *, now: datetime | None = None) -> Evaluation:
    """Judge the diary if it is due; safe to call at any time, by anybody, twice.

    ``now`` is the moment of the judgement, the present by default. Raises only when
    the database itself does not answer.
    """
    outcome = Evaluation.NOTHING_DUE
    for _ in range(ROUNDS_MAX):
        outcome = _attempt(diary_id, now or timezone.now())
        if outcome is not Evaluation.CHANGED:
            break
    return outcome


def _attempt(diary_id: UUID, now: datetime) -> Evaluation:
    if not claim(diary_id, now=now):
        return Evaluation.NOTHING_DUE
    reach("evaluate.claimed")
    outcome = guarded(diary_id, lambda: _judge_if_due(diary_id, now))
    if isinstance(outcome, Failed):
        put_off(diary_id, error=outcome.error, now=now)
        return Evaluation.FAILED
    return outcome


def _judge_if_due(diary_id: UUID, now: datetime) -> Evaluation:
    """Judge before the lock, settle under it: reading is most of the work.

    On SQLite the lock is everybody's. What was read before it counts only if the diary
    still stands at that revision; else it is read and judged again under the lock.
    """
    early = _judge_unlocked(diary_id, now)
    with transaction.atomic():
        diary = _lock(diary_id)
        if diary is None or not hasattr(diary, "due"):
            return Evaluation.NOTHING_DUE
        may_judge = _may_judge(diary)
        if may_judge:
            _settle(diary, early, now)
        else:
            # As if never judged: found again once it may be.
            diary.evaluated_ruleset = ""
            diary.next_evaluation_at = None
        diary.save(update_fields=REMEMBERED)
        reach("evaluate.saved")
        if not finish(diary, revision=diary.due.revision, now=now):
            return Evaluation.CHANGED
        reach("evaluate.finished")
    return Evaluation.JUDGED if may_judge else Evaluation.NOT_JUDGED


def _lock(diary_id: UUID) -> Diary | None:
    rows = Diary.objects.with_consent().select_related("profile", "due")
    return rows.lock(skip_locked=True).filter(pk=diary_id).first()


def _may_judge(diary: Diary) -> bool:
    has_consent: bool | None = diary.may_flag  # type: ignore[attr-defined]  # annotated
    return settings.CRITERIA_ENABLED and has_consent is True


def _judge_unlocked(diary_id: UUID, now: datetime) -> Judged | None:
    rows = Diary.objects.with_consent().select_related("profile")
    diary = rows.filter(pk=diary_id).first()
    return _judge(diary, now) if diary is not None and _may_judge(diary) else None


def _judge(diary: Diary, now: datetime) -> Judged:
    live = list(Warning.objects.in_diary(diary.pk).live())
    return Judged(diary.revision, live, judgement_of(diary, live, now=now))


def _settle(diary: Diary, early: Judged | None, now: datetime) -> None:
    """Settle what was judged; what the diary remembers of it is left to be saved."""
    if early is None or early.revision != diary.revision:
        early = _judge(diary, now)
    reach("evaluate.judged")
    judgement = replace(early.judgement, diary=diary)
    before = standing(early.live)
    if settle_warnings(judgement, early.live):
        plan_notices(diary, before, now=now)
    diary.evaluated_revision = diary.revision
    diary.evaluated_ruleset = RULESET_VERSION
    diary.evaluated_at = now
    turn = next_change_at(judgement.facts, now)
    diary.next_evaluation_at = turn and max(turn, now + SOONEST_NEXT)
