"""Who may see what, and who did."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal, Self
from uuid import UUID

from django.db import models

if TYPE_CHECKING:
    # Some are named only in quotes, which ruff does not see.
    from diary.models import (  # noqa: F401
        AccessEvent,
        Consent,
        ExportJob,
        Grant,
        ShareLink,
        User,
    )

Scope = Literal["read", "export", "notes"]
UNFINISHED = ("queued", "running")


class GrantQuerySet(models.QuerySet["Grant"]):
    """Who may read whose diary."""

    def in_diary(self, diary_id: UUID) -> Self:
        """The grants a patient gave, whatever became of them."""
        return self.filter(diary_id=diary_id)

    def of(self, clinician: User) -> Self:
        """The grants of one clinician."""
        return self.filter(clinician=clinician)

    def in_force(self, now: datetime) -> Self:
        """Confirmed, begun, not revoked, not expired."""
        begun = self.filter(state="active", confirmed_at__lte=now)
        return begun.filter(revoked_at__isnull=True, expires_at__gt=now)

    def with_scope(self, scope: Scope) -> Self:
        """Grants that carry this scope."""
        return self.filter(**{f"may_{scope}": True})


class ShareLinkQuerySet(models.QuerySet["ShareLink"]):
    """Links that open a page without an account."""

    def in_diary(self, diary_id: UUID) -> Self:
        """The links a patient made, whatever became of them."""
        return self.filter(diary_id=diary_id)

    def usable(self, now: datetime) -> Self:
        """Not ended, not expired, neither views nor wrong codes used up."""
        alive = self.filter(ended_at__isnull=True, expires_at__gt=now)
        return alive.filter(views_left__gt=0, tries_left__gt=0)


class ExportJobQuerySet(models.QuerySet["ExportJob"]):
    """Files that are made in the background."""

    def visible_to(self, user: User) -> Self:
        """The jobs that this account asked for."""
        return self.filter(account=user)

    def unfinished(self) -> Self:
        """Jobs that have not come to an end."""
        return self.filter(state__in=UNFINISHED)

    def due(self, now: datetime) -> Self:
        """Jobs to go on with now, oldest first: new ones, and ones let go of."""
        return self.unfinished().filter(next_try_at__lte=now).order_by("next_try_at")


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Answers to questions of consent."""

    def in_diary(self, diary_id: UUID) -> Self:
        """Every answer of one person."""
        return self.filter(diary_id=diary_id)


class AccessEventQuerySet(models.QuerySet["AccessEvent"]):
    """Who looked at which diary."""

    def in_diary(self, diary_id: UUID) -> Self:
        """Every access to one diary."""
        return self.filter(diary_id=diary_id)
