"""The patient's side: a link is made, shown once with its code, listed, killed."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
import segno
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from api.links.outputs import qr_svg
from diary.models import Diary, ShareLink, User
from diary.services.codes import ALPHABET, code_hash
from diary.services.links import SECTIONS
from tests.api.links.conftest import WRONG, share, type_code
from tests.api.sharing.conftest import ClientFor
from tests.conftest import NOW

V1 = "/api/v1"
LIST_QUERIES = 3  # session with its account, diary, links


def make(api: APIClient, **body: Any) -> dict[str, Any]:
    """Make a link; what the patient is answered."""
    answer = api.post(f"{V1}/links/", body, format="json")
    assert answer.status_code == 201, answer.content
    made: dict[str, Any] = answer.json()
    return made


def test_link_has_plain_defaults(api: APIClient) -> None:
    with time_machine.travel(NOW, tick=False):
        made = make(api)
    for name in ("id", "url", "code", "qr_svg"):
        assert made.pop(name)
    assert made == {
        "state": "active",
        "from": None,
        "to": None,
        "sections": list(SECTIONS),
        "notes": False,
        "lang": "en",
        "created_at": "2026-03-20T08:00:00+00:00",
        "expires_at": "2026-04-03T08:00:00+00:00",
        "ended_at": None,
        "views": 0,
        "views_max": 5,
        "wrong_codes": 0,
    }


def test_link_keeps_what_was_asked_for(api: APIClient) -> None:
    asked = {
        "from": "2026-01-01",
        "to": "2026-03-01",
        "sections": [SECTIONS[0]],
        "notes": True,
        "lang": "nb",
        "views_max": 2,
    }
    made = make(api, **asked, days=3)
    assert {name: made[name] for name in asked} == asked
    assert lifetime(made) == timedelta(days=3)


def lifetime(made: dict[str, Any]) -> timedelta:
    """How long a link lives."""
    end, start = made["expires_at"], made["created_at"]
    return datetime.fromisoformat(end) - datetime.fromisoformat(start)


def test_address_is_128_random_bits_and_tells_nothing(
    api: APIClient, diary: Diary
) -> None:
    links = [make(api) for _ in range(8)]
    addresses = [
        re.fullmatch(r"http://testserver/link/(.+)", one["url"]) for one in links
    ]
    numbers = [uuid.UUID(found[1]).int for found in addresses if found]
    assert len(numbers) == 8
    # The bits that a UUID of version 4 would fix vary too.
    assert len({number >> 62 & 3 for number in numbers}) > 1
    assert len({number >> 76 & 15 for number in numbers}) > 1
    assert not any(str(diary.pk) in one["url"] for one in links)


def test_code_has_40_bits_and_is_kept_only_as_a_hash(
    api: APIClient, diary: Diary
) -> None:
    made = make(api)
    assert re.fullmatch(f"[{ALPHABET}]{{8}}", made["code"])
    kept = ShareLink.objects.values().get()
    assert made["code"] not in str(kept)
    shown = api.get(f"{V1}/links/{made['id']}/").json()
    assert made.keys() - shown.keys() == {"code"}
    assert made["code"] not in str([shown, api.get(f"{V1}/links/").json()])


def test_the_same_code_has_another_hash_for_another_link() -> None:
    hashes = {code_hash("0" * 8, purpose=f"link.{number}") for number in range(3)}
    assert len(hashes) == 3


def test_qr_code_is_an_svg_of_the_address(api: APIClient) -> None:
    made = make(api)
    svg = ElementTree.fromstring(made["qr_svg"])  # noqa: S314 - our own answer
    assert svg.tag == "{http://www.w3.org/2000/svg}svg"
    assert made["qr_svg"] == qr_svg(made["url"])
    modules = segno.make(made["url"], error="m", micro=False).symbol_size(border=4)
    assert svg.attrib["width"] == str(modules[0] * 4)


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"days": 0}, "days", "out_of_range"),
        ({"days": 15}, "days", "out_of_range"),
        ({"days": "3"}, "days", "wrong_type"),
        ({"days": True}, "days", "wrong_type"),
        ({"views_max": 0}, "views_max", "out_of_range"),
        ({"views_max": 51}, "views_max", "out_of_range"),
        ({"from": "2026-03-02", "to": "2026-03-01"}, "to", "end_before_start"),
        ({"from": "yesterday"}, "from", "bad_date"),
        ({"to": "2026-02-30"}, "to", "bad_date"),
        ({"sections": []}, "sections", "empty_list"),
        ({"sections": ["diagnosis"]}, "sections.0", "unknown_code"),
        ({"sections": SECTIONS[0]}, "sections", "wrong_type"),
        ({"notes": 1}, "notes", "wrong_type"),
        ({"lang": "sv"}, "lang", "unknown_code"),
        ({"code": "12345678"}, "code", "unknown_field"),
        ({"diary": str(uuid.uuid4())}, "diary", "unknown_field"),
    ],
)
def test_bad_link_names_the_field(
    api: APIClient, body: dict[str, Any], field: str, code: str
) -> None:
    answer = api.post(f"{V1}/links/", body, format="json")
    assert answer.status_code == 400
    assert answer.json()["fields"][field]["code"] == code
    assert not ShareLink.objects.exists()


def test_null_is_not_asked_and_language_follows_the_request(api: APIClient) -> None:
    answer = api.post(
        f"{V1}/links/",
        {"from": None, "days": None, "lang": None},
        format="json",
        headers={"Accept-Language": "nb"},
    )
    made = answer.json()
    assert (made["lang"], made["from"], lifetime(made).days) == ("nb", None, 14)


def test_ended_link_is_dead_at_once_and_ending_twice_is_once(
    api: APIClient, anonymous: APIClient, diary: Diary
) -> None:
    made = make(api)
    path = f"{V1}/links/{made['id']}/"
    assert type_code(anonymous, made["url"], made["code"]).status_code == 200
    assert api.delete(path).status_code == 204
    assert type_code(anonymous, made["url"], made["code"]).status_code == 404
    ended_at = api.get(path).json()["ended_at"]
    assert api.delete(path).status_code == 204
    shown = api.get(path).json()
    assert (shown["state"], shown["ended_at"]) == ("ended", ended_at)


def test_somebody_elses_link_does_not_exist(
    login: ClientFor, other_patient: User, diary: Diary
) -> None:
    shared = share(diary)
    stranger = login(other_patient)
    for link in (shared.link.pk, uuid.uuid4()):
        assert stranger.get(f"{V1}/links/{link}/").status_code == 404
        assert stranger.delete(f"{V1}/links/{link}/").status_code == 404
    assert stranger.get(f"{V1}/links/").json()["results"] == []
    shared.link.refresh_from_db()
    assert shared.link.ended_at is None


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({}, "active"),
        ({"views_left": 0}, "used_up"),
        ({"tries_left": 0}, "locked"),
        ({"expires_at": NOW}, "expired"),
        ({"expires_at": NOW, "ended_at": NOW}, "ended"),
    ],
)
def test_list_tells_why_a_link_is_dead(
    api: APIClient, diary: Diary, fields: dict[str, Any], state: str
) -> None:
    with time_machine.travel(NOW, tick=False):
        shared = share(diary)
        ShareLink.objects.filter(pk=shared.link.pk).update(**fields)
        assert api.get(f"{V1}/links/").json()["results"][0]["state"] == state


def test_list_counts_views_and_wrong_codes(
    api: APIClient, anonymous: APIClient, diary: Diary
) -> None:
    shared = share(diary)
    type_code(anonymous, shared.path, shared.code)
    type_code(anonymous, shared.path, WRONG)
    (row,) = api.get(f"{V1}/links/").json()["results"]
    assert (row["views"], row["views_max"], row["wrong_codes"]) == (1, 5, 1)


def test_list_costs_the_same_for_one_and_for_five(api: APIClient, diary: Diary) -> None:
    costs = []
    for number in (1, 4):
        for _ in range(number):
            share(diary)
        with CaptureQueriesContext(connection) as captured:
            rows = api.get(f"{V1}/links/").json()["results"]
        costs.append(len(captured))
    assert len(rows) == 5
    assert costs == [LIST_QUERIES, LIST_QUERIES]


def test_21st_link_of_an_hour_waits(api: APIClient) -> None:
    with time_machine.travel(datetime(2026, 3, 20, 8, tzinfo=UTC), tick=False):
        answers = [api.post(f"{V1}/links/", {}, format="json") for _ in range(21)]
    assert [answer.status_code for answer in answers] == [201] * 20 + [429]
    assert answers[-1]["Retry-After"] == "3600"
