"""Judge one diary and settle its warnings: the one function behind every door.

A kill before the commit leaves the diary due; after it, it is done. A doubled call
finds nothing due. An error puts the diary off, visibly, and never drops it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from diary.criteria import RULESET_VERSION
from diary.criteria.clears import next_change_at
from diary.failpoints import reach
from diary.models import Diary, Warning
from diary.services.due import claim, finish, put_off
from diary.services.guarded import Failed, guarded
from diary.services.judgement import judgement_of
from diary.services.notice_history import standing
from diary.services.notices import plan_notices
from diary.services.settle import settle_warnings

ROUNDS_MAX = 3  # a diary that changes all the time leaves the rest to the next call
SOONEST_NEXT = timedelta(minutes=1)


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


@transaction.atomic
def _judge_if_due(diary_id: UUID, now: datetime) -> Evaluation:
    diary = (
        Diary.objects.with_consent()
        .select_related("profile", "due")
        .lock(skip_locked=True)
        .filter(pk=diary_id)
        .first()
    )
    if diary is None or not hasattr(diary, "due"):
        return Evaluation.NOTHING_DUE
    revision = diary.due.revision
    has_consent: bool | None = diary.may_flag  # type: ignore[attr-defined]  # annotated
    may_judge = settings.CRITERIA_ENABLED and has_consent is True
    if may_judge:
        _judge(diary, now)
        reach("evaluate.judged")
    else:
        # As if never judged: found again once there is consent, or the criteria are on.
        diary.evaluated_ruleset = ""
        diary.next_evaluation_at = None
    diary.save(
        update_fields=[
            "revision",
            "evaluated_revision",
            "evaluated_ruleset",
            "evaluated_at",
            "next_evaluation_at",
        ]
    )
    reach("evaluate.saved")
    if not finish(diary, revision=revision, now=now):
        return Evaluation.CHANGED
    reach("evaluate.finished")
    return Evaluation.JUDGED if may_judge else Evaluation.NOT_JUDGED


def _judge(diary: Diary, now: datetime) -> None:
    """Read once, judge, settle; what the diary remembers of it is left to be saved."""
    live = list(Warning.objects.in_diary(diary.pk).live())
    before = standing(live)
    judgement = judgement_of(diary, live, now=now)
    if settle_warnings(judgement, live):
        plan_notices(diary, before, now=now)
    diary.evaluated_revision = diary.revision
    diary.evaluated_ruleset = RULESET_VERSION
    diary.evaluated_at = now
    turn = next_change_at(judgement.facts, now)
    diary.next_evaluation_at = turn and max(turn, now + SOONEST_NEXT)
