"""Factors in three lists, with denominators."""

from __future__ import annotations

from datetime import date

import pytest

from diary.trends.factors import Factor, factor_links
from tests.diary.trends.builders import LAST, SPAN, nights_back

NIGHTS = nights_back(28)
# With the factor on the first 12 nights: 9 of 12 with cramp, then 4 of 16 without.
PATTERN = "CCqCCCqCCCqC" + "qCqqqCqqqCqqqCqq"
STATES = {
    night: "cramp" if sign == "C" else "quiet"
    for night, sign in zip(NIGHTS, PATTERN, strict=True)
}
SCATTERED = {
    night: "cramp" if index % 2 else "quiet" for index, night in enumerate(NIGHTS)
}

ALONE = (0.064717, 0.672299)
OF_THREE = (-0.010979, 0.700743)


def factor(with_it: list[date], code: str = "short-night") -> Factor:
    return Factor(code, {night: night in with_it for night in NIGHTS})


def test_link_has_counts_with_and_without() -> None:
    (link,) = factor_links([factor(NIGHTS[:12])], STATES, SPAN)
    assert (link.with_factor, link.without_factor) == ((9, 12), (4, 16))
    assert link.value == 0.5


@pytest.mark.parametrize(
    ("with_it", "listed"),
    [
        (NIGHTS[1::2], "more_often"),
        (NIGHTS[::2], "less_often"),
        (NIGHTS[:14], "no_clear_link"),
        (NIGHTS[:5], "no_clear_link"),
        (NIGHTS[:4], "not_enough_data"),
        (NIGHTS[:23], "no_clear_link"),
        (NIGHTS[:24], "not_enough_data"),
    ],
)
def test_factor_is_listed_by_its_interval(with_it: list[date], listed: str) -> None:
    (link,) = factor_links([factor(with_it)], SCATTERED, SPAN)
    assert link.listed == listed
    assert (link.value is None) is (listed == "not_enough_data")


def test_limits_widen_with_the_number_of_factors_looked_at() -> None:
    """statsmodels 0.15.0, ``confint_proportions_2indep(alpha=0.05 / k)`` for k = 1, 3.

    Every second night a cramp, so that each night counts in full (r is cut to 0).
    """
    too_rare = factor(NIGHTS[:4], "too-rare")
    split = factor([*NIGHTS[1:18:2], *NIGHTS[:6:2]])
    (alone, _) = factor_links([split, too_rare], SCATTERED, SPAN)
    assert (alone.with_factor, alone.without_factor) == ((9, 12), (5, 16))
    (of_three, *_) = factor_links([split] * 3, SCATTERED, SPAN)
    assert alone.interval == pytest.approx(ALONE, abs=1e-6)
    assert of_three.interval == pytest.approx(OF_THREE, abs=1e-6)


def test_nights_of_unknown_state_or_exposure_are_left_out() -> None:
    states = {night: "cramp" for night in NIGHTS[:10]}
    known = Factor("short-night", {NIGHTS[0]: True, NIGHTS[1]: False, LAST: True})
    (link,) = factor_links([known], states, SPAN)
    assert (link.with_factor, link.without_factor) == ((1, 1), (1, 1))
