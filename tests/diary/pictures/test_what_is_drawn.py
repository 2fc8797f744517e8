"""What each picture shows, and that nothing is told by colour alone."""

from __future__ import annotations

import re
from datetime import time, timedelta

import pytest

from diary.pictures.patterns import DASHED, DOTTED, FULL, OPEN, STRIPED, filled
from diary.pictures.sleep import timed_mark, untimed_mark
from diary.pictures.states import sign
from diary.pictures.svg import Drawing
from diary.trends.rows import MedicineRow
from tests.diary.pictures.drawn import DRAW, crowded, material, parsed, words_of
from tests.diary.trends.builders import (
    LAST,
    at,
    cramp,
    diary,
    nights_back,
    quiet,
    slept,
)

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
    told = parsed(picture)[1].text or ""
    assert "Sleep is written down for 1 of 28 nights. Cramps at night: 2." in told


def test_sleep_picture_tells_unknown_nights_from_nights_without_cramp() -> None:
    """A night without a mark was quiet: one that is not recorded has a sign."""
    rows = diary(check_ins=[quiet(LAST)], sleep=[slept(one) for one in nights_back(28)])
    picture = DRAW["sleep"](material(rows, language="en"))
    assert words_of(picture).count("?") == 27 + 1  # and one in the legend
    told = parsed(picture)[1].text or ""
    assert told.endswith("not recorded whether there was a cramp: 27.")


def test_sleep_by_day_is_drawn_whole() -> None:
    """Bed from 08:00 to 15:30, on a clock that holds it and little more."""
    night = slept(
        LAST,
        into_bed_at=at(LAST, time(8, 0)),
        sleep_onset_at=at(LAST, time(8, 30)),
        final_awakening_at=at(LAST, time(15, 0)),
        out_of_bed_at=at(LAST, time(15, 30)),
    )
    words = words_of(DRAW["sleep"](material(diary(sleep=[night]))))
    assert [word for word in words if len(word) == 2 and word.isdigit()] == [
        *("08", "10", "12", "14", "16"),
    ]


@pytest.mark.parametrize(
    ("nights", "explained"), [(6, "Bar: number"), (7, "Bar: cram")]
)
def test_bars_of_hours_are_rates_where_enough_bed_times_are_known(
    nights: int, explained: str
) -> None:
    rows = diary(
        cramps=[cramp(night) for night in nights_back(12)],
        sleep=[slept(night) for night in nights_back(nights)],
    )
    words = words_of(DRAW["hours"](material(rows, language="en")))
    assert any(line.startswith(explained) for line in words)


def test_hours_of_a_night_worker_run_from_morning_to_afternoon() -> None:
    nights = nights_back(10)
    rows = diary(
        cramps=[cramp(night, time(11, 0)) for night in nights],
        sleep=[
            slept(
                night,
                into_bed_at=at(night, time(8, 0)),
                out_of_bed_at=at(night, time(14, 30)),
            )
            for night in nights
        ],
    )
    words = words_of(DRAW["hours"](material(rows)))
    hours = [word[:2] for word in words if "\N{EN DASH}" in word and len(word) == 5]
    assert hours == ["08", "09", "10", "11", "12", "13", "14"]


def medicines(*rows: MedicineRow) -> str:
    """The picture of the treatments in an otherwise empty diary."""
    return DRAW["treatments"](material(diary()._replace(medicines=rows), language="en"))


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (
            MedicineRow("a", "magnesium", LAST - timedelta(days=20)),
            "Magnesium: 28 February 2026 \N{EN DASH} in use",
        ),
        (
            MedicineRow("a", "magnesium", None, None, LAST),
            "Magnesium: date not known \N{EN DASH} 20 March 2026",
        ),
    ],
)
def test_medicine_is_a_bar_with_its_dates(row: MedicineRow, words: str) -> None:
    picture = medicines(row)
    assert words in words_of(picture)
    assert picture.count('class="calmfull"') == 1


def test_change_of_dose_is_marked_in_the_bar() -> None:
    begun, changed = LAST - timedelta(days=60), LAST - timedelta(days=20)
    plain = medicines(MedicineRow("a", "magnesium", begun))
    marked = medicines(MedicineRow("a", "magnesium", begun, changed))
    assert marked.count('class="onfull"') == plain.count('class="onfull"') + 1
    assert "dose changed 28 February 2026" in " ".join(words_of(marked))


def test_medicine_that_was_stopped_before_the_weeks_is_not_drawn() -> None:
    last_use = LAST - timedelta(days=168)
    picture = medicines(MedicineRow("a", "magnesium", None, None, last_use))
    assert "No medicine or remedy is written down for these nights." in " ".join(
        words_of(picture)
    )


def test_many_medicines_are_counted_not_crowded() -> None:
    rows = [
        MedicineRow(f"{number:02}", "magnesium", LAST - timedelta(days=number))
        for number in range(1, 14)
    ]
    words = words_of(medicines(*rows))
    assert len([line for line in words if line.startswith("Magnesium: ")]) == 10
    assert [line for line in words if line.startswith("And ")] == [
        "And 3 more.",  # bars
        "And 5 more.",  # nights before and after
    ]


def test_weeks_show_each_night_once() -> None:
    rows = diary(
        cramps=[cramp()], check_ins=[quiet(night) for night in nights_back(8)[:7]]
    )._replace(medicines=(MedicineRow("a", "statin", nights_back(2)[0]),))
    picture = DRAW["treatments"](material(rows, language="en"))
    columns = re.findall(r'class="(full|calm|gap)"[^>]* width="10\.7"', picture)
    assert columns == ["gap"] * 22 + ["calm", "gap"] + ["full", "calm"]


def test_medicine_without_figures_says_why() -> None:
    rows = diary()._replace(medicines=(MedicineRow("a", "statin", LAST),))
    words = " ".join(words_of(DRAW["treatments"](material(rows, language="en"))))
    assert "the 28 nights after are not over yet" in words
    assert "Before:" not in words
