"""Night patterns at, below and above each edge, and missing answers."""

from typing import Any

import pytest

from tests.diary.criteria.builders import (
    answer,
    at,
    episode,
    facts,
    find,
    night,
    on_days,
    sites,
)

ARM = sites("hand/right")


@pytest.mark.parametrize(
    ("days_ago", "pain", "expected"),
    [
        ((0, 1, 2), 7, "see_doctor"),
        ((0, 1), 7, "not_fired"),
        ((0, 1, 2), 6, "not_fired"),
        ((0, 1, 6), 7, "see_doctor"),
        ((0, 1, 7), 7, "not_fired"),
    ],
)
def test_strong_cramps_on_three_nights_of_seven(days_ago, pain, expected):
    diary = facts(*on_days(days_ago, pain_max=pain))
    assert answer(diary, "severe-recurrent-night-cramps") == expected


@pytest.mark.parametrize(
    ("rated", "unrated", "expected"),
    [
        ((0, 1), (2,), "insufficient_data"),
        ((0,), (1,), "not_fired"),
        ((), (1, 2, 3), "insufficient_data"),
        ((0, 1, 2), (3,), "see_doctor"),
    ],
)
def test_unrated_nights_that_could_decide_are_asked_about(rated, unrated, expected):
    diary = facts(*on_days(rated, pain_max=8), *on_days(unrated))
    found = find(diary, "severe-recurrent-night-cramps")
    assert (found.severity or found.result) == expected
    asked = [question.field for question in found.missing]
    assert asked == (["pain_max"] * len(unrated) if found.result[0] == "i" else [])


def test_after_noon_the_coming_night_is_already_in_the_window():
    diary = facts(*on_days((0, 1), pain_max=8), *on_days((6,), pain_max=8))
    name = "severe-recurrent-night-cramps"
    assert answer(diary, name, now=at("2025-03-20 11:59")) == "see_doctor"
    assert answer(diary, name, now=at("2025-03-20 12:00")) == "not_fired"
    late = facts(
        *on_days((0, 1), pain_max=8), episode("x", "2025-03-20 23:30", pain_max=8)
    )
    assert answer(late, name, now=at("2025-03-20 23:40")) == "see_doctor"


@pytest.mark.parametrize(
    ("days_ago", "fields", "expected"),
    [
        ((0, 2, 4, 6, 8, 13), {}, "see_doctor"),
        ((0, 2, 4, 6, 8, 14), {}, "not_fired"),
        ((0, 2, 4, 6, 8), {}, "not_fired"),
        ((0, 2, 4, 6, 8, 13), {"sites": ARM}, "not_fired"),
        ((0, 2, 4, 6, 8, 13), {"sites": None}, "not_fired"),
        ((0, 2, 4, 6, 8, 13), {"sensations": ("no-tightening",)}, "not_fired"),
    ],
)
def test_night_leg_cramps_on_six_nights_of_fourteen(days_ago, fields, expected):
    assert (
        answer(facts(*on_days(days_ago, **fields)), "frequent-night-cramps") == expected
    )


MILD: dict[str, Any] = {"pain_max": 6, "distress": 4, "woke_from_sleep": False}


@pytest.mark.parametrize(
    ("special", "expected"),
    [
        ({"pain_max": 7}, "see_doctor"),
        ({"distress": 5}, "see_doctor"),
        ({"woke_from_sleep": True}, "see_doctor"),
        ({}, "not_fired"),
        ({"pain_max": None}, "insufficient_data"),
        ({"distress": None}, "insufficient_data"),
        ({"woke_from_sleep": None}, "insufficient_data"),
    ],
)
def test_persistent_cramps_need_four_burdened_nights(special, expected):
    burdened = on_days((0, 1, 2), **{**MILD, "pain_max": 7})
    fourth = on_days((3,), **{**MILD, **special})
    others = on_days((10, 15, 20, 27), **MILD)
    diary = facts(*burdened, *fourth, *others)
    assert answer(diary, "persistent-night-cramps") == expected


def test_seven_persistent_nights_are_too_few_whatever_is_missing():
    assert answer(facts(*on_days(range(7))), "persistent-night-cramps") == "not_fired"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"waso_minutes": 31}, "see_doctor"),
        ({"waso_minutes": 30}, "not_fired"),
        ({"quality": 2}, "see_doctor"),
        ({"quality": 3}, "not_fired"),
        ({"sol_minutes": 63}, "see_doctor"),
        ({"sol_minutes": 62}, "not_fired"),
        ({"sol_minutes": None, "waso_minutes": None, "quality": 2}, "see_doctor"),
        ({"sol_minutes": None, "waso_minutes": None, "quality": None}, "not_fired"),
    ],
)
def test_sleep_spoiled_by_cramps(fields, expected):
    nights = [night(f"2025-03-{day}", **fields) for day in range(16, 21)]
    cramps = on_days((0, 1, 2), woke_from_sleep=True)
    diary = facts(*cramps, nights=tuple(nights))
    assert answer(diary, "sleep-disrupted-by-cramps") == expected


@pytest.mark.parametrize(
    ("cramps", "nights", "expected"),
    [
        (3, 5, "see_doctor"),
        (2, 5, "not_fired"),
        (3, 4, "insufficient_data"),
    ],
)
def test_spoiled_sleep_needs_three_wakings_and_five_entries(cramps, nights, expected):
    entries = [night(f"2025-03-{20 - n}", quality=1) for n in range(nights)]
    woken = on_days(range(cramps), woke_from_sleep=True)
    diary = facts(*woken, nights=tuple(entries))
    assert answer(diary, "sleep-disrupted-by-cramps") == expected
