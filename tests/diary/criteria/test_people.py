"""Criteria that depend on who the person is: age, pregnancy, conditions, quinine."""

from datetime import date

import pytest

from diary.criteria.facts import Pregnancy
from tests.diary.criteria.builders import (
    answer,
    at,
    episode,
    facts,
    find,
    medicine,
    on_days,
    relief,
    sites,
    with_profile,
)

CHILD = "child-cramp-red-flags"
TWELVE = date(2012, 5, 1)


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        ("2017-03-21", "see_doctor_soon"),
        ("2017-03-20", "not_fired"),
        ("2012-05-01", "not_fired"),
        ("1960-05-01", "not_fired"),
        (None, "insufficient_data"),
    ],
)
def test_an_ordinary_cramp_fires_below_eight_years(born, expected):
    diary = with_profile(
        facts(episode()), birth_date=date.fromisoformat(born) if born else None
    )
    assert answer(diary, CHILD) == expected


@pytest.mark.parametrize(
    ("born", "expected"),
    [("2007-03-21", "see_doctor_soon"), ("2007-03-20", "not_fired")],
)
def test_childhood_ends_on_the_eighteenth_birthday(born, expected):
    diary = facts(episode(associated_symptoms=("fever",)))
    diary = with_profile(diary, birth_date=date.fromisoformat(born))
    assert answer(diary, CHILD) == expected


@pytest.mark.parametrize(
    ("today", "expected"),
    [("2026-02-28", "see_doctor_soon"), ("2026-03-01", "not_fired")],
)
def test_a_leap_day_child_grows_up_on_the_first_of_march(today, expected):
    diary = facts(episode(start=f"{today} 02:00", associated_symptoms=("fever",)))
    diary = with_profile(diary, birth_date=date(2008, 2, 29))
    assert answer(diary, CHILD, now=at(f"{today} 09:00")) == expected


@pytest.mark.parametrize(
    ("cramps", "expected"),
    [
        ([episode(duration_seconds_reported=601)], "see_doctor_soon"),
        ([episode(duration_seconds_reported=600)], "not_fired"),
        (on_days((0, 13), "15:00"), "see_doctor_soon"),
        (on_days((0, 14), "15:00"), "not_fired"),
        (on_days((0, 1), "15:00", triggers=("exercise",)), "not_fired"),
        (on_days((0, 1), "15:00", triggers=("walking",)), "see_doctor_soon"),
        (on_days((0, 1, 2)), "see_doctor_soon"),
        (on_days((0, 1)), "not_fired"),
        (on_days((0, 1, 2), sites=sites("calf/both")), "not_fired"),
        (on_days((0, 1, 2), sites=sites("calf/unknown")), "not_fired"),
        (on_days((0, 1, 2), sites=sites("hand/left")), "not_fired"),
    ],
)
def test_flags_of_a_twelve_year_old(cramps, expected):
    assert answer(with_profile(facts(*cramps), birth_date=TWELVE), CHILD) == expected


def test_growing_pains_of_a_small_child_do_not_fire_by_age_alone():
    ache = episode(sensations=("no-tightening",), sites=sites("calf/both"))
    small = with_profile(facts(ache), birth_date=date(2019, 6, 1))
    assert answer(small, CHILD) == "not_fired"
    long_ache = episode(
        sensations=("no-tightening",),
        sites=sites("calf/both"),
        duration_seconds_reported=601,
    )
    assert (
        answer(with_profile(small, birth_date=date(2019, 6, 1)), CHILD) == "not_fired"
    )
    long_small = with_profile(facts(long_ache), birth_date=date(2019, 6, 1))
    assert answer(long_small, CHILD) == "see_doctor_soon"


HEADACHE = facts(episode(associated_symptoms=("severe-headache",)))


@pytest.mark.parametrize(
    ("pregnancy", "expected"),
    [
        (Pregnancy("pregnant"), "urgent"),
        (Pregnancy("pregnant", set_on=date(2024, 5, 21)), "urgent"),
        (Pregnancy("pregnant", set_on=date(2024, 5, 20)), "not_fired"),
        (Pregnancy("postpartum"), "urgent"),
        (Pregnancy("postpartum", birth_on=date(2025, 2, 6)), "urgent"),
        (Pregnancy("postpartum", birth_on=date(2025, 2, 5)), "not_fired"),
        (Pregnancy("breastfeeding", birth_on=date(2025, 3, 20)), "urgent"),
        (Pregnancy("breastfeeding"), "not_fired"),
        (Pregnancy("not-stated"), "not_fired"),
        (Pregnancy("not-pregnant"), "not_fired"),
        (None, "insufficient_data"),
    ],
)
def test_headache_in_pregnancy_and_after_birth(pregnancy, expected):
    diary = with_profile(HEADACHE, pregnancy=pregnancy)
    assert answer(diary, "pregnancy-warning-signs", "e1") == expected


def test_pregnancy_lapses_at_the_end_of_a_shorter_month():
    diary = with_profile(
        HEADACHE, pregnancy=Pregnancy("pregnant", set_on=date(2024, 4, 30))
    )
    name = "pregnancy-warning-signs"
    assert answer(diary, name, "e1", at("2025-02-27 09:00")) == "urgent"
    assert answer(diary, name, "e1", at("2025-02-28 09:00")) == "not_fired"


@pytest.mark.parametrize(
    ("pregnancy", "expected"),
    [
        (Pregnancy("pregnant"), "see_doctor_soon"),
        (Pregnancy("postpartum"), "not_fired"),
        (Pregnancy("not-stated"), "not_fired"),
        (None, "insufficient_data"),
    ],
)
@pytest.mark.parametrize("use", ["medicine", "relief"])
def test_quinine_in_pregnancy(pregnancy, expected, use):
    if use == "medicine":
        diary = facts(episode(), medications=(medicine("quinine"),))
    else:
        diary = facts(episode(relief=relief("quinine")))
    diary = with_profile(diary, pregnancy=pregnancy)
    assert answer(diary, "quinine-in-pregnancy") == expected


def test_no_quinine_needs_no_pregnancy_answer():
    assert answer(facts(episode()), "quinine-in-pregnancy") == "not_fired"


@pytest.mark.parametrize(
    ("sign_ago", "quinine_ago", "expected"),
    [
        (0, 13, "urgent"),
        (13, 0, "urgent"),
        (0, 14, "not_fired"),
        (14, 0, "not_fired"),
        (-1, 0, "not_fired"),
        (0, -1, "not_fired"),
    ],
)
def test_quinine_signs_and_use_lie_in_fourteen_days(sign_ago, quinine_ago, expected):
    [sign] = on_days((sign_ago,), associated_symptoms=("palpitations",))
    [use] = on_days((quinine_ago,), "04:00", relief=relief("quinine"))
    assert answer(facts(sign, use), "quinine-safety", sign.id) == expected


def test_unanswered_conditions_are_asked_about_when_they_could_decide():
    name = "known-condition-cramps"
    unanswered = with_profile(facts(*on_days((0, 13))), conditions=None)
    assert [q.field for q in find(unanswered, name).missing] == ["conditions"]
    none = with_profile(unanswered, conditions=("none-known",))
    assert answer(none, name) == "not_fired"
    once = with_profile(facts(episode()), conditions=None)
    assert answer(once, name) == "not_fired"


def test_leg_cramps_in_pregnancy_are_information():
    name = "pregnancy-cramps"
    pregnant = with_profile(facts(episode()), pregnancy=Pregnancy("pregnant", week=30))
    assert answer(pregnant, name) == "info"
    assert find(pregnant, name).facts["week"] == 30
    assert answer(with_profile(facts(), pregnancy=Pregnancy("pregnant")), name) == (
        "not_fired"
    )


@pytest.mark.parametrize("stopped_on", [None, date(2025, 3, 1), date(2025, 3, 20)])
def test_a_stopped_prescription_is_still_in_the_profile(stopped_on):
    taken = episode(relief=relief("quinine"))
    listed = medicine("quinine", prescribed=True, stopped_on=stopped_on)
    found = answer(facts(taken, medications=(listed,)), "self-medication-check", "e1")
    assert found == "not_fired"


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        ({}, "see_doctor"),
        ({"duration_seconds_reported": 900}, "not_fired"),
        ({"triggers": ("head-injury",)}, "not_fired"),
        ({"associated_symptoms": ("fever", "swelling-both-legs")}, "see_doctor"),
        ({"associated_symptoms": ("fever", "weakness-for-weeks")}, "not_fired"),
    ],
)
def test_another_symptom_yields_to_a_higher_warning_of_the_same_entry(extra, expected):
    feverish = episode(**{"associated_symptoms": ("fever",), **extra})
    assert answer(facts(feverish), "other-associated-symptom", "e1") == expected


def test_another_symptom_yields_to_a_higher_pattern_that_holds_the_entry():
    limping = episode(associated_symptoms=("limping", "muscle-tenderness"))
    name = "other-associated-symptom"
    assert answer(facts(limping), name, "e1") == "not_fired"
    elsewhere = episode("x", "2025-03-19 02:00", associated_symptoms=("fever",))
    assert answer(facts(limping, elsewhere), name, "x") == "see_doctor"
