"""A gap of three weeks, one entry ever, nothing at all, and ten years."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from diary.trends.answer import Answer
from diary.trends.parts import hours_answer, nights_answer, sleep_answer
from diary.trends.treatment_answer import treatment_answer
from tests.diary.pictures.drawn import material
from tests.diary.trends.answers import answer, figures_of
from tests.diary.trends.builders import (
    LAST,
    cramp,
    diary,
    nights_back,
    quiet,
    slept,
)
from tests.diary.trends.test_hand_made_diaries import (
    episode,
    night,
    summary_of,
    values_of,
)

GAP = 21
TEN_YEARS_NIGHTS = 3653


def change_of(summary: dict[str, object]) -> dict[str, object]:
    change = figures_of(summary)["cramp_nights"]["change"]
    assert isinstance(change, dict)
    return change


def with_gap(start: int) -> dict[str, object]:
    """56 nights, every fourth with cramp; three weeks unrecorded from ``start`` on."""
    nights = nights_back(56)
    recorded = [*nights[:start], *nights[start + GAP :]]
    return answer(
        diary(
            cramps=[cramp(one) for one in recorded if one.toordinal() % 4 == 0],
            check_ins=[quiet(one) for one in recorded],
        )
    )


@pytest.mark.parametrize(
    ("start", "verdict", "reason"),
    [
        (28, "not_enough_data", "too_few_recorded_nights"),
        (0, "not_enough_data", "too_few_recorded_nights"),
        (17, "no_clear_change", None),
    ],
    ids=["in this window", "in the one before", "over both"],
)
def test_gap_of_three_weeks_is_unknown_and_not_quiet(
    start: int, verdict: str, reason: str | None
) -> None:
    summary = with_gap(start)
    change = change_of(summary)
    assert (change["verdict"], change["reason"]) == (verdict, reason)
    spans = [summary["window"], summary["previous"]]
    unknown = [span["unknown"] for span in spans if isinstance(span, dict)]
    assert sum(unknown) == GAP


def test_streak_does_not_reach_over_a_gap() -> None:
    nights = nights_back(30)
    known = [*nights[:3], *nights[-4:]]
    figures = figures_of(
        answer(
            diary(cramps=[cramp(nights[0])], check_ins=[quiet(n) for n in known[1:]])
        )
    )
    assert figures["streak_confirmed"]["value"] == 4
    assert figures["streak_possible"]["value"] == 29


def test_one_cramp_ever_gives_counts_and_no_share() -> None:
    last = date(2026, 3, 20)
    summary, _ = summary_of(last, [episode(f"{last}T02:00:00+01:00")], [])
    names = ("cramp_nights", "cramps", "streak_possible", "season", "triggers")
    assert values_of(summary, *names) == [None, 1, 0, None, None]
    assert change_of(summary)["verdict"] == "not_enough_data"


def test_one_night_of_sleep_ever_says_nothing_of_cramps() -> None:
    last = date(2026, 3, 20)
    slept_once = night(
        last, f"{last - timedelta(1)}T23:00:00+01:00", f"{last}T07:00:00+01:00"
    )
    summary, _ = summary_of(last, [], [slept_once])
    assert values_of(summary, "sleep_tib", "cramps", "cost_tst") == [480, None, None]
    assert "Ingen av disse 28 nettene er registrert" in str(
        figures_of(summary)["cramp_nights"]["text"]
    )


@pytest.mark.parametrize(
    "part", [nights_answer, hours_answer, sleep_answer, treatment_answer]
)
def test_empty_diary_shows_no_number_in_any_part(part: object) -> None:
    assert callable(part)
    answered: Answer = part(material(diary()))
    figures = answered["figures"]
    assert isinstance(figures, list)
    numbers = {
        figure["id"]: figure["value"]
        for figure in figures
        if figure["value"] is not None
    }
    assert numbers in ({}, {"streak_confirmed": 0, "completeness": 0.0})


def test_ten_years_give_what_their_last_168_nights_give() -> None:
    nights = nights_back(TEN_YEARS_NIGHTS)
    cramps = [cramp(one) for one in nights if one.toordinal() % 3 == 0]
    rows = diary(
        cramps=cramps,
        check_ins=[quiet(one) for one in nights],
        sleep=[slept(one) for one in nights],
        read_from=LAST - timedelta(days=167),
    )
    recent = rows._replace(
        episodes=tuple(row for row in cramps if row.night_date >= rows.read_from),
        check_ins=rows.check_ins[-168:],
        sleep_nights=rows.sleep_nights[-168:],
    )
    assert answer(rows) == answer(recent)
    assert figures_of(answer(rows))["streak_possible"]["value"] == LAST.toordinal() % 3
