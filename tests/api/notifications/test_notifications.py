"""GET notifications/: what was sent and what waits, to the person alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from diary.models import Diary, Notification, User
from diary.services.delivery import deliver_due
from diary.services.evaluate import evaluate
from tests.conftest import NOW, episode
from tests.diary.services.conftest import DiaryAtWork, work
from tests.diary.services.letterbox import letterbox
from tests.diary.services.test_notices import judge_and_deliver, urgent_cramp

__all__ = ["letterbox", "work"]

PATH = "/api/v1/notifications/"
LONG = "duration-over-10-min"


def test_notice_is_listed_with_its_warnings_and_state(
    work: DiaryAtWork, api: APIClient, letterbox: object
) -> None:
    urgent_cramp(work)
    judge_and_deliver(work)
    rows = api.get(PATH).json()["results"]
    warning = str(work.warning("emergency-symptoms").pk)
    sent = [row for row in rows if row["state"] == "sent"]
    assert {row["channel"] for row in sent} == {"push", "email"}
    assert [row["warnings"] for row in sent] == [[warning]] * 2
    assert {row["sent_at"] for row in sent} == {NOW.isoformat()}
    assert set(rows[0]) == {
        "id",
        "warnings",
        "channel",
        "state",
        "not_before",
        "sent_at",
    }


def test_somebody_elses_notices_do_not_exist(
    work: DiaryAtWork, other_patient: User, login: object
) -> None:
    urgent_cramp(work)
    work.judge()
    client = login(other_patient)  # type: ignore[operator]  # the fixture is a function
    assert client.get(PATH).json()["results"] == []


def test_notices_come_newest_first_in_pages(
    work: DiaryAtWork,
    api: APIClient,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    asked = [
        _notice(work.row(), number, asked_at=NOW + timedelta(minutes=number))
        for number in range(5)
    ]
    found: list[str] = []
    url: str | None = f"{PATH}?limit=2"
    while url:
        page = api.get(url).json()
        found += [row["id"] for row in page["results"]]
        url = page["next"]
    assert found == [str(row.pk) for row in reversed(asked)]
    with django_assert_num_queries(3):  # the login, the diary, the page
        api.get(PATH)


@pytest.mark.parametrize(("query", "status"), [("?cursor=x", 400), ("?what=1", 400)])
def test_wrong_parameter_is_refused(
    api: APIClient, diary: Diary, query: str, status: int
) -> None:
    assert api.get(PATH + query).status_code == status


def test_long_cramp_withdrawn_and_put_back_is_flagged_and_told_once(
    api: APIClient, diary: Diary
) -> None:
    """11 minutes, flagged; edited to 9, withdrawn; edited back; told once."""
    entry = episode(ended_at="2026-03-20T02:11:00+01:00")
    row = f"/api/v1/episodes/{entry['id']}/"
    with time_machine.travel(NOW, tick=False) as clock:
        answer = api.post("/api/v1/episodes/", entry, format="json")
        for end in (None, "2026-03-20T02:09:00+01:00", "2026-03-20T02:11:00+01:00"):
            if end:
                rev = answer.json()["rev"]
                answer = api.patch(
                    row,
                    {"ended_at": end},
                    format="json",
                    headers={"If-Match": f'"{rev}"'},
                )
            evaluate(diary.pk)
            deliver_due()
            clock.shift(timedelta(minutes=5))
    warnings = api.get("/api/v1/warnings/").json()["results"]
    states = [one["state"] for one in warnings if one["criterion"] == LONG]
    assert states == ["open", "retracted"]
    told = [one["state"] for one in api.get(PATH).json()["results"]]
    assert told == ["sent"]
    assert [one.subject for one in mail.outbox] == ["Du har en melding i dagboken"]


def _notice(diary: Diary, number: int, **fields: object) -> Notification:
    """One that was sent long ago, whatever it was about."""
    return Notification.objects.create(
        diary=diary,
        key=f"key.{number}",
        channel="push",
        severity="see_doctor",
        warnings=[],
        state="sent",
        sent_at=NOW,
        not_before=NOW,
        next_try_at=NOW,
        **fields,
    )
