"""The report as text to paste into a journal."""

from __future__ import annotations

from diary.exports.report.document import Report
from diary.exports.report.words import content_words


def paste_block(report: Report) -> str:
    """At most 1,200 characters, without the person's free text."""
    content = content_words(report.digest, report.language)
    return "\n".join((*report.paste, f"{report.versions} · {content}")) + "\n"
