"""F08, F09: who is told to stop finishes what is in hand, and loses nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from datetime import timedelta
from functools import partial

import pytest
from celery import current_app
from django.utils import timezone

from diary.models import Episode, EvaluationDue
from diary.services.evaluate import evaluate
from tests.faults.conftest import Start, wait_until
from tests.faults.people import Person, cramp, new_person
from tests.faults.phone import Content, NoAnswer
from tests.faults.sync.together import together
from tests.faults.test_evaluation import (
    SWEEP,
    assert_warnings_are_right,
    diary_at_work,
    long_cramp,
)
from tests.faults.web import serving

STOP_SECONDS = 30.0
IN_FLIGHT = 10
WORKER = ("-m", "celery", "-A", "config", "worker", "--concurrency", "1")
QUIET = ("--loglevel", "WARNING", "--without-gossip", "--without-mingle")
CLAIMED = "evaluate.claimed=pause:2"


def test_web_told_to_stop_answers_all_it_has_taken(product: str) -> None:
    with serving(product) as web:
        people = [new_person(web.port) for _ in range(IN_FLIGHT)]
        sent = {person: [cramp(), cramp()] for person in people}

        def stop() -> list[str]:
            time.sleep(0.5)
            web.process.send_signal(signal.SIGTERM)
            return []

        def push(person: Person, items: list[Content]) -> list[str]:
            slow = "push.committed=pause:1"
            return [r["status"] for r in person.phone().push(*items, failpoints=slow)]

        acts = [partial(push, person, items) for person, items in sent.items()]
        *answers, _ = together(*acts, stop)
        assert answers == [["created", "created"]] * IN_FLIGHT
        late, item = people[0].phone(), cramp()
        with pytest.raises(NoAnswer):
            late.push(item)
        assert web.process.wait(STOP_SECONDS) == 0

    with serving(product) as web:
        for person, items in sent.items():
            found = person.phone(port=web.port).push(*items)
            assert [result["status"] for result in found] == ["unchanged"] * 2
            assert Episode.objects.in_diary(person.diary_id).count() == 2
        assert people[0].phone(port=web.port).push(item)[0]["status"] == "created"


def test_sweeper_told_to_stop_finishes_the_diary_in_hand(start: Start) -> None:
    work = diary_at_work()
    long_cramp(work)
    EvaluationDue.objects.update(due_since=timezone.now() - timedelta(minutes=1))
    sweeper = start(*SWEEP, FAILPOINTS=CLAIMED)
    wait_until(lambda: EvaluationDue.objects.get().attempts == 1)
    sweeper.send_signal(signal.SIGTERM)
    assert sweeper.wait(STOP_SECONDS) == 0
    assert not EvaluationDue.objects.exists()
    assert_warnings_are_right(work)


def test_worker_told_to_stop_leaves_the_diary_judged_or_due(
    start: Start, broker: subprocess.Popen[bytes]
) -> None:
    work = diary_at_work()
    long_cramp(work)
    worker = start(
        *WORKER,
        *QUIET,
        BROKER_URL=current_app.conf.broker_url,
        FAILPOINTS=CLAIMED,
        REMAP_SIGTERM="SIGQUIT",
    )
    current_app.send_task("diary.tasks.evaluate_diary", args=[str(work.id)])
    wait_until(lambda: EvaluationDue.objects.get().attempts == 1)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(STOP_SECONDS) == os.EX_OK
    later = timezone.now() + timedelta(seconds=10)
    evaluate(work.id, now=later)
    assert not EvaluationDue.objects.exists()
    assert_warnings_are_right(work)
