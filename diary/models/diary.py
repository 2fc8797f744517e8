"""The diary itself, its counter, and the queue of diaries to be judged."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

from diary.models.accounts import User
from diary.querysets import DiaryQuerySet, EvaluationDueQuerySet


class Diary(models.Model):
    """One person's diary. Every writer locks this row first.

    ``revision`` counts each changed row; ``epoch`` changes only when the server was
    restored from a backup; cursors below ``purge_floor`` must resync.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.OneToOneField(User, models.CASCADE, related_name="diary")
    revision = models.BigIntegerField(default=0)
    epoch = models.UUIDField(default=uuid.uuid4)
    purge_floor = models.BigIntegerField(default=0)
    evaluated_revision = models.BigIntegerField(default=0)
    evaluated_ruleset = models.CharField(max_length=16, blank=True, db_index=True)
    evaluated_at = models.DateTimeField(null=True)
    next_evaluation_at = models.DateTimeField(null=True, db_index=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = DiaryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(revision__gte=0), name="diary_revision_not_negative"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class EvaluationDue(models.Model):
    """The queue that matters: this diary changed and has not been judged since."""

    diary = models.OneToOneField(
        Diary, models.CASCADE, primary_key=True, related_name="due"
    )
    revision = models.BigIntegerField()
    due_since = models.DateTimeField()
    next_try_at = models.DateTimeField(db_index=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error_class = models.CharField(max_length=120, blank=True)

    objects = EvaluationDueQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.diary_id} at {self.revision}"


class Heartbeat(models.Model):
    """When a background process last said that it lives."""

    name = models.CharField(max_length=40, primary_key=True)
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
