"""The vocabulary: both languages, advice that waits for nothing, and 304."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from rest_framework.test import APIClient

from diary import vocabulary
from diary.models import Consent, Diary, Profile, User
from diary.vocabulary.advice import CALL_EMERGENCY, CALL_OUT_OF_HOURS

URL = "/api/v1/vocabulary/"


def advised(api: APIClient) -> dict[str, dict[str, object]]:
    """The advice by code, over all lists."""
    lists = api.get(URL).json()["lists"]
    return {
        term["code"]: term["advice"]
        for terms in lists.values()
        for term in terms
        if "advice" in term
    }


def texts_in(value: object) -> Iterator[str]:
    """Every text anywhere in an answer."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts_in(inner)


def test_every_code_has_both_labels(api: APIClient) -> None:
    lists = api.get(URL).json()["lists"]
    assert set(lists) == set(vocabulary.LISTS)
    for name, found in lists.items():
        assert [term["code"] for term in found] == list(vocabulary.codes(name))
        assert all(term["label"]["en"] and term["label"]["nb"] for term in found)


def test_advice_stands_beside_every_urgent_choice_and_no_other(api: APIClient) -> None:
    assert set(advised(api)) == CALL_EMERGENCY | CALL_OUT_OF_HOURS


@pytest.mark.parametrize(
    ("country", "emergency", "out_of_hours"),
    [("NO", "113", "116 117"), ("EU", "112", "112")],
)
def test_numbers_are_those_of_the_callers_country(
    api: APIClient, diary: Diary, country: str, emergency: str, out_of_hours: str
) -> None:
    Profile.objects.filter(diary=diary).update(country=country)
    advice = advised(api)
    assert advice["chest-pain"]["call"] == emergency
    assert advice["dark-urine"]["call"] == out_of_hours
    text = advice["chest-pain"]["text"]
    assert isinstance(text, dict)
    assert emergency in text["en"]
    assert emergency in text["nb"]


def test_no_placeholder_is_left_open(api: APIClient) -> None:
    found = list(texts_in(api.get(URL).json()))
    assert len(found) > 300
    assert not [text for text in found if "{" in text]


def test_advice_does_not_depend_on_consent(api: APIClient, diary: Diary) -> None:
    before = api.get(URL).json()
    Consent.objects.filter(diary=diary).delete()
    assert api.get(URL).json() == before


@pytest.mark.parametrize("role", ["clinician", "staff"])
def test_callers_without_a_diary_get_the_norwegian_numbers(
    role: str, request: pytest.FixtureRequest, login: Callable[[User], APIClient]
) -> None:
    client = login(request.getfixturevalue(role))
    assert client.get(URL).json()["country"] == "NO"


def test_answer_may_be_kept_and_is_asked_about(api: APIClient) -> None:
    first = api.get(URL)
    assert first["Cache-Control"] == "private, no-cache"
    again = api.get(URL, HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]


def test_another_country_is_another_answer(api: APIClient, diary: Diary) -> None:
    etag = api.get(URL)["ETag"]
    Profile.objects.filter(diary=diary).update(country="EU")
    assert api.get(URL, HTTP_IF_NONE_MATCH=etag).status_code == 200


def test_quality_and_scales_are_there(api: APIClient) -> None:
    answer = api.get(URL).json()
    assert [item["value"] for item in answer["sleep_quality"]] == [1, 2, 3, 4, 5]
    assert answer["scales"]["pain_scale"] == {"min": 0, "max": 10}


def test_login_is_needed(anonymous: APIClient, db: None) -> None:
    assert anonymous.get(URL).status_code == 401


def test_unknown_parameter_is_refused(api: APIClient) -> None:
    assert api.get(URL, {"lang": "nb"}).status_code == 400
