"""Rows of one diary that phones pull."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Self, TypeVar
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef

Row = TypeVar("Row", bound=models.Model, covariant=True)


class PulledQuerySet(models.QuerySet[Row]):
    """Rows of one diary that phones pull."""

    def in_diary(self, diary_id: UUID) -> Self:
        """The rows of one diary."""
        return self.filter(diary_id=diary_id)

    def in_diaries(self, diary_ids: Iterable[UUID]) -> Self:
        """The rows of several diaries."""
        return self.filter(diary_id__in=diary_ids)

    def in_period(self, field: str, start: object, end: object) -> Self:
        """Rows with ``start <= field < end``; ``None`` leaves a side open."""
        rows = self
        if start is not None:
            rows = rows.filter(**{f"{field}__gte": start})
        if end is not None:
            rows = rows.filter(**{f"{field}__lt": end})
        return rows

    def changed_since(self, rev: int, *, upto: int | None = None) -> Self:
        """Rows, tombstones too, last changed after ``rev`` and not after ``upto``."""
        rows = self.filter(rev__gt=rev)
        return rows if upto is None else rows.filter(rev__lte=upto)


class EntryQuerySet(PulledQuerySet[Row]):
    """Rows of a synced table."""

    def live(self) -> Self:
        """Rows that are not deleted."""
        return self.filter(deleted_at__isnull=True)


def edits_of(table: str, *, after: timedelta) -> Exists:
    """Whether a row last changed ``after`` or longer since it first came.

    For rows of the synced ``table``, whose superseded versions stay with them.
    """
    from diary.models import EntryVersion

    earlier = EntryVersion.objects.filter(
        diary=OuterRef("diary"),
        table=table,
        entry=OuterRef("id"),
        received_at__lte=OuterRef("received_at") - after,
    )
    return Exists(earlier)
