"""The report as a tagged PDF, the same bytes for the same diary on every machine."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Final

import typst

from diary.exports.report.document import Report
from diary.exports.report.words import content_words, page_words

TEMPLATE: Final = (Path(__file__).parent / "report.typ").read_bytes()
ACCESSIBLE: Final = "ua-1"


def pdf_file(report: Report, *, page: int = 1) -> bytes:
    """Page one, always one A4 sheet, or page two.

    PDF/UA-1, unless a name is in letters that the fonts do not have: then tagged all
    the same, with boxes for those letters. Only the fonts inside the writer are used.
    """
    try:
        return _compiled(report, page, [ACCESSIBLE])
    except typst.TypstError:
        return _compiled(report, page, [])


def _compiled(report: Report, page: int, standards: list[typst.PDFStandard]) -> bytes:
    return typst.compile(
        TEMPLATE,
        format="pdf",
        ignore_system_fonts=True,
        pdf_standards=standards,
        sys_inputs=_inputs(report, page),
        timestamp=int(report.made_at.timestamp()),
    )


def _inputs(report: Report, page: int) -> dict[str, str]:
    """The report as JSON: data to the template, never markup."""
    language = report.language
    content = content_words(report.digest, language)
    return {
        "report": json.dumps({**asdict(report), "made_at": None}),
        "page": str(page),
        "page-words": page_words(page, language),
        "versions": f"{report.versions} · {content}",
    }
