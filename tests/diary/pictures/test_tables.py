"""The table beside each picture: complete, in words, and unknown is never 0."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import pytest

from diary.pictures import tables
from diary.pictures.tables import Table
from diary.trends.answer import Material
from diary.trends.rows import DiaryRows, MedicineRow
from diary.vocabulary import Language
from tests.diary.pictures.drawn import DIARIES, DRAW, crowded, material, parsed
from tests.diary.trends.builders import (
    LAST,
    cramp,
    diary,
    nights_back,
    quiet,
    slept,
)

TABLES: Final[Mapping[str, Callable[[Material], Table]]] = {
    "nights": tables.nights_table,
    "hours": tables.hours_table,
    "sites": tables.sites_table,
    "sleep": tables.sleep_table,
    "treatments": tables.treatments_table,
}


def rows_of(name: str, rows: DiaryRows, language: Language = "en") -> list[Any]:
    return list(TABLES[name](material(rows, language=language)).rows)


def test_every_picture_has_a_table() -> None:
    assert set(TABLES) == set(DRAW)


@pytest.mark.parametrize("name", list(TABLES))
@pytest.mark.parametrize("rows", list(DIARIES))
@pytest.mark.parametrize("language", ["nb", "en"])
def test_table_is_whole_and_named_as_its_picture(
    name: str, rows: str, language: Language
) -> None:
    given = material(DIARIES[rows](), language=language)
    table = TABLES[name](given)
    title = parsed(DRAW[name](given))[0].text or ""
    assert table.caption.startswith(title)
    assert {len(row) for row in table.rows} <= {len(table.columns)}
    cells = [cell for row in table.rows for cell in row]
    assert [cell for cell in cells if not cell or "None" in cell] == []


@pytest.mark.parametrize("name", list(TABLES))
def test_table_speaks_the_language_of_its_reader(name: str) -> None:
    heads = [
        TABLES[name](material(crowded(), language=language)).columns
        for language in ("nb", "en")
    ]
    assert heads[0] != heads[1]


def test_night_that_is_not_recorded_has_no_number() -> None:
    nights = nights_back(3)
    rows = diary(
        cramps=[cramp(nights[1], duration_seconds=90, pain_max=6)],
        check_ins=[quiet(nights[2])],
    )
    assert rows_of("nights", rows)[-3:] == [
        ("18 March 2026", "not recorded", *["not known"] * 3),
        ("19 March 2026", "cramp", "1", "90 seconds", "6"),
        ("20 March 2026", "quiet", "0", "not known", "not known"),
    ]


def test_sleep_that_is_not_written_down_has_no_number() -> None:
    rows = diary(check_ins=[quiet()], sleep=[slept(waso_minutes=None)])
    assert rows_of("sleep", rows)[-2:] == [
        ("19 March 2026", *["not known"] * 4),
        ("20 March 2026", "8 hours", "7 hours 5 minutes", "not known", "0"),
    ]


def test_hours_and_places_are_those_of_the_picture() -> None:
    rows = diary(
        cramps=[cramp(night, sites=(("calf", "left"),)) for night in nights_back(10)],
        sleep=[slept(night) for night in nights_back(10)],
    )
    assert ("02\N{EN DASH}03", "10", "10", "1") in rows_of("hours", rows)
    assert rows_of("sites", rows) == [
        ("Calf (back of lower leg)", "10", "0", "0", "10")
    ]


@pytest.mark.parametrize(
    ("days_ago", "sides"),
    [(28, ("0 of 0 recorded", "1 of 1 recorded")), (27, ("not known",) * 2)],
)
def test_treatment_has_both_sides_once_they_are_over(
    days_ago: int, sides: tuple[str, str]
) -> None:
    medicine = MedicineRow("a", "statin", nights_back(days_ago + 1)[0])
    rows = diary(cramps=[cramp(LAST)])._replace(medicines=(medicine,))
    ((name, *found),) = rows_of("treatments", rows)
    assert name.startswith("Statin")
    assert tuple(found) == sides
