"""Intervals: fixed vectors from elsewhere, and the laws they must keep."""

from __future__ import annotations

import pytest

from diary.trends.intervals import (
    LAG_ONE_MAXIMUM,
    Interval,
    Proportion,
    effective_size,
    lag_one,
    newcombe,
    pooled_lag_one,
    wilson,
)

SERIES = [int(sign) for sign in "1100010011100001000011000001"]


def share(count: int, total: int, effective: float | None = None) -> Proportion:
    return Proportion(count, total, total if effective is None else effective)


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    [
        (5, 26, 0.085071, 0.378763),
        (9, 27, 0.186433, 0.521752),
        (1, 28, 0.006333, 0.177122),
        (14, 28, 0.326331, 0.673669),
        (0, 14, 0.0, 0.215311),
        (14, 14, 0.784689, 1.0),
    ],
)
def test_wilson_agrees_with_statsmodels(
    count: int, total: int, low: float, high: float
) -> None:
    """statsmodels 0.15.0, ``proportion_confint(method="wilson")``."""
    assert wilson(count / total, total) == pytest.approx((low, high), abs=1e-6)


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        ((5, 26, 9, 27), -0.357824, 0.096346),
        ((14, 28, 5, 28), 0.073212, 0.521724),
        ((0, 20, 4, 20), -0.416017, 0.000509),
        ((9, 10, 3, 10), 0.170523, 0.809018),
        ((56, 70, 48, 80), 0.052431, 0.333873),  # also Newcombe 1998, table II (a)
    ],
)
def test_newcombe_without_clustering_agrees_with_statsmodels(
    counts: tuple[int, int, int, int], low: float, high: float
) -> None:
    """statsmodels 0.15.0, ``confint_proportions_2indep(method="newcomb")``."""
    first, second = share(*counts[:2]), share(*counts[2:])
    assert newcombe(first, second) == pytest.approx((low, high), abs=1e-6)


def test_published_vector_of_five_of_26_against_nine_of_27() -> None:
    interval = newcombe(share(5, 26, 21.4), share(9, 27, 22.2))
    assert [round(limit, 3) for limit in interval] == [-0.378, 0.120]
    assert [round(limit, 3) for limit in wilson(5 / 26, 26)] == [0.085, 0.379]


PAIRS = [
    (share(5, 26, 21.4), share(9, 27, 22.2)),
    (share(0, 28, 28), share(28, 28, 28)),
    (share(28, 28, 9.3), share(0, 28, 7)),
    (share(1, 84, 60), share(2, 84, 50)),
    (share(14, 14, 3.5), share(14, 14, 3.5)),
]


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_interval_changes_sign_when_the_windows_change_places(
    first: Proportion, second: Proportion
) -> None:
    there, back = newcombe(first, second), newcombe(second, first)
    assert there == pytest.approx((-back.high, -back.low), abs=1e-12)


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_interval_holds_the_difference_and_stays_within_one(
    first: Proportion, second: Proportion
) -> None:
    interval = newcombe(first, second)
    assert interval.low <= first.value - second.value <= interval.high
    assert interval.low >= -1
    assert interval.high <= 1


@pytest.mark.parametrize("more", [2, 3, 6])
def test_interval_is_narrower_with_more_nights(more: int) -> None:
    few = newcombe(share(4, 14), share(7, 14))
    many = newcombe(share(4 * more, 14 * more), share(7 * more, 14 * more))
    assert width(many) < width(few)


def test_interval_is_wider_when_neighbouring_nights_are_alike() -> None:
    alike = effective_size(28, 0.35)
    clustered = newcombe(share(8, 28, alike), share(12, 28, alike))
    assert width(clustered) > width(newcombe(share(8, 28), share(12, 28)))


def test_no_autocorrelation_leaves_the_size_as_it_is() -> None:
    assert effective_size(28, 0.0) == 28


def test_lag_one_agrees_with_statsmodels() -> None:
    """statsmodels 0.15.0, ``acf(nlags=1, adjusted=False)``."""
    assert lag_one(SERIES) == pytest.approx(0.157936508)


def test_lag_one_uses_only_pairs_of_neighbouring_recorded_nights() -> None:
    """statsmodels 0.15.0, ``acf(missing="conservative")`` without four nights."""
    gaps = [None if at in {3, 4, 11, 19} else value for at, value in enumerate(SERIES)]
    assert lag_one(gaps) == pytest.approx(0.209523810)


@pytest.mark.parametrize(
    "values",
    [[], [1], [1, 1, 1], [0, 0, 0, 0], [1, None, 0, None, 1]],
    ids=["empty", "one night", "all cramps", "no cramps", "no pair"],
)
def test_lag_one_is_not_known_without_pairs_or_variation(
    values: list[float | None],
) -> None:
    assert lag_one(values) is None
    assert pooled_lag_one((values,)) == 0.0


def test_pooled_lag_one_raises_each_window_and_weights_by_its_nights() -> None:
    half = SERIES[:14]
    raised = [
        estimate + (1 + 3 * estimate) / nights
        for estimate, nights in ((lag_one(SERIES) or 0, 28), (lag_one(half) or 0, 14))
    ]
    expected = (28 * raised[0] + 14 * raised[1]) / 42
    assert 0 < expected < LAG_ONE_MAXIMUM
    assert pooled_lag_one((SERIES, half)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("values", "expected"),
    [([1, 0] * 14, 0.0), ([1] * 14 + [0] * 14, LAG_ONE_MAXIMUM)],
    ids=["every second night", "one long run"],
)
def test_pooled_lag_one_is_cut_to_zero_and_six_tenths(
    values: list[int], expected: float
) -> None:
    assert pooled_lag_one((values,)) == expected


def width(interval: Interval) -> float:
    return interval.high - interval.low
