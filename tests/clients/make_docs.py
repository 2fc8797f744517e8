"""Put the code under test and the table of columns into the pages that show them.

Usage: python -m tests.clients.make_docs
"""

from __future__ import annotations

import re
from pathlib import Path

from diary.flat import Column, all_columns
from tests.clients.make_schema import SNIPPETS, files

PROJECT = Path(__file__).resolve().parents[2]
PAGE = PROJECT / "docs" / "reference" / "sync.md"
_FILE = re.compile(r"<!-- file: (\S+) -->\n.*?<!-- /file -->", re.DOTALL)
_COLUMNS = re.compile(r"<!-- columns -->\n.*?<!-- /columns -->", re.DOTALL)


def filled(page: str) -> str:
    """The page with every file and the table of columns as they are now."""
    page = _FILE.sub(lambda found: _code(found[1]), page)
    table = f"<!-- columns -->\n{column_table()}<!-- /columns -->"
    return _COLUMNS.sub(lambda _: table, page)


def _code(name: str) -> str:
    text = (SNIPPETS / name).read_text()
    return f"<!-- file: {name} -->\n```js\n{text}```\n<!-- /file -->"


def column_table() -> str:
    """Every column of every table, in Markdown."""
    rows = [
        f"| `{name}` | `{column.name}` | {_told(column)} |\n"
        for name, columns in all_columns().items()
        for column in columns
    ]
    return "| table | column | holds |\n|---|---|---|\n" + "".join(rows)


def _told(column: Column) -> str:
    form = {"milliseconds": ", milliseconds", "JSON": " of JSON", "as it is": ""}
    null = ", may be null" if column.is_optional else ""
    return f"{column.type}{form[column.form]}{null}"


if __name__ == "__main__":
    for name, text in files().items():
        (SNIPPETS / name).write_text(text)
    PAGE.write_text(filled(PAGE.read_text()))
