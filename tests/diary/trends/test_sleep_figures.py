"""Sleep means, both efficiencies, and what cramps cost in sleep."""

from __future__ import annotations

import pytest

from diary.trends.cramp_cost import cramp_costs
from diary.trends.figure import Figure
from diary.trends.rows import SleepRow
from diary.trends.sleep_figures import sleep_figures
from tests.diary.trends.builders import (
    LAST,
    cramp,
    diary,
    nights_back,
    period,
    quiet,
    slept,
)


def sleep_of(nights: list[SleepRow]) -> dict[str, Figure]:
    figures = sleep_figures(period(diary(sleep=nights)))
    return {figure.id: figure for figure in figures}


def test_efficiency_is_the_ratio_of_sums_not_the_mean_of_ratios() -> None:
    nights = [
        slept(LAST, tst_minutes=400.0, tib_minutes=500.0),
        slept(nights_back(2)[0], tst_minutes=100.0, tib_minutes=300.0),
    ]
    figure = sleep_of(nights)["sleep_se_tib"]
    assert (figure.num, figure.den) == (500, 800)
    assert figure.value == 62.5


def test_efficiency_uses_only_nights_with_both_parts() -> None:
    nights = [
        slept(LAST, tst_minutes=390.0, dse_minutes=445.0),
        slept(nights_back(2)[0], tst_minutes=100.0, dse_minutes=None),
        slept(nights_back(3)[0], tst_minutes=None, dse_minutes=300.0),
    ]
    figure = sleep_of(nights)["sleep_se_dse"]
    assert figure.value == pytest.approx(87.64, abs=0.01)


def test_means_leave_out_what_was_not_asked() -> None:
    answers = zip(nights_back(4), [4, 1, 1, None], strict=True)
    nights = [slept(night, quality=answer) for night, answer in answers]
    figure = sleep_of(nights)["sleep_quality"]
    assert (figure.value, figure.num, figure.den) == (2, 6, 3)


def test_impossible_night_stays_out_of_every_sleep_figure() -> None:
    figures = sleep_of([slept(is_valid=False)])
    assert {figure.value for figure in figures.values()} == {None}
    assert {figure.reason for figure in figures.values()} == {"no_sleep_entries"}


def costs_of(cramp_minutes: list[float], quiet_minutes: list[float]) -> Figure:
    minutes = [*cramp_minutes, *quiet_minutes]
    nights = nights_back(len(minutes))
    with_cramp, without = nights[: len(cramp_minutes)], nights[len(cramp_minutes) :]
    rows = diary(
        cramps=[cramp(night) for night in with_cramp],
        check_ins=[quiet(night) for night in without],
        sleep=[
            slept(night, tst_minutes=value)
            for night, value in zip(nights, minutes, strict=True)
        ],
    )
    return cramp_costs(period(rows))[0]


@pytest.mark.parametrize(
    ("cramps", "quiets", "is_shown", "is_preliminary"),
    [
        (2, 9, False, False),
        (9, 2, False, False),
        (3, 9, True, True),
        (9, 4, True, True),
        (5, 5, True, False),
    ],
)
def test_cost_needs_three_nights_of_each_kind_and_is_settled_from_five(
    cramps: int, quiets: int, is_shown: bool, is_preliminary: bool
) -> None:
    lengths = [300.0, 330, 310, 340, 320, 300, 330, 310, 340]
    figure = costs_of(lengths[:cramps], [value + 60 for value in lengths[:quiets]])
    assert (figure.value is not None) is is_shown
    assert figure.preliminary is is_preliminary
    assert (figure.num, figure.den) == (cramps, quiets)


def test_cost_is_cramp_nights_minus_quiet_nights() -> None:
    figure = costs_of([300, 360, 310, 350, 330], [400, 450, 410, 440, 420])
    assert figure.value == pytest.approx(-94)
    assert figure.interval is not None
    assert figure.interval.low < -94 < figure.interval.high < 0


def test_cost_leaves_out_nights_of_unknown_state() -> None:
    rows = diary(
        cramps=[cramp(night) for night in nights_back(3)],
        sleep=[slept(night) for night in nights_back(20)],
    )
    figure = cramp_costs(period(rows))[0]
    assert (figure.value, figure.num, figure.den) == (None, 3, 0)
