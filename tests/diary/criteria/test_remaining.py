"""``other-associated-symptom``: silent only where something higher answered."""

from datetime import date, timedelta

import pytest

from diary.criteria.facts import Pregnancy
from tests.diary.criteria.builders import (
    NOW,
    answer,
    episode,
    facts,
    medicine,
    relief,
    sites,
    with_profile,
)

NAME = "other-associated-symptom"
LATE = {"entered_at": NOW - timedelta(minutes=1)}


def other(*episodes, **more):
    return answer(facts(*episodes, **more), NAME, "e1")


def test_a_higher_warning_that_a_later_entry_brings_keeps_it_silent():
    ringing = episode(
        "e1", "2025-03-18 02:00", associated_symptoms=("ringing-or-hearing-loss",)
    )
    quinine = episode("e2", "2025-03-19 02:00", relief=relief("quinine"))
    assert other(ringing, quinine) == "not_fired"


def test_a_higher_warning_that_the_profile_brings_later_keeps_it_silent():
    seen = episode("e1", "2025-03-18 02:00", associated_symptoms=("palpitations",))
    begun = medicine("quinine", started_on=date(2025, 3, 19))
    assert other(seen, medications=(begun,)) == "not_fired"


@pytest.mark.parametrize(
    ("day", "expected"), [("2025-03-14", "not_fired"), ("2025-03-13", "see_doctor")]
)
def test_a_tick_that_came_too_late_for_its_window_is_answered_here(day, expected):
    limping = episode(
        "e1",
        f"{day} 02:00",
        sites=sites("calf/left"),
        associated_symptoms=("muscle-tenderness", "limping"),
        **LATE,
    )
    assert other(limping) == expected


@pytest.mark.parametrize(
    ("birth_on", "expected"),
    [(date(2025, 2, 6), "not_fired"), (date(2025, 2, 5), "see_doctor")],
)
def test_a_sign_after_the_weeks_that_follow_birth_is_answered_here(birth_on, expected):
    sign = episode(
        "e1", "2025-03-19 02:00", associated_symptoms=("visual-disturbance",)
    )
    mother = with_profile(
        facts(sign), pregnancy=Pregnancy("breastfeeding", birth_on=birth_on)
    )
    assert answer(mother, NAME, "e1") == expected


def test_not_stated_stays_silent_about_pregnancy_and_leaves_the_tick_to_this_rule():
    sign = episode(
        "e1", "2025-03-19 02:00", associated_symptoms=("visual-disturbance",)
    )
    person = with_profile(
        facts(sign), pregnancy=Pregnancy("not-stated", birth_on=date(2025, 3, 1))
    )
    assert answer(person, "pregnancy-warning-signs", "e1") == "not_fired"
    assert answer(person, NAME, "e1") == "see_doctor"


def test_a_window_that_closes_does_not_raise_what_was_answered_when_it_was_made():
    seen = episode(
        "e1",
        "2025-03-05 02:00",
        associated_symptoms=("bruising-or-bleeding",),
        relief=relief("quinine"),
        entered_at=NOW - timedelta(days=15),
    )
    assert other(seen) == "not_fired"
