"""The outbox: what the person is to be told, by which channel, and how far it came."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from diary.models.diary import Diary
from diary.querysets import NotificationQuerySet


class Notification(models.Model):
    """One notice by one channel; what it says is the same whatever it is about.

    ``warnings`` holds ids, highest severity first. ``basis`` keeps, for each warning
    about a pattern, what was known when the notice was asked for: later growth is held
    against it. ``asked_at`` is that moment; whoever has seen the warnings since need
    not be told. ``remind_at`` is when a sent notice is looked at again: what nobody has
    seen by then is told once more. ``failed`` means that the last try failed and
    another one follows.
    """

    class State(models.TextChoices):
        QUEUED = "queued"
        SENT = "sent"
        FAILED = "failed"
        CANCELLED = "cancelled"

    class Channel(models.TextChoices):
        PUSH = "push"
        EMAIL = "email"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    diary = models.ForeignKey(Diary, models.CASCADE, related_name="notifications")
    key = models.CharField(max_length=100, unique=True)
    channel = models.CharField(max_length=8, choices=Channel)
    severity = models.CharField(max_length=16)
    warnings = models.JSONField()
    basis = models.JSONField(default=list)
    is_late = models.BooleanField(default=False)
    is_reminder = models.BooleanField(default=False)
    along_with = models.ForeignKey(
        "self", models.CASCADE, null=True, related_name="companions"
    )
    state = models.CharField(max_length=16, choices=State, default=State.QUEUED)
    asked_at = models.DateTimeField()
    not_before = models.DateTimeField()
    next_try_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    remind_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error_class = models.CharField(max_length=120, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["diary"],
                condition=Q(
                    state__in=["queued", "failed"],
                    severity__in=["see_doctor", "see_doctor_soon"],
                    is_reminder=False,
                ),
                name="notification_one_bundle_waits",
            ),
            models.CheckConstraint(
                condition=Q(severity__in=["see_doctor", "see_doctor_soon", "urgent"]),
                name="notification_severity_known",
            ),
            models.CheckConstraint(
                condition=Q(channel__in=["push", "email"]),
                name="notification_channel_known",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | Q(state__in=["queued", "failed", "cancelled"], sent_at__isnull=True),
                name="notification_sent_has_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["diary", "asked_at"], name="notification_by_diary"),
            models.Index(
                fields=["channel", "next_try_at"],
                condition=Q(state__in=["queued", "failed"]),
                name="notification_waiting",
            ),
            models.Index(
                fields=["remind_at"],
                condition=Q(remind_at__isnull=False),
                name="notification_to_remind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"

    @property
    def is_urgent(self) -> bool:
        """Whether it says "now"."""
        return self.severity == "urgent"
