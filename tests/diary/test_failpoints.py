"""Fail points: nothing unless asked for, and only what is known can be asked for."""

from __future__ import annotations

import time

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from diary.failpoints import NAMES, reach, read_failpoints


def test_each_point_does_nothing_by_default() -> None:
    for name in NAMES:
        reach(name)


def test_point_waits_as_told_and_the_others_do_not(settings: Settings) -> None:
    settings.FAILPOINTS = "push.stored=pause:0.2, evaluate.judged=kill"
    began = time.monotonic()
    reach("push.locked")
    assert time.monotonic() - began < 0.2
    reach("push.stored")
    assert time.monotonic() - began >= 0.2


@pytest.mark.parametrize(
    "written",
    ["push.stored", "push.stored=", "push.gone=kill", "push.stored=pause:x", "kill"],
)
def test_what_is_not_known_is_refused(written: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="FAILPOINTS"):
        read_failpoints(written)
