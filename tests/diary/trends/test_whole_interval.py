"""From nights to limits: the whole method against another implementation.

statsmodels 0.15.0: ``acf(nlags=1, adjusted=False, missing="conservative")`` of each
window, raised by (1 + 3 r)/n, pooled by n and cut to 0..0.6;
``confint_proportions_2indep(method="newcomb")`` and ``proportion_confint(
method="wilson")`` with shares of the effective sizes n (1 - r)/(1 + r).
"""

from __future__ import annotations

from typing import NamedTuple

import pytest

from diary.trends.cramp_figures import cramp_nights
from diary.trends.verdicts import compare
from tests.diary.trends.builders import counted


class Vector(NamedTuple):
    """Two windows of nights, and what comes out."""

    now: str
    before: str
    effective: tuple[float, float]
    change: tuple[float, float]
    now_alone: tuple[float, float]
    verdict: str


CLUSTERED_NOW = "CCqqqqqCCqqqqqqqqCqqqqqqqqqq"
CLUSTERED_BEFORE = "CCCqqCCCCqqqqCCqqqCCCqqqCCqq"
VECTORS = {
    "clustered": Vector(
        CLUSTERED_NOW,
        CLUSTERED_BEFORE,
        effective=(12.502170, 12.502170),  # r = 0.382642
        change=(-0.594126, 0.045917),
        now_alone=(0.053660, 0.454582),
        verdict="no_clear_change",
    ),
    "clustered, 84 nights": Vector(
        CLUSTERED_NOW * 3,
        CLUSTERED_BEFORE * 3,
        effective=(44.069265, 44.069265),  # r = 0.311790
        change=(-0.486924, -0.124249),
        now_alone=(0.092875, 0.315812),
        verdict="improved",
    ),
    "nights missing": Vector(
        "Cqq.qqqCCqq..qqqCqqqqq.qqCqq",
        "CCqqCC.CCqqqCqqqCC.qqqCCqqqC",
        effective=(18.086822, 19.594057),  # r = 0.140500
        change=(-0.496800, 0.047664),
        now_alone=(0.081936, 0.436921),
        verdict="no_clear_change",
    ),
    "scattered": Vector(
        "qqCqqqqCqqqqCqqqqqCqqqqCqqqq",
        "CqCqqCqCqqCqCqqCqCqqCqCqqCqC",
        effective=(28, 28),  # r is below 0
        change=(-0.456440, -0.008799),
        now_alone=(0.078785, 0.355914),
        verdict="improved",
    ),
    "no cramps now": Vector(
        "q" * 28,
        "CCqqCqqqCqqCCqqqqCqqCqqqqCqq",
        effective=(28, 28),
        change=(-0.506612, -0.135025),
        now_alone=(0.0, 0.120643),
        verdict="improved",
    ),
}


@pytest.mark.parametrize("name", list(VECTORS))
def test_nights_give_the_limits_of_another_implementation(name: str) -> None:
    vector = VECTORS[name]
    now, before = counted(vector.now), counted(vector.before)
    change = compare(now, before)
    headline = cramp_nights(now, before, change)
    assert change.effective == pytest.approx(vector.effective, abs=1e-6)
    assert change.interval == pytest.approx(vector.change, abs=1e-6)
    assert headline.interval == pytest.approx(vector.now_alone, abs=1e-6)
    assert change.verdict == vector.verdict
