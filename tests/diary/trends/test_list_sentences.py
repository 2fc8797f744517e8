"""What is said of lists: the few things on top, with what they are counted of."""

from __future__ import annotations

from datetime import timedelta

import pytest

from diary.trends.rows import DiaryRows
from diary.vocabulary import Language
from tests.diary.trends.answers import answer, figures_of
from tests.diary.trends.builders import (
    LAST,
    cramp,
    day_cramp,
    diary,
    nights_back,
    quiet,
    slept,
)

BEFORE = LAST - timedelta(days=28)


def said(name: str, rows: DiaryRows, language: Language = "nb") -> str:
    return str(figures_of(answer(rows, language=language))[name]["text"])


def test_cramps_of_arm_and_trunk_are_told_by_date() -> None:
    rows = diary(
        cramps=[
            cramp(LAST, sites=(("hand", "left"), ("forearm", "left"))),
            cramp(LAST - timedelta(days=3), sites=(("abdomen", "midline"),)),
        ]
    )
    assert said("arm_or_trunk_dates", rows) == (
        "Datoer med krampe i arm eller overkropp: 17. mars 2026 (magemuskler); "
        "20. mars 2026 (underarm, hånd)."
    )


def test_no_cramp_of_arm_or_trunk_is_said_in_a_word() -> None:
    rows = diary(cramps=[cramp(sites=(("calf", "left"),))])
    assert said("arm_or_trunk_dates", rows, "en") == (
        "Dates with cramp in arm or trunk: none."
    )


def test_season_tells_the_months_that_may_be_shown() -> None:
    february = nights_back(28, LAST.replace(month=2, day=28))
    rows = diary(
        cramps=[cramp(night) for night in february[:3]],
        check_ins=[quiet(night) for night in february],
    )
    assert said("season", rows) == (
        "Netter med krampe, måned for måned: februar 2026 (3 av 28)."
    )
    assert "February 2026 (3 of 28)." in said("season", rows, "en")


@pytest.mark.parametrize(
    ("earlier", "words"),
    [
        (4, "2 of 7."),
        (5, "2 of 7 (the 28 nights before: 1 of 5)."),
    ],
)
def test_day_share_is_told_beside_the_block_before(earlier: int, words: str) -> None:
    rows = diary(
        cramps=[
            *(cramp() for _ in range(5)),
            *(day_cramp() for _ in range(2)),
            *(cramp(BEFORE) for _ in range(earlier - 1)),
            day_cramp(BEFORE),
        ]
    )
    assert said("day_share", rows, "en").endswith(words)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (diary(cramps=[cramp()]), "Oppføringer som ikke er regnet med: ingen."),
        (
            diary(cramps=[cramp(is_cramp=False)], sleep=[slept(is_valid=False)]),
            "Oppføringer som ikke er regnet med: 2 (søvnoppføringer med umulige "
            "tider: 1; oppføringer som ikke er kramper: 1).",
        ),
    ],
)
def test_what_is_left_out_is_told_by_reason(rows: DiaryRows, words: str) -> None:
    assert said("left_out", rows) == words


def test_only_the_three_commonest_places_are_told() -> None:
    muscles = ["calf", "calf", "calf", "foot", "foot", "toes", "toes", "hand"]
    rows = diary(cramps=[cramp(sites=((muscle, "left"),)) for muscle in muscles])
    assert said("sites", rows).count(";") == 2


def test_hour_is_told_as_a_stretch_of_the_clock() -> None:
    rows = diary(cramps=[cramp(night) for night in nights_back(10)])
    assert said("hour_of_night", rows, "en") == (
        "The most common hour of the night: 02:00\N{EN DASH}03:00."
    )


def test_time_after_falling_asleep_is_told_in_hours() -> None:
    """Asleep from 23:20, cramps at 02:30."""
    rows = diary(
        cramps=[cramp(night) for night in nights_back(10)],
        sleep=[slept(night) for night in nights_back(10)],
    )
    assert said("hours_after_onset", rows) == (
        "Vanligste tid etter innsovning: 3\N{EN DASH}4 timer."
    )
