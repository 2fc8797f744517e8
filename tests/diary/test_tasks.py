"""The tasks: they count, they may run twice, and the schedule names them rightly."""

from __future__ import annotations

import uuid
from datetime import timedelta

import time_machine
from celery import current_app
from django.conf import settings
from django.contrib.sessions.models import Session

from diary import tasks
from diary.models import Diary, EvaluationDue
from tests.conftest import NOW


def test_evaluating_twice_judges_once(diary: Diary) -> None:
    assert tasks.evaluate_diary(str(diary.pk)) == 1
    assert tasks.evaluate_diary(str(diary.pk)) == 0


def test_evaluating_an_unknown_diary_is_harmless(db: None) -> None:
    assert tasks.evaluate_diary(str(uuid.uuid4())) == 0


def test_marking_twice_queues_once(diary: Diary) -> None:
    tasks.evaluate_diary(str(diary.pk))
    Diary.objects.update(evaluated_ruleset="0")
    assert tasks.mark_diaries_due() == 1
    assert tasks.mark_diaries_due() == 0
    assert EvaluationDue.objects.count() == 1


@time_machine.travel(NOW, tick=False)
def test_only_sessions_that_have_run_out_are_cleared(db: None) -> None:
    for key, seconds in {"out": -1, "in": 1}.items():
        ends = NOW + timedelta(seconds=seconds)
        Session.objects.create(session_key=key, session_data="", expire_date=ends)
    assert tasks.clear_expired_sessions() == 1
    assert tasks.clear_expired_sessions() == 0
    assert Session.objects.get().session_key == "in"


def test_every_scheduled_task_exists() -> None:
    current_app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert scheduled
    assert scheduled <= set(current_app.tasks)


def test_hinted_task_exists_under_the_name_the_api_sends() -> None:
    assert tasks.evaluate_diary.name == "diary.tasks.evaluate_diary"
