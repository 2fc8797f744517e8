"""What a patient is never shown, and what of a chain."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from rest_framework.test import APIClient

from tests.api.warnings.conftest import V1
from tests.conftest import NOW
from tests.diary.services.conftest import DiaryAtWork, night_of

SUMMARY = "nlc-feature-summary"
QUERIES = 7
CHAIN = ("severe-recurrent-night-cramps", "frequent-night-cramps")


def criteria(answer: Any) -> set[str]:
    """The criteria of a list of warnings."""
    return {warning["criterion"] for warning in answer.json()["results"]}


def cramps(work: DiaryAtWork, nights: int, **fields: Any) -> None:
    """A cramp on each of so many nights, judged."""
    for ago in range(nights):
        work.cramp(night_of(NOW, ago), **fields)
    work.judge()


def test_what_is_for_clinicians_alone_is_on_no_list_of_the_patient(
    work: DiaryAtWork, api: APIClient, doctor: APIClient
) -> None:
    cramps(work, 3)
    assert SUMMARY in criteria(doctor.get(f"{V1}/patients/{work.id}/warnings/"))
    assert SUMMARY not in criteria(api.get(f"{V1}/warnings/"))


def test_what_is_for_clinicians_alone_does_not_exist_for_the_patient(
    work: DiaryAtWork, api: APIClient, doctor: APIClient
) -> None:
    cramps(work, 3)
    warning = work.warning(SUMMARY).pk
    assert api.get(f"{V1}/warnings/{warning}/").status_code == 404
    assert api.post(f"{V1}/warnings/{warning}/seen/").status_code == 404
    assert work.warning(SUMMARY).state == "open"
    shared = f"{V1}/patients/{work.id}/warnings/{warning}/"
    assert doctor.get(shared).status_code == 200


def test_what_is_for_clinicians_alone_never_reaches_a_phone(
    work: DiaryAtWork, api: APIClient
) -> None:
    cramps(work, 6)
    routes = ("sync/changes", "sync/watermelon", "sync/rxdb/warnings/pull")
    answers = [api.get(f"{V1}/{route}").content.decode() for route in routes]
    assert [SUMMARY in answer for answer in answers] == [False] * len(routes)
    assert ["frequent-night-cramps" in answer for answer in answers] == [True] * 3


def test_pages_of_changes_go_on_past_what_is_left_out(
    work: DiaryAtWork, api: APIClient
) -> None:
    cramps(work, 6)
    cursor, seen = None, []
    while True:
        query = {"limit": "1", **({"cursor": cursor} if cursor else {})}
        page = api.get(f"{V1}/sync/changes", query).json()
        seen += page["changes"]
        cursor = page["cursor"]
        if not page["more"]:
            break
    assert len({change["id"] for change in seen}) == len(seen) > 6


def test_patient_sees_the_highest_of_a_chain_and_the_clinician_all(
    work: DiaryAtWork, api: APIClient, doctor: APIClient
) -> None:
    cramps(work, 7, pain_max=8, woke_from_sleep=True)
    shared = criteria(doctor.get(f"{V1}/patients/{work.id}/warnings/"))
    own = criteria(api.get(f"{V1}/warnings/"))
    assert set(CHAIN) <= shared
    assert own & set(CHAIN) == {CHAIN[0]}


def test_covered_warning_is_shown_when_the_higher_one_has_ended(
    work: DiaryAtWork, api: APIClient
) -> None:
    cramps(work, 7, pain_max=8, woke_from_sleep=True)
    for entry in api.get(f"{V1}/episodes/").json()["results"]:
        work.write(id=entry["id"], pain_max=2, woke_from_sleep=False)
    work.judge()
    listed = api.get(f"{V1}/warnings/?state=open,seen,discussed")
    assert criteria(listed) & set(CHAIN) == {CHAIN[1]}


def test_list_takes_the_same_queries_for_one_warning_and_for_many(
    work: DiaryAtWork, api: APIClient, django_assert_num_queries: Any
) -> None:
    work.cramp(NOW - timedelta(hours=9), minutes=11)
    work.judge()
    with django_assert_num_queries(QUERIES):
        api.get(f"{V1}/warnings/")
    cramps(work, 9, minutes=12)
    with django_assert_num_queries(QUERIES):
        assert len(criteria(api.get(f"{V1}/warnings/"))) > 1
