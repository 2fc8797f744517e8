"""The query vocabulary: which rows, said in the product's own words."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.db import models
from django.db.models import OuterRef, Subquery

if TYPE_CHECKING:
    from diary.models import User

LIVE_STATES = ("open", "seen", "discussed")


class DiaryQuerySet(models.QuerySet["Diary"]):
    """Diaries, and who may see them."""

    def owned_by(self, user: User) -> Self:
        """The one diary of this account, or none."""
        return self.filter(owner=user)

    def visible_to(self, user: User, *, scope: str, now: datetime) -> Self:
        """Diaries that a clinician may use in this scope at this instant."""
        from diary.models import Grant

        grants = Grant.objects.in_force(now).filter(clinician=user)
        return self.filter(
            pk__in=grants.with_scope(scope).values("diary_id").order_by()
        )

    def for_writing(self) -> Self:
        """Lock the diary, with its profile and newest consent to flagging at hand."""
        return self.with_consent().select_related("profile").lock()

    def lock(self, *, skip_locked: bool = False) -> Self:
        """Lock the diary row (SQLite: the transaction holds the whole database)."""
        return self.select_for_update(of=("self",), skip_locked=skip_locked)

    def with_consent(self) -> Self:
        """Add ``may_flag``: the newest answer to consent to flagging, or ``None``."""
        from diary.models import Consent

        newest = Consent.objects.filter(
            diary=OuterRef("pk"), purpose="flagging"
        ).order_by("-at", "-pk")
        return self.annotate(may_flag=Subquery(newest.values("given")[:1]))


class EntryQuerySet(models.QuerySet[models.Model]):
    """Rows of a synced table."""

    def in_diary(self, diary_id: UUID) -> Self:
        """The rows of one diary."""
        return self.filter(diary_id=diary_id)

    def live(self) -> Self:
        """Rows that are not deleted."""
        return self.filter(deleted_at__isnull=True)

    def changed_since(self, rev: int) -> Self:
        """Rows, tombstones too, whose last change came after ``rev``."""
        return self.filter(rev__gt=rev)

    def in_period(self, field: str, start: object, end: object) -> Self:
        """Rows with ``start <= field < end``; ``None`` leaves a side open."""
        rows = self
        if start is not None:
            rows = rows.filter(**{f"{field}__gte": start})
        if end is not None:
            rows = rows.filter(**{f"{field}__lt": end})
        return rows


class EvaluationDueQuerySet(models.QuerySet[models.Model]):
    """The queue of diaries to be judged."""

    def due(self, now: datetime, *, since: datetime) -> Self:
        """Rows to try now that have waited since ``since`` or longer, oldest first."""
        return self.filter(next_try_at__lte=now, due_since__lte=since).order_by(
            "next_try_at"
        )


class WarningQuerySet(models.QuerySet[models.Model]):
    """Warnings of one diary."""

    def in_diary(self, diary_id: UUID) -> Self:
        """The warnings of one diary, newest first."""
        return self.filter(diary_id=diary_id)

    def live(self) -> Self:
        """Warnings that have not ended."""
        return self.filter(state__in=LIVE_STATES)


class GrantQuerySet(models.QuerySet[models.Model]):
    """Who may read whose diary."""

    def in_force(self, now: datetime) -> Self:
        """Confirmed, not revoked, not expired."""
        return self.filter(state="active", revoked_at__isnull=True, expires_at__gt=now)

    def with_scope(self, scope: str) -> Self:
        """Grants that carry this scope."""
        return self.filter(**{f"may_{scope}": True})
