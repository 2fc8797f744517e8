"""A diary written and judged as the product does, and read by its two readers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import time_machine
from rest_framework.test import APIClient

from diary.models import Diary, User
from tests.api.sharing.conftest import give
from tests.conftest import NOW
from tests.diary.services.conftest import DiaryAtWork

V1 = "/api/v1"


@pytest.fixture(autouse=True)
def present() -> Iterator[None]:
    """Requests are made at ``NOW``."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def work(diary: Diary) -> DiaryAtWork:
    """The patient's diary, judged once while it was still empty."""
    at_work = DiaryAtWork(diary)
    at_work.judge()
    return at_work


@pytest.fixture
def doctor(
    clinician: User, diary: Diary, login: Callable[[User], APIClient]
) -> APIClient:
    """A clinician who may read the diary, without its free text."""
    give(diary, clinician)
    return login(clinician)
