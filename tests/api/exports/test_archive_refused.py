"""Archives that are not taken in: a documented answer, and nothing stored."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from rest_framework.test import APIClient

from api.exports.archive_body import BYTES_MAX
from diary.exports.archive import ENTRIES_MAX
from diary.models import User
from diary.services.take_in import BATCH_MAX
from tests.api.exports.archives import (
    IMPORT,
    Document,
    check_in_record,
    episode_record,
    resealed,
    sealed,
    taken_in,
)
from tests.api.test_role_matrix import state_of_the_database
from tests.conftest import make_user

ClientFor = Callable[[User], APIClient]
DAY = date(2026, 3, 20)  # that of every check-in here
GOOD = json.loads(sealed(episodes=[episode_record()], check_ins=[check_in_record(2)]))


@pytest.fixture
def newcomer(db: None, login: ClientFor) -> Iterator[APIClient]:
    """Somebody who has just signed up; whatever they send must change nothing."""
    client = login(make_user("newcomer@example.test"))
    before = state_of_the_database()
    yield client
    assert state_of_the_database() == before


def changed(**members: Any) -> Document:
    """The good archive with other members at the top."""
    return {**GOOD, **members}


def with_episode(**fields: Any) -> str:
    """An archive of one changed episode, sealed again."""
    return resealed(changed(episodes=[{**GOOD["episodes"][0], **fields}]))


def code_of(answer: Any, status: int = 400) -> str:
    assert answer.status_code == status, answer.content
    return str(answer.json()["code"])


def test_good_archive_would_go_in(db: None, login: ClientFor) -> None:
    client = login(make_user("newcomer@example.test"))
    assert taken_in(client, resealed(GOOD)).status_code == 201


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ({}, "not_an_archive"),
        ({"format": "leggro-archive"}, "archive_version"),
        (changed(format="leggro-report"), "not_an_archive"),
        (changed(format=["leggro-archive"]), "not_an_archive"),
        (changed(version=2), "archive_version"),
        (changed(version=0), "archive_version"),
        (changed(version=True), "archive_version"),
        (changed(version="1"), "archive_version"),
        (changed(digests={}), "archive_digest"),
        (changed(digests=None), "archive_digest"),
        (changed(episodes=[]), "archive_digest"),
        (changed(nights=[{}]), "archive_digest"),
        (changed(episodes=[episode_record(note="edited")]), "archive_digest"),
        (changed(check_ins=GOOD["check_ins"] * 2), "archive_digest"),
        (changed(episodes=[1]), "not_an_archive"),
        (changed(episodes=[[]]), "not_an_archive"),
        (changed(episodes={"a": 1}), "archive_digest"),
    ],
)
def test_edited_archive_is_refused(
    newcomer: APIClient, document: Document, code: str
) -> None:
    assert code_of(taken_in(newcomer, json.dumps(document))) == code


@pytest.mark.parametrize("diary", [None, 1, "", "not-a-uuid", "a" * 40])
def test_archive_of_no_diary_is_refused(newcomer: APIClient, diary: object) -> None:
    answer = taken_in(newcomer, resealed(changed(diary=diary)))
    assert code_of(answer) == "not_an_archive"


def test_archive_said_to_be_of_another_diary_is_refused(newcomer: APIClient) -> None:
    answer = taken_in(newcomer, resealed(changed(diary=str(UUID(int=7)))))
    assert code_of(answer) == "archive_digest"


def test_digest_made_anew_for_other_entries_is_held_against_them(
    newcomer: APIClient,
) -> None:
    answer = taken_in(newcomer, with_episode(note="edited"))
    assert code_of(answer) == "archive_digest"


@pytest.mark.parametrize(
    ("fields", "place", "code"),
    [
        ({"sites": [{"muscle": "wing"}]}, "sites.0.muscle", "unknown_code"),
        ({"triggers": ["moonlight"]}, "triggers.0", "unknown_code"),
        ({"pain_max": 11}, "pain_max", "out_of_range"),
        ({"pain_max": True}, "pain_max", "wrong_type"),
        ({"started_at": "2026-03-20T01:00:00"}, "started_at", "naive_time"),
        ({"started_at": None}, "started_at", "required"),
        ({"ended_at": "2026-03-19T01:00:00Z"}, "ended_at", "end_before_start"),
        ({"tz": "Mars/Olympus"}, "tz", "unknown_zone"),
        ({"note": "x" * 4001}, "note", "too_long"),
        ({"note": "bell \x07"}, "note", "control_character"),
        ({"diagnosis": "G47.62"}, "diagnosis", "unknown_field"),
        ({"id": None}, "id", "required"),
        ({"id": "1"}, "id", "bad_uuid"),
        ({"device": "x" * 65}, "device", "too_long"),
        ({"device": ["phone"]}, "device", "wrong_type"),
        ({"entered_at": "yesterday"}, "entered_at", "bad_time"),
        ({"utc_offset_minutes": 10_000}, "utc_offset_minutes", "out_of_range"),
        ({"utc_offset_minutes": "60"}, "utc_offset_minutes", "wrong_type"),
    ],
)
def test_wrong_entry_is_named_by_its_place(
    newcomer: APIClient, fields: Document, place: str, code: str
) -> None:
    answer = taken_in(newcomer, with_episode(**fields))
    assert code_of(answer) == "invalid"
    assert answer.json()["fields"][f"episodes.0.{place}"]["code"] == code


def test_at_most_twenty_wrong_places_are_named(newcomer: APIClient) -> None:
    many = [{**episode_record(number), "pain_max": 11} for number in range(1, 100)]
    answer = taken_in(newcomer, resealed(changed(episodes=many)))
    assert len(answer.json()["fields"]) == 20


@pytest.mark.parametrize(
    ("records", "place", "code"),
    [
        ([check_in_record(1), check_in_record(2)], "check_ins.1", "date_taken"),
        (
            [check_in_record(1), check_in_record(1, date="2026-03-19")],
            "check_ins.1",
            "conflict",
        ),
    ],
)
def test_entries_that_exclude_each_other_are_refused(
    newcomer: APIClient, records: list[Document], place: str, code: str
) -> None:
    answer = taken_in(newcomer, sealed(check_ins=records))
    assert code_of(answer) == "invalid"
    assert answer.json()["fields"][place]["code"] == code


def test_wrong_entry_in_the_last_batch_leaves_nothing_of_the_first(
    newcomer: APIClient,
) -> None:
    many = [
        check_in_record(number, date=(DAY + timedelta(days=number)).isoformat())
        for number in range(BATCH_MAX + 1)
    ]
    answer = taken_in(newcomer, sealed(check_ins=[*many, check_in_record(9999)]))
    assert code_of(answer) == "invalid"
    place = f"check_ins.{len(many)}"
    assert answer.json()["fields"][place]["code"] == "date_taken"


def test_profile_of_another_diary_is_refused(newcomer: APIClient) -> None:
    profile = {**GOOD["profile"][0], "id": str(UUID(int=9))}
    answer = taken_in(newcomer, sealed(profile=[profile]))
    assert code_of(answer) == "invalid"
    assert answer.json()["fields"]["profile.0"]["code"] == "one_profile"


@pytest.mark.parametrize("profiles", [[], GOOD["profile"] * 2])
def test_archive_has_one_profile(newcomer: APIClient, profiles: list[Document]) -> None:
    answer = taken_in(newcomer, sealed(profile=profiles))
    assert answer.status_code == 400
    assert answer.json()["code"] in {"archive_digest", "invalid"}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", "bad_json"),
        ("[]", "bad_json"),
        ("null", "bad_json"),
        ('{"format"', "bad_json"),
        ('{"format":"leggro-archive",}', "bad_json"),
        ('{"episodes":[{}', "bad_json"),
        ('{"episodes":[{},]}', "bad_json"),
        ('{"episodes":[{} {}]}', "bad_json"),
        ("{1:2}", "bad_json"),
        ('{"a":1} {"b":2}', "bad_json"),
        ('\ufeff{"a":1}', "bad_json"),
        ('{"a":1,"a":2}', "doubled_key"),
        ('{"episodes":[{"id":1,"id":2}]}', "doubled_key"),
        ('{"episodes":[{"pain_max":NaN}]}', "not_a_number"),
        ('{"episodes":[{"pain_max":1e999}]}', "number_too_large"),
        ('{"episodes":[{"pain_max":' + "9" * 5000 + "}]}", "number_too_large"),
        ('{"episodes":[{"note":"\\u0000"}]}', "control_character"),
        ('{"episodes":[{"note":"\x00"}]}', "bad_json"),
        ('{"episodes":[{"note":"\\ud800"}]}', "broken_text"),
        ('{"\\u0000":1}', "control_character"),
        ('{"episodes":[' + "[" * 13 + "]" * 13 + "]}", "too_deep"),
        ('{"episodes":[' + "[" * 100_000, "too_deep"),
        ('{"a":' + '{"a":' * 100_000, "too_deep"),
        ("[" * 100_000, "bad_json"),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else None,
)
def test_body_that_is_no_sound_json_is_refused(
    newcomer: APIClient, body: str, code: str
) -> None:
    assert code_of(taken_in(newcomer, body)) == code


def test_bytes_that_are_no_utf8_are_refused(newcomer: APIClient) -> None:
    answer = newcomer.generic(
        "POST",
        IMPORT,
        b'{"a":"\xff"}',  # type: ignore[arg-type]  # bytes go out as they are
        content_type="application/json",
    )
    assert code_of(answer) == "bad_json"


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"content_type": "text/plain"}, "unsupported_media_type"),
        (
            {"content_type": "application/json", "HTTP_CONTENT_ENCODING": "gzip"},
            "content_encoding",
        ),
        ({"content_type": "application/json; charset=latin-1"}, "bad_charset"),
    ],
)
def test_body_of_another_kind_is_refused(
    newcomer: APIClient, headers: dict[str, str], code: str
) -> None:
    answer: Any = newcomer.generic("POST", IMPORT, "{}", **headers)  # type: ignore[arg-type]  # headers as the test client takes them
    assert code_of(answer, 415) == code


def test_too_many_bytes_are_refused(newcomer: APIClient) -> None:
    answer = taken_in(newcomer, "{" + " " * BYTES_MAX)
    assert code_of(answer, 413) == "archive_too_large"


def test_too_many_entries_are_refused(newcomer: APIClient) -> None:
    record = check_in_record()
    body = json.dumps(changed(check_ins=[record] * (ENTRIES_MAX + 1)))
    assert len(body) < BYTES_MAX
    assert code_of(taken_in(newcomer, body), 413) == "archive_too_large"


def test_query_parameters_change_nothing(newcomer: APIClient) -> None:
    answer = newcomer.generic(
        "POST", f"{IMPORT}?force=1", "{}", content_type="application/json"
    )
    assert code_of(answer) == "not_an_archive"
