"""Nights, check-ins, medicines and the profile: what differs from episodes."""

from __future__ import annotations

import uuid

import pytest
from rest_framework.test import APIClient

from diary.fields.tables import NIGHTS
from diary.fields.values import read_date
from diary.models import Diary, Night
from tests.conftest import night

NIGHTS_URL = "/api/v1/nights/"
CHECK_INS = "/api/v1/check-ins/"
MEDICATIONS = "/api/v1/medications/"
PROFILE = "/api/v1/profile/"


def test_night_without_an_id_gets_the_id_of_its_date(
    api: APIClient, diary: Diary
) -> None:
    answer = api.post(NIGHTS_URL, night(), format="json")
    expected = NIGHTS.id_for(diary.pk, read_date("2026-03-20"))
    assert (answer.status_code, answer.json()["id"]) == (201, str(expected))


def test_night_answers_the_figures_derived_from_it(api: APIClient) -> None:
    derived = api.post(NIGHTS_URL, night(), format="json").json()["derived"]
    assert derived == {
        "valid": True,
        "problems": [],
        "tib_minutes": 495,
        "tst_minutes": 390,
        "se_tib_percent": 78.8,
        "se_dse_percent": 87.6,
        "midpoint": "2026-03-20T03:02:30+01:00",
    }


def test_impossible_night_is_stored_and_asked_about(api: APIClient) -> None:
    answer = api.post(NIGHTS_URL, night(waso_minutes=500), format="json")
    assert answer.status_code == 201
    assert answer.json()["derived"]["valid"] is False
    assert answer.json()["derived"]["problems"]


def test_evening_and_morning_halves_of_two_phones_merge(api: APIClient) -> None:
    first = api.post(
        NIGHTS_URL,
        {"night_date": "2026-03-20", "into_bed_at": "2026-03-19T22:45:00+01:00"},
        format="json",
    )
    etag = first["ETag"]
    url = f"{NIGHTS_URL}{first.json()['id']}/"
    api.patch(url, {"quality": 4}, format="json", HTTP_IF_MATCH=etag)
    answer = api.patch(url, {"awakenings": 2}, format="json", HTTP_IF_MATCH=etag)
    assert (answer.json()["quality"], answer.json()["awakenings"]) == (4, 2)


def test_a_second_row_for_a_taken_date_is_a_conflict_with_the_stored_one(
    api: APIClient,
) -> None:
    stored = api.post(NIGHTS_URL, night(), format="json").json()
    other = night(id=str(uuid.uuid4()), quality=1)
    answer = api.post(NIGHTS_URL, other, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "date_taken")
    assert answer.json()["server"]["id"] == stored["id"]
    assert Night.objects.count() == 1


def test_date_of_a_deleted_night_is_free_again(api: APIClient) -> None:
    first = api.post(NIGHTS_URL, night(), format="json")
    url = f"{NIGHTS_URL}{first.json()['id']}/"
    api.delete(url, HTTP_IF_MATCH=first["ETag"])
    answer = api.post(NIGHTS_URL, night(id=str(uuid.uuid4())), format="json")
    assert answer.status_code == 201


def test_check_in_covers_both_unless_it_says_otherwise(api: APIClient) -> None:
    answer = api.post(CHECK_INS, {"date": "2026-03-20"}, format="json")
    assert (answer.status_code, answer.json()["covers"]) == (201, "both")


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"code": "statins"}, "code", "unknown_code"),
        ({"started_on": "05.01.2026"}, "started_on", "bad_date"),
        (
            {"started_on": "2026-01-05", "stopped_on": "2026-01-04"},
            "stopped_on",
            "end_before_start",
        ),
        ({"prescribed": "yes"}, "prescribed", "wrong_type"),
    ],
)
def test_bad_medicine_is_refused(
    api: APIClient, fields: dict[str, object], field: str, code: str
) -> None:
    row = {"id": str(uuid.uuid4()), "code": "statin", **fields}
    answer = api.post(MEDICATIONS, row, format="json")
    assert answer.status_code == 400
    assert answer.json()["fields"][field]["code"] == code


def test_profile_has_the_diarys_id_and_is_patched(api: APIClient, diary: Diary) -> None:
    profile = api.get(PROFILE)
    assert profile.json()["id"] == str(diary.pk)
    answer = api.patch(
        PROFILE,
        {"conditions": ["diabetes-type-2"], "night_start": "22:30"},
        format="json",
        HTTP_IF_MATCH=profile["ETag"],
    )
    assert answer.status_code == 200
    assert answer.json()["conditions"] == ["diabetes-type-2"]
    assert (answer.json()["night_start"], answer.json()["night_end"]) == (
        "22:30",
        "07:00",
    )


def test_profile_asks_for_if_match(api: APIClient) -> None:
    answer = api.patch(PROFILE, {"language": "en"}, format="json")
    assert answer.status_code == 428
