"""Episodes over REST: client-made ids, revisions, merges, tombstones, lists."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from diary.models import Diary, EntryVersion, Episode, EvaluationDue, User
from tests.conftest import episode

URL = "/api/v1/episodes/"


def at(row: dict[str, str]) -> str:
    return f"{URL}{row['id']}/"


def stored(api: APIClient, **fields: object) -> dict[str, str]:
    row = episode(**fields)
    assert api.post(URL, row, format="json").status_code == 201
    return row


def test_post_stores_what_was_sent_and_answers_it(api: APIClient) -> None:
    sent = episode(
        pain_max=8, triggers=["exercise"], associated_symptoms=["none"], note="au"
    )
    answer = api.post(URL, sent, format="json")
    assert answer.status_code == 201
    assert answer.json().items() >= sent.items()
    assert answer["ETag"] == f'"{answer.json()["rev"]}"'
    assert api.get(at(sent)).json()["pain_max"] == 8


def test_what_was_not_asked_is_null_and_not_no(api: APIClient) -> None:
    row = {"id": str(uuid.uuid4()), "started_at": "2026-03-20T01:00:00Z"}
    answer = api.post(URL, row, format="json").json()
    unanswered = ("ended_at", "woke_from_sleep", "associated_symptoms", "sites")
    assert [answer[name] for name in unanswered] == [None] * 4


def test_instants_come_back_on_the_clock_they_were_sent_with(api: APIClient) -> None:
    row = episode(tz=None, started_at="2026-03-20T02:00:00-04:00", ended_at=None)
    answer = api.post(URL, row, format="json").json()
    assert answer["started_at"] == "2026-03-20T02:00:00-04:00"


def test_repeated_post_answers_200_and_spends_no_revision(
    api: APIClient, diary: Diary
) -> None:
    row = stored(api)
    before = Diary.objects.get(pk=diary.pk).revision
    assert api.post(URL, row, format="json").status_code == 200
    assert Diary.objects.get(pk=diary.pk).revision == before
    assert Episode.objects.count() == 1


def test_post_with_a_known_id_and_other_content_is_a_conflict(api: APIClient) -> None:
    row = stored(api, pain_max=3)
    answer = api.post(URL, {**row, "pain_max": 9}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    assert answer.json()["server"]["pain_max"] == 3
    assert Episode.objects.get().pain_max == 3


def test_put_creates_and_a_repeat_needs_no_if_match(api: APIClient) -> None:
    row = episode()
    assert api.put(at(row), row, format="json").status_code == 201
    assert api.put(at(row), row, format="json").status_code == 200


def test_changing_a_row_without_if_match_is_428(api: APIClient) -> None:
    row = stored(api)
    for call in (api.put, api.patch):
        answer = call(at(row), {"pain_max": 9}, format="json")
        assert (answer.status_code, answer.json()["code"]) == (428, "if_match_required")
    assert api.delete(at(row)).status_code == 428
    assert Episode.objects.get().pain_max is None


@pytest.mark.parametrize("sent", ["3", "W/3", '"abc"', '"-1"', "*", '"1","2"', '""'])
def test_malformed_if_match_is_400(api: APIClient, sent: str) -> None:
    row = stored(api)
    answer = api.patch(at(row), {"pain_max": 9}, format="json", HTTP_IF_MATCH=sent)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_if_match")


def test_field_left_out_of_a_put_keeps_its_value(api: APIClient) -> None:
    row = stored(api, pain_max=3)
    etag = api.get(at(row))["ETag"]
    answer = api.put(at(row), {"note": "x"}, format="json", HTTP_IF_MATCH=etag)
    assert answer.status_code == 200
    assert (answer.json()["pain_max"], answer.json()["note"]) == (3, "x")


def test_stale_edit_of_another_field_is_merged(api: APIClient) -> None:
    row = stored(api)
    stale = api.get(at(row))["ETag"]
    api.patch(at(row), {"pain_max": 7}, format="json", HTTP_IF_MATCH=stale)
    answer = api.patch(at(row), {"distress": 4}, format="json", HTTP_IF_MATCH=stale)
    assert answer.status_code == 200
    assert (answer.json()["pain_max"], answer.json()["distress"]) == (7, 4)


def test_stale_edit_of_the_same_field_is_412_with_the_servers_row(
    api: APIClient,
) -> None:
    row = stored(api)
    stale = api.get(at(row))["ETag"]
    api.patch(at(row), {"pain_max": 7}, format="json", HTTP_IF_MATCH=stale)
    answer = api.patch(at(row), {"pain_max": 9}, format="json", HTTP_IF_MATCH=stale)
    assert (answer.status_code, answer.json()["code"]) == (412, "precondition_failed")
    assert answer.json()["server"]["pain_max"] == 7
    assert Episode.objects.get().pain_max == 7


@pytest.mark.parametrize("offset", [1, 1000])
def test_if_match_from_the_future_is_412(api: APIClient, offset: int) -> None:
    row = stored(api)
    rev = api.get(at(row)).json()["rev"]
    answer = api.patch(
        at(row), {"pain_max": 9}, format="json", HTTP_IF_MATCH=f'"{rev + offset}"'
    )
    assert answer.status_code == 412


def test_superseded_state_is_kept(api: APIClient) -> None:
    row = stored(api, pain_max=3)
    etag = api.get(at(row))["ETag"]
    api.patch(at(row), {"pain_max": 7}, format="json", HTTP_IF_MATCH=etag)
    version = EntryVersion.objects.get()
    assert str(version.entry) == row["id"]
    assert version.content["pain_max"] == 3


def test_deleted_row_is_gone_but_kept_as_a_tombstone(api: APIClient) -> None:
    row = stored(api)
    etag = api.get(at(row))["ETag"]
    assert api.delete(at(row), HTTP_IF_MATCH=etag).status_code == 204
    assert api.get(at(row)).status_code == 404
    assert api.get(URL).json()["results"] == []
    assert Episode.objects.get().deleted_at is not None


def test_delete_wins_over_an_edit_it_did_not_know(api: APIClient) -> None:
    row = stored(api)
    stale = api.get(at(row))["ETag"]
    api.patch(at(row), {"pain_max": 7}, format="json", HTTP_IF_MATCH=stale)
    assert api.delete(at(row), HTTP_IF_MATCH=stale).status_code == 204
    answer = api.put(at(row), row, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    assert answer.json()["server"]["deleted"] is True


def test_patch_and_delete_of_an_unknown_id_are_404(api: APIClient) -> None:
    url = f"{URL}{uuid.uuid4()}/"
    assert api.patch(url, {"pain_max": 1}, format="json").status_code == 404
    assert api.delete(url, HTTP_IF_MATCH='"1"').status_code == 404


def test_every_change_leaves_a_due_row_at_its_revision(
    api: APIClient, diary: Diary
) -> None:
    EvaluationDue.objects.all().delete()
    rev = api.post(URL, episode(), format="json").json()["rev"]
    assert EvaluationDue.objects.get(diary=diary).revision == rev


def test_refused_change_leaves_no_due_row(api: APIClient) -> None:
    EvaluationDue.objects.all().delete()
    assert api.post(URL, episode(pain_max=11), format="json").status_code == 400
    assert not EvaluationDue.objects.exists()


def test_edit_that_puts_the_end_before_the_stored_start_is_refused(
    api: APIClient,
) -> None:
    row = stored(api)
    etag = api.get(at(row))["ETag"]
    answer = api.patch(
        at(row),
        {"ended_at": "2026-03-20T01:00:00+01:00"},
        format="json",
        HTTP_IF_MATCH=etag,
    )
    assert answer.json()["fields"]["ended_at"]["code"] == "end_before_start"


@pytest.mark.parametrize(
    "fields",
    [
        {"started_at": "2019-03-20T02:00:00+01:00", "ended_at": None},
        {"started_at": "2031-03-20T02:00:00+01:00", "ended_at": None},
        {"ended_at": "2026-03-21T03:00:00+01:00"},
        {"tz": "America/New_York"},
    ],
    ids=["late", "future", "25 hours", "zone and offset disagree"],
)
def test_unusual_entry_is_stored(api: APIClient, fields: dict[str, object]) -> None:
    assert api.post(URL, episode(**fields), format="json").status_code == 201


def test_urgent_symptom_is_answered_at_once(api: APIClient) -> None:
    row = episode(associated_symptoms=["chest-pain"])
    urgent = api.post(URL, row, format="json").json()["urgent"]
    assert [item["criterion"] for item in urgent] == ["emergency-symptoms"]
    assert urgent[0]["target"] == row["id"]
    assert "113" in urgent[0]["text"]


def test_urgent_symptom_of_a_refused_episode_is_answered_too(api: APIClient) -> None:
    row = episode(associated_symptoms=["chest-pain", "sunburn"], pain_max=11)
    answer = api.post(URL, row, format="json")
    assert answer.status_code == 400
    assert answer.json()["urgent"][0]["criterion"] == "emergency-symptoms"
    assert not Episode.objects.exists()


def test_repeat_after_a_lost_answer_is_told_the_urgent_finding_again(
    api: APIClient,
) -> None:
    row = stored(api, associated_symptoms=["dark-urine"])
    answer = api.post(URL, row, format="json").json()
    assert [item["criterion"] for item in answer["urgent"]] == ["dark-urine"]


def test_list_is_newest_first_in_pages(api: APIClient) -> None:
    for day in (18, 20, 19):
        stored(api, started_at=f"2026-03-{day}T01:00:00Z", ended_at=None)
    first = api.get(URL, {"limit": 2}).json()
    second = api.get(first["next"]).json()
    days = [row["started_at"][8:10] for row in first["results"] + second["results"]]
    assert days == ["20", "19", "18"]
    assert second["next"] is None


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ({"from": "2026-03-19"}, ["20", "19"]),
        ({"to": "2026-03-19"}, ["19", "18"]),
        ({"from": "2026-03-19", "to": "2026-03-19"}, ["19"]),
        ({"from": "2026-03-19T00:30:00+01:00"}, ["20"]),
    ],
)
def test_list_is_filtered_by_the_persons_own_dates(
    api: APIClient, query: dict[str, str], days: list[str]
) -> None:
    for day in (18, 19, 20):
        stored(api, started_at=f"2026-03-{day}T00:15:00+01:00", ended_at=None)
    found = api.get(URL, query).json()["results"]
    assert [row["started_at"][8:10] for row in found] == days


def test_list_takes_the_same_queries_for_one_row_and_for_fifty(
    api: APIClient, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    stored(api)
    with django_assert_num_queries(3):  # session, account, rows
        api.get(URL)
    for _ in range(49):
        stored(api)
    with django_assert_num_queries(3):
        assert len(api.get(URL).json()["results"]) == 50


def test_somebody_elses_row_does_not_exist(
    api: APIClient, other_patient: User, login: Callable[[User], APIClient]
) -> None:
    row = stored(api)
    stranger = login(other_patient)
    unknown = stranger.get(f"{URL}{uuid.uuid4()}/")
    foreign = stranger.get(at(row))
    assert foreign.status_code == unknown.status_code == 404
    bodies = [answer.json() | {"request_id": ""} for answer in (foreign, unknown)]
    assert bodies[0] == bodies[1]
    assert stranger.get(URL).json()["results"] == []


def test_the_same_id_in_another_diary_is_simply_another_row(
    api: APIClient, other_patient: User, login: Callable[[User], APIClient]
) -> None:
    row = stored(api, pain_max=3)
    answer = login(other_patient).post(URL, {**row, "pain_max": 9}, format="json")
    assert answer.status_code == 201
    assert api.get(at(row)).json()["pain_max"] == 3
