"""The face for RxDB: pages by revision out, documents with what they assumed in."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from diary.models import Diary, Episode, SyncProblem
from diary.services.purge import purge
from tests.api.sync.test_sync import item, push

RXDB = "/api/v1/sync/rxdb"
STARTED = 1_773_968_400_000  # 2026-03-20T02:00:00+01:00


def document(**fields: Any) -> dict[str, Any]:
    """One new episode as RxDB sends it."""
    return {
        "id": str(uuid.uuid4()),
        "started_at": STARTED,
        "tz": "Europe/Oslo",
        "utc_offset_minutes": 60,
        "sites": [{"muscle": "calf", "side": "left"}],
        "_deleted": False,
        **fields,
    }


def pull(api: APIClient, table: str = "episodes", **query: Any) -> Any:
    answer = api.get(f"{RXDB}/{table}/pull", query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def send(api: APIClient, *rows: Any, table: str = "episodes") -> Any:
    answer = api.post(f"{RXDB}/{table}/push", list(rows), format="json")
    assert answer.status_code == 200, answer.content
    return answer.json()


def new(sent: Any, assumed: Any = None) -> dict[str, Any]:
    """One row of a push."""
    return {"newDocumentState": sent} | (
        {"assumedMasterState": assumed} if assumed else {}
    )


def revision(diary: Diary) -> int:
    return int(Diary.objects.values_list("revision", flat=True).get(pk=diary.pk))


def test_pages_of_two_follow_each_other_with_tombstones(api: APIClient) -> None:
    sent = [item() for _ in range(5)]
    push(api, *sent, {"table": "episodes", "id": sent[0]["id"], "op": "delete"})
    found, rev = [], ""
    while page := pull(api, rev=rev, limit=2)["documents"]:
        assert len(page) <= 2
        found += [(one["id"], one["_deleted"]) for one in page]
        rev = pull(api, rev=rev, limit=2)["checkpoint"]["rev"]
    expected = [(one["id"], False) for one in sent[1:]] + [(sent[0]["id"], True)]
    assert found == expected


def test_document_carries_no_stamp_of_the_server(api: APIClient) -> None:
    push(api, item())
    (found,) = pull(api)["documents"]
    assert not {"rev", "received_at", "derived", "deleted_at"} & set(found)
    assert found["started_at"] == STARTED
    assert found["sites"] == [{"muscle": "calf", "side": "left"}]


def test_new_document_goes_in(api: APIClient) -> None:
    sent = document(pain_max=7)
    assert send(api, new(sent)) == []
    assert (str(Episode.objects.get().id), Episode.objects.get().pain_max) == (
        sent["id"],
        7,
    )


def test_edit_of_what_the_server_holds_goes_in(api: APIClient) -> None:
    sent = document(pain_max=7)
    send(api, new(sent))
    assert send(api, new({**sent, "pain_max": 8}, sent)) == []
    assert Episode.objects.get().pain_max == 8


def test_wrong_assumption_is_answered_with_the_stored_document(api: APIClient) -> None:
    sent = document(pain_max=7)
    send(api, new(sent))
    send(api, new({**sent, "pain_max": 8}, sent))
    (conflict,) = send(api, new({**sent, "note": "mine"}, sent))
    assert (conflict["pain_max"], conflict["note"]) == (8, "")
    assert Episode.objects.get().note == ""


def test_same_push_twice_costs_no_revision(api: APIClient, diary: Diary) -> None:
    sent = document()
    send(api, new(sent))
    before = revision(diary)
    assert send(api, new(sent)) == []
    assert revision(diary) == before


def test_deletion_wins_over_an_edit(api: APIClient) -> None:
    sent = document(pain_max=7)
    send(api, new(sent))
    send(api, new({**sent, "pain_max": 8}, sent))
    assert send(api, new({**sent, "_deleted": True}, sent)) == []
    (conflict,) = send(api, new({**sent, "pain_max": 9}, sent))
    assert conflict == {"id": sent["id"], "_deleted": True}
    assert Episode.objects.get().deleted_at is not None


@pytest.mark.parametrize("knows_it", [True, False])
def test_document_purged_long_ago_is_answered_as_deleted(
    api: APIClient, *, knows_it: bool
) -> None:
    sent = document()
    send(api, new(sent))
    send(api, new({**sent, "_deleted": True}, sent))
    purge(now=timezone.now() + timedelta(days=450))
    edited = new({**sent, "pain_max": 9}, sent if knows_it else None)
    assert send(api, edited) == [{"id": sent["id"], "_deleted": True}]
    assert not Episode.objects.exists()


def test_document_made_anew_on_a_known_tombstone_stands(api: APIClient) -> None:
    sent = document()
    gone = {"id": sent["id"], "_deleted": True}
    send(api, new(sent))
    send(api, new(gone, sent))
    assert send(api, new({**sent, "pain_max": 4}, gone)) == []
    row = Episode.objects.get()
    assert (row.deleted_at, row.pain_max) == (None, 4)


def test_superseded_document_of_a_phone_that_starts_over_undoes_nothing(
    api: APIClient,
) -> None:
    sent = document(pain_max=3)
    send(api, new(sent))
    send(api, new({**sent, "pain_max": 8}, sent))
    place = pull(api)["checkpoint"]["rev"]
    assert send(api, new(sent)) == []
    assert Episode.objects.get().pain_max == 8
    (told,) = pull(api, rev=place)["documents"]
    assert told["pain_max"] == 8


def test_bad_document_is_no_conflict_but_a_problem(api: APIClient) -> None:
    bad, good = document(pain_max=11), document()
    assert send(api, new(bad), new(good)) == []
    assert Episode.objects.count() == 1
    (problem,) = pull(api, "sync_problems")["documents"]
    assert (problem["entry"], problem["code"]) == (bad["id"], "out_of_range")
    send(api, new({**bad, "pain_max": 10}, bad))
    assert SyncProblem.objects.get().deleted_at is not None


def test_urgent_findings_come_beside_the_conflicts_when_asked_for(
    api: APIClient,
) -> None:
    sent = document(associated_symptoms=["chest-pain"])
    url = f"{RXDB}/episodes/push?answer=object"
    answer = api.post(url, [new(sent)], format="json").json()
    assert answer["conflicts"] == []
    assert [one["criterion"] for one in answer["urgent"]] == ["emergency-symptoms"]


def test_urgent_symptoms_of_a_conflict_are_answered(api: APIClient) -> None:
    sent = document(pain_max=7)
    send(api, new(sent))
    mine = {**sent, "pain_max": 2, "associated_symptoms": ["chest-pain"]}
    url = f"{RXDB}/episodes/push?answer=object"
    answer = api.post(url, [new(mine)], format="json").json()
    assert len(answer["conflicts"]) == 1
    assert [one["criterion"] for one in answer["urgent"]] == ["emergency-symptoms"]


def test_place_of_another_epoch_asks_for_a_resync(api: APIClient, diary: Diary) -> None:
    rev = pull(api)["checkpoint"]["rev"]
    Diary.objects.filter(pk=diary.pk).update(epoch=uuid.UUID(int=7), revision=50)
    answer = api.get(f"{RXDB}/episodes/pull", {"rev": rev})
    assert (answer.status_code, answer.json()["code"]) == (409, "resync_required")


@pytest.mark.parametrize(
    ("table", "method"),
    [("pills", "pull"), ("pills", "push"), ("warnings", "push")],
)
def test_table_that_is_not_there_is_not_found(
    api: APIClient, table: str, method: str
) -> None:
    url = f"{RXDB}/{table}/{method}"
    answer = api.get(url) if method == "pull" else api.post(url, [], format="json")
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {},
        ["text"],
        [{"newDocumentState": 3}],
        [{"newDocumentState": {}, "assumedMasterState": []}],
        [{"newDocumentState": {}, "more": 1}],
    ],
)
def test_body_that_is_no_push_is_refused(api: APIClient, body: object) -> None:
    answer = api.post(f"{RXDB}/episodes/push", body, format="json")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


def test_more_than_500_rows_in_one_push_are_refused(api: APIClient) -> None:
    rows = [new(document()) for _ in range(501)]
    answer = api.post(f"{RXDB}/episodes/push", rows, format="json")
    assert (answer.status_code, answer.json()["code"]) == (413, "too_many_items")
