"""The PDF: one sheet, tagged, the same bytes each time, and it says what it should."""

from __future__ import annotations

import re

import pytest

from diary.exports.report import Medicine, ReportReader, pdf_file
from diary.vocabulary import Language
from tests.diary.exports.report.builders import (
    DIARIES,
    HOSTILE,
    LANGUAGES,
    OWNER,
    facts,
    report,
    usual,
)
from tests.diary.exports.report.pdf_reading import Pdf

A4 = b"/MediaBox[0 0 595.2756 841.8898]"


@pytest.mark.parametrize("audience", ["clinician", "patient"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("diary", DIARIES)
def test_page_one_is_one_a4_sheet(
    diary: str, language: Language, audience: str
) -> None:
    reader = ReportReader(audience, language, sees_notes=True)  # type: ignore[arg-type]  # parametrised
    made_from = DIARIES[diary](reader=reader)
    pdf = Pdf(pdf_file(report(made_from)))
    assert pdf.pages == 1
    assert A4 in pdf.file


def test_page_two_has_the_details() -> None:
    pdf = Pdf(pdf_file(report(usual()), page=2))
    assert pdf.pages == 1
    for words in ("Søvndagbok", "Kramper enkeltvis", "ingen klar sammenheng", "side 2"):
        assert words in pdf.words


def test_same_diary_gives_the_same_bytes() -> None:
    first = pdf_file(report(usual()))
    assert pdf_file(report(usual())) == first
    assert pdf_file(report(usual(revision=413))) != first


@pytest.mark.parametrize(("language", "tag"), [("nb", b"nb-NO"), ("en", b"en-GB")])
def test_it_is_tagged_and_says_its_language_and_title(
    language: Language, tag: bytes
) -> None:
    pdf = Pdf(pdf_file(report(usual(reader=ReportReader("clinician", language)))))
    assert b"/Marked true" in pdf.file
    assert b"/Lang(" + tag + b")" in pdf.file
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf.file
    assert {"H1", "H2", "Table", "TH", "TD", "Figure"} <= pdf.tags


def test_it_is_dated_by_its_period_and_not_by_the_clock() -> None:
    made = pdf_file(report(usual()))
    assert re.findall(rb"/CreationDate\s*\(D:(\d{14})", made) == [b"20260320110000"]


def test_it_prints_every_figure() -> None:
    made = report(usual())
    words = Pdf(pdf_file(made)).words
    assert made.nights
    tables = [made.nights.table, made.cramps, made.places, made.apart, made.sleep]
    cells = [
        cell
        for table in [*tables, made.features, made.day_share]
        if table
        for cells in table.rows
        for cell in cells
    ]
    assert len(cells) > 80
    assert [cell for cell in cells if cell not in words] == []
    for text in ("Astrid Berg, f. 1958", "dagbokrevisjon 412", made.digest[:4], "å"):
        assert text in words


def test_what_the_person_wrote_is_printed_and_not_obeyed() -> None:
    medicine = Medicine("a", "other", '#read("/etc/passwd") *bold* $x$ @a', "")
    words = Pdf(
        pdf_file(report(facts(name=HOSTILE, medicines=(medicine,), reader=OWNER)))
    ).words.replace("\n", "")
    assert '#read("/etc/passwd") *bold* $x$ @a' in words
    assert HOSTILE in words
    assert "root:" not in words


@pytest.mark.parametrize(
    "name", ["\U0001f600 Ola", "日本 太郎", "\ue000\ufffe", "مريم"]
)
def test_letters_that_no_font_has_still_give_a_page(name: str) -> None:
    pdf = Pdf(pdf_file(report(facts(name=name))))
    assert pdf.pages == 1
    assert b"/Marked true" in pdf.file
    assert "f. 1958" in pdf.words


def test_a_very_wide_name_stays_on_the_sheet() -> None:
    made = report(usual(name="W" * 120, birth_year=None))
    assert len(made.who[0]) <= 70
    assert Pdf(pdf_file(made)).pages == 1
