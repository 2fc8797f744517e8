"""F07: on a full disk nothing that was acknowledged is lost, and reading goes on.

The limit of pages makes SQLite itself say that the disk is full.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from diary.models import Episode
from tests.documented import DocumentedClient
from tests.faults.databases import connected_to, sqlite_url
from tests.faults.people import Person, cramp, new_person

PUSH, CHANGES = "/api/v1/sync/push", "/api/v1/sync/changes"
BATCH = 50


@pytest.fixture
def person(
    migrated_file: Path, tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> Iterator[Person]:
    """Somebody on a SQLite database of this test alone."""
    path = tmp_path / "full.sqlite3"
    shutil.copy(migrated_file, path)
    with django_db_blocker.unblock(), connected_to(sqlite_url(path)):
        yield new_person(port=0)


@pytest.fixture
def phone(person: Person) -> DocumentedClient:
    client = DocumentedClient()
    client.credentials(HTTP_X_SESSION_TOKEN=person.token)
    return client


def pragma(words: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {words}")
        return int(cursor.fetchone()[0])


def push(phone: DocumentedClient) -> tuple[int, list[str]]:
    items = [cramp(note="n" * 500) for _ in range(BATCH)]
    answer = phone.post(PUSH, {"device": "p", "items": items}, format="json")
    if answer.status_code != 200:
        assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
        assert int(answer.headers["Retry-After"]) > 0
        return answer.status_code, []
    return 200, [result["id"] for result in answer.json()["results"]]


def test_full_disk_refuses_whole_pushes_and_keeps_what_was_acknowledged(
    person: Person, phone: DocumentedClient
) -> None:
    pragma(f"max_page_count = {pragma('page_count') + 60}")
    acknowledged: list[str] = []
    while (found := push(phone))[0] == 200:
        acknowledged += found[1]
        assert len(acknowledged) < 40 * BATCH, "the disk never filled"
    assert acknowledged
    assert push(phone)[0] == 503

    pulled = phone.get(CHANGES).json()["changes"]
    entries = {change["id"] for change in pulled if change["table"] == "episodes"}
    assert entries == set(acknowledged)
    assert Episode.objects.in_diary(person.diary_id).count() == len(acknowledged)

    pragma("max_page_count = 1000000")
    assert push(phone)[0] == 200
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        assert cursor.fetchall() == [("ok",)]
