"""The trend summary over HTTP: windows, conditional answers, suppression, queries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient

from diary.models import Diary, User, Warning
from tests.api.sharing.conftest import give
from tests.conftest import episode

URL = "/api/v1/trends/summary/"
NOW = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)  # 13:00 in Oslo: last night is over
LAST_NIGHT = date(2026, 3, 20)
LOGIN = 2
STANDING_AND_ROWS = 1 + 2

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def clock() -> Any:
    """Noon in UTC of the day the diaries end."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def log_cramp(api: APIClient, night: date) -> None:
    """A calf cramp at two in the night that ends on this morning."""
    start = f"{night}T02:00:00+01:00"
    sent = episode(started_at=start, ended_at=f"{night}T02:05:00+01:00")
    assert api.post("/api/v1/episodes/", sent, format="json").status_code == 201


def log_quiet(api: APIClient, night: date) -> None:
    """No cramps on this date."""
    sent = {"date": night.isoformat()}
    assert api.post("/api/v1/check-ins/", sent, format="json").status_code == 201


def improve(api: APIClient) -> None:
    """Twenty cramp nights of 28, then one of 28, all recorded."""
    for back in range(56):
        night = LAST_NIGHT - timedelta(days=back)
        has_cramp = back == 0 or 28 <= back < 48
        (log_cramp if has_cramp else log_quiet)(api, night)


def nights_of(answer: Any) -> dict[str, Any]:
    """The first figure: nights with cramp."""
    (figure,) = [
        figure for figure in answer.json()["figures"] if figure["id"] == "cramp_nights"
    ]
    return dict(figure)


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
    ("asked", "field", "code"),
    [
        ({"window": "0"}, "window", "window_not_offered"),
        ({"window": "15"}, "window", "window_not_offered"),
        ({"window": "1000000000"}, "window", "window_not_offered"),
        ({"window": ""}, "window", "window_not_offered"),
        ({"window": "28 "}, "window", "window_not_offered"),
        ({"end": "2026-03-21"}, "end", "end_in_future"),
        ({"end": "9999-12-31"}, "end", "end_in_future"),
        ({"end": "1899-12-31"}, "end", "end_too_early"),
        ({"end": "20260320"}, "end", "end_not_a_date"),
        ({"weeks": "4"}, "weeks", "unknown_parameter"),
    ],
)
@pytest.mark.parametrize("language", ["nb", "en"])
def test_wrong_parameter_is_refused_in_words(
    api: APIClient, asked: dict[str, str], field: str, code: str, language: str
) -> None:
    answer = api.get(URL, asked, HTTP_ACCEPT_LANGUAGE=language)
    assert answer.status_code == 400
    problem = answer.json()["fields"][field]
    assert problem["code"] == code
    assert problem["detail"].endswith(".")


@pytest.mark.parametrize("window", [7, 14, 28, 84])
@pytest.mark.parametrize("end", ["2026-03-20", "1900-01-01"])
def test_every_offered_window_is_answered(
    api: APIClient, window: int, end: str
) -> None:
    answer = api.get(URL, {"window": str(window), "end": end})
    assert answer.status_code == 200
    assert answer.json()["window"]["nights"] == window


def test_unchanged_diary_answers_304_without_reading_entries(
    api: APIClient, django_assert_num_queries: Any
) -> None:
    log_cramp(api, LAST_NIGHT)
    first = api.get(URL)
    assert first["Cache-Control"] == "private, no-cache"
    with django_assert_num_queries(LOGIN + 1):
        again = api.get(URL, HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]


def test_etag_changes_with_all_that_the_answer_is_made_from(
    api: APIClient, clock: Any
) -> None:
    etags = [
        api.get(URL)["ETag"],
        api.get(URL, {"window": 7})["ETag"],
        api.get(URL, {"end": "2026-03-19"})["ETag"],
        api.get(URL, HTTP_ACCEPT_LANGUAGE="nb")["ETag"],
    ]
    log_cramp(api, LAST_NIGHT)
    etags.append(api.get(URL)["ETag"])
    clock.move_to(NOW + timedelta(days=1))
    etags.append(api.get(URL)["ETag"])
    assert len(set(etags)) == len(etags) == 6


def test_two_people_never_share_an_etag(
    api: APIClient, other_patient: User, login: Callable[[User], APIClient]
) -> None:
    assert api.get(URL)["ETag"] != login(other_patient).get(URL)["ETag"]


def open_warning(diary: Diary, **fields: Any) -> Warning:
    """One warning as the evaluation writes it."""
    return Warning.objects.create(
        diary=diary,
        rev=99,
        criterion="weakness-or-muscle-change",
        ruleset_version="2",
        evidence=[],
        facts={},
        raised_at=NOW,
        judged_at=NOW,
        **fields,
    )


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
    improve(api)
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
