"""Warnings, the queue that raises them and the outbox that tells of them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.db import models

from diary.criteria.catalogue import clinician_only
from diary.querysets.entries import PulledQuerySet, Row

if TYPE_CHECKING:
    # Named only in quotes, which ruff does not see.
    from diary.models import Notification  # noqa: F401

LIVE_STATES = ("open", "seen", "discussed")
NOT_HANDLED = ("open", "seen")
UNSENT = ("queued", "failed")


class EvaluationDueQuerySet(models.QuerySet[models.Model]):
    """The queue of diaries to be judged."""

    def due(self, now: datetime, *, since: datetime) -> Self:
        """Rows to try now that have waited since ``since`` or longer, oldest first."""
        return self.filter(next_try_at__lte=now, due_since__lte=since).order_by(
            "next_try_at"
        )


class WarningQuerySet(PulledQuerySet[Row]):
    """Warnings of one diary."""

    def live(self) -> Self:
        """Warnings that have not ended."""
        return self.filter(state__in=LIVE_STATES)

    def not_handled(self) -> Self:
        """Warnings that nobody has talked over and that have not ended."""
        return self.filter(state__in=NOT_HANDLED)

    def for_patient(self) -> Self:
        """Without those that speak to clinicians alone."""
        return self.exclude(criterion__in=clinician_only())


class NotificationQuerySet(models.QuerySet["Notification"]):
    """The outbox."""

    def in_diary(self, diary_id: UUID) -> Self:
        """Every notice about one diary."""
        return self.filter(diary_id=diary_id)

    def unsent(self) -> Self:
        """Notices that are still to go out."""
        return self.filter(state__in=UNSENT)

    def reminders(self) -> Self:
        """Second notices about what nobody had seen."""
        return self.filter(is_reminder=True)

    def to_remind(self, now: datetime) -> Self:
        """Sent notices whose warnings somebody should have seen by now."""
        return self.filter(remind_at__lte=now).order_by("remind_at")

    def told_since(self, start: datetime) -> Self:
        """Notices asked for since ``start`` that were sent or still wait."""
        return self.exclude(state="cancelled").filter(
            models.Q(asked_at__gte=start) | models.Q(state__in=UNSENT)
        )

    def lock(self, *, skip_locked: bool = False) -> Self:
        """Lock the rows: evaluation and sender change the same ones."""
        return self.select_for_update(of=("self",), skip_locked=skip_locked)

    def due(self, now: datetime, *, channel: str) -> Self:
        """Notices of a channel to try now, urgent ones first.

        One that goes along with another waits until that one is sent.
        """
        rows = self.unsent().filter(channel=channel, next_try_at__lte=now)
        alone = models.Q(along_with=None) | models.Q(along_with__state="sent")
        return rows.filter(alone).order_by("-severity", "next_try_at")
