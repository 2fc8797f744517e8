"""Files made in the background: who asked for what, and how far it has come."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from diary.models.accounts import User
from diary.querysets import ExportJobQuerySet


class ExportJob(models.Model):
    """One file that an account asked for.

    ``diaries`` maps the id of each diary to whether its free text goes along, as the
    grants allowed when it was asked for; what has ended since leaves the file. It has
    no foreign keys on purpose: a diary that was erased must be missed, not forgotten.
    ``claim`` names the process that works on it until ``next_try_at``; ``attempts``
    counts claims since the last diary that came to its end. ``done`` and ``total`` are
    rows.
    """

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        READY = "ready"
        FAILED = "failed"

    class Failure(models.TextChoices):
        ACCESS_ENDED = "access_ended"
        NOT_MADE = "export_not_made"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(User, models.CASCADE, related_name="exports")
    diaries = models.JSONField()
    is_cohort = models.BooleanField(default=False)
    first = models.DateField(null=True)
    last = models.DateField(null=True)
    dialect = models.CharField(max_length=16)
    language = models.CharField(max_length=8)
    has_label_row = models.BooleanField(default=False)
    state = models.CharField(max_length=16, choices=State, default=State.QUEUED)
    failure = models.CharField(max_length=32, choices=Failure, blank=True)
    asked_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    claim = models.UUIDField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error_class = models.CharField(max_length=120, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    finished_at = models.DateTimeField(null=True)
    size_bytes = models.PositiveBigIntegerField(null=True)

    objects = ExportJobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(state__in=["queued", "running"]),
                name="exportjob_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["queued", "running"],
                    finished_at__isnull=True,
                    failure="",
                )
                | Q(state="ready", finished_at__isnull=False, failure="")
                | Q(
                    state="failed",
                    finished_at__isnull=False,
                    failure__in=["access_ended", "export_not_made"],
                ),
                name="exportjob_state_fits",
            ),
        ]
        indexes = [
            models.Index(fields=["account", "-asked_at"], name="exportjob_by_account"),
            models.Index(
                fields=["next_try_at"],
                condition=Q(state__in=["queued", "running"]),
                name="exportjob_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.state}"
