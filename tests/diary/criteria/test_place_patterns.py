"""Where cramps come: arms, regions, one leg; edges and windows."""

from typing import Any

import pytest

from tests.diary.criteria.builders import (
    answer,
    at,
    episode,
    facts,
    find,
    on_days,
    sites,
)

ARM = sites("hand/right")


@pytest.mark.parametrize(
    ("arm", "fields", "expected"),
    [
        (("2025-03-10 02:00",), {}, "see_doctor"),
        (("2025-03-10 02:00", "2025-03-12 02:00"), {}, "see_doctor_soon"),
        (("2025-03-10 15:00",), {"triggers": ("exercise",)}, "not_fired"),
        (("2025-03-10 15:00",), {"triggers": ("repetitive-hand-use",)}, "not_fired"),
        (("2025-03-10 02:00",), {"triggers": ("exercise",)}, "see_doctor"),
        (("2025-03-10 15:00",), {"triggers": ("cold",)}, "see_doctor"),
        (("2025-03-06 02:00",), {}, "not_fired"),
    ],
)
def test_spread_to_arms(arm, fields, expected):
    arms = [episode(f"a{n}", start, sites=ARM, **fields) for n, start in enumerate(arm)]
    assert answer(facts(episode(), *arms), "spread-to-arms") == expected


def test_exercise_does_not_excuse_a_cramp_in_arm_and_leg_together():
    both = episode(
        start="2025-03-19 15:00",
        sites=sites("calf/left", "hand/left"),
        triggers=("exercise",),
    )
    assert answer(facts(both), "spread-to-arms") == "see_doctor_soon"


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        (("calf/left", "foot/left", "thigh-front/left"), "not_fired"),
        (("calf/left", "hand/left"), "not_fired"),
        (("calf/left", "hand/left", "neck/midline"), "see_doctor_soon"),
        (("hip/left", "shoulder/left", "ribs/left"), "see_doctor_soon"),
    ],
)
def test_three_of_four_regions_are_widespread(places, expected):
    cramps = [
        episode(f"p{n}", f"2025-03-{7 + n:02} 02:00", sites=sites(place))
        for n, place in enumerate(places)
    ]
    assert answer(facts(*cramps), "widespread-cramps") == expected


@pytest.mark.parametrize(
    ("days_ago", "clock", "fields", "expected"),
    [
        ((0, 27), "02:00", {"sites": ARM}, "see_doctor"),
        ((0, 28), "02:00", {"sites": ARM}, "not_fired"),
        ((0, 1), "15:00", {"sites": ARM, "triggers": ("swimming",)}, "not_fired"),
        ((0, 1), "15:00", {"sites": ARM, "triggers": ("walking",)}, "see_doctor"),
        ((0, 1), "02:00", {"sites": None}, "not_fired"),
    ],
)
def test_two_cramps_outside_the_legs(days_ago, clock, fields, expected):
    diary = facts(*on_days(days_ago, clock, **fields))
    assert answer(diary, "recurrent-non-leg-cramps") == expected


@pytest.mark.parametrize(
    ("left", "other", "side", "expected"),
    [
        (8, 0, "right", "info"),
        (7, 0, "right", "not_fired"),
        (9, 1, "right", "info"),
        (8, 1, "right", "not_fired"),
        (9, 1, "both", "info"),
        (8, 1, "both", "not_fired"),
        (8, 3, "unknown", "info"),
        (7, 1, "unknown", "insufficient_data"),
        (7, 1, "midline", "not_fired"),
        (9, 1, "midline", "info"),
        (7, 1, "left foot/unknown", "insufficient_data"),
        (8, 1, "left foot/right", "not_fired"),
        (8, 1, "left hand/right", "info"),
    ],
)
def test_nine_in_ten_on_one_leg(left, other, side, expected):
    cramps = on_days(range(left))
    places = sites(*f"calf/{side}".split())
    cramps += on_days(range(left, left + other), sites=places)
    assert answer(facts(*cramps), "same-leg-predominance") == expected


def test_an_unknown_leg_is_asked_for_in_the_morning():
    cramps = on_days(range(8), sites=sites("calf/unknown"))
    [question] = find(facts(*cramps), "same-leg-predominance").missing
    newest = ("episodes", "d0", "sites", at("2025-03-20 07:00"))
    assert question == newest


TENDER: dict[str, Any] = {"associated_symptoms": ("muscle-tenderness", "limping")}


@pytest.mark.parametrize(
    ("places", "days_ago", "expected"),
    [
        (("calf/left",), 6, "see_doctor_soon"),
        (("calf/left",), 7, "not_fired"),
        (("calf/left", "thigh-back/left", "hand/right"), 0, "see_doctor_soon"),
        (("calf/left", "calf/right"), 0, "not_fired"),
        (("calf/both",), 0, "not_fired"),
        (("calf/unknown",), 0, "not_fired"),
        (("hand/left",), 0, "not_fired"),
    ],
)
def test_clot_signs_count_one_leg_only(places, days_ago, expected):
    diary = facts(*on_days((days_ago,), sites=sites(*places), **TENDER))
    assert answer(diary, "possible-clot-signs") == expected


def test_clot_signs_of_two_legs_do_not_add_up():
    tender = episode("t", associated_symptoms=("muscle-tenderness",))
    limp = episode(
        "l",
        "2025-03-19 02:00",
        sites=sites("calf/right"),
        associated_symptoms=("limping",),
    )
    assert answer(facts(tender, limp), "possible-clot-signs") == "not_fired"
