"""What is asked: missing answers, each once, at the right time, never "all clear"."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient

from diary.criteria.questions import FIELDS, question_text
from diary.models import Diary, Profile
from diary.services.diaries import record_consent
from tests.conftest import NOW, episode

URL = "/api/v1/questions/"
EPISODES = "/api/v1/episodes/"
# Everything that a criterion could miss about one episode in the morning.
ANSWERED = {
    "pain_max": 3,
    "distress": 1,
    "woke_from_sleep": True,
    "associated_symptoms": ["none"],
    "residual_pain": {"present": False, "max": None, "duration_minutes": None},
}
STAMP = {"ended_at": None, "sites": None}
QUERIES = 7


@pytest.fixture(autouse=True)
def present(diary: Diary) -> Iterator[None]:
    """A grown-up who was asked about illness; requests come hours after the cramp."""
    Profile.objects.filter(diary=diary).update(
        birth_date=date(1961, 4, 2), conditions=["none-known"]
    )
    with time_machine.travel(NOW, tick=False):
        yield


def write(api: APIClient, **fields: Any) -> str:
    """Store one episode; its id."""
    answer = api.post(EPISODES, episode(**fields), format="json")
    assert answer.status_code == 201, answer.content
    return str(answer.json()["id"])


def asked(api: APIClient, **headers: str) -> list[dict[str, Any]]:
    """The open questions."""
    found: list[dict[str, Any]] = api.get(URL, **headers).json()["results"]  # type: ignore[arg-type]  # header values
    return found


def fields_asked(api: APIClient) -> set[str]:
    """The fields that are asked about."""
    return {question["field"] for question in asked(api)}


def test_stamp_in_the_night_is_asked_for_its_length_alone(api: APIClient) -> None:
    entry = write(api, **STAMP)
    with time_machine.travel(NOW - timedelta(hours=6), tick=False):
        (question,) = asked(api, HTTP_ACCEPT_LANGUAGE="en")
    assert question == {
        "id": question["id"],
        "about": {"table": "episodes", "id": entry},
        "criterion": "duration-over-10-min",
        "field": "duration_seconds_reported",
        "text": "About how long did the cramp last?",
    }


def test_the_rest_is_asked_in_the_morning(api: APIClient) -> None:
    write(api, **STAMP)
    assert {"duration_seconds_reported", "associated_symptoms"} < fields_asked(api)


def test_answered_entry_is_asked_nothing(api: APIClient) -> None:
    write(api, **ANSWERED)
    assert asked(api) == []


def test_answer_ends_its_question_and_no_other(api: APIClient) -> None:
    entry = write(api, **{**ANSWERED, "pain_max": 5, "associated_symptoms": None})
    assert fields_asked(api) == {"associated_symptoms"}
    row = api.get(f"{EPISODES}{entry}/").json()
    api.patch(
        f"{EPISODES}{entry}/",
        {"associated_symptoms": ["none"]},
        format="json",
        headers={"If-Match": f'"{row["rev"]}"'},
    )
    assert asked(api) == []


def test_each_field_of_an_entry_is_asked_once(api: APIClient) -> None:
    for _ in range(2):
        write(api, **STAMP)
    keys = [(q["about"]["id"], q["field"]) for q in asked(api)]
    assert len(keys) == len(set(keys)) > 2


def test_very_long_cramp_warns_and_is_asked_about(api: APIClient) -> None:
    write(api, **ANSWERED, duration_seconds_reported=2 * 60 * 60)
    (question,) = asked(api)
    assert question["field"] == "duration_confirmed"


def test_question_about_the_person_names_the_profile(
    api: APIClient, diary: Diary
) -> None:
    write(api, **{**ANSWERED, "associated_symptoms": ["severe-headache"]})
    about = {q["field"]: q["about"] for q in asked(api)}
    assert about["pregnancy.status"] == {"table": "profile", "id": str(diary.pk)}


def test_newest_episode_comes_first(api: APIClient) -> None:
    days = {}
    for day in (18, 20, 19):
        started = f"2026-03-{day}T02:00:00+01:00"
        days[write(api, **STAMP, started_at=started)] = day
    ids = [question["about"]["id"] for question in asked(api)]
    order = [days[entry] for entry in ids if entry in days]
    assert order == sorted(order, reverse=True)
    assert set(order) == {18, 19, 20}


def test_ids_stay_and_differ(api: APIClient) -> None:
    write(api, **STAMP)
    first, again = asked(api), asked(api)
    assert first == again
    assert len({question["id"] for question in first}) == len(first) > 1


@pytest.mark.parametrize("language", ["nb", "en"])
def test_text_follows_the_language(api: APIClient, language: str) -> None:
    write(api, **STAMP)
    found = asked(api, HTTP_ACCEPT_LANGUAGE=language)
    assert found
    texts = [question_text(q["field"], language) for q in found]  # type: ignore[arg-type]  # one of the two
    assert [question["text"] for question in found] == texts


def test_every_field_has_its_question_in_both_languages() -> None:
    words = {
        (field, lang): question_text(field, lang)
        for field in FIELDS
        for lang in ("en", "nb")
    }
    assert len(set(words.values())) == len(words) > 30


def test_nothing_is_asked_without_consent(api: APIClient, diary: Diary) -> None:
    write(api, **STAMP)
    record_consent(diary, purpose="flagging", given=False, text_version="1", now=NOW)
    assert asked(api) == []


def test_nothing_is_asked_while_the_criteria_are_off(
    api: APIClient, settings: Any
) -> None:
    write(api, **STAMP)
    settings.CRITERIA_ENABLED = False
    assert asked(api) == []


def test_diary_that_cannot_be_judged_says_so(api: APIClient, diary: Diary) -> None:
    write(api, **STAMP, tz=None)
    Profile.objects.filter(diary=diary).update(tz="Atlantis/Deep")
    assert api.get(URL).status_code == 503


def test_queries_are_the_same_for_two_entries_and_for_thirty(
    api: APIClient, django_assert_num_queries: Any
) -> None:
    for count in (2, 30):
        for _ in range(count):
            write(api, **STAMP)
        with django_assert_num_queries(QUERIES):
            assert len(asked(api)) >= count
