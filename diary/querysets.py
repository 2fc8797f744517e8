"""The query vocabulary: which rows, said in the product's own words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal, Self, TypeVar
from uuid import UUID

from django.db import models
from django.db.models import Case, Exists, Max, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce

from diary.criteria.catalogue import clinician_only

if TYPE_CHECKING:
    # Some are named only in quotes, which ruff does not see.
    from diary.models import (  # noqa: F401
        AccessEvent,
        Consent,
        Diary,
        ExportJob,
        Grant,
        Notification,
        ShareLink,
        SyncedRow,
        User,
    )

Row = TypeVar("Row", bound=models.Model, covariant=True)

LIVE_STATES = ("open", "seen", "discussed")
NOT_HANDLED = ("open", "seen")
SEVERITIES = ("urgent", "see_doctor_soon", "see_doctor", "info")  # the worst first
UNSENT = ("queued", "failed")
UNFINISHED = ("queued", "running")

Scope = Literal["read", "export", "notes"]

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


def _newest(table: type[SyncedRow]) -> Subquery:
    """When the last live row of a table arrived; the highest revision came last."""
    rows = table.objects.filter(diary=OuterRef("pk"), deleted_at__isnull=True)
    return Subquery(rows.order_by("-rev").values("received_at")[:1])


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
