"""The trend summary over HTTP: windows, conditional answers, suppression, queries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from diary.models import Diary, User
from tests.api.sharing.conftest import give
from tests.api.trends.conftest import (
    LAST_NIGHT,
    cramp,
    figures_of,
    log_cramp,
    log_quiet,
    open_warning,
    quiet,
    store,
)

URL = "/api/v1/trends/summary/"
LOGIN = 2
STANDING_AND_ROWS = 1 + 2

pytestmark = pytest.mark.usefixtures("clock")


def improve(diary: Diary) -> None:
    """Twenty cramp nights of 28, then one of 28, all recorded."""
    with_cramp = {0, *range(28, 48)}
    nights = [(LAST_NIGHT - timedelta(days=back), back) for back in range(56)]
    store(
        diary,
        *(
            ("episodes", cramp(night))
            if back in with_cramp
            else ("check_ins", quiet(night))
            for night, back in nights
        ),
    )


def nights_of(answer: Any) -> dict[str, Any]:
    """The first figure: nights with cramp."""
    return figures_of(answer)["cramp_nights"]


def test_summary_counts_what_was_logged(api: APIClient) -> None:
    log_cramp(api, LAST_NIGHT)
    log_quiet(api, LAST_NIGHT - timedelta(days=1))
    answer = api.get(URL)
    assert answer.status_code == 200
    body = answer.json()
    assert body["revision"] == 3
    expected = {
        "from": "2026-02-21",
        "to": "2026-03-20",
        "nights": 28,
        "recorded": 2,
        "cramp": 1,
        "quiet": 1,
        "unknown": 26,
    }
    assert body["window"] == expected
    assert body["previous"]["to"] == "2026-02-20"


def test_empty_diary_has_an_answer_without_figures(api: APIClient) -> None:
    answer = api.get(URL)
    assert answer.status_code == 200
    assert nights_of(answer)["value"] is None


@pytest.mark.parametrize(
    ("zone", "last"),
    [("Europe/Oslo", "2026-03-20"), ("America/New_York", "2026-03-19")],
)
def test_window_ends_with_the_latest_night_that_is_over(
    api: APIClient, diary: Diary, zone: str, last: str
) -> None:
    diary.profile.tz = zone
    diary.profile.save()
    assert api.get(URL).json()["window"]["to"] == last


@pytest.mark.parametrize(
    ("severity", "state", "is_said"),
    [
        ("urgent", "open", False),
        ("see_doctor_soon", "open", False),
        ("see_doctor_soon", "seen", False),
        ("see_doctor_soon", "discussed", True),
        ("urgent", "resolved", True),
        ("urgent", "retracted", True),
        ("see_doctor", "open", True),
        ("info", "open", True),
    ],
)
def test_improvement_is_not_praised_while_a_serious_warning_is_open(
    api: APIClient, diary: Diary, severity: str, state: str, is_said: bool
) -> None:
    improve(diary)
    open_warning(diary, severity=severity, state=state)
    figure = nights_of(api.get(URL, HTTP_ACCEPT_LANGUAGE="en"))
    assert figure["change"]["verdict"] == "improved"
    assert ("clearly fewer" in figure["text"]) is is_said


def test_queries_stay_the_same_however_many_entries(
    api: APIClient, django_assert_num_queries: Any
) -> None:
    log_cramp(api, LAST_NIGHT)
    with django_assert_num_queries(LOGIN + STANDING_AND_ROWS):
        api.get(URL)
    for back in range(1, 6):
        log_cramp(api, LAST_NIGHT - timedelta(days=back))
        log_quiet(api, LAST_NIGHT - timedelta(days=10 + back))
    with django_assert_num_queries(LOGIN + STANDING_AND_ROWS):
        assert nights_of(api.get(URL))["den"] == 11


def test_clinician_reads_the_same_summary(
    api: APIClient,
    diary: Diary,
    clinician: User,
    login: Callable[[User], APIClient],
) -> None:
    log_cramp(api, LAST_NIGHT)
    url = f"/api/v1/patients/{diary.pk}/trends/summary/"
    doctor = login(clinician)
    assert doctor.get(url).status_code == 404
    give(diary, clinician, may_export=False)
    assert doctor.get(url).json() == api.get(URL).json()


def test_login_is_needed(anonymous: APIClient, db: None) -> None:
    assert anonymous.get(URL).status_code == 401
