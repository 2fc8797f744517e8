"""What the person logs: the five synced tables, kept versions and refused items."""

from __future__ import annotations

from datetime import time
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from diary.models.diary import Diary
from diary.querysets import EntryQuerySet, PulledQuerySet

NOTE_LENGTH_MAX = 4000


class SyncedRow(models.Model):
    """A row that phones write: client-made ``id``, ``rev``, tombstone.

    ``key`` is the database's own; the same ``id`` in two diaries is two rows.
    """

    key = models.BigAutoField(primary_key=True)
    diary = models.ForeignKey(Diary, models.CASCADE, related_name="+")
    id = models.UUIDField()
    rev = models.BigIntegerField()
    deleted_at = models.DateTimeField(null=True)
    device = models.CharField(max_length=64, blank=True)
    entered_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()

    objects = EntryQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["diary", "id"], name="%(class)s_id_once_per_diary"
            ),
        ]
        indexes = [models.Index(fields=["diary", "rev"], name="%(class)s_by_rev")]

    def __str__(self) -> str:
        return f"{self.id} rev {self.rev}"


def _between(field: str, least: int, most: int) -> Q:
    """``field`` is empty or within the limits, both included."""
    return Q(**{f"{field}__isnull": True}) | Q(
        **{f"{field}__gte": least, f"{field}__lte": most}
    )


class Episode(SyncedRow):
    """One cramp episode; only ``id`` and ``started_at`` are always there."""

    started_at = models.DateTimeField()
    tz = models.CharField(max_length=64, null=True)
    utc_offset_minutes = models.SmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    start_precision = models.CharField(max_length=16, default="exact")
    duration_seconds_reported = models.PositiveIntegerField(null=True)
    duration_confirmed = models.BooleanField(null=True)
    last_confirmed_ongoing_at = models.DateTimeField(null=True)
    sites = models.JSONField(null=True)
    pain_max = models.PositiveSmallIntegerField(null=True)
    distress = models.PositiveSmallIntegerField(null=True)
    woke_from_sleep = models.BooleanField(null=True)
    during_nap = models.BooleanField(null=True)
    triggers = models.JSONField(null=True)
    sensations = models.JSONField(null=True)
    associated_symptoms = models.JSONField(null=True)
    residual_pain = models.JSONField(null=True)
    relief = models.JSONField(null=True)
    note = models.TextField(blank=True, max_length=NOTE_LENGTH_MAX)

    class Meta(SyncedRow.Meta):
        abstract = False
        constraints: ClassVar = [
            *SyncedRow.Meta.constraints,
            models.CheckConstraint(
                condition=_between("pain_max", 0, 10), name="episode_pain_0_to_10"
            ),
            models.CheckConstraint(
                condition=_between("distress", 0, 10), name="episode_distress_0_to_10"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
                name="episode_end_not_before_start",
            ),
            models.CheckConstraint(
                condition=Q(
                    start_precision__in=["exact", "about", "part-of-night", "unknown"]
                ),
                name="episode_start_precision_known",
            ),
        ]
        indexes: ClassVar = [
            *SyncedRow.Meta.indexes,
            models.Index(fields=["diary", "started_at"], name="episode_by_start"),
        ]


class Night(SyncedRow):
    """One sleep-diary night, named by the date of its morning."""

    night_date = models.DateField()
    tz = models.CharField(max_length=64, null=True)
    utc_offset_minutes = models.SmallIntegerField(default=0)
    into_bed_at = models.DateTimeField(null=True)
    sleep_attempt_at = models.DateTimeField(null=True)
    sol_minutes = models.PositiveIntegerField(null=True)
    awakenings = models.PositiveIntegerField(null=True)
    waso_minutes = models.PositiveIntegerField(null=True)
    final_awakening_at = models.DateTimeField(null=True)
    trying_to_sleep_after_final_awakening_minutes = models.PositiveIntegerField(
        null=True
    )
    out_of_bed_at = models.DateTimeField(null=True)
    quality = models.PositiveSmallIntegerField(null=True)
    note = models.TextField(blank=True, max_length=NOTE_LENGTH_MAX)

    class Meta(SyncedRow.Meta):
        abstract = False
        constraints: ClassVar = [
            *SyncedRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["diary", "night_date"],
                condition=Q(deleted_at__isnull=True),
                name="night_once_per_date",
            ),
            models.CheckConstraint(
                condition=_between("quality", 1, 5), name="night_quality_1_to_5"
            ),
        ]


class CheckIn(SyncedRow):
    """ "No cramps" on a diary date."""

    date = models.DateField()
    covers = models.CharField(max_length=8, default="both")

    class Meta(SyncedRow.Meta):
        abstract = False
        constraints: ClassVar = [
            *SyncedRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["diary", "date"],
                condition=Q(deleted_at__isnull=True),
                name="checkin_once_per_date",
            ),
            models.CheckConstraint(
                condition=Q(covers__in=["night", "day", "both"]),
                name="checkin_covers_known",
            ),
        ]


class Medication(SyncedRow):
    """One medicine or remedy as an interval of dates."""

    code = models.CharField(max_length=64)
    text = models.CharField(max_length=200, blank=True)
    dose = models.CharField(max_length=200, blank=True)
    started_on = models.DateField(null=True)
    dose_changed_on = models.DateField(null=True)
    stopped_on = models.DateField(null=True)
    prescribed = models.BooleanField(null=True)

    class Meta(SyncedRow.Meta):
        abstract = False
        constraints: ClassVar = [
            *SyncedRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(stopped_on__isnull=True)
                | Q(started_on__isnull=True)
                | Q(stopped_on__gte=F("started_on")),
                name="medication_stop_not_before_start",
            ),
        ]


class Profile(SyncedRow):
    """The person's answers that some criteria need; ``id`` is the diary's."""

    diary = models.OneToOneField(Diary, models.CASCADE, related_name="profile")
    tz = models.CharField(max_length=64, default="Europe/Oslo")
    country = models.CharField(max_length=2, default="NO")
    language = models.CharField(max_length=2, default="nb")
    birth_date = models.DateField(null=True)
    conditions = models.JSONField(null=True)
    night_start = models.TimeField(default=time(23, 0))
    night_end = models.TimeField(default=time(7, 0))
    pregnancy = models.JSONField(null=True)
    cramp_history = models.JSONField(null=True)

    class Meta(SyncedRow.Meta):
        abstract = False


class EntryVersion(models.Model):
    """A superseded state of a row: its history, and the base of a three-way merge."""

    diary = models.ForeignKey(Diary, models.CASCADE, related_name="+")
    table = models.CharField(max_length=16)
    entry = models.UUIDField()
    rev = models.BigIntegerField()
    is_deleted = models.BooleanField(default=False)
    content = models.JSONField()
    device = models.CharField(max_length=64, blank=True)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["diary", "table", "entry", "rev"],
                name="entryversion_once_per_rev",
            )
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.entry} rev {self.rev}"


class SyncProblem(models.Model):
    """A refused item, kept and shown until it goes in."""

    diary = models.ForeignKey(Diary, models.CASCADE, related_name="+")
    table = models.CharField(max_length=16)
    entry = models.UUIDField()
    rev = models.BigIntegerField()
    deleted_at = models.DateTimeField(null=True)
    code = models.CharField(max_length=64)
    field = models.CharField(max_length=64, blank=True)
    item = models.JSONField()
    device = models.CharField(max_length=64, blank=True)
    received_at = models.DateTimeField()

    objects = PulledQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["diary", "table", "entry"], name="syncproblem_once_per_entry"
            )
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.entry}: {self.code}"
