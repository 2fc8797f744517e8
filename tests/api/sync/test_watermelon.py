"""The face for WatermelonDB: change sets in, change sets out, nothing lost between."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings
from rest_framework.test import APIClient

from diary.models import Diary, Episode, SyncProblem, User
from diary.services.purge import purge
from tests.api.sync.test_sync import item, push

WATERMELON = "/api/v1/sync/watermelon"
NIGHT_STARTED = 1_773_968_400_000  # 2026-03-20T02:00:00+01:00
QUERIES_OF_A_PULL = 10
QUERIES_OF_A_PUSH = 17
ISO_NIGHT = "2026-03-20"


def row(**columns: Any) -> dict[str, Any]:
    """One new episode as WatermelonDB sends it."""
    return {
        "id": str(uuid.uuid4()),
        "_status": "created",
        "_changed": "",
        "started_at": NIGHT_STARTED,
        "tz": "Europe/Oslo",
        "utc_offset_minutes": 60,
        "sites": '[{"muscle":"calf","side":"left"}]',
        "pain_max": None,
        "note": "",
        **columns,
    }


def night(diary: Diary, **columns: Any) -> dict[str, Any]:
    entry = uuid.uuid5(diary.pk, f"nights:{ISO_NIGHT}")
    return {"id": str(entry), "night_date": ISO_NIGHT, **columns}


def pull(api: APIClient, since: int | None = None, **query: Any) -> Any:
    answer = api.get(WATERMELON, {"last_pulled_at": since or "null", **query})
    assert answer.status_code == 200, answer.content
    return answer.json()


def send(api: APIClient, since: int | None, **tables: Any) -> Any:
    url = f"{WATERMELON}?last_pulled_at={since or 'null'}"
    return api.post(url, tables, format="json")


def sent(api: APIClient, since: int | None, **tables: Any) -> Any:
    answer = send(api, since, **tables)
    assert answer.status_code == 200, answer.content
    return answer.json()


def code_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def revision(diary: Diary) -> int:
    return int(Diary.objects.values_list("revision", flat=True).get(pk=diary.pk))


def test_first_pull_has_every_table_under_updated_and_no_deletions(
    api: APIClient,
) -> None:
    gone, kept = item(), item()
    push(api, gone, kept)
    push(api, {"table": "episodes", "id": gone["id"], "op": "delete"})
    changes = pull(api)["changes"]
    assert set(changes) == {
        *("episodes", "nights", "check_ins", "medications", "profile"),
        *("warnings", "sync_problems"),
    }
    assert all(part["created"] == part["deleted"] == [] for part in changes.values())
    assert [found["id"] for found in changes["episodes"]["updated"]] == [kept["id"]]


def test_pulled_row_is_flat(api: APIClient) -> None:
    push(api, item(relief=[{"code": "stretching", "effect": "full"}]))
    (found,) = pull(api)["changes"]["episodes"]["updated"]
    assert found["started_at"] == NIGHT_STARTED
    assert (found["tz"], found["utc_offset_minutes"]) == ("Europe/Oslo", 60)
    assert json.loads(found["relief"]) == [{"code": "stretching", "effect": "full"}]
    assert found["pain_max"] is None


def test_only_what_changed_since_comes_and_deletions_by_id(api: APIClient) -> None:
    old, gone = item(), item()
    push(api, old, gone)
    place = pull(api)["timestamp"]
    new = item()
    push(api, new, {"table": "episodes", "id": gone["id"], "op": "delete"})
    found = pull(api, place)["changes"]["episodes"]
    assert [one["id"] for one in found["updated"]] == [new["id"]]
    assert found["deleted"] == [gone["id"]]


def test_created_row_is_stored_and_the_answer_is_empty(api: APIClient) -> None:
    new = row(pain_max=7, entered_at=NIGHT_STARTED + 1000)
    assert sent(api, None, episodes={"created": [new]}) == {}
    stored = Episode.objects.get()
    assert (str(stored.id), stored.pain_max) == (new["id"], 7)
    assert stored.started_at.isoformat() == "2026-03-20T01:00:00+00:00"
    assert stored.utc_offset_minutes == 60


def test_unknown_row_under_updated_is_created(api: APIClient) -> None:
    sent(api, pull(api)["timestamp"], episodes={"updated": [row()]})
    assert Episode.objects.count() == 1


def test_deletion_of_an_unknown_row_is_fine(api: APIClient) -> None:
    deletion = {"deleted": [str(uuid.uuid4())]}
    assert sent(api, pull(api)["timestamp"], episodes=deletion) == {}


def test_same_push_twice_costs_no_revision(api: APIClient, diary: Diary) -> None:
    new = row()
    sent(api, None, episodes={"created": [new]})
    before = revision(diary)
    assert sent(api, None, episodes={"created": [new]}) == {}
    assert revision(diary) == before


def test_row_that_moved_on_must_be_pulled_and_nothing_is_stored(
    api: APIClient, diary: Diary
) -> None:
    known = item(pain_max=3)
    push(api, known)
    place = pull(api)["timestamp"]
    edit = {"table": "episodes", "id": known["id"], "fields": {"pain_max": 5}}
    push(api, edit)
    before = revision(diary)
    changes = {"created": [row()], "updated": [row(id=known["id"], pain_max=8)]}
    assert code_of(send(api, place, episodes=changes)) == (409, "pull_first")
    assert (Episode.objects.count(), revision(diary)) == (1, before)
    sent(api, pull(api)["timestamp"], episodes=changes)
    assert Episode.objects.get(id=known["id"]).pain_max == 8


def test_row_that_moved_on_to_the_same_content_is_no_reason_to_pull(
    api: APIClient,
) -> None:
    place = pull(api)["timestamp"]
    new = row(pain_max=3)
    sent(api, place, episodes={"created": [new]})
    assert sent(api, place, episodes={"updated": [new]}) == {}


def test_push_to_a_tombstone_tells_of_the_deletion_again(
    api: APIClient, diary: Diary
) -> None:
    known = item()
    push(api, known)
    push(api, {"table": "episodes", "id": known["id"], "op": "delete"})
    place = pull(api)["timestamp"]  # a phone that was restored knows this place
    changes = {"updated": [row(id=known["id"], pain_max=8)]}
    assert code_of(send(api, place, episodes=changes)) == (409, "pull_first")
    assert pull(api, place)["changes"]["episodes"]["deleted"] == [known["id"]]
    assert Episode.objects.get().deleted_at is not None


def purged(api: APIClient) -> dict[str, Any]:
    """A row whose deletion was so long ago that its tombstone is gone."""
    known = row(pain_max=3)
    sent(api, None, episodes={"created": [known]})
    sent(api, pull(api)["timestamp"], episodes={"deleted": [known["id"]]})
    purge(now=timezone.now() + timedelta(days=450))
    assert not Episode.objects.exists()
    return known


@pytest.mark.parametrize(
    ("resync", "status"), [("", 409), ("&resync=1", 200)], ids=["edit", "resync"]
)
def test_push_of_a_row_purged_long_ago_tells_of_its_deletion_again(
    api: APIClient, resync: str, status: int
) -> None:
    known = purged(api)
    place = pull(api)["timestamp"]
    url = f"{WATERMELON}?last_pulled_at={place}{resync}"
    answer = api.post(url, {"episodes": {"updated": [known]}}, format="json")
    assert answer.status_code == status
    assert pull(api, place)["changes"]["episodes"]["deleted"] == [known["id"]]
    assert Episode.objects.get().deleted_at is not None
    purge(now=timezone.now() + timedelta(days=399))
    assert Episode.objects.exists()


def test_night_made_anew_after_its_deletion_stands(
    api: APIClient, diary: Diary
) -> None:
    place = pull(api)["timestamp"]
    sent(api, place, nights={"created": [night(diary, quality=2)]})
    entry = night(diary)["id"]
    sent(api, pull(api)["timestamp"], nights={"deleted": [entry]})
    place = pull(api)["timestamp"]
    assert sent(api, place, nights={"created": [night(diary, quality=4)]}) == {}
    (found,) = pull(api)["changes"]["nights"]["updated"]
    assert (found["id"], found["quality"]) == (entry, 4)


def test_bad_row_is_rejected_named_and_the_rest_goes_in(api: APIClient) -> None:
    bad, good = row(pain_max=11), row()
    answer = sent(api, None, episodes={"created": [bad, good]})
    assert answer == {"experimentalRejectedIds": {"episodes": [bad["id"]]}}
    assert [str(stored.id) for stored in Episode.objects.all()] == [good["id"]]
    (problem,) = pull(api)["changes"]["sync_problems"]["updated"]
    assert (problem["entry"], problem["code"]) == (bad["id"], "out_of_range")
    assert sent(api, None, episodes={"created": [row(id=bad["id"])]}) == {}
    assert SyncProblem.objects.get().deleted_at is not None


def test_second_row_of_a_date_is_rejected_and_named(api: APIClient) -> None:
    place = pull(api)["timestamp"]
    first, second = (
        {"id": str(uuid.uuid4()), "date": ISO_NIGHT, "covers": covers}
        for covers in ("night", "day")
    )
    answer = sent(api, place, check_ins={"created": [first, second]})
    assert answer["experimentalRejectedIds"] == {"check_ins": [second["id"]]}
    assert SyncProblem.objects.get().code == "date_taken"


@pytest.mark.parametrize(
    ("columns", "code", "field"),
    [
        ({"started_at": "2026-03-20T02:00:00+01:00"}, "wrong_type", "started_at"),
        ({"started_at": 1.5}, "wrong_type", "started_at"),
        ({"started_at": -1}, "out_of_range", "started_at"),
        ({"started_at": None}, "required", "started_at"),
        ({"utc_offset_minutes": 841}, "out_of_range", "utc_offset_minutes"),
        ({"sites": [{"muscle": "calf"}]}, "wrong_type", "sites"),
        ({"sites": "[{"}, "wrong_type", "sites"),
        ({"sites": '[{"muscle":"wing"}]'}, "unknown_code", "sites.0.muscle"),
        ({"associated_symptoms": "[]"}, "empty_list", "associated_symptoms"),
        ({"rev": 3}, "unknown_field", "rev"),
        ({"ended_at": NIGHT_STARTED - 1}, "end_before_start", "ended_at"),
    ],
)
def test_refusals_are_those_of_the_fields(
    api: APIClient, columns: dict[str, Any], code: str, field: str
) -> None:
    sent(api, None, episodes={"created": [row(**columns)]})
    problem = SyncProblem.objects.get()
    assert (problem.code, problem.field) == (code, field)


def test_tables_that_are_not_written_here_are_rejected(api: APIClient) -> None:
    entry = str(uuid.uuid4())
    tables = {name: {"updated": [{"id": entry}]} for name in ("warnings", "settings")}
    answer = sent(api, None, **tables, episodes={"created": [row()]})
    assert answer["experimentalRejectedIds"] == {
        "warnings": [entry],
        "settings": [entry],
    }
    assert Episode.objects.count() == 1


def test_tables_may_carry_a_prefix(api: APIClient) -> None:
    url = f"{WATERMELON}?prefix=cramp_"
    answer = api.post(url, {"cramp_episodes": {"created": [row()]}}, format="json")
    assert answer.json() == {}
    changes = pull(api, prefix="cramp_")["changes"]
    assert len(changes["cramp_episodes"]["updated"]) == 1
    assert not [name for name in changes if not name.startswith("cramp_")]


def test_place_of_another_epoch_asks_for_a_resync(api: APIClient, diary: Diary) -> None:
    place = pull(api)["timestamp"]
    Diary.objects.filter(pk=diary.pk).update(epoch=uuid.UUID(int=7), revision=50)
    changes = {"created": [row()]}
    assert code_of(api.get(WATERMELON, {"last_pulled_at": place})) == (
        409,
        "resync_required",
    )
    assert code_of(send(api, place, episodes=changes)) == (409, "resync_required")
    assert not Episode.objects.exists()


def test_place_from_the_future_or_before_the_purge_asks_for_a_resync(
    api: APIClient, diary: Diary
) -> None:
    place = pull(api)["timestamp"]
    future = api.get(WATERMELON, {"last_pulled_at": place + 1})
    assert code_of(future) == (409, "resync_required")
    Diary.objects.filter(pk=diary.pk).update(purge_floor=5, revision=9)
    purged = api.get(WATERMELON, {"last_pulled_at": place})
    assert code_of(purged) == (409, "resync_required")


def test_place_of_another_diary_gives_nothing(
    api: APIClient, other_patient: User, login: Callable[[User], APIClient]
) -> None:
    theirs = pull(login(other_patient))["timestamp"]
    answer = api.get(WATERMELON, {"last_pulled_at": theirs})
    assert code_of(answer) == (409, "resync_required")


def test_timestamp_counts_up_by_revisions(api: APIClient, diary: Diary) -> None:
    first = pull(api)["timestamp"]
    push(api, item(), item())
    assert pull(api)["timestamp"] == first + 2
    assert first < 2**53  # a whole number in JavaScript


def test_table_that_came_with_an_update_starts_over(api: APIClient) -> None:
    push(api, item())
    place = pull(api)["timestamp"]
    assert pull(api, place)["changes"]["episodes"]["updated"] == []
    for migration in (
        {"from": 1, "tables": ["episodes", "own"], "columns": []},
        {"from": 1, "tables": [], "columns": [{"table": "episodes", "columns": []}]},
    ):
        found = pull(api, place, migration=json.dumps(migration))
        assert len(found["changes"]["episodes"]["updated"]) == 1


@pytest.mark.parametrize(
    ("language", "words"), [("nb", "for gammel"), ("en", "too old")]
)
def test_app_that_is_too_old_is_told_to_update(
    api: APIClient, settings: Settings, language: str, words: str
) -> None:
    settings.SYNC_SCHEMA_VERSION_MIN = 3
    query = {"schema_version": "2"}
    answer = api.get(WATERMELON, query, HTTP_ACCEPT_LANGUAGE=language)
    assert code_of(answer) == (426, "app_too_old")
    assert words in answer.json()["detail"]
    assert api.get(WATERMELON, {"schema_version": "3"}).status_code == 200


def test_urgent_symptoms_are_answered_with_the_push(api: APIClient) -> None:
    bad = row(associated_symptoms='["chest-pain"]', pain_max=11)
    answer = sent(api, None, episodes={"created": [bad]})
    assert [one["criterion"] for one in answer["urgent"]] == ["emergency-symptoms"]


def test_urgent_symptoms_are_answered_when_the_push_must_wait(api: APIClient) -> None:
    known = item()
    push(api, known)
    bad = row(associated_symptoms='["chest-pain"]')
    changes = {"created": [bad], "updated": [row(id=known["id"], pain_max=8)]}
    answer = send(api, None, episodes=changes)
    assert code_of(answer) == (409, "pull_first")
    urgent = answer.json()["urgent"]
    assert [one["criterion"] for one in urgent] == ["emergency-symptoms"]


@pytest.mark.parametrize(
    "body",
    [
        {"episodes": []},
        {"episodes": {"removed": []}},
        {"episodes": {"created": {}}},
        {"episodes": {"created": ["text"]}},
        {"episodes": {"created": [{"id": 7}]}},
        {"episodes": {"deleted": [7]}},
    ],
)
def test_body_that_is_no_change_set_is_refused(api: APIClient, body: object) -> None:
    answer = api.post(WATERMELON, body, format="json")
    assert code_of(answer) == (400, "invalid")


@pytest.mark.parametrize(
    "query",
    [
        {"last_pulled_at": "-1"},
        {"last_pulled_at": "9" * 17},
        {"last_pulled_at": "9" * 16},
        {"last_pulled_at": "²"},
        {"schema_version": "one"},
        {"prefix": "a-"},
        {"migration": '{"tables": 3}'},
        {"epoch": "x"},
    ],
)
def test_parameter_that_makes_no_sense_is_refused(
    api: APIClient, query: dict[str, str]
) -> None:
    assert code_of(api.get(WATERMELON, query)) == (400, "invalid")


def test_more_than_500_rows_in_one_push_are_refused(api: APIClient) -> None:
    rows = [row() for _ in range(501)]
    answer = send(api, None, episodes={"created": rows})
    assert code_of(answer) == (413, "too_many_items")


def test_profile_stays_one_and_stays(api: APIClient, diary: Diary) -> None:
    stranger = str(uuid.uuid4())
    changes = {
        "created": [{"id": stranger, "country": "EU"}],
        "deleted": [str(diary.pk)],
    }
    answer = sent(api, None, profile=changes)
    assert answer["experimentalRejectedIds"] == {"profile": [str(diary.pk), stranger]}
    (found,) = pull(api)["changes"]["profile"]["updated"]
    assert (found["id"], found["country"]) == (str(diary.pk), "NO")


def test_instant_finer_than_a_millisecond_survives_an_edit_of_the_phone(
    api: APIClient,
) -> None:
    known = item(started_at="2026-03-20T02:00:00.123456+01:00", ended_at=None)
    push(api, known)
    pulled = pull(api)
    (found,) = pulled["changes"]["episodes"]["updated"]
    sent(api, pulled["timestamp"], episodes={"updated": [{**found, "pain_max": 2}]})
    stored = Episode.objects.get()
    assert (stored.started_at.microsecond, stored.pain_max) == (123456, 2)


def test_pull_and_push_take_the_same_queries_for_two_rows_and_for_thirty(
    api: APIClient, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (2, 30):
        rows = [row() for _ in range(count)]
        with django_assert_num_queries(QUERIES_OF_A_PUSH):
            sent(api, None, episodes={"created": rows})
        with django_assert_num_queries(QUERIES_OF_A_PULL):
            pull(api)


def test_superseded_row_of_a_resync_undoes_nothing_and_is_told_the_newer(
    api: APIClient,
) -> None:
    known = row(pain_max=3)
    sent(api, None, episodes={"created": [known]})
    place = pull(api)["timestamp"]
    sent(api, place, episodes={"updated": [{**known, "pain_max": 8}]})
    purge(now=timezone.now() + timedelta(days=4000))
    place = pull(api)["timestamp"]
    url = f"{WATERMELON}?last_pulled_at={place}&resync=1"
    answer = api.post(url, {"episodes": {"updated": [known]}}, format="json")
    assert answer.json() == {}
    (told,) = pull(api, place)["changes"]["episodes"]["updated"]
    assert told["pain_max"] == Episode.objects.get().pain_max == 8


def test_deletion_that_both_sides_know_costs_a_resync_no_revision(
    api: APIClient, diary: Diary
) -> None:
    known = row()
    sent(api, None, episodes={"created": [known]})
    place = pull(api)["timestamp"]
    sent(api, place, episodes={"deleted": [known["id"]]})
    before = revision(diary)
    url = f"{WATERMELON}?last_pulled_at={pull(api)['timestamp']}&resync=1"
    api.post(url, {"episodes": {"deleted": [known["id"]]}}, format="json")
    assert revision(diary) == before


def test_row_of_a_resync_that_the_server_never_had_goes_in(api: APIClient) -> None:
    known = row(pain_max=3)
    sent(api, None, episodes={"created": [known]})
    place = pull(api)["timestamp"]
    url = f"{WATERMELON}?last_pulled_at={place}&resync=1"
    edited = {"episodes": {"updated": [{**known, "pain_max": 8}]}}
    assert api.post(url, edited, format="json").json() == {}
    assert Episode.objects.get().pain_max == 8
