"""S10-S13, S18: too big, packed, forged or too often is refused, and nothing else."""

from __future__ import annotations

import base64
import gzip
import json
import random
import statistics
import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from api.sync.limits import PUSHES_PER_MINUTE
from diary.cursor import Cursor
from diary.models import Episode
from tests.conftest import episode
from tests.faults.people import Person, cramp, new_person
from tests.faults.phone import Answer
from tests.faults.web import Web

MEMORY_KB = 20_000
PUSH = "/api/v1/sync/push"


def stored(person: Person) -> int:
    return Episode.objects.in_diary(person.diary_id).count()


def refusal(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.json()["code"]


def test_37_bad_items_of_500_are_named_and_463_go_in(person: Person) -> None:
    bad = set(random.Random(4).sample(range(500), 37))
    wrong: list[tuple[str, Any, str]] = [
        ("pain_max", 11, "out_of_range"),
        ("started_at", "2026-03-20T02:00:00", "naive_time"),
        ("ended_at", "2026-03-20T01:00:00+01:00", "end_before_start"),
        ("colour", "red", "unknown_field"),
        ("associated_symptoms", ["dizzy spell"], "unknown_code"),
    ]
    expected: list[tuple[str, ...]] = [("created",)] * 500
    items = [cramp() for _ in range(500)]
    for place in bad:
        field, value, code = wrong[place % len(wrong)]
        items[place]["fields"][field] = value
        expected[place] = ("invalid", field, code)
    answer = person.phone().try_push(items)
    assert (answer.status, answer.seconds < 5) == (200, True)
    results = answer.json()["results"]
    assert [found["id"] for found in results] == [item["id"] for item in items]
    named = [
        (found["status"], found["field"].split(".")[0], found["code"])
        if found["status"] == "invalid"
        else (found["status"],)
        for found in results
    ]
    assert named == expected
    assert stored(person) == 463


def body_of(count: int, **fields: Any) -> bytes:
    items = [cramp(**fields) for _ in range(count)]
    return json.dumps({"device": "phone", "items": items}).encode()


def padded(length: int) -> bytes:
    return body_of(1).ljust(length)


def nested(depth: int) -> bytes:
    return b'{"device": "phone", "items": ' + b"[" * depth + b"]" * depth + b"}"


TOO_BIG: dict[str, tuple[Callable[[], bytes], int, str]] = {
    "501 items": (lambda: body_of(501), 413, "too_many_items"),
    "1 MiB + 1": (lambda: padded(1_048_577), 413, "body_too_large"),
    "depth 9": (lambda: nested(8), 400, "too_deep"),
    "depth 100,000": (lambda: nested(100_000), 400, "too_deep"),
    "1 MiB of [": (lambda: b"[" * 1_048_576, 400, "too_deep"),
}


@pytest.mark.parametrize("name", TOO_BIG)
def test_push_that_is_too_big_stores_nothing_and_costs_no_memory(
    person: Person, web: Web, name: str
) -> None:
    make, status, code = TOO_BIG[name]
    phone, body = person.phone(), make()
    assert refusal(phone.call("POST", PUSH, body)) == (status, code)
    before = web.memory_kb()
    for _ in range(5):
        assert refusal(phone.call("POST", PUSH, body)) == (status, code)
    assert web.memory_kb() - before < MEMORY_KB
    assert stored(person) == 0


def test_push_of_exactly_the_limits_goes_in(person: Person) -> None:
    body = body_of(500).ljust(1_048_576)
    assert person.phone().call("POST", PUSH, body).status == 200
    assert stored(person) == 500


def test_packed_bomb_is_refused_unopened(person: Person, web: Web) -> None:
    bomb = gzip.compress(b" " * 50_000_000)
    phone, before = person.phone(), web.memory_kb()
    answer = phone.call("POST", PUSH, bomb, Content_Encoding="gzip")
    assert refusal(answer) == (415, "content_encoding")
    assert answer.seconds < 1
    assert web.memory_kb() - before < MEMORY_KB


CODES = {400: "invalid", 409: "resync_required"}


def forged(**changes: object) -> str:
    parts = {"version": 1, "epoch": uuid.uuid4().hex, "rev": 1, **changes}
    text = ".".join(str(part) for part in parts.values())
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def test_cursor_of_somebody_else_or_forged_shows_no_row_and_breaks_nothing(
    person: Person, web: Web
) -> None:
    other = new_person(web.port)
    theirs, ours = other.phone(), person.phone()
    theirs.push(cramp(note="canary"))
    theirs.pull()
    ours.pull()
    epoch = person.diary().epoch
    words = {
        theirs.cursor: 409,
        str(Cursor(other.diary().epoch, 0)): 409,
        str(Cursor(uuid.uuid4(), 1)): 409,  # an old epoch
        str(Cursor(epoch, 10**9)): 409,  # the future
        forged(epoch=epoch.hex, rev=10**60): 409,
        forged(epoch=epoch.hex, rev=-1): 400,
        forged(epoch=epoch.hex, rev="1.2.3"): 400,
        forged(epoch=epoch.hex, rev="%D9%A3"): 400,
        forged(version=2): 400,
        forged(epoch="me"): 400,
        f"{ours.cursor}x": 400,
        str(ours.cursor)[:-1]: 400,
        "": 400,
        "%00": 400,
        "x" * 3_000: 400,
        "x" * 10_000: 414,  # the web server itself
    }
    for word, status in words.items():
        answer = ours.call("GET", f"/api/v1/sync/changes?cursor={word}")
        assert answer.status == status, word
        assert b"canary" not in answer.body
        if status != 414:
            assert answer.json()["code"] == CODES[status], word


def test_ids_of_another_diary_are_ids_like_any_other(person: Person, web: Web) -> None:
    theirs = new_person(web.port)
    item = cramp(note="canary")
    theirs.phone().push(item)
    before = Episode.objects.in_diary(theirs.diary_id).values().get()
    ours = person.phone()
    deletion = {"table": "episodes", "id": item["id"], "op": "delete"}
    fresh, taken = cramp(), {**item, "fields": {**item["fields"], "note": "ours"}}
    assert [found["status"] for found in ours.push(deletion, fresh, taken)] == [
        "unchanged",
        "created",
        "created",
    ]
    restored = ours.call("POST", "/api/v1/sync/restore", {"ids": [item["id"]]}).json()
    assert restored["results"][0]["code"] == "not_found"
    ours.pull()
    assert {row["note"] for row in ours.held().values()} == {"", "ours"}
    assert Episode.objects.in_diary(theirs.diary_id).values().get() == before


def test_one_who_pushes_without_end_is_put_off_and_nobody_else_waits(
    person: Person, web: Web
) -> None:
    hasty, other = person.phone(), new_person(web.port).phone()
    answers: list[Answer] = []
    items = [[cramp()] for _ in range(PUSHES_PER_MINUTE + 40)]
    thread = threading.Thread(target=lambda: answers.extend(map(hasty.try_push, items)))
    thread.start()
    waits = []
    while thread.is_alive():
        found = other.call("POST", "/api/v1/episodes/", episode())
        assert found.status == 201
        waits.append(found.seconds)
    thread.join()
    statuses = [answer.status for answer in answers]
    assert statuses == [200] * PUSHES_PER_MINUTE + [429] * 40
    assert all(0 < int(answer.headers["Retry-After"]) <= 60 for answer in answers[-40:])
    assert stored(person) == PUSHES_PER_MINUTE
    assert statistics.quantiles(waits, n=20)[-1] < 1
