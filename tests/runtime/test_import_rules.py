"""Rules over the source that no linter of ours knows: no signals, no HTTP inside."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent.parent
FOLDERS = ("diary", "api", "config")
SOURCES = sorted(
    path
    for folder in FOLDERS
    for path in (PROJECT / folder).rglob("*.py")
    if "migrations" not in path.parts
)
SIGNAL_MODULES = (
    "django.dispatch",
    "django.db.models.signals",
    "django.core.signals",
    "django.contrib.auth.signals",
    "allauth.account.signals",
    "celery.signals",
)
LINES_MAX = 300
FUNCTION_LINES_MAX = 40


def imported(path: Path) -> set[str]:
    """Every module and name a file imports, with dots."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def offenders(paths: Iterable[Path], modules: Iterable[str]) -> list[str]:
    """Files that import one of the modules or something inside it."""
    wanted = tuple(modules)
    return [
        f"{path.relative_to(PROJECT)}: {name}"
        for path in paths
        for name in sorted(imported(path))
        if any(name == module or name.startswith(f"{module}.") for module in wanted)
    ]


def inside(*places: str) -> list[Path]:
    """The sources that lie in one of these modules or packages."""
    return [
        path
        for path in SOURCES
        if any(
            str(path.relative_to(PROJECT).with_suffix("")) == place
            or str(path.relative_to(PROJECT)).startswith(f"{place}/")
            for place in places
        )
    ]


def test_the_sources_are_found() -> None:
    assert len(SOURCES) > 20


def test_nothing_uses_signals() -> None:
    assert offenders(SOURCES, SIGNAL_MODULES) == []


def test_an_import_of_signals_would_be_found(tmp_path: Path) -> None:
    path = tmp_path / "bad.py"
    path.write_text("from django.db.models.signals import post_save\n")
    assert "django.db.models.signals.post_save" in imported(path)


def test_services_and_selectors_know_no_http() -> None:
    places = inside("diary/services", "diary/selectors")
    assert places
    assert offenders(places, ["django.http", "django.urls", "django.views"]) == []


def test_no_module_is_longer_than_a_reader_can_hold() -> None:
    long = {
        str(path.relative_to(PROJECT)): length
        for path in SOURCES
        if (length := len(path.read_text().splitlines())) > LINES_MAX
    }
    assert long == {}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.name))
def test_no_function_is_too_long(path: Path) -> None:
    functions = [
        node
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    long = {
        function.name: lines
        for function in functions
        if (lines := lines_of_body(function)) > FUNCTION_LINES_MAX
    }
    assert long == {}


def lines_of_body(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of what it does: its parameters and docstring are not counted."""
    has_docstring = ast.get_docstring(function) is not None
    statements = function.body[1:] if has_docstring else function.body
    if not statements:
        return 0
    return (statements[-1].end_lineno or 0) - statements[0].lineno + 1
