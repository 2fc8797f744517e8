"""What the criteria raised, and each step of its life."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from diary.models.diary import Diary
from diary.querysets import WarningQuerySet


class Warning(models.Model):
    """One warning: a criterion, what it is about, and why it was raised.

    ``target`` is the episode's id for a criterion of one episode, empty for a pattern.
    ``judged_at`` is the ``now`` at which the criterion last fired with these facts, and
    ``judged_revision`` the diary's revision then: what changed later is looked at anew.
    """

    class State(models.TextChoices):
        OPEN = "open"
        SEEN = "seen"
        DISCUSSED = "discussed"
        RESOLVED = "resolved"
        RETRACTED = "retracted"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    diary = models.ForeignKey(Diary, models.CASCADE, related_name="warnings")
    rev = models.BigIntegerField()
    criterion = models.CharField(max_length=64)
    ruleset_version = models.CharField(max_length=16)
    severity = models.CharField(max_length=16)
    state = models.CharField(max_length=16, choices=State, default=State.OPEN)
    target = models.CharField(max_length=36, blank=True)
    evidence = models.JSONField()
    facts = models.JSONField()
    is_late = models.BooleanField(default=False)
    raised_at = models.DateTimeField()
    judged_at = models.DateTimeField()
    judged_revision = models.BigIntegerField(default=0)
    seen_at = models.DateTimeField(null=True)
    discussed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = WarningQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["diary", "criterion", "target"],
                condition=~Q(state__in=["resolved", "retracted"]),
                name="warning_live_once",
            ),
            models.CheckConstraint(
                condition=Q(
                    severity__in=["info", "see_doctor", "see_doctor_soon", "urgent"]
                ),
                name="warning_severity_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["open", "seen", "discussed", "resolved", "retracted"]
                ),
                name="warning_state_known",
            ),
        ]
        indexes = [
            models.Index(fields=["diary", "rev"], name="warning_by_rev"),
            models.Index(fields=["diary", "raised_at"], name="warning_by_raised"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion} {self.state}"


class WarningEvent(models.Model):
    """One step in a warning's life: which state, when, moved by whom."""

    warning = models.ForeignKey(Warning, models.CASCADE, related_name="history")
    state = models.CharField(max_length=16, choices=Warning.State)
    severity = models.CharField(max_length=16)
    at = models.DateTimeField()
    by = models.CharField(max_length=16)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(by__in=["job", "patient", "clinician"]),
                name="warningevent_by_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.state} by {self.by}"
