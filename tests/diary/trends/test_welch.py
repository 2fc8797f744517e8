"""Student's t and Welch's interval against figures from scipy 1.17.1."""

from __future__ import annotations

import pytest

from diary.trends.intervals import Interval
from diary.trends.student_t import t_quantile
from diary.trends.welch import residual_lag_one, welch

ON_CRAMP_NIGHTS = [392, 371, 405, 360, 348, 388]
ON_QUIET_NIGHTS = [421, 433, 410, 402, 440, 398, 417, 429, 436]


@pytest.mark.parametrize(
    ("degrees", "expected"),
    [
        (1, 12.706204736174694),
        (2, 4.302652729749464),
        (2.5, 3.5746548420036817),
        (4, 2.7764451051977934),
        (7.3, 2.345066736547703),
        (26, 2.0555294386428735),
        (1000.5, 1.962337892459348),
    ],
)
def test_t_quantile_agrees_with_scipy(degrees: float, expected: float) -> None:
    """scipy ``stats.t.ppf(0.975, df)``."""
    assert t_quantile(0.975, degrees) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(("probability", "degrees"), [(0.5, 5), (1, 5), (0.975, 0.5)])
def test_t_quantile_refuses_what_it_cannot_answer(
    probability: float, degrees: float
) -> None:
    with pytest.raises(ValueError, match="degrees of freedom"):
        t_quantile(probability, degrees)


@pytest.mark.parametrize(
    ("first", "second", "value", "limits"),
    [
        (
            ON_CRAMP_NIGHTS,
            ON_QUIET_NIGHTS,
            -43.333333,
            (-66.46042581, -20.20624086),
        ),
        (
            [300, 420, 350],
            [430, 431, 429, 432, 428],
            -73.333333,
            (-222.98259436, 76.31592770),
        ),
    ],
)
def test_welch_agrees_with_scipy(
    first: list[float],
    second: list[float],
    value: float,
    limits: tuple[float, float],
) -> None:
    """scipy ``ttest_ind(equal_var=False).confidence_interval()``."""
    difference = welch(first, second)
    assert difference.value == pytest.approx(value)
    assert difference.interval == pytest.approx(limits, rel=1e-8)


def test_welch_widens_by_the_design_effect_when_nights_are_alike() -> None:
    plain = welch(ON_CRAMP_NIGHTS, ON_QUIET_NIGHTS).interval
    alike = welch(ON_CRAMP_NIGHTS, ON_QUIET_NIGHTS, lag_one=0.4).interval
    assert isinstance(plain, Interval)
    assert isinstance(alike, Interval)
    widened = (alike.high - alike.low) / (plain.high - plain.low)
    assert widened == pytest.approx((1.4 / 0.6) ** 0.5)


def test_welch_gives_no_limits_where_nothing_varies() -> None:
    difference = welch([3, 3, 3], [4, 4, 4])
    assert (difference.value, difference.interval) == (-1, None)


def test_welch_refuses_a_single_night() -> None:
    with pytest.raises(ValueError, match="two values"):
        welch([400], ON_QUIET_NIGHTS)


def test_residuals_do_not_take_the_difference_itself_for_likeness() -> None:
    values = [300.0] * 7 + [400.0] * 7
    is_cramp = [True] * 7 + [False] * 7
    assert residual_lag_one(values, is_cramp) == 0.0
