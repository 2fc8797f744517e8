"""The one-page report for the doctor: facts in, one document, HTML, PDF or text out.

``build_report`` makes the document; ``html_page``, ``pdf_file`` and ``paste_block``
show it. The text a person wrote is data everywhere and never part of any markup.
"""

from diary.exports.report.build import build_report
from diary.exports.report.document import Report
from diary.exports.report.facts import (
    SECTIONS,
    Limits,
    Medicine,
    RaisedWarning,
    ReportFacts,
    ReportReader,
)
from diary.exports.report.html import html_page
from diary.exports.report.pdf import pdf_file
from diary.exports.report.plain import paste_block

__all__ = [
    "SECTIONS",
    "Limits",
    "Medicine",
    "RaisedWarning",
    "Report",
    "ReportFacts",
    "ReportReader",
    "build_report",
    "html_page",
    "paste_block",
    "pdf_file",
]
