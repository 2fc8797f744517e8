"""The data dictionary says what every column and every code in the files is."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any, get_args

import pytest

from diary import sleep
from diary.criteria import catalogue
from diary.criteria.facts import Profile
from diary.exports import DIALECTS, TABLES, sheet_for
from diary.exports.code_lists import code_labels
from diary.exports.columns import COLUMNS, COMPLETENESS, Column
from diary.exports.completeness import MONTH, WHOLE
from diary.exports.dialects import RFC_4180, Dialect
from diary.exports.dictionary import dictionary
from diary.exports.reading import Reading
from diary.fields import TABLES as FIELDS
from diary.models import Warning
from diary.night import Period
from diary.vocabulary import Language

LANGUAGES: tuple[Language, ...] = ("en", "nb")
FILES = {**COLUMNS, "completeness": COMPLETENESS}
EVERY_COLUMN = [(file, column) for file, columns in FILES.items() for column in columns]
IDS = [f"{file}.{column.name}" for file, column in EVERY_COLUMN]
Row = dict[str, str]


def rows_of(
    language: Language = "en",
    dialect: Dialect = RFC_4180,
    *,
    with_free_text: bool = True,
    is_clinician: bool = False,
) -> list[Row]:
    text = dictionary(
        language, dialect, with_free_text=with_free_text, is_clinician=is_clinician
    )
    plain = io.StringIO(text.removeprefix("\ufeff"), newline="")
    return list(csv.DictReader(plain, delimiter=dialect.delimiter))


def columns_in(rows: Iterable[Row]) -> list[tuple[str, str]]:
    return [(row["file"], row["column"]) for row in rows if not row["code"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_has_one_entry(language: Language) -> None:
    expected = [(file, column.name) for file, column in EVERY_COLUMN]
    assert columns_in(rows_of(language)) == expected


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("with_free_text", [True, False])
def test_entries_are_the_columns_of_the_file(
    table: str, *, with_free_text: bool
) -> None:
    reading = Reading(
        RFC_4180, "en", Profile("Europe/Oslo"), with_free_text=with_free_text
    )
    told = columns_in(rows_of(with_free_text=with_free_text))
    names = tuple(column for file, column in told if file == table)
    assert names == sheet_for(table, reading).names


@pytest.mark.parametrize(("file", "column"), EVERY_COLUMN, ids=IDS)
def test_column_is_told_in_both_languages(file: str, column: Column) -> None:
    (en,) = (row for row in rows_of("en") if _is_about(row, file, column))
    (nb,) = (row for row in rows_of("nb") if _is_about(row, file, column))
    for row in (en, nb):
        assert row["label"]
        assert row["kind"]
        assert row["meaning"].endswith(".")
    assert en["meaning"] != nb["meaning"] or column.name.startswith("se_")
    assert bool(en["unit"]) == bool(nb["unit"]) == (column.kind == "number")
    has_codes = column.kind in {"code", "codes"} or column.name == "quality"
    assert bool(column.lists) == has_codes


def _is_about(row: Row, file: str, column: Column) -> bool:
    return (row["file"], row["column"], row["code"]) == (file, column.name, "")


LIST_NAMES = sorted({name for _, column in EVERY_COLUMN for name in column.lists})


@pytest.mark.parametrize("name", LIST_NAMES)
def test_every_code_has_a_label_in_both_languages(name: str) -> None:
    en, nb = (code_labels(name, one, is_clinician=True) for one in LANGUAGES)
    assert list(en) == list(nb)
    assert en
    assert all([*en.values(), *nb.values()])


def codes_of(column: str, file: str = "episodes") -> list[str]:
    return [
        row["code"]
        for row in rows_of(is_clinician=True)
        if (row["file"], row["column"]) == (file, column) and row["code"]
    ]


def test_codes_stand_below_their_column() -> None:
    assert codes_of("quality", "nights") == ["1", "2", "3", "4", "5"]
    assert {"calf", "left"} <= set(codes_of("sites"))
    assert {"stretching", "full"} <= set(codes_of("relief"))


def accepted(table: str, field: str) -> list[object]:
    """The codes the door lets in."""
    (found,) = (one for one in FIELDS[table].fields if one.name == field)
    schema: Mapping[str, Any] = found.kind.schema
    return [*schema["enum"]]


def test_own_lists_hold_exactly_the_products_codes() -> None:
    assert codes_of("start_precision") == accepted("episodes", "start_precision")
    assert codes_of("covers", "check_ins") == accepted("check_ins", "covers")
    assert codes_of("period") == list(reversed(get_args(Period)))
    assert codes_of("state", "warnings") == list(Warning.State.values)
    assert set(codes_of("criterion", "warnings")) == set(catalogue.criteria())
    problems = {sleep.BED_TIMES_MISSING, sleep.SLEEP_TIMES_MISSING, *sleep.QUESTIONS}
    assert set(codes_of("problems", "nights")) == problems
    assert codes_of("part", "completeness") == [WHOLE, MONTH]


def test_criteria_for_clinicians_are_not_in_a_patients_dictionary() -> None:
    hidden = catalogue.clinician_only()
    assert hidden
    for_patients = {row["code"] for row in rows_of(is_clinician=False)}
    for_clinicians = {row["code"] for row in rows_of(is_clinician=True)}
    assert hidden <= for_clinicians
    assert not hidden & for_patients


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)
def test_dialect_changes_nothing_but_the_form(dialect: Dialect) -> None:
    assert rows_of("nb", dialect) == rows_of("nb")


def test_unknown_list_is_an_error() -> None:
    with pytest.raises(KeyError):
        code_labels("colours", "en", is_clinician=True)
