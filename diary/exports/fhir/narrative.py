"""The part of a document that people read: XHTML, made from the same entries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from diary.exports.fhir.scribe import Part

Cell = str | int | float | None


def paragraphs(*texts: str) -> Part:
    """A narrative of plain paragraphs."""
    return _narrative("".join(f"<p>{escape(text)}</p>" for text in texts))


def table(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Part:
    """A narrative of one table; what is not known stays empty."""
    head = "".join(f"<th>{escape(text)}</th>" for text in headings)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    return _narrative(
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _cell(value: Cell) -> str:
    return f"<td>{'' if value is None else escape(str(value))}</td>"


def _narrative(html: str) -> Part:
    div = f'<div xmlns="http://www.w3.org/1999/xhtml">{html}</div>'
    return {"status": "generated", "div": div}
