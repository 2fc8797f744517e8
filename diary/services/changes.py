"""The one way entries are written: a batch, one transaction, the diary's lock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from diary.criteria import Finding
from diary.failpoints import reach
from diary.items import Item
from diary.models import Diary
from diary.services.batch import Batch, Result
from diary.services.due import mark_due
from diary.services.urgent import urgent_findings


@dataclass(frozen=True, slots=True)
class Applied:
    """What a batch did: one result per item in order, and what cannot wait."""

    diary: Diary
    results: Sequence[Result]
    urgent: Sequence[Finding]

    @property
    def has_written(self) -> bool:
        """Whether any row changed, so that a judgement is due."""
        return any(result.status in _WRITTEN for result in self.results)


_WRITTEN = {"created", "updated", "merged", "deleted"}


def apply_changes(
    diary_id: UUID, items: Sequence[Item], *, device: str, now: datetime
) -> Applied:
    """Apply checked items to one diary, all or nothing, and queue its evaluation.

    Refused items become results with their problems and change nothing. The urgent
    criteria of single episodes are judged at once, on refused items as well, because
    they must not wait for a queue.
    """
    with transaction.atomic():
        diary = Diary.objects.for_writing().get(pk=diary_id)
        reach("push.locked")
        batch = Batch(diary, device=device, now=now)
        batch.load(items)
        results = [batch.apply(item) for item in items]
        reach("push.decided")
        if batch.save():
            reach("push.stored")
            mark_due(diary, now=now)
        reach("push.queued")
        urgent = urgent_findings(diary, results, now=now)
    return Applied(diary, results, urgent)
