"""E01, E02, E13: with a broker that hangs or is gone, a person's phone sees no change.

Web side and sweeper run as in production; the broker is stopped for the whole story.
"""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from celery import current_app
from django.utils import timezone

from tests.faults.conftest import Start, wait_until
from tests.faults.people import cramp, deletion, new_person
from tests.faults.phone import Content, Phone
from tests.faults.test_evaluation import LONG, SWEEP
from tests.faults.web import serving

FLAG_SECONDS = 60.0


@pytest.fixture(params=["hung", pytest.param("gone", marks=pytest.mark.slow)])
def phone(
    request: pytest.FixtureRequest,
    shared_url: str,
    broker: subprocess.Popen[bytes],
    start: Start,
) -> Iterator[Phone]:
    """A phone whose server has lost its broker."""
    url = str(current_app.conf.broker_url)
    with serving(shared_url, BROKER_URL=url) as web:
        start(*SWEEP, BROKER_URL=url)
        phone = new_person(web.port).phone()
        assert phone.push(cramp())[0]["status"] == "created"
        broker.send_signal(
            signal.SIGSTOP if request.param == "hung" else signal.SIGKILL
        )
        yield phone


def warnings_of(phone: Phone) -> list[Content]:
    phone.pull()
    return [row for row in phone.held("warnings").values() if row["criterion"] == LONG]


def states_become(phone: Phone, *states: str) -> Callable[[], bool]:
    return lambda: [row["state"] for row in warnings_of(phone)] == list(states)


def long_cramp() -> Content:
    began = timezone.now() - timedelta(hours=2)
    ended = began + timedelta(minutes=11)
    return cramp(started_at=began.isoformat(), ended_at=ended.isoformat())


def test_entry_is_taken_at_once_flagged_within_a_minute_and_unflagged_when_deleted(
    phone: Phone,
) -> None:
    item = long_cramp()
    seconds = []
    for sent in (item, *(cramp() for _ in range(30))):
        began = time.monotonic()
        assert phone.push(sent)[0]["status"] == "created"
        seconds.append(time.monotonic() - began)
    # Two workers, each of which may learn of it by one timeout of half a second.
    assert sorted(seconds)[-3] < 0.5
    assert max(seconds) < 1 + 0.5  # the machines are shared
    wait_until(states_become(phone, "open"), FLAG_SECONDS)

    rev = phone.held()[item["id"]]["rev"]
    assert phone.push(deletion(item["id"], rev))[0]["status"] == "deleted"
    wait_until(states_become(phone, "retracted"), FLAG_SECONDS)
    (warning,) = warnings_of(phone)
    assert [event["state"] for event in warning["history"]] == ["open", "retracted"]
