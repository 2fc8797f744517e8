"""The code in the docs is the code under test, and the table is the mapping."""

from __future__ import annotations

import re

import pytest

from tests.clients.make_docs import PAGE, filled
from tests.clients.make_schema import SNIPPETS, files
from tests.runtime.processes import PROJECT

TUTORIAL = PROJECT / "docs" / "tutorial" / "a-syncing-app.md"


def test_the_page_shows_the_files_and_columns_as_they_are() -> None:
    page = PAGE.read_text()
    assert page == filled(page), "run `python -m tests.clients.make_docs`"


def test_every_snippet_is_on_the_page() -> None:
    shown = set(re.findall(r"<!-- file: (\S+) -->", PAGE.read_text()))
    assert shown == {path.name for path in SNIPPETS.iterdir()}


@pytest.mark.parametrize("name", sorted(files()))
def test_schema_is_that_of_the_fields(name: str) -> None:
    written = (SNIPPETS / name).read_text()
    assert written == files()[name], "run `python -m tests.clients.make_docs`"


def test_lock_names_no_address() -> None:
    lock = (SNIPPETS.parent / "package-lock.json").read_text()
    assert '"integrity"' in lock
    assert "://" not in lock
