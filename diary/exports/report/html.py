"""The report as one HTML page that needs nothing else and prints on one A4 sheet."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Final

from diary.exports.report.density import size_for
from diary.exports.report.document import (
    MedicinePart,
    NightPart,
    PageTwo,
    Report,
    Row,
    Table,
    WarningItem,
    WarningPart,
)
from diary.exports.report.html_bars import axis_svg, bar_svg
from diary.exports.report.words import content_words, page_words

STYLE: Final = (Path(__file__).parent / "report.css").read_text()
"""The same on every page, so that a policy can name it by its hash."""


def html_page(report: Report, *, page: int = 1) -> str:
    """Page one or two as a whole document; every text of the person's is escaped."""
    title = report.title if page == 1 else report.page_two.title
    body = _page_one(report) if page == 1 else _page_two(report.page_two)
    return "".join(
        (
            f'<!DOCTYPE html>\n<html lang="{report.language}">\n<head>',
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(title)}</title>\n<style>{STYLE}</style></head>\n",
            f'<body class="{size_for(report) if page == 1 else ""}">',
            _head(report, title),
            *body,
            _foot(report, page),
            "</body>\n</html>\n",
        )
    )


def table_html(table: Table | None, kind: str = "") -> str:
    """A section with its table; empty where the section is not told."""
    if table is None:
        return ""
    rows = "".join(_row(row) for row in table.rows)
    body = f"<table>{_column_heads(table.head)}<tbody>{rows}</tbody></table>"
    return _section(
        table.title,
        (body if table.rows else "") + _note(table.more) + _notes(table.notes),
        kind,
    )


def _page_one(report: Report) -> Iterable[str]:
    yield _warnings(report.warnings)
    yield _nights(report.nights)
    yield _two(
        table_html(report.cramps),
        table_html(report.places) + table_html(report.apart),
    )
    yield table_html(report.sleep)
    yield _two(table_html(report.features), table_html(report.day_share))
    yield _medicines(report.medicines)


def _page_two(page: PageTwo) -> Iterable[str]:
    yield _two(table_html(page.hours, "small"), table_html(page.triggers, "small"))
    yield table_html(page.factors, "small")
    yield table_html(page.sleep, "small")
    yield table_html(page.episodes, "small")
    yield _section(page.definitions_title, _notes(page.definitions))


def _head(report: Report, title: str) -> str:
    who = escape(", ".join(report.who))
    standing = " ".join(map(escape, report.standing))
    return (
        f"<header><h1>{escape(title)}</h1>"
        f'<div class="head"><p class="who">{who}</p>'
        f'<p class="period">{escape(report.period)}</p></div>'
        f'<p class="standing">{standing}</p></header>\n'
    )


def _foot(report: Report, page: int) -> str:
    content = content_words(report.digest, report.language)
    return (
        f'<footer class="foot"><span>{escape(report.versions)} · {content}</span>'
        f"<span>{page_words(page, report.language)}</span></footer>"
    )


def _warnings(part: WarningPart | None) -> str:
    if part is None:
        return ""
    items = "".join(map(_warning, part.items))
    below = _note(part.more) + _note(part.closing)
    return _section(part.title, _notes(part.notes) + items + below)


def _warning(item: WarningItem) -> str:
    return (
        f'<div class="warning {item.severity}"><p>'
        f'<span class="level">{escape(item.level)}</span>'
        f"<b>{escape(item.title)}</b> {escape(item.text)}</p>"
        f'<p class="basis">{escape(item.basis)}</p></div>'
    )


def _nights(part: NightPart | None) -> str:
    if part is None:
        return ""
    verdicts = "".join(
        f"<p><b>{escape(compared)}</b> {escape(said)}</p>"
        for compared, said in part.verdicts
    )
    rows = "".join(_row(row) for row in part.table.rows)
    return _section(
        part.table.title,
        f"<table>{_column_heads(part.table.head)}<tbody>{rows}</tbody></table>"
        f'<div class="verdicts">{verdicts}</div>'
        f'<div class="strip">{part.strip}</div>',
        "nights",
    )


def _medicines(part: MedicinePart | None) -> str:
    if part is None:
        return ""
    rows = "".join(
        f'<tr><th scope="row">{escape(bar.name)}</th><td>{escape(bar.dates)}</td>'
        f'<td class="bar">{bar_svg(bar, part.ticks)}</td></tr>'
        for bar in part.bars
    )
    name, dates, _ = map(escape, part.head)
    table = (
        f'<table><thead><tr><th scope="col">{name}</th><th scope="col">{dates}</th>'
        f'<td class="axis">{axis_svg(part.ticks)}</td></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )
    shown = table if part.bars else ""
    return _section(
        part.title, shown + _note(part.more) + _notes(part.notes), "medicines"
    )


def _section(title: str, body: str, kind: str = "") -> str:
    return f'<section class="{kind}"><h2>{escape(title)}</h2>{body}</section>\n'


def _two(left: str, right: str) -> str:
    """Two sections side by side; one alone takes the left half."""
    if not left and not right:
        return ""
    return f'<div class="two"><div>{left or right}</div>' + (
        f"<div>{right}</div></div>" if left else "</div>"
    )


def _column_heads(head: Row) -> str:
    cells = "".join(
        f'<th scope="col">{escape(name)}</th>' if name else "<td></td>" for name in head
    )
    return f"<thead><tr>{cells}</tr></thead>"


def _row(row: Row) -> str:
    first, *others = map(escape, row)
    cells = "".join(f"<td>{cell}</td>" for cell in others)
    return f'<tr><th scope="row">{first}</th>{cells}</tr>'


def _notes(notes: Iterable[str]) -> str:
    return "".join(map(_note, notes))


def _note(note: str) -> str:
    return f'<p class="note">{escape(note)}</p>' if note else ""
