"""The rule catalogue: whole for clinicians, without their words for patients."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from rest_framework.test import APIClient

from diary.criteria import catalogue
from diary.criteria.vectors import run
from diary.models import Diary, Profile, User
from tests.api.vocabulary.test_vocabulary import URL as VOCABULARY
from tests.api.vocabulary.test_vocabulary import texts_in

URL = "/api/v1/criteria/"


@pytest.fixture
def doctor(clinician: User, login: Callable[[User], APIClient]) -> APIClient:
    """A client logged in as a clinician."""
    return login(clinician)


def criteria(api: APIClient, **headers: str) -> dict[str, dict[str, object]]:
    """The catalogue by id."""
    results = api.get(URL, **headers).json()["results"]  # type: ignore[arg-type]  # header values
    return {criterion["id"]: criterion for criterion in results}


def never_displayed() -> list[str]:
    """The quotes that nobody may be shown."""
    statements = catalogue.rule_set()["article_statements"]
    assert isinstance(statements, list)
    return [item["quote"] for item in statements if item["never_display"]]


@pytest.mark.parametrize("url", [URL, VOCABULARY])
@pytest.mark.parametrize("client", ["api", "doctor"])
@pytest.mark.parametrize("language", ["nb", "en"])
def test_no_answer_holds_a_quote_never_to_be_shown(
    client: str, url: str, language: str, request: pytest.FixtureRequest
) -> None:
    caller = request.getfixturevalue(client)
    body = caller.get(url, HTTP_ACCEPT_LANGUAGE=language).json()
    shown = list(texts_in(body))
    hidden = never_displayed()
    assert len(shown) > 300
    assert len(hidden) > 10
    assert [quote for quote in hidden if any(quote in text for text in shown)] == []


def test_clinician_reads_everything_and_the_articles_words(doctor: APIClient) -> None:
    found = criteria(doctor)
    assert list(found) == list(catalogue.criteria())
    source = found["duration-over-10-min"]["source"]
    assert isinstance(source, dict)
    assert "maksimalt 10 minutter med krampe" in source["quotes"]


def test_patient_reads_section_and_names_alone(api: APIClient) -> None:
    found = criteria(api)
    assert found
    for criterion in found.values():
        source = criterion["source"]
        assert isinstance(source, dict)
        assert set(source) == {"section", "sections", "outside"}
        assert "hint" not in criterion
    assert found["duration-over-10-min"]["source"] == {
        "section": "Differensiell diagnose",
        "sections": ["Differensiell diagnose", "Lead (under the title)"],
        "outside": ["HALL17", "NHS", "BMJBP", "NAYLOR94"],
    }


def test_criteria_for_clinicians_are_not_in_the_patients_catalogue(
    api: APIClient,
) -> None:
    hidden = {
        item.id for item in catalogue.criteria().values() if not item.is_for_patients
    }
    assert hidden == {"nlc-feature-summary"}
    assert hidden.isdisjoint(criteria(api))


def test_clinicians_words_never_reach_a_patient(api: APIClient) -> None:
    found = criteria(api, HTTP_ACCEPT_LANGUAGE="en")
    texts = {item["text"] for item in found.values()}
    clinical = {
        rule.clinician_message["en"]
        for rule in catalogue.criteria().values()
        if rule.clinician_message
    }
    assert clinical
    assert texts.isdisjoint(clinical)


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Cramp lasted more than 10 minutes"),
        ("nb", "Krampen varte i mer enn 10 minutter"),
    ],
)
def test_title_and_text_follow_the_language(
    api: APIClient, language: str, title: str
) -> None:
    found = criteria(api, HTTP_ACCEPT_LANGUAGE=language)["duration-over-10-min"]
    assert found["title"] == title
    assert "116 117" in str(found["text"])


def test_numbers_are_those_of_the_callers_country(api: APIClient, diary: Diary) -> None:
    Profile.objects.filter(diary=diary).update(country="EU")
    text = str(criteria(api)["duration-over-10-min"]["text"])
    assert "112" in text
    assert "116 117" not in text


@pytest.mark.parametrize(
    ("criterion", "offline"),
    [
        ("duration-over-10-min", True),
        ("emergency-symptoms", True),
        ("wound-or-toxin-exposure", True),
        ("dark-urine", False),
        ("other-associated-symptom", False),
        ("pregnancy-warning-signs", False),
        ("quinine-safety", False),
        ("spread-to-arms", False),
        ("daytime-progression", False),
        ("first-recorded-cramp", False),
    ],
)
def test_offline_criteria_need_one_episode_alone(
    api: APIClient, criterion: str, offline: bool
) -> None:
    assert criteria(api)[criterion]["offline"] is offline


def test_every_criterion_brings_its_test_vectors(api: APIClient) -> None:
    found = criteria(api)
    assert len(found) == len(catalogue.criteria()) - 1
    for name, criterion in found.items():
        assert criterion["version"] == catalogue.RULESET_VERSION
        vectors = list(catalogue.criterion(name).test_vectors)
        assert criterion["test_vectors"] == vectors


def test_every_criterion_has_its_texts_by_reader_and_language(
    api: APIClient, doctor: APIClient
) -> None:
    numbers = catalogue.numbers_for("NO")
    own, clinical = criteria(api), criteria(doctor)
    wrong = []
    for name, rule in catalogue.criteria().items():
        texts = {
            "patient": filled(rule.patient_message, numbers),
            "clinician": filled(rule.clinician_message, numbers),
        }
        if clinical[name]["texts"] != texts:
            wrong.append(name)
        if name in own and own[name]["texts"] != {"patient": texts["patient"]}:
            wrong.append(name)
    assert wrong == []
    assert len(clinical) == len(catalogue.criteria()) == 49


def filled(
    messages: Mapping[str, str] | None, numbers: Mapping[str, str]
) -> dict[str, str]:
    """The texts in both languages with the telephone numbers in them."""
    found = {}
    for language in ("en", "nb"):
        words = (messages or {}).get(language, "")
        for name, number in numbers.items():
            words = words.replace(f"{{{name}}}", number)
        found[language] = words
    return found


def test_every_criterion_says_what_it_judges_and_where_it_is_from(
    doctor: APIClient,
) -> None:
    found = criteria(doctor)
    missing = {
        (name, field)
        for name, criterion in found.items()
        for field in ("title", "predicate", "window", "minimum_data", "basis", "tier")
        if not criterion[field]
    }
    assert missing == set()
    unsourced = {
        name
        for name, criterion in found.items()
        if not (criterion["source"]["section"] or criterion["source"]["outside"])  # type: ignore[index]  # an object
    }
    assert unsourced == set()
    published = {item.id for item in catalogue.criteria().values() if item.hint}
    assert {name for name, item in found.items() if item["hint"]} == published


def test_a_phone_can_judge_each_offline_criterion_from_the_episode_alone(
    api: APIClient,
) -> None:
    """Nothing but zone, clock and the one episode is left of each vector.

    A chain is more than one episode: there the server's answer is the better one.
    """
    stripped = [
        {"rule": name, **vector, "input": alone(vector)}
        for name, criterion in criteria(api).items()
        if criterion["offline"]
        for vector in criterion["test_vectors"]  # type: ignore[attr-defined]  # a list
        if len(vector["input"]["episodes"]) == 1
    ]
    results = run(stripped)
    assert len(results) > 60
    assert [result.name for result in results if not result.passed] == []


def alone(vector: Mapping[str, Any]) -> dict[str, Any]:
    """What a phone has without the diary and the profile."""
    return {name: vector["input"][name] for name in ("now", "tz", "episodes")}


def test_placeholders_name_what_the_app_must_fill(doctor: APIClient) -> None:
    found = criteria(doctor)["duration-over-10-min"]
    assert found["placeholders"] == [
        "count",
        "max_duration_min",
        "sites",
        "window_days",
    ]


def test_catalogue_says_that_it_is_not_approved(api: APIClient) -> None:
    assert api.get(URL).json()["approved"] is False


def test_answer_may_be_kept_and_differs_by_language(api: APIClient) -> None:
    english = api.get(URL, HTTP_ACCEPT_LANGUAGE="en")
    etag = english["ETag"]
    assert english["Cache-Control"] == "private, no-cache"
    kept = api.get(URL, HTTP_ACCEPT_LANGUAGE="en", HTTP_IF_NONE_MATCH=etag)
    assert kept.status_code == 304
    other = api.get(URL, HTTP_ACCEPT_LANGUAGE="nb", HTTP_IF_NONE_MATCH=etag)
    assert other.status_code == 200


def test_login_is_needed(anonymous: APIClient, db: None) -> None:
    assert anonymous.get(URL).status_code == 401
