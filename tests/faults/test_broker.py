"""E01, E02: a broker that is stopped or hangs costs the person next to nothing."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from api import hints
from api.hints import PAUSE_SECONDS, broker_state
from diary.models import Diary, EvaluationDue
from diary.services.evaluate import Evaluation, evaluate
from tests.conftest import episode

pytestmark = pytest.mark.django_db(transaction=True)


def seconds_of(act: Callable[[], object]) -> float:
    started = time.monotonic()
    act()
    return time.monotonic() - started


def post(api: APIClient) -> None:
    answer = api.post("/api/v1/episodes/", episode(), format="json")
    assert answer.status_code == 201, answer.json()


def test_hint_reaches_a_living_broker(
    broker: subprocess.Popen[bytes], api: APIClient
) -> None:
    post(api)
    assert broker_state() == "ok"


@pytest.mark.parametrize("has_sent_before", [True, False])
def test_hung_broker_costs_one_timeout_and_then_nothing(
    broker: subprocess.Popen[bytes], api: APIClient, *, has_sent_before: bool
) -> None:
    if has_sent_before:
        post(api)
    broker.send_signal(signal.SIGSTOP)
    assert seconds_of(lambda: post(api)) < 1
    assert broker_state() == "paused"
    for _ in range(5):
        assert seconds_of(lambda: post(api)) < 0.4
    assert EvaluationDue.objects.count() == 1


def test_stopped_broker_costs_nothing_worth_a_word(
    broker: subprocess.Popen[bytes], api: APIClient
) -> None:
    post(api)
    broker.kill()
    broker.wait()
    assert seconds_of(lambda: post(api)) < 0.5
    assert broker_state() == "paused"
    diary = Diary.objects.get()
    assert evaluate(diary.pk) is Evaluation.JUDGED


def test_hints_are_tried_again_after_the_pause(
    broker: subprocess.Popen[bytes], api: APIClient
) -> None:
    broker.send_signal(signal.SIGSTOP)
    post(api)
    assert broker_state() == "paused"
    broker.send_signal(signal.SIGCONT)
    hints._breaker.paused_until -= PAUSE_SECONDS  # half a minute later
    post(api)
    assert broker_state() == "ok"
