"""Bad input: the documented 4xx with code and field, nothing stored, never a 500."""

from __future__ import annotations

import json
from typing import Any

import pytest
from rest_framework.test import APIClient

from diary.models import Episode
from tests.conftest import episode

URL = "/api/v1/episodes/"


def post(api: APIClient, body: Any, **headers: Any) -> tuple[int, str]:
    kind = headers.pop("content_type", "application/json")
    answer = api.generic("POST", URL, body, content_type=kind, **headers)
    return answer.status_code, answer.json()["code"]


FIELDS = [
    ("colour", "red", "unknown_field"),
    ("pain_max", 11, "out_of_range"),
    ("pain_max", -1, "out_of_range"),
    ("pain_max", "3", "wrong_type"),
    ("pain_max", True, "wrong_type"),
    ("pain_max", 2**63, "out_of_range"),
    ("started_at", "2026-03-20T02:00:00", "naive_time"),
    ("started_at", None, "required"),
    ("started_at", 5, "wrong_type"),
    ("ended_at", "2026-03-20T01:59:59+01:00", "end_before_start"),
    ("duration_seconds_reported", -1, "out_of_range"),
    ("triggers", ["moonlight"], "unknown_code"),
    ("sites", [{"muscle": "wing"}], "unknown_code"),
    ("associated_symptoms", [], "empty_list"),
    ("tz", "Mars/Olympus", "unknown_zone"),
    ("note", "x" * 4001, "too_long"),
    ("note", "a\u0007b", "control_character"),
    ("id", "not-a-uuid", "bad_uuid"),
    ("id", 5, "wrong_type"),
    ("entered_at", "yesterday", "bad_time"),
    ("rev", 9, "unknown_field"),
    ("diary", "0193c1b4-3f5a-7c21-9f6e-1b2c3d4e5f60", "unknown_field"),
]


@pytest.mark.parametrize(("field", "value", "code"), FIELDS)
def test_bad_field_is_named_with_its_code(
    api: APIClient, field: str, value: object, code: str
) -> None:
    answer = api.post(URL, episode(**{field: value}), format="json")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    named = {
        name.split(".")[0]: why["code"] for name, why in answer.json()["fields"].items()
    }
    assert named[field] == code
    assert not Episode.objects.exists()


def test_note_of_exactly_the_longest_length_comes_back_as_sent(api: APIClient) -> None:
    note = ("é" * 3990 + "👩‍👩‍👧‍👦é\u202e\ufeff")[:4000]
    answer = api.post(URL, episode(note=note), format="json")
    assert (answer.status_code, answer.json()["note"]) == (201, note)


def test_text_that_only_looks_like_an_escape_is_stored(api: APIClient) -> None:
    note = r"typed: \u0000 and \ud800"
    answer = api.post(URL, episode(note=note), format="json")
    assert (answer.status_code, answer.json()["note"]) == (201, note)


BODIES = [
    (b"", 400, "invalid"),
    (b"{", 400, "bad_json"),
    (b'{"pain_max": NaN}', 400, "not_a_number"),
    (b'{"pain_max": -Infinity}', 400, "not_a_number"),
    (b'{"pain_max": 1e400}', 400, "number_too_large"),
    (b'{"pain_max": ' + b"9" * 5000 + b"}", 400, "number_too_large"),
    (b'{"note": "a", "note": "b"}', 400, "doubled_key"),
    (b'{"note": "\\u0000"}', 400, "control_character"),
    (b'{"note\\u0000": "x"}', 400, "control_character"),
    (b'{"note": "\\ud800"}', 400, "broken_text"),
    (b'{"note": "\xff"}', 400, "bad_json"),
    (b'\xef\xbb\xbf{"note": "x"}', 400, "bad_json"),
    ('{"note": "x"}'.encode("utf-16"), 400, "bad_json"),
    (b"[" * 9 + b"]" * 9, 400, "too_deep"),
    (b"[" * 100_000, 400, "too_deep"),
    (b"[" * 1_000 + b"]" * 1_000, 400, "too_deep"),
    (b"[]", 400, "invalid"),
    (b'"text"', 400, "invalid"),
    (b'{"note": "' + b"x" * 1_048_576 + b'"}', 413, "body_too_large"),
]


@pytest.mark.parametrize(("body", "status", "code"), BODIES)
def test_bad_body_is_refused_as_a_whole(
    api: APIClient, body: bytes, status: int, code: str
) -> None:
    assert post(api, body) == (status, code)
    assert not Episode.objects.exists()


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"content_type": "text/plain"}, "unsupported_media_type"),
        ({"content_type": "application/json; charset=utf-16"}, "bad_charset"),
        ({"HTTP_CONTENT_ENCODING": "gzip"}, "content_encoding"),
    ],
)
def test_body_in_another_form_is_415(
    api: APIClient, headers: dict[str, str], code: str
) -> None:
    assert post(api, json.dumps(episode()), **headers) == (415, code)


@pytest.mark.parametrize(
    ("query", "field", "code"),
    [
        ({"limit": "0"}, "limit", "bad_limit"),
        ({"limit": "-1"}, "limit", "bad_limit"),
        ({"limit": "٣"}, "limit", "bad_limit"),
        ({"cursor": "x" * 8000}, "cursor", "bad_cursor"),
        ({"cursor": "bz0tMQ=="}, "cursor", "bad_cursor"),  # offset -1
        ({"cursor": "cD14"}, "cursor", "bad_cursor"),  # position "x"
        ({"sort": "note"}, "sort", "unknown_parameter"),
        ({"from": "yesterday"}, "from", "bad_date"),
        ({"from": "2026-03-20T02:00:00"}, "from", "naive_time"),
    ],
)
def test_bad_query_is_refused_with_the_parameter(
    api: APIClient, query: dict[str, str], field: str, code: str
) -> None:
    answer = api.get(URL, query)
    assert answer.status_code == 400
    assert answer.json()["fields"][field]["code"] == code


def test_huge_limit_is_capped(api: APIClient) -> None:
    assert api.get(URL, {"limit": "1000000000"}).status_code == 200


@pytest.mark.parametrize("path", ["not-a-uuid/", "0193/", "%00/", "٣/"])
def test_malformed_id_in_the_address_is_404(api: APIClient, path: str) -> None:
    answer = api.get(URL + path)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("method", ["TRACE", "OPTIONS", "PUT", "PATCH", "DELETE"])
def test_method_that_is_not_offered_is_405(api: APIClient, method: str) -> None:
    answer = api.generic(method, URL)
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")


def test_error_speaks_the_readers_language(api: APIClient) -> None:
    answer = api.post(URL, {}, format="json", HTTP_ACCEPT_LANGUAGE="nb")
    assert answer.json()["fields"]["started_at"]["detail"] == "Dette må oppgis."


def test_error_names_the_request(anonymous: APIClient) -> None:
    answer = anonymous.get(URL)
    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")
    assert answer.json()["request_id"] == answer["X-Request-Id"]
    assert answer["Cache-Control"] == "no-store"
