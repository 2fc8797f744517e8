"""Consent to flagging: asked in words, answered, withdrawn, every answer kept."""

from __future__ import annotations

from typing import Any

import pytest
from rest_framework.test import APIClient

from diary.consents import TEXTS
from diary.models import Consent, Diary, EvaluationDue

V1 = "/api/v1"


def test_withdrawal_and_new_consent_are_kept_in_order(
    api: APIClient, diary: Diary
) -> None:
    for given in (False, True):
        body = {"purpose": "flagging", "given": given, "text_version": "1"}
        answer = api.post(f"{V1}/consents/", body, format="json")
        assert (answer.status_code, answer.json()["given"]) == (201, given)
    listed = api.get(f"{V1}/consents/").json()["results"]
    assert [row["given"] for row in listed] == [True, False, True]
    assert Consent.objects.order_by("-at", "-pk").values_list("given")[0] == (True,)
    assert EvaluationDue.objects.filter(diary=diary).exists()


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"purpose": "marketing"}, "purpose", "unknown_code"),
        ({"purpose": None}, "purpose", "wrong_type"),
        ({"given": "yes"}, "given", "wrong_type"),
        ({"given": None}, "given", "wrong_type"),
        ({"text_version": "0"}, "text_version", "unknown_code"),
        ({"text_version": 1}, "text_version", "wrong_type"),
        ({"at": "2020-01-01"}, "at", "unknown_field"),
    ],
)
def test_bad_answer_names_the_field(
    api: APIClient, changed: dict[str, Any], field: str, code: str
) -> None:
    before = Consent.objects.count()
    body = {"purpose": "flagging", "given": True, "text_version": "1", **changed}
    answer = api.post(f"{V1}/consents/", body, format="json")
    assert answer.status_code == 400
    assert answer.json()["fields"][field]["code"] == code
    assert Consent.objects.count() == before


@pytest.mark.parametrize("field", ["purpose", "given", "text_version"])
def test_every_part_of_an_answer_is_needed(api: APIClient, field: str) -> None:
    body = {"purpose": "flagging", "given": True, "text_version": "1"}
    del body[field]
    answer = api.post(f"{V1}/consents/", body, format="json")
    assert answer.json()["fields"][field]["code"] == "required"


@pytest.mark.parametrize(
    ("language", "word"), [("en", "criteria"), ("nb", "kriterier")]
)
def test_text_is_readable_before_there_is_an_account(
    anonymous: APIClient, language: str, word: str
) -> None:
    answer = anonymous.get(f"{V1}/consents/texts/", HTTP_ACCEPT_LANGUAGE=language)
    assert answer.status_code == 200
    (text,) = answer.json()["results"]
    assert (text["purpose"], text["text_version"]) == ("flagging", "1")
    assert word in text["text"].lower() or word in text["title"].lower()


def test_every_text_stands_in_both_languages() -> None:
    assert {frozenset(text.text) for text in TEXTS} == {frozenset({"en", "nb"})}
    assert {frozenset(text.title) for text in TEXTS} == {frozenset({"en", "nb"})}
