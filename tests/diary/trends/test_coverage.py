"""Coverage of the interval in a seeded simulation of clustered nights."""

from __future__ import annotations

import random

import pytest

from diary.trends.verdicts import compare
from tests.diary.trends.builders import counted

REPLICATES = 4000
FLOOR = 0.92
SEED = 20260320


def chain(chance: random.Random, nights: int, rate: float, likeness: float) -> str:
    """A two-state chain with this rate and this night-to-night autocorrelation."""
    state, signs = int(chance.random() < rate), ""
    for _ in range(nights):
        signs += "C" if state else "q"
        state = int(chance.random() < rate + likeness * (state - rate))
    return signs


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("nights", "now", "before", "likeness"),
    [
        (28, 0.30, 0.30, 0.0),
        (28, 0.30, 0.30, 0.20),
        (28, 0.30, 0.30, 0.35),
        (28, 0.50, 0.30, 0.35),
        (28, 0.15, 0.15, 0.35),
        (84, 0.30, 0.30, 0.35),
    ],
)
def test_interval_holds_the_true_difference(
    nights: int, now: float, before: float, likeness: float
) -> None:
    chance = random.Random(SEED)
    held = 0
    for _ in range(REPLICATES):
        change = compare(
            counted(chain(chance, nights, now, likeness)),
            counted(chain(chance, nights, before, likeness)),
        )
        assert change.interval is not None
        held += change.interval.low <= now - before <= change.interval.high
    assert held / REPLICATES >= FLOOR
