"""Plan what the person is told, in the transaction that judged the diary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from diary.criteria.catalogue import criterion
from diary.criteria.subsumption import Live, visible_to_patient
from diary.models import Diary, Notification, Warning
from diary.services.notice_history import (
    HISTORY,
    Standing,
    decisions_for,
    firings_of,
    steps_of,
)
from diary.services.outbox import Outbox


def plan_notices(
    diary: Diary, before: Mapping[UUID, Standing], *, now: datetime
) -> None:
    """Withdraw notices that have lost their reason, and queue those the policy asks.

    ``before`` are the warnings as they stood before the judgement at ``now``. Five
    queries at most, three without a firing. The caller holds the diary's lock.
    """
    shown = shown_to_patient(Warning.objects.in_diary(diary.pk).live())
    rows = Notification.objects.in_diary(diary.pk).told_since(now - HISTORY)
    outbox = Outbox(diary, rows.lock(), shown, now=now)
    outbox.withdraw()
    notices = [
        row for row in outbox.notices if row.state != Notification.State.CANCELLED
    ]
    firings = firings_of(
        shown.values(),
        before,
        notices,
        withdrawn=outbox.withdrawn,
        now=now,
    )
    if firings:
        steps = steps_of(diary.pk, firings, now=now)
        for warning, decision in decisions_for(firings, steps, notices, now=now):
            outbox.place(warning, decision)
    outbox.save()


def shown_to_patient(live: Iterable[Warning]) -> dict[str, Warning]:
    """Of the live warnings those the patient sees, by id: the first of each chain.

    What is meant for clinicians alone is shown to no patient, and hides nothing.
    """
    warnings = {
        _as_live(warning): warning
        for warning in live
        if criterion(warning.criterion).is_for_patients
    }
    visible = visible_to_patient(warnings)
    return {
        str(warning.pk): warning for key, warning in warnings.items() if key in visible
    }


def _as_live(warning: Warning) -> Live:
    return Live(warning.criterion, warning.target or None)
