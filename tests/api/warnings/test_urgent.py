"""What the answer to an entry says about lateness, and what an error costs it."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from diary.models import Episode, EvaluationDue, Profile
from tests.api.warnings.conftest import V1
from tests.conftest import NOW, episode
from tests.diary.services.conftest import DiaryAtWork

NOT_SEEN = "If nobody has examined you for this, call today."
STILL = "If this is still going on:"


def urgent(api: APIClient, **fields: Any) -> list[dict[str, Any]]:
    """What a POST of an episode answers as urgent, in English."""
    answer = api.post(
        f"{V1}/episodes/", episode(**fields), format="json", HTTP_ACCEPT_LANGUAGE="en"
    )
    assert answer.status_code == 201, answer.content
    found: list[dict[str, Any]] = answer.json()["urgent"]
    return found


def started(**ago: float) -> dict[str, Any]:
    """An episode of a minute that began so long ago."""
    start = NOW - timedelta(**ago)
    end = start + timedelta(minutes=1)
    return {"started_at": start.isoformat(), "ended_at": end.isoformat()}


@pytest.mark.parametrize(
    ("ago", "is_late"),
    [({"hours": 23}, False), ({"hours": 24}, False), ({"hours": 24.001}, True)],
)
def test_urgent_text_of_an_entry_older_than_a_day_says_so(
    api: APIClient, ago: dict[str, float], is_late: bool
) -> None:
    (found,) = urgent(api, **started(**ago), associated_symptoms=["dark-urine"])
    assert found["text"].startswith(NOT_SEEN) is is_late


def test_entry_made_in_time_and_sent_late_is_not_late(api: APIClient) -> None:
    entered = (NOW - timedelta(days=3) + timedelta(hours=1)).isoformat()
    (found,) = urgent(
        api, **started(days=3), entered_at=entered, associated_symptoms=["dark-urine"]
    )
    assert not found["text"].startswith(NOT_SEEN)


def test_late_open_cramp_asks_whether_it_still_goes_on(api: APIClient) -> None:
    (found,) = urgent(
        api,
        started_at=(NOW - timedelta(hours=25)).isoformat(),
        ended_at=None,
        last_confirmed_ongoing_at=(NOW - timedelta(hours=1)).isoformat(),
    )
    assert found["criterion"] == "ongoing-over-10-min"
    assert found["text"].startswith(STILL)


def test_answer_and_warning_agree_on_lateness(
    work: DiaryAtWork, api: APIClient
) -> None:
    (found,) = urgent(api, **started(days=2), associated_symptoms=["dark-urine"])
    work.judge()
    listed = api.get(f"{V1}/warnings/", HTTP_ACCEPT_LANGUAGE="en").json()["results"]
    (warning,) = (row for row in listed if row["criterion"] == "dark-urine")
    assert warning["text"] == found["text"]


def test_error_of_the_criteria_never_costs_the_entry(
    work: DiaryAtWork, api: APIClient, caplog: pytest.LogCaptureFixture
) -> None:
    Profile.objects.filter(diary=work.id).update(tz="Atlantis/Deep")
    with caplog.at_level(logging.INFO):
        found = urgent(
            api, **started(hours=1), tz=None, associated_symptoms=["dark-urine"]
        )
    assert found == []
    assert Episode.objects.in_diary(work.id).count() == 1
    (line,) = (r.getMessage() for r in caplog.records if "not judged" in r.message)
    assert line == f"diary {work.id} not judged: ZoneInfoNotFoundError"
    work.judge()
    assert EvaluationDue.objects.get().last_error_class == "ZoneInfoNotFoundError"


def test_push_survives_an_error_of_the_criteria(
    work: DiaryAtWork, api: APIClient
) -> None:
    Profile.objects.filter(diary=work.id).update(tz="Atlantis/Deep")
    fields = episode(**started(hours=1), tz=None, associated_symptoms=["dark-urine"])
    item = {"table": "episodes", "id": fields.pop("id"), "op": "put", "base_rev": None}
    answer = api.post(
        f"{V1}/sync/push",
        {"device": "phone", "items": [{**item, "fields": fields}]},
        format="json",
    ).json()
    assert [row["status"] for row in answer["results"]] == ["created"]
    assert answer["urgent"] == []
