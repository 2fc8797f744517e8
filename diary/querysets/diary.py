"""Diaries, and who may see them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, Max, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce

from diary.querysets.access import Scope

if TYPE_CHECKING:
    # Some are named only in quotes, which ruff does not see.
    from diary.models import Diary, SyncedRow, User  # noqa: F401

SEVERITIES = ("urgent", "see_doctor_soon", "see_doctor", "info")  # the worst first

_URGENCY = Case(
    *(
        When(severity=severity, then=Value(rank))
        for rank, severity in enumerate(reversed(SEVERITIES), start=1)
    )
)


class DiaryQuerySet(models.QuerySet["Diary"]):
    """Diaries, and who may see them."""

    def owned_by(self, user: User) -> Self:
        """The one diary of this account, or none."""
        return self.filter(owner=user)

    def visible_to(
        self, user: User, *, now: datetime, scope: Scope | None = None
    ) -> Self:
        """Diaries that a clinician may use at this instant, in this or any scope.

        Adds ``grant`` (its id) and ``may_read`` and ``may_notes`` of that grant.
        """
        from diary.models import Grant

        grants = Grant.objects.in_force(now).of(user).filter(diary=OuterRef("pk"))
        if scope is not None:
            grants = grants.with_scope(scope)
        return self.annotate(
            grant=Subquery(grants.values("pk")[:1]),
            may_read=Subquery(grants.values("may_read")[:1]),
            may_notes=Subquery(grants.values("may_notes")[:1]),
        ).filter(grant__isnull=False)

    def for_patient_list(self) -> Self:
        """Add ``urgency`` and, per table of entries, when the last one came.

        ``urgency`` is that of the worst warning nobody has dealt with, 4 for urgent to
        0 for none; where the grant is not for reading it is 0.
        """
        from diary import models as tables

        worst = (
            tables.Warning.objects.filter(diary=OuterRef("pk"))
            .not_handled()
            .order_by()
            .values("diary")
            .annotate(worst=Max(_URGENCY))
            .values("worst")
        )
        return self.annotate(
            urgency=Case(
                When(may_read=True, then=Coalesce(Subquery(worst), 0)), default=0
            ),
            last_episode_at=_newest(tables.Episode),
            last_night_at=_newest(tables.Night),
            last_check_in_at=_newest(tables.CheckIn),
            last_medication_at=_newest(tables.Medication),
        )

    def for_writing(self) -> Self:
        """Lock the diary, with its profile at hand."""
        return self.select_related("profile").lock()

    def allowing_flags(self) -> Self:
        """Diaries whose newest answer to consent to flagging is yes."""
        return self.with_consent().filter(may_flag=True)

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


def _newest(table: type[SyncedRow]) -> Subquery:
    """When the last live row of a table arrived; the highest revision came last."""
    rows = table.objects.filter(diary=OuterRef("pk"), deleted_at__isnull=True)
    return Subquery(rows.order_by("-rev").values("received_at")[:1])
