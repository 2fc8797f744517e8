"""Rows a night, and nights before and after a treatment."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from diary.trends.figure import figure_json
from diary.trends.nights import night_rows
from diary.trends.sentences import Reader
from diary.trends.treatments import (
    before_and_after,
    spans_around,
    treatment_figure,
    treatment_sentence,
)
from diary.trends.windows import NightSpan
from tests.diary.trends.builders import (
    LAST,
    cramp,
    day_cramp,
    diary,
    nights_back,
    period,
    quiet,
    slept,
)

MARK = LAST - timedelta(days=28)


def states_around(before: int, after: int, unknown: int = 0) -> dict[date, str]:
    """Cramp nights spread over the 28 nights on each side of MARK."""
    states = dict.fromkeys(nights_back(56), "quiet")
    for count, nights in ((before, nights_back(28, MARK)), (after, nights_back(28))):
        states |= {nights[28 * at // count]: "cramp" for at in range(count)}
    quiet_after = [night for night in nights_back(28) if states[night] == "quiet"]
    for night in quiet_after[:unknown]:
        del states[night]
    return states


def test_night_that_ends_on_the_date_of_the_change_is_before_it() -> None:
    before, after = spans_around(date(2026, 2, 1))
    assert before == (date(2026, 1, 5), date(2026, 2, 1))
    assert after == (date(2026, 2, 2), date(2026, 3, 1))


def test_treatment_is_compared_after_minus_before() -> None:
    figure = treatment_figure(states_around(14, 3), MARK, LAST)
    assert (figure.value, figure.previous) == (3 / 28, 0.5)
    assert figure.change is not None
    assert figure.change.verdict == "improved"


@pytest.mark.parametrize(("late", "reason"), [(0, None), (1, "nights_after_not_over")])
def test_treatment_waits_until_the_nights_after_are_over(
    late: int, reason: str | None
) -> None:
    last = LAST - timedelta(days=late)
    figure = treatment_figure(states_around(14, 3), MARK, last)
    assert figure.reason == reason


@pytest.mark.parametrize(
    ("unknown", "reason"), [(14, None), (15, "too_few_recorded_nights")]
)
def test_treatment_needs_half_of_the_nights_on_both_sides(
    unknown: int, reason: str | None
) -> None:
    figure = treatment_figure(states_around(14, 3, unknown), MARK, LAST)
    assert figure.reason == reason


@pytest.mark.parametrize(("is_warned", "says_fewer"), [(False, True), (True, False)])
def test_sentence_never_credits_the_treatment(
    is_warned: bool, says_fewer: bool
) -> None:
    both = before_and_after(states_around(14, 3), MARK)
    text = treatment_sentence(both, Reader("en", is_warned=is_warned))
    assert text.startswith("In the 28 nights before: 14 nights with cramp of 28")
    assert text.endswith("This does not show what a change came from.")
    assert ("clearly fewer" in text) is says_fewer
    assert ("ease by themselves" in text) is says_fewer


def test_hidden_treatment_figure_can_be_answered() -> None:
    figure = treatment_figure({}, MARK, LAST)
    answered = figure_json(figure, title="", text="", items=())
    assert answered["value"] is None
    assert answered["reason"] == "too_few_recorded_nights"


def test_night_rows_leave_the_unknown_empty() -> None:
    nights = nights_back(3)
    rows = diary(
        cramps=[
            cramp(nights[1], duration_seconds=60, pain_max=None),
            cramp(nights[1], duration_seconds=None, pain_max=None),
            day_cramp(nights[0], pain_max=9),
        ],
        check_ins=[quiet(nights[2])],
        sleep=[slept(nights[2], dse_minutes=None)],
    )
    unknown, with_cramp, quiet_night = night_rows(
        period(rows, NightSpan(nights[0], nights[2]))
    )
    assert (unknown["state"], unknown["cramps"]) == ("unknown", None)
    assert (unknown["worst_pain"], unknown["tst_minutes"]) == (None, None)
    assert (with_cramp["cramps"], with_cramp["longest_seconds"]) == (2, 60)
    assert with_cramp["worst_pain"] is None
    assert (quiet_night["state"], quiet_night["cramps"]) == ("quiet", 0)
    assert quiet_night["se_tib_percent"] == 88.5
    assert quiet_night["se_dse_percent"] is None
