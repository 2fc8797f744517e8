"""The exports in LibreOffice: each cell in its column, dates as dates, nothing run."""

from __future__ import annotations

import csv
import io
import re
import uuid
from pathlib import Path

import pytest
from rest_framework.test import APIClient

from diary.exports.columns import COLUMNS, COMPLETENESS, Column
from diary.exports.dialects import DIALECTS
from diary.models import Diary
from tests.api.exports.jobs import exported
from tests.api.exports.spreadsheet import EMPTY, Opened, opened
from tests.api.exports.test_export import FULL, log
from tests.api.sharing.test_patients import make_warning
from tests.conftest import episode, night
from tests.diary.exports.test_cells import PAYLOADS

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.timeout(600),
    pytest.mark.usefixtures("folder"),
]

# The door refuses these two characters.
STORABLE = [text for text in PAYLOADS.values() if not set(text) & {"\r", "\x00"}]
AWKWARD = 'Et "sitat"; semikolon, komma\nog ny linje\tog tabulator'
NORWEGIAN_DATE = re.compile(r"(\d\d)\.(\d\d)\.(\d{4})(?: (\d\d:\d\d:\d\d))?")


@pytest.fixture
def full_diary(api: APIClient, diary: Diary) -> Diary:
    """Every table, with every formula that can be stored and some awkward text."""
    starts = [f"2026-03-{day:02}T02:00:00+01:00" for day in range(1, 29)]
    for text, start in zip([*STORABLE, AWKWARD], starts, strict=False):
        log(api, "episodes", episode(started_at=start, ended_at=None, note=text))
        dose, words = text.replace("\n", " ").replace("\t", " "), text.strip()
        medicine = {"id": str(uuid.uuid4()), "code": "statin", "dose": dose}
        log(api, "medications", {**medicine, "text": words, "started_on": start[:10]})
    log(api, "episodes", {**FULL, "started_at": "2026-03-20T02:01:00+01:00"})
    log(api, "nights", night(note=AWKWARD), night(night_date="2026-03-19", quality=1))
    log(api, "check-ins", {"date": "2026-03-21"}, {"date": "2026-02-28"})
    make_warning(diary, facts={"window": {"from": "2026-03-07", "to": "2026-03-20"}})
    return diary


def files_of(api: APIClient, dialect: str) -> dict[str, bytes]:
    """The files of an export, with labels in bokmål."""
    archive = exported(api, dialect=dialect, labels="nb", notes=True)
    return {
        path.removesuffix(".csv"): archive.read(path)
        for path in archive.namelist()
        if path.endswith(".csv")
    }


def expected_kind(column: Column, *, is_norwegian: bool) -> str:
    """What a filled cell of the column has to be."""
    if column.kind == "number":
        return "float"
    return "date" if column.kind in {"date", "time"} and is_norwegian else "string"


def plain(text: str) -> str:
    """A cell of the file as LibreOffice writes its value down."""
    if found := NORWEGIAN_DATE.fullmatch(text):
        day, month, year, clock = found.groups()
        return f"{year}-{month}-{day}" + (f"T{clock}" if clock else "")
    return text


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_cell_is_in_its_column_and_of_its_kind(
    api: APIClient, full_diary: Diary, tmp_path: Path, dialect: str
) -> None:
    files = files_of(api, dialect)
    separator = DIALECTS[dialect].delimiter
    sheets = opened(files, separator, tmp_path)
    is_norwegian = dialect == "excel-nb"
    dates = numbers = formulas = 0
    for name, columns in {**COLUMNS, "completeness": COMPLETENESS}.items():
        written = read_csv(files[name], separator)
        assert written[0] == [column.name for column in columns]
        assert len(written) > 2, name
        for cells, row in zip(written[2:], sheets[name][2:], strict=True):
            assert set(row[len(cells) :]) <= {EMPTY}
            for column, text, cell in zip(columns, cells, row, strict=False):
                kind = expected_kind(column, is_norwegian=is_norwegian)
                assert_is(cell, text, kind, where=f"{name}.{column.name}")
                dates += cell.kind == "date"
                numbers += cell.kind == "float"
                formulas += text.startswith("'")
    assert numbers > 30
    assert formulas >= 2 * len(STORABLE)
    assert (dates > 100) is is_norwegian


def assert_is(cell: Opened, text: str, kind: str, *, where: str) -> None:
    assert cell.formula is None, where
    if not text:
        assert cell == EMPTY, where
    elif kind == "float":
        assert cell.kind == "float", where
        assert float(cell.value) == float(text.replace(",", ".")), where
    elif kind == "date":
        assert (cell.kind, cell.value) == ("date", plain(text)), where
    elif cell.kind == "boolean":  # true and false are English
        assert cell.value.lower() == text, where
    else:
        # A tab in a cell of several lines is left out.
        assert cell.value.replace("\t", "") == plain(text).replace("\t", ""), where


def read_csv(content: bytes, separator: str) -> list[list[str]]:
    """The file as Python's csv module reads it."""
    text = content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


@pytest.mark.parametrize("dialect", DIALECTS)
def test_headings_labels_and_dictionary_are_text(
    api: APIClient, full_diary: Diary, tmp_path: Path, dialect: str
) -> None:
    files = files_of(api, dialect)
    separator = DIALECTS[dialect].delimiter
    sheets = opened(files, separator, tmp_path)
    for name, content in files.items():
        last = None if name.startswith("dictionary") else 2
        written = read_csv(content, separator)[:last]
        for cells, row in zip(written, sheets[name][:last], strict=True):
            assert [cell.value for cell in row[: len(cells)]] == cells
            assert {cell.formula for cell in row} == {None}


def test_the_same_text_unguarded_would_be_run(tmp_path: Path) -> None:
    """Else the tests above would prove nothing."""
    content = b"a;b\r\n=1+1;20.03.2026 02:00:00\r\n"
    (_, (formula, moment, *_)) = opened({"open": content}, ";", tmp_path)["open"]
    assert (formula.formula, formula.value) == ("of:=1+1", "2")
    assert (moment.kind, moment.value) == ("date", "2026-03-20T02:00:00")
