"""The data dictionary that goes along with an export, in English or bokmål.

Made from the same table of columns as the files themselves. One row says what a column
is; below it stands one row for each code the column may hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from diary.exports.code_lists import code_labels
from diary.exports.columns import COLUMNS, COMPLETENESS, Column
from diary.exports.dialects import Dialect
from diary.exports.streaming import csv_text
from diary.vocabulary import Language

HEADINGS = ("file", "column", "list", "code", "label", "kind", "unit", "meaning")

_Words = Mapping[str, Mapping[Language, str]]
_KINDS: _Words = MappingProxyType(
    {
        "identifier": {"en": "identifier", "nb": "identifikator"},
        "date": {"en": "date", "nb": "dato"},
        "time": {"en": "time", "nb": "tidspunkt"},
        "number": {"en": "number", "nb": "tall"},
        "yes-no": {"en": "true or false", "nb": "true eller false"},
        "code": {"en": "code", "nb": "kode"},
        "codes": {"en": "codes", "nb": "koder"},
        "text": {"en": "text", "nb": "tekst"},
    }
)
_UNITS: _Words = MappingProxyType(
    {
        "seconds": {"en": "seconds", "nb": "sekunder"},
        "minutes": {"en": "minutes", "nb": "minutter"},
        "percent": {"en": "percent", "nb": "prosent"},
        "nights": {"en": "nights", "nb": "netter"},
        "times": {"en": "times", "nb": "ganger"},
    }
)

Row = tuple[str, ...]


def dictionary(
    language: Language,
    dialect: Dialect,
    *,
    with_free_text: bool,
    is_clinician: bool,
) -> str:
    """The dictionary as one CSV file in ``dialect``; its headings are English names."""
    return csv_text(dialect, _all_rows(language, with_free_text, is_clinician))


def _all_rows(
    language: Language, with_free_text: bool, is_clinician: bool
) -> Iterator[Row]:
    yield HEADINGS
    for file, columns in {**COLUMNS, "completeness": COMPLETENESS}.items():
        shown = [one for one in columns if with_free_text or not one.is_free_text]
        yield from _rows(file, shown, language, is_clinician=is_clinician)


def _rows(
    file: str, columns: Iterable[Column], language: Language, *, is_clinician: bool
) -> Iterator[Row]:
    for column in columns:
        yield _column_row(file, column, language)
        for name in column.lists:
            labels = code_labels(name, language, is_clinician=is_clinician)
            for code, label in labels.items():
                yield (file, column.name, name, code, label, "", "", "")


def _column_row(file: str, column: Column, language: Language) -> Row:
    unit = column.unit or ""
    return (
        file,
        column.name,
        "",
        "",
        column.label(language),
        _KINDS[column.kind][language],
        _UNITS[unit][language] if unit in _UNITS else unit,
        column.meaning(language),
    )
