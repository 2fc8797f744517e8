"""What the pages point to exists: files, headings, make targets, commands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.runtime.processes import PROJECT

PAGES = [
    PROJECT / "README.md",
    PROJECT / "CHANGELOG.md",
    *sorted((PROJECT / "docs").rglob("*.md")),
]
LINK = re.compile(r"\]\(([^)\s]+)\)")
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
TARGET = re.compile(r"^([a-z0-9-]+):", re.MULTILINE)
MAKE = re.compile(r"(?:`|^ *)make ([a-z][a-z0-9-]*)", re.MULTILINE)
COMMAND = re.compile(r"manage\.py ([a-z_]+)")
PATH = re.compile(r"`((?:api|bench|config|diary|docs|scripts|tests)/[\w./-]+)`")


def words(page: Path) -> str:
    """The name under which a page's cases run."""
    return page.relative_to(PROJECT).as_posix()


def anchors(page: Path) -> set[str]:
    """The addresses of a page's headings."""
    headings = re.findall(r"^#+ (.+)$", FENCED.sub("", page.read_text()), re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in headings
    }


def broken_links(page: Path) -> list[str]:
    """Relative links of a page to no file, or to no heading of one."""
    links = LINK.findall(FENCED.sub("", page.read_text()))
    return [
        link
        for link in links
        if not re.match(r"[a-z]+:", link) and not leads_somewhere(page, link)
    ]


def leads_somewhere(page: Path, link: str) -> bool:
    """Whether a relative link of ``page`` names a file, and a heading it has."""
    name, _, heading = link.partition("#")
    target = (page.parent / name).resolve() if name else page
    if not target.exists():
        return False
    return not heading or heading in anchors(target)


@pytest.mark.parametrize("page", PAGES, ids=words)
def test_every_relative_link_leads_to_a_file_and_heading(page: Path) -> None:
    assert broken_links(page) == []


def test_a_link_to_nowhere_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# One\n[a](#one) [b](#two) [c](gone.md) [d](https://x.test)\n")
    assert broken_links(page) == ["#two", "gone.md"]


@pytest.mark.parametrize("page", PAGES, ids=words)
def test_every_make_target_named_exists(page: Path) -> None:
    targets = set(TARGET.findall((PROJECT / "Makefile").read_text()))
    assert set(MAKE.findall(page.read_text())) <= targets


@pytest.mark.parametrize("page", PAGES, ids=words)
def test_every_command_named_exists(page: Path) -> None:
    assert set(COMMAND.findall(page.read_text())) <= set(get_commands())


@pytest.mark.parametrize("page", PAGES, ids=words)
def test_every_path_named_exists(page: Path) -> None:
    named = set(PATH.findall(page.read_text()))
    assert {path for path in named if not (PROJECT / path).exists()} == set()


def test_the_map_names_every_page() -> None:
    docs = PROJECT / "docs"
    named = {
        (docs / link.partition("#")[0]).resolve()
        for link in LINK.findall((docs / "README.md").read_text())
    }
    pages = {page for page in docs.rglob("*.md") if page.name != "README.md"}
    assert pages <= named
