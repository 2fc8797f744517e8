"""The reference pages name exactly what the product has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, cast

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver
from django.utils import translation

from api import urls
from api.messages import MESSAGES, message
from diary.archive_rows import SECTIONS
from tests.runtime.processes import PROJECT
from tests.runtime.test_compose import example_names, settings_names

REFERENCE = PROJECT / "docs" / "reference"
ROW = re.compile(r"^\| (.+?) \|$", re.MULTILINE)
PATTERNS = cast("Sequence[URLPattern | URLResolver]", urls.urlpatterns)
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# Told on pages of their own.
ELSEWHERE = ("account/", "sync/", "schema/", "docs/")
# The clinician's reads are one row of the table: the same routes, read only.
SHARED = "patients/{diary}/"
DISCUSSED = f"{SHARED}warnings/{{warning}}/discussed/"
NOT_DJANGOS = {"PORT", "LEGGRO_RUN_DIR", "PYTHON", "POSTGRES_PASSWORD"}


def table(page: str, heading: str) -> list[list[str]]:
    """The cells of the rows of the table whose first heading is ``heading``."""
    text = (REFERENCE / page).read_text()
    _, _, after = text.partition(f"| {heading} |")
    lines = after.split("\n\n", 1)[0]
    rows = ROW.findall(lines)
    return [re.split(r" ?\| ?", row) for row in rows if not row.startswith("---")]


def routes(
    patterns: Sequence[URLPattern | URLResolver], prefix: str = ""
) -> Iterator[tuple[str, Any]]:
    """Each route, as the page writes it, with its view."""
    for pattern in patterns:
        route = prefix + re.sub(r"<\w+:(\w+)>", r"{\1}", str(pattern.pattern))
        if route.startswith(ELSEWHERE):
            continue
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route, pattern.callback


def methods_and_parameters(callback: Any) -> tuple[str, str]:
    """What a view takes, as the page writes it."""
    view = callback.view_class
    taken = [
        method
        for method in METHODS
        if method.lower() in view.http_method_names and hasattr(view, method.lower())
    ]
    return " ".join(taken), " ".join(f"`{name}`" for name in view.parameters)


def test_the_route_table_is_what_the_router_has() -> None:
    told = {
        row[0].strip("`"): (row[1], row[2].strip())
        for row in table("api.md", "route")
        if not row[0].startswith(("`patients/{diary}/…", "`schema/"))
    }
    routed = {
        route: methods_and_parameters(callback)
        for route, callback in routes(PATTERNS)
        if not route.startswith(SHARED) or route == DISCUSSED
    }
    assert told == routed


def test_the_clinicians_reads_are_the_patients_own_routes() -> None:
    all_routes = dict(routes(PATTERNS))
    shared = {route for route in all_routes if route.startswith(SHARED)} - {DISCUSSED}
    own = {route.removeprefix(SHARED) for route in shared}
    assert own == {
        *("episodes/", "episodes/{entry}/", "nights/", "nights/{entry}/"),
        *("check-ins/", "check-ins/{entry}/", "medications/", "medications/{entry}/"),
        *("profile/", "warnings/", "warnings/{warning}/"),
        *(route for route in all_routes if route.startswith("trends/")),
        *("export.csv", "export.fhir", "report"),
    }
    assert {methods_and_parameters(all_routes[route])[0] for route in shared} == {"GET"}


def test_the_error_table_is_what_the_product_says() -> None:
    with translation.override("en"):
        said = [[f"`{code}`", message(code)] for code in MESSAGES]
    assert table("api.md", "code") == said


def test_the_archive_page_names_the_sections_in_their_order() -> None:
    told = [name for row in table("archive.md", "section") for name in cells(row[0])]
    assert told == [section.name for section in SECTIONS]


def test_the_archive_page_names_the_answers_that_refuse() -> None:
    told = {code for row in table("archive.md", "answer") for code in cells(row[0])}
    assert told <= set(MESSAGES)
    own = {code for code in MESSAGES if "archive" in code} | {"diary_not_empty"}
    assert own <= told


def cells(cell: str) -> list[str]:
    """The names in one cell."""
    return re.findall(r"`([a-z_]+)`", cell)


def test_every_status_is_told_with_codes_that_exist() -> None:
    told = " ".join(" ".join(row) for row in table("api.md", "status"))
    codes = set(re.findall(r"`([a-z_]+)`", told)) - {"fields"}
    assert len(codes) > len(METHODS)
    assert codes <= set(MESSAGES)


def test_the_settings_pages_names_are_the_ones_that_are_read() -> None:
    text = (REFERENCE / "settings.md").read_text()
    told = set(re.findall(r"^\| `([A-Z_]+)` \|", text, re.MULTILINE))
    assert told == settings_names() | NOT_DJANGOS
    assert example_names() <= told


@pytest.mark.parametrize(
    "model", [model.__name__ for model in apps.get_app_config("diary").get_models()]
)
def test_the_data_page_tells_of_every_table(model: str) -> None:
    assert f"`{model}`" in (REFERENCE / "data.md").read_text()
