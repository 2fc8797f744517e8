"""What a hand-written client reads: sentences in its language, pages of 500 at most."""

from __future__ import annotations

from rest_framework.test import APIClient

from tests.api.sync.test_sync import CHANGES, PUSH, item, pull, push


def test_refusal_speaks_the_readers_language(api: APIClient) -> None:
    body = {"device": "phone", "items": [item(started_at="2026-03-20T02:00:00")]}
    told = [
        api.post(PUSH, body, format="json", HTTP_ACCEPT_LANGUAGE=language).json()
        for language in ("en", "nb")
    ]
    english, bokmal = (answer["results"][0] for answer in told)
    assert english["code"] == bokmal["code"] == "naive_time"
    assert english["message"] != bokmal["message"]
    (problem,) = [
        change["data"]
        for change in api.get(CHANGES, HTTP_ACCEPT_LANGUAGE="nb").json()["changes"]
        if change["table"] == "sync_problems"
    ]
    assert problem["message"] == bokmal["message"]


def test_page_carries_500_changes_whatever_is_asked_for(api: APIClient) -> None:
    for _ in range(2):
        push(api, *[item() for _ in range(300)])
    page = pull(api, limit=100_000)
    assert (len(page["changes"]), page["more"]) == (500, True)
    rest = pull(api, page["cursor"])
    assert (len(rest["changes"]), rest["more"]) == (101, False)  # and the profile
