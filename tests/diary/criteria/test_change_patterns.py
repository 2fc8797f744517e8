"""More often, more painful, by day, in clusters, after a medicine: each edge."""

from datetime import date

import pytest

from diary.criteria.facts import CrampHistory
from tests.diary.criteria.builders import (
    answer,
    at,
    check_ins,
    episode,
    facts,
    many,
    medicine,
    on_days,
    sites,
    with_profile,
)

BASELINE = check_ins("2025-02-07", "2025-03-06")

BOTH_FORTNIGHTS = check_ins("2025-02-21", "2025-03-20")


@pytest.mark.parametrize(
    ("nights", "before", "recent", "expected"),
    [
        ((20, 25), (), (0, 1), "see_doctor"),
        ((20,), (), (0, 1), "not_fired"),
        ((20, 25), (), (0,), "not_fired"),
        ((20, 25), (20, 22), (0, 1), "see_doctor"),
        ((20, 25), (20, 22, 24), (0, 1), "not_fired"),
        ((20, 41), (), (0, 13), "see_doctor"),
        ((20, 42), (), (0, 13), "not_fired"),
        ((20, 25), (), (0, 14), "not_fired"),
    ],
)
def test_night_cramps_that_move_into_the_day(nights, before, recent, expected):
    cramps = on_days(nights)
    for ago in (*before, *recent):
        [cramp] = on_days((ago,), "15:00")
        cramps.append(episode(f"day{ago}", cramp.started_at.strftime("%Y-%m-%d %H:%M")))
    diary = facts(*cramps, check_ins=BASELINE)
    assert answer(diary, "daytime-progression") == expected


@pytest.mark.parametrize(
    ("covered", "history", "expected"),
    [
        (14, None, "not_fired"),
        (13, None, "insufficient_data"),
        (13, CrampHistory(True, False), "see_doctor"),
        (13, CrampHistory(True, True), "not_fired"),
        (13, CrampHistory(False, False), "not_fired"),
        (13, CrampHistory(True, None), "insufficient_data"),
        (13, CrampHistory(None, False), "insufficient_data"),
        (13, CrampHistory(None, True), "not_fired"),
        (13, CrampHistory(False, None), "not_fired"),
    ],
)
def test_onboarding_answers_stand_in_for_a_thin_baseline(covered, history, expected):
    diary = facts(*on_days((0, 1), "15:00"), check_ins=BASELINE[:covered])
    diary = with_profile(diary, cramp_history=history)
    assert answer(diary, "daytime-progression") == expected


@pytest.mark.parametrize(
    ("prior", "recent", "expected"),
    [
        (4, 8, "see_doctor"),
        (4, 7, "not_fired"),
        (8, 12, "see_doctor"),
        (9, 13, "not_fired"),
        (0, 4, "see_doctor"),
        (0, 3, "not_fired"),
    ],
)
def test_cramps_that_come_more_often(prior, recent, expected):
    cramps = many(prior, "2025-03-01 01:00") + many(recent, "2025-03-15 01:00")
    diary = facts(*cramps, check_ins=BOTH_FORTNIGHTS)
    assert answer(diary, "frequency-increase") == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2025-02-25", "2025-03-16", "see_doctor"),
        ("2025-02-26", "2025-03-16", "insufficient_data"),
        ("2025-02-25", "2025-03-15", "insufficient_data"),
    ],
)
def test_more_often_needs_ten_covered_days_in_each_window(first, last, expected):
    diary = facts(*many(4, "2025-03-15 01:00"), check_ins=check_ins(first, last))
    assert answer(diary, "frequency-increase") == expected


@pytest.mark.parametrize(
    ("prior", "recent", "expected"),
    [
        ((5, 5, 5), (7, 7, 7), "see_doctor"),
        ((5, 5, 5), (7, 7, 6), "not_fired"),
        ((4, 5, 5), (6, 7, 7), "see_doctor"),
        ((5, 5), (9, 9, 9), "insufficient_data"),
        ((5, 5, 5), (9, 9), "insufficient_data"),
        ((5, 5, 5, None), (7, 7, 7, None), "see_doctor"),
    ],
)
def test_cramps_that_hurt_more(prior, recent, expected):
    cramps = [on_days((14 + n,), pain_max=p)[0] for n, p in enumerate(prior)]
    cramps += [on_days((n,), pain_max=p)[0] for n, p in enumerate(recent)]
    assert answer(facts(*cramps), "intensity-increase") == expected


@pytest.mark.parametrize(
    ("starts", "minutes_apart", "expected"),
    [(8, 205, "see_doctor_soon"), (8, 206, "not_fired"), (7, 10, "not_fired")],
)
def test_eight_cramps_within_a_day_are_a_cluster(starts, minutes_apart, expected):
    diary = facts(*many(starts, "2025-03-18 03:00", minutes_apart))
    assert answer(diary, "clustered-attacks") == expected


def test_a_cluster_over_the_clock_change_is_counted_in_elapsed_time():
    now = at("2025-10-27 09:00")
    hours = [f"2025-10-26 {hour:02}:30" for hour in (0, 5, 8, 11, 14, 17, 20)]
    cramps = [episode(f"h{n}", start) for n, start in enumerate(hours)]
    within = episode("last", "2025-10-26 23:30")
    beyond = episode("last", "2025-10-26 23:31")
    name = "clustered-attacks"
    assert answer(facts(*cramps, within), name, now=now) == "see_doctor_soon"
    assert answer(facts(*cramps, beyond), name, now=now) == "not_fired"


@pytest.mark.parametrize(
    ("first", "second", "place", "expected"),
    [
        (5, 5, "hand/left", "see_doctor_soon"),
        (5, 4, "hand/left", "not_fired"),
        (5, 5, "hand/both", "see_doctor_soon"),
        (5, 5, "neck/midline", "see_doctor_soon"),
        (5, 5, "hand/unknown", "not_fired"),
    ],
)
def test_five_a_day_on_two_days_at_one_place(first, second, place, expected):
    cramps = many(first, "2025-03-14 08:00", 60, sites=sites(place))
    cramps += many(second, "2025-03-17 08:00", 60, sites=sites(place))
    assert answer(facts(*cramps), "clustered-attacks") == expected


def test_daytime_exertion_is_left_out_of_clusters_and_the_night_is_not():
    tired = {"triggers": ("overexertion",)}
    by_day = many(8, "2025-03-18 12:00", 10, **tired)
    by_night = many(8, "2025-03-18 01:00", 10, **tired)
    assert answer(facts(*by_day), "clustered-attacks") == "not_fired"
    assert answer(facts(*by_night), "clustered-attacks") == "see_doctor_soon"


@pytest.mark.parametrize(
    ("started", "changed", "expected"),
    [
        ("2024-12-20", None, "see_doctor"),
        ("2024-12-19", None, "not_fired"),
        ("2025-03-20", None, "not_fired"),
        ("2025-03-19", None, "see_doctor"),
        ("2020-01-01", "2025-03-01", "see_doctor"),
        ("2020-01-01", None, "not_fired"),
        (None, "2024-01-01", "not_fired"),
        (None, None, "insufficient_data"),
    ],
)
def test_two_cramps_within_ninety_days_of_a_new_medicine(started, changed, expected):
    taken = medicine(
        "statin",
        started_on=date.fromisoformat(started) if started else None,
        dose_changed_on=date.fromisoformat(changed) if changed else None,
    )
    diary = facts(*on_days((0, 1)), medications=(taken,))
    assert answer(diary, "cramp-related-medicine") == expected


@pytest.mark.parametrize(
    ("stopped", "expected"), [("2025-03-20", "not_fired"), ("2025-03-21", "see_doctor")]
)
def test_a_medicine_is_current_until_the_day_it_stops(stopped, expected):
    taken = medicine(
        "statin",
        started_on=date(2025, 3, 1),
        stopped_on=date.fromisoformat(stopped),
    )
    diary = facts(*on_days((0, 1)), medications=(taken,))
    assert answer(diary, "cramp-related-medicine") == expected
