"""The whole way of a diary to a clinician and back, over HTTP."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient

from diary.criteria.texts import title
from diary.models import Diary, User
from diary.services.evaluate import evaluate
from tests.api.links.conftest import WRONG, type_code
from tests.api.test_role_matrix import OURS
from tests.conftest import NOW, episode

V1 = "/api/v1"
READS = ("episodes/", "warnings/", "trends/summary/", "export.csv", "report")


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """One instant for everybody."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def logged(api: APIClient, diary: Diary) -> str:
    """A cramp of twelve minutes that was judged; the episode's id."""
    ended = "2026-03-20T02:12:00+01:00"
    made = api.post(f"{V1}/episodes/", episode(ended_at=ended), format="json")
    evaluate(diary.pk, now=NOW)
    return str(made.json()["id"])


def post(client: APIClient, path: str, **body: Any) -> dict[str, Any]:
    """Make something; what is answered."""
    answer = client.post(f"{V1}/{path}", body, format="json")
    assert answer.status_code == 201, answer.content
    made: dict[str, Any] = answer.json()
    return made


def statuses(doctor: APIClient, diary: Diary) -> set[int]:
    """How the clinician's reads are answered."""
    return {
        doctor.get(f"{V1}/patients/{diary.pk}/{read}").status_code for read in READS
    }


def rows_of(answer: Any) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    text = b"".join(answer.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(text)))


def log_of(api: APIClient) -> list[tuple[str, str, str]]:
    """Who did what and with which result, oldest first."""
    rows = api.get(f"{V1}/access-log/").json()["results"]
    return [
        (row["actor"]["role"], row["what"], row["result"]) for row in reversed(rows)
    ]


def names_of(*reads: str) -> list[str]:
    """The names of the routes as the log keeps them."""
    by_route = {route: name for name, (route, _) in OURS.items()}
    return [by_route[f"api/v1/{read}"] for read in reads]


def test_from_the_invitation_to_the_end(
    api: APIClient,
    doctor: APIClient,
    clinician: User,
    diary: Diary,
    logged: str,
) -> None:
    patient = f"{V1}/patients/{diary.pk}"
    # The patient invites, the clinician types the code: nothing is open yet.
    code = post(api, "invitations/", scopes=["read", "export"], days=30)["code"]
    grant = post(doctor, "invitations/redeem/", code=code)["grant"]
    assert statuses(doctor, diary) == {404}
    # The patient sees who it is, and confirms.
    (asked,) = api.get(f"{V1}/grants/").json()["results"]
    assert (asked["id"], asked["state"]) == (grant, "pending")
    assert asked["clinician"]["email"] == clinician.email
    confirmed = api.patch(f"{V1}/grants/{grant}/", {"state": "active"}, format="json")
    assert confirmed.json()["state"] == "active"
    # The clinician reads.
    (listed,) = doctor.get(f"{V1}/patients/").json()["results"]
    assert listed["diary"] == str(diary.pk)
    (cramp,) = doctor.get(f"{patient}/episodes/").json()["results"]
    assert cramp["id"] == logged
    warnings = doctor.get(f"{patient}/warnings/").json()["results"]
    assert len(warnings) == listed["open_warnings"]
    evidence = {warning["criterion"]: warning["evidence"] for warning in warnings}
    assert evidence["duration-over-10-min"] == [logged]
    summary = doctor.get(f"{patient}/trends/summary/").json()
    assert summary["figures"][0]["id"] == "cramp_nights"
    (row,) = rows_of(doctor.get(f"{patient}/export.csv", {"from": "2026-03-01"}))
    assert row["id"] == logged
    page = doctor.get(f"{patient}/report", {"lang": "en"})
    assert title("duration-over-10-min", "en") in page.content.decode()
    paper = doctor.get(f"{patient}/report", {"format": "pdf"})
    assert paper.content.startswith(b"%PDF-")
    # The patient ends it: at once nothing is open, and nothing is listed.
    assert api.delete(f"{V1}/grants/{grant}/").status_code == 204
    assert statuses(doctor, diary) == {404}
    assert doctor.get(f"{V1}/patients/").json()["results"] == []
    # Every step of it is in the patient's log.
    refused = [("clinician", name, "refused") for name in names_of(*READS)]
    read = ["patients", *names_of(*READS), "report"]
    allowed = [("clinician", name, "allowed") for name in read]
    assert log_of(api) == [*refused, *allowed, *refused]


def test_from_the_link_to_its_end(
    api: APIClient, anonymous: APIClient, diary: Diary, logged: str
) -> None:
    link = post(api, "links/", lang="nb", days=7, views_max=3)
    asked = anonymous.get(link["url"])
    assert asked.status_code == 200
    assert type_code(anonymous, link["url"], WRONG).status_code == 404
    page = type_code(anonymous, link["url"], link["code"])
    assert page.status_code == 200
    assert title("duration-over-10-min", "nb") in page.content.decode()
    assert api.delete(f"{V1}/links/{link['id']}/").status_code == 204
    assert type_code(anonymous, link["url"], link["code"]).status_code == 404
    (shown,) = api.get(f"{V1}/links/").json()["results"]
    assert (shown["state"], shown["views"], shown["wrong_codes"]) == ("ended", 1, 1)
    assert log_of(api) == [
        ("link", "report", "refused"),
        ("link", "report", "allowed"),
        ("link", "report", "refused"),
    ]
