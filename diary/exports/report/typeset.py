"""A script of its own: a report as JSON comes in, a PDF goes out.

Run in a child process, because the writer keeps about 100 MB of what it has set once,
which a web worker would carry for ever. It reads ``report.typ`` beside it, no other
file, and only the fonts inside the writer, so that every machine gives the same bytes.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Final

import typst

TEMPLATE: Final = Path(__file__).with_name("report.typ")
ACCESSIBLE: Final = "ua-1"


def typeset(inputs: dict[str, str], timestamp: int) -> bytes:
    """The PDF of these inputs, made at ``timestamp`` (seconds since 1970).

    PDF/UA-1, unless a name is in letters that the fonts do not have: then tagged all
    the same, with a box for each such letter.
    """
    try:
        return _compiled(inputs, timestamp, [ACCESSIBLE])
    except typst.TypstError:
        return _compiled(inputs, timestamp, [])


def _compiled(
    inputs: dict[str, str], timestamp: int, standards: list[typst.PDFStandard]
) -> bytes:
    return typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        ignore_system_fonts=True,
        pdf_standards=standards,
        sys_inputs=inputs,
        timestamp=timestamp,
    )


if __name__ == "__main__":
    sys.stdout.buffer.write(typeset(**json.load(sys.stdin.buffer)))
