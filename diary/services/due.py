"""The due row: the queue that matters, written with every change the criteria read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from diary.criteria import RULESET_VERSION
from diary.models import Diary, EvaluationDue

LEASE = timedelta(seconds=10)  # how long a claim keeps others away
FREE_ATTEMPTS = 3  # deaths of a judging process before its diary waits in back-off
BACK_OFF_FIRST = timedelta(seconds=30)
BACK_OFF_MAX = timedelta(hours=1)
MARK_BATCH = 500
_DOUBLINGS_MAX = 8  # 30 s doubled 8 times is more than an hour


@dataclass(frozen=True, slots=True)
class QueueState:
    """What an operator watches; ages in seconds, ``None`` when nothing waits."""

    oldest_due_age_seconds: float | None
    diaries_in_back_off: int


def mark_due(diary: Diary, *, now: datetime) -> None:
    """Queue the diary at its present revision; a new write ends any back-off.

    Call inside the transaction that made the change, with the diary locked.
    ``due_since`` of a row that already waits is kept, so a busy diary is not put off
    for ever.
    """
    EvaluationDue.objects.bulk_create(
        [_due_row(diary, now)],
        update_conflicts=True,
        unique_fields=["diary"],
        update_fields=["revision", "next_try_at", "attempts", "last_error_class"],
    )


def mark_diaries_due(*, now: datetime) -> int:
    """Queue every diary whose time has come or that knows another rule set.

    State decides, not the clock that calls: a missed or doubled call changes nothing,
    and a diary that is queued already keeps its row. Diaries without consent to
    flagging are left alone. Returns how many were queued.
    """
    if not settings.CRITERIA_ENABLED:
        return 0
    marked = 0
    while (batch := _mark_batch(now)) > 0:
        marked += batch
    return marked


def claim(diary_id: UUID, *, now: datetime) -> bool:
    """Take the due row for a short while; whether there was one to take.

    Committed before any judging: a process that dies while judging has
    spent its attempt, and after three deaths the diary waits in back-off. ``False``
    means that nothing is due, that it is in back-off, or that somebody else has it.
    """
    due = EvaluationDue.objects.filter(diary_id=diary_id, next_try_at__lte=now)
    attempts = due.values_list("attempts", flat=True).first()
    if attempts is None:
        return False
    # Of two that read the same number, the database lets one through.
    mine = due.filter(attempts=attempts)
    return bool(
        mine.update(next_try_at=now + _lease(attempts + 1), attempts=attempts + 1)
    )


def put_off(diary_id: UUID, *, error: type[BaseException], now: datetime) -> None:
    """After a failed attempt: wait 30 s x 2^n, at most an hour; keep the error's name.

    A write that came meanwhile has set ``attempts`` to 0 and is not put off.
    """
    due = EvaluationDue.objects.filter(diary_id=diary_id, attempts__gt=0)
    attempts = due.values_list("attempts", flat=True).first()
    if attempts is not None:
        due.filter(attempts=attempts).update(
            next_try_at=now + back_off(attempts), last_error_class=error.__name__[:120]
        )


def finish(diary: Diary, *, revision: int, now: datetime) -> bool:
    """Delete the due row if its revision is still the one judged; whether it was.

    A newer one stays and is due at once. Call with the diary locked.
    """
    due = EvaluationDue.objects.filter(diary=diary)
    deleted, _ = due.filter(revision=revision).delete()
    if deleted:
        return True
    due.update(next_try_at=now, attempts=0)
    return False


def queue_state(now: datetime) -> QueueState:
    """How long the oldest waiting diary waits, and how many are in error back-off.

    The age leaves out diaries in back-off: they wait on purpose, and are counted.
    """
    failed = Q(attempts__gt=FREE_ATTEMPTS) | ~Q(last_error_class="")
    in_back_off = failed & Q(next_try_at__gt=now)
    waiting = EvaluationDue.objects.exclude(in_back_off).order_by("due_since")
    oldest = waiting.values_list("due_since", flat=True).first()
    return QueueState(
        oldest_due_age_seconds=(now - oldest).total_seconds() if oldest else None,
        diaries_in_back_off=EvaluationDue.objects.filter(in_back_off).count(),
    )


def back_off(attempts: int) -> timedelta:
    """How long a diary waits after this many failed attempts (1 or more)."""
    doublings = min(max(attempts, 1) - 1, _DOUBLINGS_MAX)
    return min(BACK_OFF_FIRST * (1 << doublings), BACK_OFF_MAX)


def _lease(attempt: int) -> timedelta:
    return LEASE if attempt <= FREE_ATTEMPTS else back_off(attempt)


def _mark_batch(now: datetime) -> int:
    """Lock some diaries that are to be queued, as every writer does, and queue them.

    One that is being written is skipped: its writer queues it, or the next call does.
    """
    with transaction.atomic():
        is_queued = Exists(EvaluationDue.objects.filter(diary=OuterRef("pk")))
        diaries = (
            Diary.objects.allowing_flags()
            .filter(_has_come(now), ~is_queued)
            .only("pk", "revision")
            .lock(skip_locked=True)[:MARK_BATCH]
        )
        rows = [_due_row(diary, now) for diary in diaries]
        EvaluationDue.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _has_come(now: datetime) -> Q:
    # Not "unequal": two ranges can use the index, and nearly all diaries are equal.
    other_rules = Q(evaluated_ruleset__lt=RULESET_VERSION) | Q(
        evaluated_ruleset__gt=RULESET_VERSION
    )
    return Q(next_evaluation_at__lte=now) | other_rules


def _due_row(diary: Diary, now: datetime) -> EvaluationDue:
    return EvaluationDue(
        diary=diary, revision=diary.revision, due_since=now, next_try_at=now
    )
