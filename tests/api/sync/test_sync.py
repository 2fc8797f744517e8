"""Pull, push, digest and restore, as a hand-written client uses them."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from diary.cursor import Cursor
from diary.models import Diary, Episode, EvaluationDue, User
from tests.conftest import NOW, episode, night

QUERIES_OF_A_PUSH = 13  # with four savepoints that only the test's transaction makes
QUERIES_OF_A_PULL = 6
PUSH = "/api/v1/sync/push"
CHANGES = "/api/v1/sync/changes"


def item(**fields: Any) -> dict[str, Any]:
    """One new episode as an item of a push."""
    row = episode(**fields)
    return {"table": "episodes", "id": row.pop("id"), "fields": row}


def edit(entry: str, base_rev: int | None, **fields: Any) -> dict[str, Any]:
    return {"table": "episodes", "id": entry, "base_rev": base_rev, "fields": fields}


def push(api: APIClient, *items: object, device: str = "phone") -> Any:
    body = {"device": device, "items": list(items)}
    answer = api.post(PUSH, body, format="json")
    assert answer.status_code == 200, answer.content
    return answer.json()


def statuses(answer: Any) -> list[str]:
    return [result["status"] for result in answer["results"]]


def pull(api: APIClient, cursor: str | None = None, **query: Any) -> Any:
    answer = api.get(CHANGES, query | ({"cursor": cursor} if cursor else {}))
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_pushed_rows_reach_another_phone(api: APIClient) -> None:
    items = [item() for _ in range(3)]
    assert statuses(push(api, *items)) == ["created"] * 3
    pulled = {
        change["id"] for change in pull(api)["changes"] if change["table"] == "episodes"
    }
    assert pulled == {sent["id"] for sent in items}


def test_replay_of_a_lost_answer_changes_nothing(api: APIClient, diary: Diary) -> None:
    items = [item(), item()]
    push(api, *items)
    before = Diary.objects.get(pk=diary.pk).revision
    assert statuses(push(api, *items)) == ["unchanged"] * 2
    assert Diary.objects.get(pk=diary.pk).revision == before


def test_edit_after_a_lost_answer_is_kept_by_the_only_phone(api: APIClient) -> None:
    sent = item(pain_max=3)
    push(api, sent)
    sent["fields"]["pain_max"] = 8
    assert statuses(push(api, sent)) == ["updated"]
    assert Episode.objects.get().pain_max == 8


def test_another_phone_without_a_base_does_not_overwrite(api: APIClient) -> None:
    sent = item(pain_max=3)
    push(api, sent)
    answer = push(api, edit(sent["id"], None, pain_max=8), device="tablet")
    assert statuses(answer) == ["conflict"]
    assert answer["results"][0]["server"]["pain_max"] == 3


def test_different_fields_of_two_phones_merge(api: APIClient) -> None:
    sent = item()
    rev = push(api, sent)["results"][0]["rev"]
    push(api, edit(sent["id"], rev, pain_max=8))
    answer = push(api, edit(sent["id"], rev, distress=4), device="tablet")
    assert statuses(answer) == ["merged"]
    row = Episode.objects.get()
    assert (row.pain_max, row.distress) == (8, 4)


def test_one_bad_item_does_not_block_the_others(api: APIClient) -> None:
    items = [item() for _ in range(40)]
    for place in (3, 17, 39):
        items[place]["fields"]["pain_max"] = 11
    answer = push(api, *items)
    bad = [n for n, status in enumerate(statuses(answer)) if status == "invalid"]
    assert bad == [3, 17, 39]
    named = {(answer["results"][n]["code"], answer["results"][n]["field"]) for n in bad}
    assert named == {("out_of_range", "pain_max")}
    assert [result["id"] for result in answer["results"]] == [
        sent["id"] for sent in items
    ]
    assert Episode.objects.count() == 37


def test_refused_item_is_kept_as_a_problem_until_it_goes_in(api: APIClient) -> None:
    sent = item(pain_max=11)
    push(api, sent)
    push(api, sent)
    problems = [c for c in pull(api)["changes"] if c["table"] == "sync_problems"]
    assert [p["data"]["code"] for p in problems] == ["out_of_range"]
    sent["fields"]["pain_max"] = 10
    assert statuses(push(api, sent)) == ["created"]
    gone = [c for c in pull(api)["changes"] if c["table"] == "sync_problems"]
    assert [(p["id"], p["deleted"]) for p in gone] == [(problems[0]["id"], True)]


@pytest.mark.parametrize(
    ("bad", "code", "field"),
    [
        ("text", "wrong_type", ""),
        ({"table": "pills", "id": str(uuid.uuid4())}, "unknown_table", "table"),
        ({"table": "episodes", "id": "7"}, "bad_uuid", "id"),
        ({"table": "episodes"}, "wrong_type", "id"),
        (
            {"table": "episodes", "id": str(uuid.uuid4()), "op": "drop"},
            "unknown_code",
            "op",
        ),
        (
            {"table": "episodes", "id": str(uuid.uuid4()), "base_rev": -1},
            "out_of_range",
            "base_rev",
        ),
        (
            {"table": "episodes", "id": str(uuid.uuid4()), "rev": 1},
            "unknown_field",
            "rev",
        ),
        (
            {"table": "episodes", "id": str(uuid.uuid4()), "fields": []},
            "wrong_type",
            "fields",
        ),
        (
            {"table": "episodes", "id": str(uuid.uuid4()), "fields": {}},
            "required",
            "started_at",
        ),
    ],
)
def test_malformed_item_is_named_and_the_rest_goes_in(
    api: APIClient, bad: object, code: str, field: str
) -> None:
    answer = push(api, item(), bad, item())
    assert statuses(answer) == ["created", "invalid", "created"]
    assert (answer["results"][1]["code"], answer["results"][1]["field"]) == (
        code,
        field,
    )


def test_urgent_symptoms_are_answered_with_the_push(api: APIClient) -> None:
    answer = push(
        api,
        item(),
        item(associated_symptoms=["dark-urine"]),
        item(associated_symptoms=["chest-pain"], pain_max=11),
    )
    found = {finding["criterion"] for finding in answer["urgent"]}
    assert found == {"dark-urine", "emergency-symptoms"}


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"device": "a", "items": [item()] * 501}, 413, "too_many_items"),
        ({"device": "a", "items": {}}, 400, "invalid"),
        ({"device": "", "items": []}, 400, "invalid"),
        ({"device": "a" * 65, "items": []}, 400, "invalid"),
        ({"items": []}, 400, "invalid"),
        ({"device": "a", "items": [], "more": 1}, 400, "invalid"),
    ],
)
def test_bad_push_is_refused_as_a_whole(
    api: APIClient, body: dict[str, Any], status: int, code: str
) -> None:
    answer = api.post(PUSH, body, format="json")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not Episode.objects.exists()


def test_quota_answers_429_with_the_seconds_to_wait(api: APIClient) -> None:
    body = {"device": "a", "items": []}
    answers = [api.post(PUSH, body, format="json") for _ in range(121)]
    assert {answer.status_code for answer in answers[:120]} == {200}
    assert answers[120].status_code == 429
    assert int(answers[120]["Retry-After"]) > 0


def test_push_leaves_one_due_row_at_its_last_revision(
    api: APIClient, diary: Diary
) -> None:
    EvaluationDue.objects.all().delete()
    last = push(api, item(), item())["results"][1]["rev"]
    assert EvaluationDue.objects.get(diary=diary).revision == last


def test_pages_follow_each_other_without_gap_or_repeat(api: APIClient) -> None:
    sent = [item() for _ in range(5)]
    push(api, *sent)
    seen, cursor, more = [], None, True
    while more:
        page = pull(api, cursor, limit=2)
        assert page["changes"]
        seen += [(c["rev"], c["id"]) for c in page["changes"]]
        cursor, more = page["cursor"], page["more"]
    assert seen == sorted(seen)
    assert len(seen) == len({entry for _, entry in seen}) == 6  # and the profile
    assert pull(api, cursor)["changes"] == []


def test_deleted_row_is_pulled_as_a_tombstone_without_content(api: APIClient) -> None:
    sent = item()
    rev = push(api, sent)["results"][0]["rev"]
    cursor = pull(api)["cursor"]
    deletion = {"table": "episodes", "id": sent["id"], "op": "delete", "base_rev": rev}
    assert statuses(push(api, deletion)) == ["deleted"]
    changes = pull(api, cursor)["changes"]
    assert [(c["id"], c["deleted"], c["data"]) for c in changes] == [
        (sent["id"], True, None)
    ]


def test_delete_of_an_unknown_id_is_unchanged(api: APIClient) -> None:
    deletion = {"table": "episodes", "id": str(uuid.uuid4()), "op": "delete"}
    assert statuses(push(api, deletion)) == ["unchanged"]


def test_cursor_of_another_time_asks_for_a_resync(api: APIClient, diary: Diary) -> None:
    current = Diary.objects.get(pk=diary.pk)
    Diary.objects.filter(pk=diary.pk).update(purge_floor=2, revision=9)
    cursors = [
        Cursor(uuid.uuid4(), 5),  # restored server, or somebody else's
        Cursor(current.epoch, 10),  # from the future
        Cursor(current.epoch, 1),  # below what was purged
    ]
    for cursor in cursors:
        answer = api.get(CHANGES, {"cursor": str(cursor)})
        assert (answer.status_code, answer.json()["code"]) == (409, "resync_required")


@pytest.mark.parametrize("word", ["", "x", "-1", "A" * 10_000, "MS5hLmI", "é"])
def test_word_that_is_no_cursor_is_refused(api: APIClient, word: str) -> None:
    answer = api.get(CHANGES, {"cursor": word})
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


def test_digest_is_equal_for_equal_content_only(
    api: APIClient, other_patient: User, login: Callable[[User], APIClient]
) -> None:
    sent = item(pain_max=3)
    other = login(other_patient)
    push(api, sent)
    push(other, sent)
    tables = [
        client.get("/api/v1/sync/digest").json()["tables"]["episodes"]
        for client in (api, other)
    ]
    assert tables[0] == tables[1]
    assert tables[0]["2026-03"]["count"] == 1
    push(api, edit(sent["id"], None, pain_max=4))
    changed = api.get("/api/v1/sync/digest").json()["tables"]["episodes"]
    assert changed["2026-03"]["hash"] != tables[1]["2026-03"]["hash"]


def test_portable_digest_is_the_same_in_another_diary(
    api: APIClient, other_patient: User, login: Callable[[User], APIClient]
) -> None:
    other = login(other_patient)
    sent = item()
    for client in (api, other):
        push(client, sent)
        client.post("/api/v1/nights/", night(), format="json")
        client.post("/api/v1/check-ins/", {"date": "2026-03-19"}, format="json")
    ours, theirs = (client.get("/api/v1/sync/digest").json() for client in (api, other))
    assert ours["portable"] == theirs["portable"]
    assert ours["portable"]["nights"]["count"] == 1
    assert ours["tables"]["nights"] != theirs["tables"]["nights"]
    other.patch(
        f"/api/v1/nights/{row_of(other, 'nights')['id']}/",
        {"quality": 1},
        format="json",
        headers={"If-Match": f'"{row_of(other, "nights")["rev"]}"'},
    )
    changed = other.get("/api/v1/sync/digest").json()["portable"]
    differing = {name for name in changed if changed[name] != ours["portable"][name]}
    assert differing == {"nights"}


def test_portable_digest_tells_ids_of_the_phones_own_apart(
    api: APIClient, other_patient: User, login: Callable[[User], APIClient]
) -> None:
    other = login(other_patient)
    api.post("/api/v1/nights/", night(), format="json")
    own_id = {**night(), "id": "6f2c1c52-7d0e-4c63-9d0b-3a1f0f6f0a11"}
    assert other.post("/api/v1/nights/", own_id, format="json").status_code == 201
    ours, theirs = (
        client.get("/api/v1/sync/digest").json()["portable"]["nights"]
        for client in (api, other)
    )
    assert ours["count"] == theirs["count"]
    assert ours["hash"] != theirs["hash"]


def row_of(client: APIClient, route: str) -> dict[str, Any]:
    """The one row of a list."""
    (row,) = client.get(f"/api/v1/{route}/").json()["results"]
    return dict(row)


def deleted(api: APIClient) -> str:
    sent = item(note="keep me")
    rev = push(api, sent)["results"][0]["rev"]
    push(api, {"table": "episodes", "id": sent["id"], "op": "delete", "base_rev": rev})
    return str(sent["id"])


def test_deleted_row_comes_back_whole_within_thirty_days(api: APIClient) -> None:
    entry = deleted(api)
    answer = api.post("/api/v1/sync/restore", {"ids": [entry]}, format="json").json()
    assert statuses(answer) == ["updated"]
    assert api.get(f"/api/v1/episodes/{entry}/").json()["note"] == "keep me"


@pytest.mark.parametrize(("days", "code"), [(29, None), (31, "restore_expired")])
def test_restore_ends_after_thirty_days(
    api: APIClient, days: int, code: str | None
) -> None:
    with time_machine.travel(NOW, tick=False):
        entry = deleted(api)
    Episode.objects.update(deleted_at=NOW - timedelta(days=days))
    with time_machine.travel(NOW, tick=False):
        answer = api.post("/api/v1/sync/restore", {"ids": [entry]}, format="json")
    assert answer.json()["results"][0]["code"] == code


def test_restore_of_an_unknown_id_says_so(api: APIClient) -> None:
    ids = [str(uuid.uuid4())]
    answer = api.post("/api/v1/sync/restore", {"ids": ids}, format="json").json()
    assert answer["results"][0]["code"] == "not_found"


def test_push_takes_the_same_queries_for_two_items_and_for_thirty(
    api: APIClient, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (2, 30):
        with django_assert_num_queries(QUERIES_OF_A_PUSH):
            push(api, *[item() for _ in range(count)])


def test_pull_takes_the_same_queries_for_two_rows_and_for_thirty(
    api: APIClient, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (2, 30):
        push(api, *[item() for _ in range(count)])
        with django_assert_num_queries(QUERIES_OF_A_PULL):
            pull(api)


def test_profile_stays_one_and_stays(api: APIClient, diary: Diary) -> None:
    stranger = {"table": "profile", "id": str(uuid.uuid4()), "fields": {"tz": "UTC"}}
    deletion = {"table": "profile", "id": str(diary.pk), "op": "delete"}
    edit = {"table": "profile", "id": str(diary.pk), "fields": {"country": "EU"}}
    answer = push(api, stranger, deletion, edit)
    codes = [result["code"] for result in answer["results"]]
    assert codes == ["one_profile", "one_profile", None]
    assert api.get("/api/v1/profile/").status_code == 200
