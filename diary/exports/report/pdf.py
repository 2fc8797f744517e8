"""The report as a tagged PDF, the same bytes for the same diary on every machine."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Final

from diary.exports.report.document import Report
from diary.exports.report.words import content_words, page_words

SCRIPT: Final = Path(__file__).with_name("typeset.py")
LIMIT_SECONDS: Final = 20
"""A page takes a tenth of a second of processor time."""


def pdf_file(report: Report, *, page: int = 1) -> bytes:
    """Page one, always one A4 sheet, or page two.

    Set in a child process (see ``typeset``). Raises ``CalledProcessError`` or
    ``TimeoutExpired``; neither says anything of what the report holds.
    """
    job = {
        "inputs": _inputs(report, page),
        "timestamp": int(report.made_at.timestamp()),
    }
    finished = subprocess.run(  # noqa: S603  # our own interpreter and script
        [sys.executable, "-I", str(SCRIPT)],
        input=json.dumps(job).encode(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=LIMIT_SECONDS,
        check=True,
    )
    return finished.stdout


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
