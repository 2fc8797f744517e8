"""What each picture shows, and that nothing is told by colour alone."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from diary.pictures.patterns import DASHED, DOTTED, FULL, OPEN, STRIPED, filled
from diary.pictures.sleep import timed_mark, untimed_mark
from diary.pictures.states import sign
from diary.pictures.svg import Drawing
from diary.trends.rows import MedicineRow
from tests.diary.pictures.drawn import DRAW, crowded, material, parsed, words_of
from tests.diary.trends.builders import LAST, cramp, diary, nights_back, quiet, slept

CLASS = re.compile(r' class="[^"]*"')


def without_colour(shape: str) -> str:
    """A shape with everything that only sets its colour taken away."""
    return CLASS.sub("", shape)


def test_night_states_differ_without_colour() -> None:
    shapes = {
        without_colour(sign(state, 0, 0)) for state in ("cramp", "quiet", "unknown")
    }
    assert len(shapes) == 3


def test_fills_differ_without_colour() -> None:
    """A full box and an open one differ by their line, not by their colour."""
    shapes = {
        without_colour(filled(0, 0, 9, 9, fill=fill))
        for fill in (FULL, STRIPED, DOTTED, OPEN, DASHED)
    }
    assert len(shapes) == 5


def test_mark_without_a_time_is_open() -> None:
    assert 'class="rim"' in untimed_mark(0, 0)
    assert 'class="full edge"' in timed_mark(0, 0)


def test_text_is_escaped() -> None:
    drawing = Drawing("<script>&", "en")
    picture = drawing.finished('"<b>')
    assert "<script>" not in picture
    title, description, *_ = parsed(picture)
    assert (title.text, description.text) == ("<script>&", '"<b>')


def test_night_strip_counts_every_state() -> None:
    rows = diary(
        cramps=[cramp()], check_ins=[quiet(night) for night in nights_back(10)[:9]]
    )
    picture = DRAW["nights"](material(rows))
    assert {"Natt med krampe: 1", "Rolig natt: 9", "Ikke registrert: 18"} <= {
        *words_of(picture)
    }
    assert picture.count("<circle") == 9 + 1  # and one in the legend
    assert "20. mars" in (parsed(picture)[1].text or "")


@pytest.mark.parametrize(("cramps", "is_drawn"), [(9, False), (10, True)])
def test_hours_are_drawn_from_ten_cramps(cramps: int, is_drawn: bool) -> None:
    nights = nights_back(cramps)
    rows = diary(
        cramps=[cramp(night) for night in nights],
        sleep=[slept(night) for night in nights],
    )
    words = words_of(DRAW["hours"](material(rows)))
    assert ("02\N{EN DASH}03" in words) is is_drawn
    assert any("minst\N{NO-BREAK SPACE}10" in line for line in words) is not is_drawn


def test_arms_are_set_apart_from_legs() -> None:
    rows = diary(
        cramps=[
            cramp(sites=(("calf", "left"),)),
            cramp(sites=(("hand", "right"),)),
        ]
    )
    words = words_of(DRAW["sites"](material(rows, language="en")))
    legs, arms = words.index("Leg and foot"), words.index("Arm, trunk, head and neck")
    assert legs < words.index("Calf (back of lower leg)") < arms < words.index("Hand")


def test_places_beyond_ten_are_counted() -> None:
    words = words_of(DRAW["sites"](material(crowded(), language="en")))
    (more,) = [line for line in words if line.startswith("And ")]
    shown = [line for line in words if line.isdigit()]
    assert len(shown) == 10
    assert more == "And 4 more places."


def test_sleep_picture_marks_each_cramp_at_its_hour() -> None:
    rows = diary(
        cramps=[cramp(), cramp(start_precision="unknown")], sleep=[slept(LAST)]
    )
    picture = DRAW["sleep"](material(rows, language="en"))
    assert picture.count("<polygon") == 2 + 2  # and two in the legend
    assert "1 of 28 nights, with 2 cramps" in (parsed(picture)[1].text or "")


def test_sleep_by_day_is_drawn_whole() -> None:
    """Bed from 08:00 to 15:30 begins before the noon the clock starts at."""
    night = slept(
        LAST,
        into_bed_at=slept(LAST).out_of_bed_at,
        out_of_bed_at=cramp(LAST).started_at + timedelta(hours=13),
    )
    picture = DRAW["sleep"](material(diary(sleep=[night])))
    assert "14" in words_of(picture)


def test_medicine_without_figures_says_why() -> None:
    rows = diary()._replace(medicines=(MedicineRow("a", "statin", LAST),))
    words = " ".join(words_of(DRAW["treatments"](material(rows, language="en"))))
    assert "the 28 nights after are not over yet" in words
    assert "Before:" not in words
