"""How long a cramp and its soreness last: edges, chains, stamps."""

from datetime import timedelta

import pytest

from diary.criteria import judge
from diary.criteria.facts import Relief, ResidualPain
from tests.diary.criteria.builders import (
    NOW,
    answer,
    at,
    episode,
    facts,
    find,
    sites,
)

LONG = "duration-over-10-min"
ONGOING = "ongoing-over-10-min"
START = at("2025-03-20 02:00")


def lasting(seconds: float, entry_id: str = "e1", start=START, **fields):
    end = start + timedelta(seconds=seconds)
    return episode(entry_id, started_at=start, ended_at=end, **fields)


def open_cramp(**fields):
    return episode(ended_at=None, **fields)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0, "not_fired"),
        (599, "not_fired"),
        (600, "not_fired"),
        (600.5, "see_doctor_soon"),
        (601, "see_doctor_soon"),
        (24 * 3600 + 1, "see_doctor_soon"),
    ],
)
def test_more_than_ten_minutes_fires_without_rounding(seconds, expected):
    assert answer(facts(lasting(seconds)), LONG, "e1") == expected


@pytest.mark.parametrize(
    ("ended", "reported", "expected"),
    [
        (300, 601, "see_doctor_soon"),
        (601, 300, "see_doctor_soon"),
        (600, 600, "not_fired"),
        (None, 601, "see_doctor_soon"),
        (None, 600, "not_fired"),
        (None, None, "insufficient_data"),
        (-1, None, "insufficient_data"),
        (-1, 900, "insufficient_data"),
    ],
)
def test_the_longer_of_end_and_report_counts(ended, reported, expected):
    end = None if ended is None else START + timedelta(seconds=ended)
    cramp = episode(ended_at=end, duration_seconds_reported=reported)
    assert answer(facts(cramp), LONG, "e1") == expected


@pytest.mark.parametrize(
    ("confirmed", "expected", "asked"),
    [
        (None, "see_doctor_soon", ["duration_confirmed"]),
        (True, "see_doctor_soon", []),
        (False, "insufficient_data", ["duration_seconds_reported"]),
    ],
)
def test_a_very_long_cramp_fires_and_asks_for_confirmation(confirmed, expected, asked):
    diary = facts(lasting(3601, duration_confirmed=confirmed))
    found = find(diary, LONG, "e1")
    assert (found.severity or found.result) == expected
    assert [question.field for question in found.missing] == asked


def test_an_hour_sharp_needs_no_confirmation():
    assert find(facts(lasting(3600)), LONG, "e1").missing == ()


@pytest.mark.parametrize(
    ("relief", "expected"),
    [
        (None, "see_doctor_soon"),
        ([("stretching", "full")], "see_doctor"),
        ([("massage", "partial")], "see_doctor"),
        ([("standing-flat-foot", "full")], "see_doctor"),
        ([("stretching", "none"), ("massage", "partial")], "see_doctor"),
        ([("stretching", "worse")], "see_doctor_soon"),
        ([("stretching", "unknown")], "see_doctor_soon"),
        ([("stretching", None)], "see_doctor_soon"),
        ([("walking-about", "full")], "see_doctor_soon"),
        ([("painkiller", "full")], "see_doctor_soon"),
    ],
)
def test_only_three_measures_lower_the_severity(relief, expected):
    tried = None if relief is None else tuple(Relief(*item) for item in relief)
    assert answer(facts(lasting(601, relief=tried)), LONG, "e1") == expected


@pytest.mark.parametrize(
    ("gap", "second_sites", "expected"),
    [
        (60, sites("calf/left"), "see_doctor_soon"),
        (61, sites("calf/left"), "not_fired"),
        (-60, sites("calf/left"), "see_doctor_soon"),
        (-120, sites("calf/left"), "not_fired"),
        (60, sites("calf/right"), "not_fired"),
        (60, sites("shin/left"), "not_fired"),
        (60, sites("foot/right", "calf/left"), "see_doctor_soon"),
    ],
)
def test_a_chain_at_one_place_is_one_cramp(gap, second_sites, expected):
    first = lasting(360)
    second = lasting(
        360, "e2", START + timedelta(seconds=360 + gap), sites=second_sites
    )
    diary = facts(second, first)
    assert answer(diary, LONG, "e2") == expected
    assert answer(diary, LONG, "e1") == "not_fired"


def test_the_last_of_a_chain_carries_the_one_warning_with_all_its_evidence():
    chain = [
        lasting(300, f"e{n}", START + timedelta(seconds=360 * n)) for n in range(3)
    ]
    found = judge(facts(*chain), NOW, only=[LONG])
    fired = [finding for finding in found if finding.result == "fired"]
    assert [finding.target for finding in fired] == ["e2"]
    assert fired[0].evidence == ("e0", "e1", "e2")
    assert fired[0].facts["max_duration_min"] == 17


def test_a_chain_of_unknown_side_is_no_chain():
    place = sites("calf/unknown")
    first = lasting(360, sites=place)
    second = lasting(360, "e2", START + timedelta(seconds=380), sites=place)
    assert answer(facts(first, second), LONG, "e2") == "not_fired"


def test_each_muscle_has_a_chain_of_its_own():
    first = lasting(601, sites=sites("calf/left", "shin/left"))
    second = lasting(60, "e2", START + timedelta(seconds=631))
    diary = facts(first, second)
    found = {name: find(diary, LONG, name) for name in ("e1", "e2")}
    assert found["e1"].evidence == ("e1",)
    assert found["e2"].evidence == ("e1", "e2")


def test_an_open_entry_takes_no_warning_from_the_one_before():
    first = lasting(601)
    still_open = open_cramp(id="e2", started_at=START + timedelta(seconds=631))
    diary = facts(first, still_open)
    assert answer(diary, LONG, "e1") == "see_doctor_soon"
    assert answer(diary, LONG, "e2") == "insufficient_data"


def test_relief_on_the_judged_entry_counts_in_a_chain():
    eased = (Relief("stretching", "full"),)
    first = lasting(360, relief=eased)
    second = lasting(360, "e2", START + timedelta(seconds=380))
    assert answer(facts(first, second), LONG, "e2") == "see_doctor_soon"


def test_a_long_cramp_inside_a_longer_chain_warns_once():
    first = lasting(1200)
    second = lasting(60, "e2", START + timedelta(seconds=1230))
    diary = facts(first, second)
    assert [answer(diary, LONG, "e1"), answer(diary, LONG, "e2")] == [
        "not_fired",
        "see_doctor_soon",
    ]


def test_chains_are_measured_in_elapsed_time_over_the_clock_change():
    start = at("2025-10-26 02:55", fold=0)
    end = at("2025-10-26 02:06", fold=1)
    cramp = episode(started_at=start, ended_at=end)
    now = at("2025-10-26 09:00")
    assert answer(facts(cramp), LONG, "e1", now) == "see_doctor_soon"


@pytest.mark.parametrize(
    ("confirmed_after", "now_after", "expected"),
    [
        (None, 600, "not_fired"),
        (None, 601, "insufficient_data"),
        (600, 601, "not_fired"),
        (601, 601, "urgent"),
        (601, 601 + 43200, "urgent"),
        (601, 602 + 43200, "insufficient_data"),
        (300, 300 + 43200, "not_fired"),
        (300, 301 + 43200, "insufficient_data"),
    ],
)
def test_an_open_cramp_fires_on_a_fresh_confirmation_only(
    confirmed_after, now_after, expected
):
    confirmed = (
        None if confirmed_after is None else START + timedelta(seconds=confirmed_after)
    )
    diary = facts(open_cramp(last_confirmed_ongoing_at=confirmed))
    now = START + timedelta(seconds=now_after)
    assert answer(diary, ONGOING, "e1", now) == expected


@pytest.mark.parametrize(
    "closing",
    [{"ended_at": at("2025-03-20 02:20")}, {"duration_seconds_reported": 1200}],
)
def test_a_closed_cramp_is_no_longer_ongoing(closing):
    cramp = episode(**{"ended_at": None, **closing}, last_confirmed_ongoing_at=NOW)
    assert answer(facts(cramp), ONGOING, "e1") == "not_fired"
    assert answer(facts(cramp), LONG, "e1") == "see_doctor_soon"


@pytest.mark.parametrize(
    ("present", "minutes", "expected"),
    [
        (True, 1440, "not_fired"),
        (True, 1441, "see_doctor"),
        (True, None, "insufficient_data"),
        (False, None, "not_fired"),
        (None, None, "insufficient_data"),
        (None, 1441, "insufficient_data"),
    ],
)
def test_soreness_over_a_day(present, minutes, expected):
    sore = ResidualPain(present=present, duration_minutes=minutes)
    diary = facts(episode(residual_pain=sore))
    assert answer(diary, "residual-pain-over-24h", "e1") == expected


@pytest.mark.parametrize(
    ("worst", "minutes", "expected"),
    [
        (7, 61, "see_doctor_soon"),
        (7, 60, "not_fired"),
        (6, 61, "not_fired"),
        (7, None, "insufficient_data"),
        (None, 61, "insufficient_data"),
        (None, 60, "not_fired"),
        (6, None, "not_fired"),
    ],
)
def test_strong_soreness_over_an_hour(worst, minutes, expected):
    sore = ResidualPain(present=True, max=worst, duration_minutes=minutes)
    diary = facts(episode(residual_pain=sore))
    assert answer(diary, "severe-residual-pain", "e1") == expected


def test_a_one_tap_stamp_asks_for_the_length_and_nothing_more_that_night():
    stamp = episode(ended_at=None, sites=None)
    now = at("2025-03-20 02:30")
    questions = {q for found in judge(facts(stamp), now) for q in found.missing}
    at_once = {(q.entry_id, q.field) for q in questions if q.ask_from is None}
    assert at_once == {("e1", "duration_seconds_reported")}
    later = {q.ask_from for q in questions if q.ask_from is not None}
    assert min(later) == at("2025-03-20 07:00")


@pytest.mark.parametrize(
    ("criterion", "worst", "asked_from"),
    [
        ("residual-pain-over-24h", 3, "2025-03-21 02:00"),
        ("severe-residual-pain", 7, "2025-03-20 07:00"),
    ],
)
def test_soreness_is_asked_about_when_its_length_can_be_known(
    criterion, worst, asked_from
):
    sore = ResidualPain(present=True, max=worst)
    [question] = find(facts(episode(residual_pain=sore)), criterion, "e1").missing
    assert question.field == "residual_pain.duration_minutes"
    assert question.ask_from == at(asked_from)
