"""Runs the model: short in every test run, long in `make test-long`."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.sync_model.machine import SyncMachine

COMMON = settings(
    deadline=None, suppress_health_check=list(HealthCheck), print_blob=True
)
SHORT = settings(COMMON, max_examples=12, stateful_step_count=20, derandomize=True)
LONG = settings(COMMON, max_examples=300, stateful_step_count=50)


def test_three_phones_end_equal_to_the_server(db: None) -> None:
    run_state_machine_as_test(SyncMachine, settings=SHORT)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_three_phones_end_equal_to_the_server_in_many_long_stories(db: None) -> None:
    run_state_machine_as_test(SyncMachine, settings=LONG)
