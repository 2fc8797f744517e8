"""Patterns of pain, relief, walking, restlessness and the overview: each edge."""

from typing import Any

import pytest

from diary.criteria.facts import Relief
from tests.diary.criteria.builders import (
    answer,
    episode,
    facts,
    find,
    on_days,
    relief,
    sites,
)

ARM = sites("hand/right")


@pytest.mark.parametrize(
    ("days_ago", "expected"),
    [((0, 13), "see_doctor"), ((0, 14), "not_fired"), ((0,), "not_fired")],
)
def test_pain_between_cramps_on_two_dates(days_ago, expected):
    diary = facts(*on_days(days_ago, associated_symptoms=("pain-between-cramps",)))
    assert answer(diary, "pain-between-cramps") == expected


@pytest.mark.parametrize(
    ("measures", "expected"),
    [
        ((Relief("stretching", "none"),), "see_doctor"),
        ((Relief("stretching", "none"), Relief("massage", "partial")), "not_fired"),
        ((Relief("stretching", "none"), Relief("massage", "unknown")), "see_doctor"),
        ((Relief("stretching", "unknown"),), "not_fired"),
        ((Relief("stretching", None),), "not_fired"),
        ((Relief("walking-about", "none"),), "not_fired"),
        ((Relief("nothing", None),), "not_fired"),
        ((Relief("stretching", "none"), Relief("heat", "full")), "see_doctor"),
    ],
)
def test_no_relief_counts_failed_measures_only(measures, expected):
    diary = facts(*on_days((0, 1, 13), relief=measures))
    assert answer(diary, "no-relief-from-stretching") == expected


WALK = {"triggers": ("walking",), "relief": relief("rest-stop-activity", "partial")}


@pytest.mark.parametrize(
    ("days_ago", "fields", "expected"),
    [
        ((0, 27), WALK, "see_doctor"),
        ((0, 28), WALK, "not_fired"),
        ((0, 1), {**WALK, "duration_seconds_reported": 600}, "see_doctor"),
        ((0, 1), {**WALK, "duration_seconds_reported": 601}, "not_fired"),
        ((0, 1), {**WALK, "ended_at": None}, "see_doctor"),
        ((0, 1), {**WALK, "sites": ARM}, "not_fired"),
        ((0, 1), {**WALK, "relief": relief("rest-stop-activity", "none")}, "not_fired"),
        ((0, 1), {**WALK, "triggers": ("exercise",)}, "not_fired"),
    ],
)
def test_leg_pain_on_walking(days_ago, fields, expected):
    diary = facts(*on_days(days_ago, "15:00", **fields))
    assert answer(diary, "walking-induced-leg-pain") == expected


RESTLESS = {"sensations": ("urge-to-move",), "relief": relief("moving-limb", "full")}


@pytest.mark.parametrize(
    ("days_ago", "clock", "fields", "expected"),
    [
        ((1, 2, 3, 4), "18:00", RESTLESS, "see_doctor"),
        ((1, 2, 3, 4), "17:59", RESTLESS, "not_fired"),
        ((1, 2, 3), "18:00", RESTLESS, "not_fired"),
        ((0, 1, 2, 13), "02:00", RESTLESS, "see_doctor"),
        ((0, 1, 2, 14), "02:00", RESTLESS, "not_fired"),
        ((1, 2, 3, 4), "18:00", {"sensations": ("urge-to-move",)}, "not_fired"),
        (
            (1, 2, 3, 4),
            "18:00",
            {**RESTLESS, "sensations": ("urge-to-move", "tightening")},
            "not_fired",
        ),
    ],
)
def test_restless_legs_on_four_nights(days_ago, clock, fields, expected):
    diary = facts(*on_days(days_ago, clock, **fields))
    assert answer(diary, "restless-legs-pattern") == expected


def test_evening_and_small_hours_of_one_diary_night_count_once():
    evenings = on_days((1, 2), "21:00", **RESTLESS)
    small_hours = [
        episode(f"s{n}", f"2025-03-{20 - n} 01:00", **RESTLESS) for n in range(2)
    ]
    diary = facts(*evenings, *small_hours)
    assert answer(diary, "restless-legs-pattern") == "not_fired"


PAIN_ONLY = {"sensations": ("no-tightening",), "pain_max": 1}


@pytest.mark.parametrize(
    ("days_ago", "fields", "expected"),
    [
        ((0, 1, 13), PAIN_ONLY, "info"),
        ((0, 1, 14), PAIN_ONLY, "not_fired"),
        ((0, 1, 2), {**PAIN_ONLY, "pain_max": 0}, "not_fired"),
        ((0, 1, 2), {**PAIN_ONLY, "pain_max": None}, "not_fired"),
        (
            (0, 1, 2),
            {**PAIN_ONLY, "sensations": ("no-tightening", "urge-to-move")},
            "not_fired",
        ),
    ],
)
def test_pain_without_contraction(days_ago, fields, expected):
    diary = facts(*on_days(days_ago, **fields))
    assert answer(diary, "pain-without-contraction") == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"pain_max": 0, "sensations": ("tightening",)}, "see_doctor"),
        ({"pain_max": None, "sensations": ("tightening",)}, "not_fired"),
        ({"pain_max": 1, "sensations": ("tightening",)}, "not_fired"),
        ({"pain_max": 0, "sensations": ("burning",)}, "not_fired"),
    ],
)
def test_contractions_rated_zero(fields, expected):
    diary = facts(*on_days((0, 27), **fields))
    assert answer(diary, "painless-contractions") == expected


@pytest.mark.parametrize(
    ("days_ago", "expected"), [((0, 6, 13), "see_doctor"), ((0, 6, 14), "not_fired")]
)
def test_twitching_on_three_dates(days_ago, expected):
    diary = facts(*on_days(days_ago, associated_symptoms=("muscle-twitching",)))
    assert answer(diary, "widespread-twitching") == expected


def test_the_first_cramp_is_told_once_and_other_kinds_do_not_count():
    ache = episode("a", "2025-03-19 02:00", sensations=("no-tightening",))
    name = "first-recorded-cramp"
    assert answer(facts(episode(), ache), name) == "info"
    assert answer(facts(ache), name) == "not_fired"
    assert answer(facts(*on_days((0, 400))), name) == "not_fired"
    assert answer(facts(episode(), has_earlier_cramps=True), name) == "not_fired"


@pytest.mark.parametrize(
    ("thigh", "calf", "state"),
    [(1, 3, "met"), (2, 5, "not_met"), (1, 2, "not_met"), (0, 3, "met")],
)
def test_thigh_is_seldom_up_to_a_quarter(thigh, calf, state):
    cramps = on_days(range(thigh), sites=sites("thigh-front/left"))
    cramps += on_days(range(thigh, thigh + calf))
    features: Any = find(facts(*cramps), "nlc-feature-summary").facts["features"]
    assert features["thigh-seldom"] == state


@pytest.mark.parametrize(
    ("pains", "state"),
    [
        ((7, 7, 6, 6), "met"),
        ((7, 6, 6), "not_met"),
        ((7, 7, None), "unknown"),
        ((7, 7, 7, None), "met"),
    ],
)
def test_a_feature_is_met_from_half_of_three_judgeable_cramps(pains, state):
    cramps = [on_days((n,), pain_max=pain)[0] for n, pain in enumerate(pains)]
    features: Any = find(facts(*cramps), "nlc-feature-summary").facts["features"]
    assert features["intense-pain"] == state
