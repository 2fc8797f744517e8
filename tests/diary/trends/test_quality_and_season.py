"""Completeness, promptness, what is left out, and the season."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest

from diary.trends.night_states import night_states
from diary.trends.quality import completeness, edited, left_out, prompt_share
from diary.trends.season import season
from diary.trends.windows import NightSpan, Window, year_needed
from tests.diary.trends.builders import (
    LAST,
    OSLO,
    at,
    cramp,
    day_cramp,
    diary,
    nights_back,
    period,
    quiet,
    slept,
)

NEXT_DAY = LAST + timedelta(days=1)


def prompt_of(**rows: Any) -> tuple[object, object]:
    entries = diary(**rows)
    figure = prompt_share(entries, period(entries), OSLO)
    return figure.num, figure.den


@pytest.mark.parametrize(
    ("clock", "prompt"), [(time(6, 50), 1), (time(6, 51), 0)], ids=["24 h", "over"]
)
def test_prompt_is_within_24_hours_of_the_final_awakening(
    clock: time, prompt: int
) -> None:
    entry = cramp(entered_at=at(NEXT_DAY, clock))
    assert prompt_of(cramps=[entry], sleep=[slept()]) == (prompt, 1)


def test_waking_falls_back_to_getting_up_and_then_to_noon() -> None:
    entry = quiet()._replace(entered_at=at(NEXT_DAY, time(7, 0)))
    risen = slept(final_awakening_at=None)
    assert prompt_of(check_ins=[entry], sleep=[risen]) == (1, 1)
    at_noon = quiet()._replace(entered_at=at(NEXT_DAY, time(12, 0)))
    assert prompt_of(check_ins=[at_noon]) == (1, 1)
    assert prompt_of(check_ins=[at_noon], sleep=[risen]) == (0, 1)


def test_prompt_counts_the_first_entry_of_a_night_once() -> None:
    late, early = at(LAST + timedelta(days=5), time(8)), at(LAST, time(8))
    entries = [cramp(entered_at=late), cramp(entered_at=early)]
    assert prompt_of(cramps=entries, check_ins=[quiet()._replace(entered_at=late)]) == (
        1,
        1,
    )


def test_night_with_unknown_time_of_entry_is_left_out() -> None:
    assert prompt_of(cramps=[cramp(entered_at=None)]) == (0, 0)
    assert prompt_of(cramps=[day_cramp(entered_at=at(LAST, time(10)))]) == (0, 0)


def test_completeness_is_recorded_nights_of_all_nights() -> None:
    rows = diary(check_ins=[quiet(night) for night in nights_back(7)])
    figure = completeness(period(rows))
    assert (figure.value, figure.num, figure.den) == (0.25, 7, 28)


def edited_of(**rows: Any) -> tuple[object, object]:
    entries = diary(**rows)
    figure = edited(entries, period(entries))
    return figure.value, figure.den


def test_edited_entries_of_every_kind_are_counted_in_their_night() -> None:
    long_ago = LAST - timedelta(days=28)
    assert edited_of(
        cramps=[
            cramp(is_edited=True),
            cramp(is_cramp=False),
            cramp(long_ago, is_edited=True),
        ],
        sleep=[slept(is_edited=True), slept(is_valid=False)],
        check_ins=[quiet()._replace(is_edited=True), quiet(long_ago)],
    ) == (3, 5)


def test_edited_is_no_number_where_nothing_is_recorded() -> None:
    assert edited_of() == (None, 0)


def test_left_out_entries_are_counted_by_reason() -> None:
    rows = diary(cramps=[cramp(is_cramp=False), cramp()], sleep=[slept(is_valid=False)])
    figure = left_out(period(rows))
    assert figure.value == 2
    assert {item["code"]: item["count"] for item in figure.items} == {
        "sleep_nights_with_impossible_times": 1,
        "entries_that_are_not_cramps": 1,
    }


@pytest.mark.parametrize(("recorded", "value"), [(13, None), (14, 0.071)])
def test_month_is_shown_from_fourteen_recorded_nights(
    recorded: int, value: float | None
) -> None:
    nights = nights_back(recorded, date(2026, 2, 28))
    states = night_states([cramp(nights[0])], [quiet(night) for night in nights])
    figure = season(states, NightSpan(date(2026, 1, 15), LAST))
    assert figure.items == (
        {"month": "2026-02", "value": value, "num": 1, "den": recorded},
    )
    assert (figure.value, figure.reason is None) == (
        (None, False) if value is None else (1, True)
    )


@pytest.mark.parametrize(
    "last", [date(2026, 3, 31), date(2026, 3, 30), date(2024, 3, 30), date(2026, 3, 1)]
)
def test_a_year_of_nights_holds_twelve_whole_months(last: date) -> None:
    spans = NightSpan(last, last)
    figure = season({}, year_needed(Window(spans, spans)))
    assert len(figure.items) >= 12


def test_only_whole_months_are_compared() -> None:
    figure = season({}, NightSpan(date(2025, 12, 1), date(2026, 2, 27)))
    assert [item["month"] for item in figure.items] == ["2025-12", "2026-01"]
