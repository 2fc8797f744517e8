"""Cramp nights, streaks, counts and rates: values and when they are shown."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from diary.trends.cramp_figures import (
    cramp_counts,
    cramp_nights,
    cramp_rates,
    streaks,
)
from diary.trends.figure import Figure
from diary.trends.intervals import wilson
from diary.trends.rate_ratio import rate_ratio
from diary.trends.verdicts import compare
from diary.trends.windows import NightSpan
from tests.diary.trends.builders import (
    FIRST,
    LAST,
    SPAN,
    counted,
    cramp,
    day_cramp,
    diary,
    nights_back,
    period,
    quiet,
)

BEFORE = NightSpan(FIRST - timedelta(days=28), FIRST - timedelta(days=1))
ONE_NIGHT = timedelta(days=1)


def headline(now: str, before: str = "." * 28) -> Figure:
    current, previous = counted(now), counted(before)
    return cramp_nights(current, previous, compare(current, previous))


@pytest.mark.parametrize(
    ("recorded", "is_shown", "is_preliminary"),
    [(6, False, False), (7, True, True), (13, True, True), (14, True, False)],
)
def test_cramp_nights_are_shown_from_seven_and_settled_from_fourteen(
    recorded: int, is_shown: bool, is_preliminary: bool
) -> None:
    figure = headline("C" + "q" * (recorded - 1) + "." * (28 - recorded))
    assert (figure.value is not None) is is_shown
    assert figure.preliminary is is_preliminary
    assert (figure.num, figure.den) == (1, recorded)
    assert (figure.reason is None) is is_shown


def test_bounds_take_unknown_nights_as_quiet_and_as_cramps() -> None:
    figure = headline("CqqqCqqqCqqqCqqqCqqqqqqqqq..")
    assert figure.value == 5 / 26
    assert figure.bounds == (5 / 28, 7 / 28)


def test_headline_limits_widen_when_nights_are_alike() -> None:
    figure = headline("C" * 9 + "q" * 19, "C" * 9 + "q" * 19)
    plain = wilson(9 / 28, 28)
    assert figure.interval is not None
    assert figure.interval.low < plain.low < plain.high < figure.interval.high


def test_previous_share_needs_seven_recorded_nights() -> None:
    assert headline("q" * 28, "Cqqqqq" + "." * 22).previous is None
    assert headline("q" * 28, "Cqqqqqq" + "." * 21).previous == 1 / 7


def streak_values(pattern: str) -> list[tuple[object, bool]]:
    nights = nights_back(len(pattern))
    words = {"C": "cramp", "q": "quiet"}
    states = {
        night: words[sign]
        for night, sign in zip(nights, pattern, strict=True)
        if sign in words
    }
    return [(fig.value, fig.at_least) for fig in streaks(states, LAST, nights[0])]


@pytest.mark.parametrize(
    ("pattern", "confirmed", "possible"),
    [
        ("CqqqC", (0, False), (0, False)),
        ("Cqqq", (3, False), (3, False)),
        ("Cqq.q", (1, False), (4, False)),
        ("Cqqq.", (0, False), (4, False)),
        ("qqqq", (4, True), (4, True)),
        ("..q..", (0, False), (3, True)),
        (".....", (0, False), (None, False)),
    ],
)
def test_streaks(
    pattern: str, confirmed: tuple[int, bool], possible: tuple[int | None, bool]
) -> None:
    assert streak_values(pattern) == [confirmed, possible]


def test_counts_of_a_window_with_nothing_recorded_are_unknown_not_zero() -> None:
    figures = cramp_counts(period(diary()))
    assert [(figure.value, figure.reason) for figure in figures] == [
        (None, "no_recorded_nights")
    ] * 3


def test_counts_tell_night_from_day_and_leave_other_entries_out() -> None:
    rows = diary(cramps=[cramp(), cramp(), day_cramp(), cramp(is_cramp=False)])
    assert [figure.value for figure in cramp_counts(period(rows))] == [3, 2, 1]


def test_counts_are_zero_when_quiet_nights_say_so() -> None:
    rows = diary(check_ins=[quiet()])
    assert [figure.value for figure in cramp_counts(period(rows))] == [0, 0, 0]


@pytest.mark.parametrize(("recorded", "per_night"), [(13, None), (14, 2 / 14)])
def test_rate_is_shown_from_fourteen_recorded_nights(
    recorded: int, per_night: float | None
) -> None:
    nights = nights_back(recorded)
    rows = diary(
        cramps=[cramp(nights[0]), cramp(nights[0])],
        check_ins=[quiet(night) for night in nights[1:]],
    )
    rates = cramp_rates(period(rows))
    assert rates[0].value == per_night
    assert rates[1].value == (None if per_night is None else 2)


def test_rate_per_cramp_night_is_not_made_from_no_cramp_nights() -> None:
    rows = diary(check_ins=[quiet(night) for night in nights_back(28)])
    per_night, per_cramp_night = cramp_rates(period(rows))
    assert per_night.value == 0
    assert (per_cramp_night.value, per_cramp_night.reason) == (None, "no_cramps")


NOW = [0, 0, 1, 2, 0, 0, 3, 0, 1, 0, 0, 0, 2, 1, 0, 0]
THEN = [1, 2, 0, 3, 1, 0, 0, 4, 2, 1, 0, 1, 3, 0, 2, 1]


def ratio_of(now: list[int], then: list[int]) -> Figure:
    both = [*zip(nights_back(len(now)), now, strict=True)]
    both += zip(nights_back(len(then), BEFORE.last), then, strict=True)
    rows = diary(
        cramps=[cramp(night) for night, count in both for _ in range(count)],
        check_ins=[quiet(night) for night, count in both if not count],
    )
    return rate_ratio(period(rows, SPAN), period(rows, BEFORE))


def test_rate_ratio_agrees_with_a_quasi_poisson_model() -> None:
    """statsmodels 0.15.0, ``GLM(Poisson()).fit(scale="X2")``, dispersion 1.329."""
    figure = ratio_of(NOW, THEN)
    assert figure.value == pytest.approx(0.47619048)
    assert figure.interval == pytest.approx((0.19990333, 1.13433515), rel=1e-6)


@pytest.mark.parametrize(
    ("now", "then", "reason"),
    [
        ([1] * 10 + [0] * 4, [1] * 9 + [0] * 5, "too_few_cramps"),
        ([1] * 10 + [0] * 4, [1] * 10 + [0] * 4, None),
        ([2] * 10 + [0] * 3, [1] * 10 + [0] * 4, "too_few_recorded_nights"),
        ([0] * 14, [2] * 10 + [0] * 4, "no_cramps_in_one_window"),
    ],
)
def test_rate_ratio_is_shown_from_twenty_cramps(
    now: list[int], then: list[int], reason: str | None
) -> None:
    figure = ratio_of(now, then)
    assert figure.reason == reason
    assert (figure.value is None) is (reason is not None)


def test_streak_looks_no_further_than_was_read() -> None:
    states = {date(2026, 3, 1): "cramp", LAST: "quiet"}
    possible = streaks(states, LAST, LAST - ONE_NIGHT)[1]
    assert (possible.value, possible.at_least) == (1, True)
