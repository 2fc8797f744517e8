"""Sharing: consent, invitations, grants, and the log of every access."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from diary.models.accounts import User
from diary.models.diary import Diary
from diary.querysets import (
    AccessEventQuerySet,
    ConsentQuerySet,
    GrantQuerySet,
    ShareLinkQuerySet,
)


class Consent(models.Model):
    """One answer to one question of consent; the newest of a purpose counts."""

    diary = models.ForeignKey(Diary, models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=32)
    given = models.BooleanField()
    text_version = models.CharField(max_length=16)
    at = models.DateTimeField()

    objects = ConsentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["diary", "purpose", "-at"], name="consent_newest")
        ]

    def __str__(self) -> str:
        return f"{self.purpose}: {'given' if self.given else 'withdrawn'}"


class Grant(models.Model):
    """What one clinician may read of one diary, from when, until when."""

    class State(models.TextChoices):
        PENDING = "pending"
        ACTIVE = "active"
        REVOKED = "revoked"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    diary = models.ForeignKey(Diary, models.CASCADE, related_name="grants")
    clinician = models.ForeignKey(User, models.CASCADE, related_name="grants")
    state = models.CharField(max_length=16, choices=State, default=State.PENDING)
    may_read = models.BooleanField(default=False)
    may_export = models.BooleanField(default=False)
    may_notes = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints = [
            # A new grant may wait for its confirmation beside the one still in force.
            models.UniqueConstraint(
                fields=["diary", "clinician"],
                condition=Q(state="pending"),
                name="grant_pending_once",
            ),
            models.UniqueConstraint(
                fields=["diary", "clinician"],
                condition=Q(state="active"),
                name="grant_active_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "active", "revoked"]),
                name="grant_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.state}"


class Invitation(models.Model):
    """A code the patient hands over: keyed hash at rest, short life, used once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    diary = models.ForeignKey(Diary, models.CASCADE, related_name="invitations")
    code_hash = models.CharField(max_length=64, unique=True)
    may_read = models.BooleanField(default=False)
    may_export = models.BooleanField(default=False)
    may_notes = models.BooleanField(default=False)
    days = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    redeemed_at = models.DateTimeField(null=True)
    grant = models.OneToOneField(Grant, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return str(self.id)


class ShareLink(models.Model):
    """A page that whoever has the address and the code may open, a few times.

    ``id`` is the part of the address that cannot be guessed: 128 random bits. Of the
    code only a keyed hash is kept. ``views_left`` and ``tries_left`` (wrong codes)
    count down; at 0, at ``expires_at``, and with ``ended_at`` set, the link is dead.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    diary = models.ForeignKey(Diary, models.CASCADE, related_name="links")
    code_hash = models.CharField(max_length=64)
    from_date = models.DateField(null=True)
    to_date = models.DateField(null=True)
    sections = models.JSONField()
    with_notes = models.BooleanField(default=False)
    language = models.CharField(max_length=8)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    views_max = models.PositiveSmallIntegerField()
    views_left = models.PositiveSmallIntegerField()
    tries_left = models.PositiveSmallIntegerField()

    objects = ShareLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(views_left__lte=models.F("views_max")),
                name="sharelink_views_within_max",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class AccessEvent(models.Model):
    """One access, or refused access, to a diary by someone else. Insert only.

    Triggers refuse every update, and every delete before five years have passed, so
    the rows name their diary, actor and link without a foreign key and outlive them.
    Whoever opens a link has no account: no actor, and ``link`` as role.
    """

    class Result(models.TextChoices):
        ALLOWED = "allowed"
        REFUSED = "refused"

    diary = models.ForeignKey(
        Diary, models.DO_NOTHING, db_constraint=False, related_name="access_events"
    )
    actor = models.ForeignKey(
        User, models.DO_NOTHING, db_constraint=False, related_name="+", null=True
    )
    actor_name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=16)
    grant_id = models.UUIDField(null=True)
    link_id = models.UUIDField(null=True)
    what = models.CharField(max_length=64)
    from_date = models.DateField(null=True)
    to_date = models.DateField(null=True)
    result = models.CharField(max_length=16, choices=Result)
    request_id = models.CharField(max_length=36)
    at = models.DateTimeField()

    objects = AccessEventQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["diary", "-at"], name="accessevent_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(result__in=["allowed", "refused"]),
                name="accessevent_result_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.result}"


class ThrottleCount(models.Model):
    """How often something was tried in one period; counted atomically."""

    name = models.CharField(max_length=120, primary_key=True)
    period_started_at = models.DateTimeField()
    count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.name
