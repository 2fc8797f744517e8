"""A notice survives its sender, needs no Celery, and is shared by two senders."""

from __future__ import annotations

import signal
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from diary.models import EvaluationDue, Notification
from tests.diary.channels.conftest import Gateway, gateway
from tests.diary.services.conftest import DiaryAtWork
from tests.faults.conftest import Start, wait_until
from tests.faults.test_evaluation import SWEEP, diary_at_work

__all__ = ["gateway"]


@pytest.fixture(autouse=True)
def _known_to_other_processes(
    gateway: Gateway, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUSH_GATEWAY_URL", settings.PUSH_GATEWAY_URL)
    monkeypatch.setenv("PUSH_GATEWAY_SECRET", settings.PUSH_GATEWAY_SECRET)


def chest_pain(work: DiaryAtWork) -> None:
    started = work.now - timedelta(minutes=30)
    work.cramp(started, minutes=1, associated_symptoms=["chest-pain"])


def pushes_sent() -> int:
    return Notification.objects.filter(channel="push", state="sent").count()


def test_push_in_hand_when_the_sender_is_killed_goes_again_with_its_key(
    start: Start, gateway: Gateway
) -> None:
    gateway.hangs = True
    chest_pain(diary_at_work())
    killed = start(*SWEEP)
    wait_until(lambda: len(gateway.posts) == 1)
    killed.kill()
    killed.wait(30)
    row = Notification.objects.get(channel="push")
    assert (row.state, row.attempts) == ("queued", 1)

    gateway.hangs = False
    Notification.objects.update(next_try_at=timezone.now())
    sweeper = start(*SWEEP)
    wait_until(lambda: pushes_sent() == 1)
    sweeper.send_signal(signal.SIGTERM)
    assert sweeper.wait(30) == 0
    keys = [post.headers["Idempotency-Key"] for post in gateway.posts]
    assert keys == [row.key] * 2


def test_two_senders_share_the_outbox_and_send_nothing_twice(
    start: Start, gateway: Gateway
) -> None:
    for number in range(10):
        chest_pain(diary_at_work(f"patient{number}@example.test"))
    sweepers = [start(*SWEEP) for _ in range(2)]
    wait_until(lambda: not EvaluationDue.objects.exists(), seconds=60)
    wait_until(lambda: pushes_sent() == 10, seconds=60)
    for sweeper in sweepers:
        sweeper.send_signal(signal.SIGTERM)
        assert sweeper.wait(30) == 0
    keys = [post.headers["Idempotency-Key"] for post in gateway.posts]
    assert len(keys) == len(set(keys)) == 10


def test_gateway_that_hangs_keeps_no_diary_from_being_judged(
    start: Start, gateway: Gateway
) -> None:
    gateway.hangs = True
    chest_pain(diary_at_work("first@example.test"))
    sweeper = start(*SWEEP)
    wait_until(lambda: len(gateway.posts) == 1)
    chest_pain(diary_at_work("second@example.test"))
    EvaluationDue.objects.update(due_since=timezone.now() - timedelta(seconds=6))
    wait_until(lambda: not EvaluationDue.objects.exists(), seconds=4)
    gateway.released.set()
    sweeper.send_signal(signal.SIGTERM)
    assert sweeper.wait(30) == 0
