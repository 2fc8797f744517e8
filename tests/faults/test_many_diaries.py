"""E08, E14 in full: thousands of diaries due at once, and hundreds that are poison."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from diary.criteria import RULESET_VERSION
from diary.models import (
    Consent,
    Diary,
    Episode,
    EvaluationDue,
    Profile,
    User,
    Warning,
    WarningEvent,
)
from diary.services.due import mark_diaries_due
from tests.faults.conftest import Start, wait_until
from tests.faults.test_evaluation import SWEEP
from tests.faults.web import processor_seconds

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

DIARIES = 2_000
POISONED = 300
HEALTHY = 50
PROMISE_SECONDS = 60.0
PATIENCE_SECONDS = 600.0


def many_diaries(number: int, tz: str = "Europe/Oslo") -> list[Diary]:
    """Diaries with one cramp of eleven minutes each, judged by nobody yet."""
    now = timezone.now()
    names = [uuid.uuid4().hex for _ in range(number)]
    users = [User(email=f"{name}@example.test") for name in names]
    User.objects.bulk_create(users)
    diaries = [Diary(owner=user, revision=2) for user in users]
    Diary.objects.bulk_create(diaries)
    Profile.objects.bulk_create(
        Profile(diary=d, id=d.pk, rev=1, received_at=now, tz=tz) for d in diaries
    )
    Consent.objects.bulk_create(
        Consent(diary=d, purpose="flagging", given=True, text_version="1", at=now)
        for d in diaries
    )
    began = now - timedelta(hours=3)
    Episode.objects.bulk_create(
        Episode(
            diary=d,
            id=uuid.uuid4(),
            rev=2,
            received_at=now,
            started_at=began,
            ended_at=began + timedelta(minutes=11),
            start_precision="exact",
            sites=[{"muscle": "calf", "side": "left"}],
        )
        for d in diaries
    )
    return diaries


def nothing_waits() -> bool:
    return not EvaluationDue.objects.exists()


def test_new_rule_set_judges_2000_diaries_in_a_minute_and_raises_nothing_twice(
    start: Start,
) -> None:
    """By processor time: neighbours lengthen the minute, not the work in it."""
    many_diaries(DIARIES)
    mark_diaries_due(now=timezone.now())
    sweepers = [start(*SWEEP) for _ in range(2)]
    wait_until(nothing_waits, PATIENCE_SECONDS)
    raised, steps = Warning.objects.count(), WarningEvent.objects.count()
    assert raised >= DIARIES

    before = sum(processor_seconds(sweeper.pid) for sweeper in sweepers)
    Diary.objects.update(evaluated_ruleset="0")  # what a new version meets
    wait_until(EvaluationDue.objects.exists)
    wait_until(nothing_waits, PATIENCE_SECONDS)
    worked = sum(processor_seconds(sweeper.pid) for sweeper in sweepers) - before
    print(f"{DIARIES} diaries: {worked:.0f} s of processor time")  # noqa: T201
    assert not Diary.objects.exclude(evaluated_ruleset=RULESET_VERSION).exists()
    assert (Warning.objects.count(), WarningEvent.objects.count()) == (raised, steps)
    assert worked < PROMISE_SECONDS


def test_300_poisoned_diaries_hold_up_nobody(start: Start) -> None:
    poisoned = many_diaries(POISONED, tz="Atlantis/Deep")
    warned = Warning.objects.filter(diary__in=many_diaries(HEALTHY)).values("diary")
    failed = EvaluationDue.objects.exclude(last_error_class="")
    mark_diaries_due(now=timezone.now())
    start(*SWEEP)
    wait_until(lambda: warned.distinct().count() == HEALTHY, PROMISE_SECONDS)
    wait_until(lambda: failed.count() == POISONED, PROMISE_SECONDS)
    kept = set(EvaluationDue.objects.values_list("diary", flat=True))
    assert kept == {diary.pk for diary in poisoned}
