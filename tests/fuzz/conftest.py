"""Keep the test's transaction: the end of a request would close its connection."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

ENDS = (request_started, request_finished)


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """As Django's own test client does it."""
    for end in ENDS:
        end.disconnect(close_old_connections)
    yield
    for end in ENDS:
        end.connect(close_old_connections)
