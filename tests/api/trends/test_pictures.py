"""The pictures over HTTP: what a browser may do with them, and the table beside."""

from __future__ import annotations

import base64
import hashlib
from typing import Any
from xml.etree import ElementTree

import pytest
from rest_framework.test import APIClient

from diary.models import Diary, Grant
from tests.api.trends.conftest import PICTURES, fill, of_patient, own

SVG = "{http://www.w3.org/2000/svg}"

pytestmark = pytest.mark.usefixtures("clock")


def drawn(answer: Any) -> ElementTree.Element:
    """The picture of an answer as XML."""
    return ElementTree.fromstring(answer.content)  # noqa: S314  # our own output


@pytest.mark.parametrize("route", PICTURES)
@pytest.mark.parametrize("is_full", [False, True], ids=["empty", "full"])
@pytest.mark.parametrize("language", ["nb", "en"])
def test_picture_is_svg_with_title_and_description(
    api: APIClient, diary: Diary, route: str, is_full: bool, language: str
) -> None:
    if is_full:
        fill(diary)
    answer = api.get(own(route), {"lang": language})
    assert answer["Content-Type"] == "image/svg+xml"
    root = drawn(answer)
    assert (root.tag, root.attrib["lang"]) == (f"{SVG}svg", language)
    assert (root.findtext(f"{SVG}title") or "").strip()
    assert (root.findtext(f"{SVG}desc") or "").strip()


@pytest.mark.parametrize("route", PICTURES)
@pytest.mark.parametrize("accept", ["image/svg+xml", "image/*,*/*;q=0.8", "*/*"])
def test_browser_may_ask_for_it_as_an_image(
    api: APIClient, route: str, accept: str
) -> None:
    answer = api.get(own(route), HTTP_ACCEPT=accept)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/svg+xml")


@pytest.mark.parametrize("route", PICTURES)
def test_policy_allows_its_one_style_and_nothing_else(
    api: APIClient, route: str
) -> None:
    answer = api.get(own(route))
    style = drawn(answer).findtext(f"{SVG}style") or ""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert answer["Content-Security-Policy"] == (
        f"default-src 'none'; style-src 'sha256-{digest}'; frame-ancestors 'none'; "
        "sandbox"
    )
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("route", PICTURES)
@pytest.mark.parametrize("query", ["", "?window=84&lang=nb"])
def test_table_beside_the_picture_is_named_and_there(
    api: APIClient, diary: Diary, route: str, query: str
) -> None:
    fill(diary)
    picture = api.get(own(route) + query)
    target, rel, kind = picture["Link"].split("; ")
    assert (rel, kind) == ('rel="alternate"', 'type="application/json"')
    beside = api.get(target.strip("<>"))
    assert beside.status_code == 200
    table = beside.json()["table"]
    title = drawn(picture).findtext(f"{SVG}title") or "-"
    assert table["caption"].startswith(title)
    assert table["rows"]
    assert {len(row) for row in table["rows"]} == {len(table["columns"])}


def test_table_of_a_patient_is_named_within_the_patient(
    api: APIClient, doctor: APIClient, diary: Diary, grant: Grant
) -> None:
    picture = doctor.get(of_patient(diary, "nights.svg"))
    target = picture["Link"].split(">")[0].removeprefix("<")
    assert target == of_patient(diary, "nights/")
    assert doctor.get(target).status_code == 200


@pytest.mark.parametrize("route", PICTURES)
def test_refusal_of_a_picture_is_the_usual_error(api: APIClient, route: str) -> None:
    answer = api.get(own(route), {"window": "15"})
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/json")
    assert answer.json()["code"] == "invalid"


@pytest.mark.parametrize("route", PICTURES)
def test_picture_names_nobody(api: APIClient, diary: Diary, route: str) -> None:
    """Titles and descriptions may be read aloud or printed: no name, no address."""
    diary.owner.display_name = "Kari Nordmann"
    diary.owner.save()
    fill(diary)
    told = api.get(own(route)).content.decode()
    assert "Nordmann" not in told
    assert diary.owner.email not in told
