"""Verdicts at and around each edge."""

from __future__ import annotations

import pytest

from diary.trends.verdicts import compare
from tests.diary.trends.builders import counted


def spread(cramp: int, quiet: int, unknown: int = 0) -> str:
    """Cramp nights spread evenly, so that neighbouring nights are not alike."""
    signs = ["q"] * (cramp + quiet)
    for index in range(cramp):
        signs[index * len(signs) // cramp] = "C"
    return "".join(signs) + "." * unknown


@pytest.mark.parametrize(
    ("now", "before", "verdict", "reason"),
    [
        (spread(3, 25), spread(14, 14), "improved", None),
        (spread(14, 14), spread(3, 25), "worse", None),
        (spread(9, 19), spread(10, 18), "no_clear_change", None),
        (spread(8, 20), spread(8, 20), "no_clear_change", None),
        (spread(0, 28), spread(0, 28), "no_clear_change", None),
        (spread(0, 28), spread(28, 0), "improved", None),
    ],
)
def test_verdict_follows_the_interval(
    now: str, before: str, verdict: str, reason: str | None
) -> None:
    change = compare(counted(now), counted(before))
    assert (change.verdict, change.reason) == (verdict, reason)


@pytest.mark.parametrize(
    ("unknown_now", "verdict", "reason"),
    [
        (0, "improved", None),
        (10, "improved", None),  # 3 + 10 < 14
        (11, "not_enough_data", "looks_better_but_nights_missing"),  # 14 = 14
        (12, "not_enough_data", "looks_better_but_nights_missing"),
    ],
)
def test_improvement_must_survive_unknown_nights_as_cramps(
    unknown_now: int, verdict: str, reason: str | None
) -> None:
    now = counted(spread(3, 25 - unknown_now, unknown_now))
    change = compare(now, counted(spread(14, 14)))
    assert (change.verdict, change.reason) == (verdict, reason)
    assert change.missing_nights == unknown_now


def test_worsening_must_survive_unknown_nights_as_cramps_before() -> None:
    change = compare(counted(spread(14, 14)), counted(spread(3, 13, 12)))
    assert change.verdict == "not_enough_data"
    assert change.reason == "looks_worse_but_nights_missing"


@pytest.mark.parametrize(
    ("now", "before", "reason"),
    [
        (spread(1, 12, 15), spread(14, 14), "too_few_recorded_nights"),  # 13 recorded
        (spread(14, 14), spread(1, 12, 15), "too_few_recorded_nights"),
        (spread(3, 38, 43), spread(40, 44), "under_half_recorded"),  # 41 of 84
        (spread(0, 0, 28), spread(0, 0, 28), "too_few_recorded_nights"),
    ],
)
def test_no_change_is_shown_from_too_little(now: str, before: str, reason: str) -> None:
    change = compare(counted(now), counted(before))
    assert (change.verdict, change.reason) == ("not_enough_data", reason)
    assert change.value is None
    assert change.interval is None


def test_half_of_the_nights_recorded_is_enough_to_show_a_change() -> None:
    change = compare(counted(spread(1, 13, 14)), counted(spread(10, 4, 14)))
    assert change.value == pytest.approx(1 / 14 - 10 / 14)


def test_fourteen_nights_give_a_change_but_no_verdict() -> None:
    change = compare(counted(spread(0, 14)), counted(spread(14, 0)))
    assert change.value == -1
    assert (change.verdict, change.reason) == ("not_enough_data", "window_too_short")


def test_long_runs_of_cramp_nights_are_worth_less() -> None:
    scattered = compare(counted(spread(7, 21)), counted(spread(14, 14)))
    in_runs = compare(counted("C" * 7 + "q" * 21), counted("C" * 14 + "q" * 14))
    assert scattered.effective == (28, 28)
    assert in_runs.effective == pytest.approx((7, 7))
