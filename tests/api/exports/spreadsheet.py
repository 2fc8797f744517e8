"""Open a CSV file in LibreOffice, without a window, and read what became of it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest

SECONDS = 240  # LibreOffice makes a new profile first
LANGUAGES = {";": 1044, ",": 1033}  # bokmål; American English
UTF_8 = 76
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


@dataclass(frozen=True)
class Opened:
    """One cell as LibreOffice took it; ``value`` is an ISO date, a number or a text."""

    kind: str
    value: str
    formula: str | None = None


EMPTY = Opened("", "")


def opened(
    files: Mapping[str, bytes], separator: str, folder: Path
) -> dict[str, list[list[Opened]]]:
    """The rows of each file, in bokmål where a semicolon separates the cells.

    Special numbers are recognised and formulas are evaluated, if there are any: what
    an eager person may have chosen.
    """
    program = shutil.which("soffice")
    if program is None:
        pytest.fail("These tests need LibreOffice: scripts/install_libreoffice.sh")
    for name, content in files.items():
        (folder / f"{name}.csv").write_bytes(content)
    language = LANGUAGES[separator]
    options = f"{ord(separator)},34,{UTF_8},1,,{language},false,true,,,,,true"
    subprocess.run(
        [
            program,
            "--headless",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--convert-to", "fods", "--outdir", str(folder)),
            f"--infilter=CSV:{options}",
            *(str(folder / f"{name}.csv") for name in files),
        ],
        check=True,
        timeout=SECONDS,
        capture_output=True,
    )
    return {name: _rows(folder / f"{name}.fods") for name in files}


def _rows(path: Path) -> list[list[Opened]]:
    table = ElementTree.parse(path).find(f".//{_TABLE}table")  # noqa: S314 - our file
    assert table is not None
    rows = [
        list(_cells(row))
        for row in table.iter(f"{_TABLE}table-row")
        if row.find(f"{_TABLE}table-cell") is not None
    ]
    while rows and set(rows[-1]) <= {EMPTY}:
        rows.pop()
    return rows


def _cells(row: ElementTree.Element) -> Iterator[Opened]:
    for cell in row.findall(f"{_TABLE}table-cell"):
        kind = cell.get(f"{_OFFICE}value-type", "")
        value = cell.get(f"{_OFFICE}date-value") or cell.get(f"{_OFFICE}value")
        paragraphs = cell.findall(f"{_TEXT}p")
        text = "\n".join("".join(_characters(one)) for one in paragraphs)
        formula = cell.get(f"{_TABLE}formula")
        # A row ends with thousands of empty cells in one.
        count = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        found = Opened(kind, text if value is None else value, formula)
        yield from [found] * (count if kind else min(count, 100))


def _characters(element: ElementTree.Element) -> Iterator[str]:
    """The text of a paragraph; blanks and tabs are elements of their own."""
    yield element.text or ""
    for child in element:
        if child.tag == f"{_TEXT}s":
            yield " " * int(child.get(f"{_TEXT}c", "1"))
        elif child.tag == f"{_TEXT}tab":
            yield "\t"
        else:
            yield from _characters(child)
        yield child.tail or ""
