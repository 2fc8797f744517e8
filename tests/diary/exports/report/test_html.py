"""The page: well formed, without scripts, escaped, readable without colour."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from diary.exports.report import Medicine, ReportReader, html_page
from diary.exports.report.density import size_for
from diary.exports.report.html import STYLE
from diary.pictures import strip
from diary.vocabulary import Language
from tests.diary.exports.report.builders import (
    DIARIES,
    DOCTOR,
    HOSTILE,
    LANGUAGES,
    OWNER,
    crowded,
    facts,
    report,
    usual,
)

VOID = {"meta", "path", "rect", "circle"}


class Reader(HTMLParser):
    """Every element with its attributes; unbalanced tags fail."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.fixture(params=DIARIES)
def diary(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("page", [1, 2])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", ["clinician", "patient"])
def test_page_is_whole_and_says_its_language(
    diary: str, page: int, language: Language, audience: str
) -> None:
    reader = ReportReader(audience, language)  # type: ignore[arg-type]  # parametrised
    made = report(DIARIES[diary](reader=reader))
    written = html_page(made, page=page)
    read = Reader(written)
    assert written.startswith("<!DOCTYPE html>")
    assert read.elements[0] == ("html", {"lang": language})
    names = [name for name, _ in read.elements]
    assert names.count("h1") == 1
    shown = re.sub(r"<style>.*?</style>", "", written, flags=re.DOTALL)
    assert not re.search(r"\bNone\b(?! recorded)", shown)
    assert diary == "crowded" or "{" not in shown


def test_page_runs_nothing_and_fetches_nothing(diary: str) -> None:
    read = Reader(html_page(report(DIARIES[diary]())))
    names = {name for name, _ in read.elements}
    attributes = {key for _, attrs in read.elements for key in attrs}
    assert names.isdisjoint({"script", "link", "img", "iframe", "form", "a"})
    assert attributes.isdisjoint({"style", "href", "src"})
    assert not [key for key in attributes if key.startswith("on")]
    assert "url(" not in STYLE + strip.STYLE
    assert "@import" not in STYLE + strip.STYLE


def test_both_styles_are_the_ones_the_policy_names() -> None:
    styles = re.findall(r"<style>(.*?)</style>", html_page(report(usual())), re.DOTALL)
    assert styles == [STYLE, strip.STYLE]


def test_what_the_person_wrote_is_text() -> None:
    medicine = Medicine("a", "other", "<script>alert(1)</script>", "</td>")
    written = html_page(
        report(facts(name=HOSTILE, medicines=(medicine,), reader=OWNER))
    )
    assert "<script" not in written
    assert "Annet, &lt;script&gt;alert(1)&lt;/script&gt;, &lt;/td&gt;" in written
    assert HOSTILE in "".join(Reader(written).text)


def test_tables_name_their_rows_and_columns() -> None:
    read = Reader(html_page(report(usual())))
    scopes = [attrs.get("scope") for name, attrs in read.elements if name == "th"]
    assert set(scopes) == {"row", "col"}


def test_every_figure_of_the_document_is_on_the_page() -> None:
    made = report(usual())
    words = " ".join(Reader(html_page(made)).text)
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


def test_only_a_crowded_page_is_set_smaller() -> None:
    assert size_for(report(facts())) == size_for(report(usual())) == ""
    assert size_for(report(crowded(reader=DOCTOR))) == "denser"
    assert '<body class="denser">' in html_page(report(crowded()))
