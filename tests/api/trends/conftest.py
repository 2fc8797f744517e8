"""One instant for the tests of the trends, entries as a phone sends them, routes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import pytest
import time_machine
from rest_framework.test import APIClient

from diary.fields import TABLES
from diary.items import read_item
from diary.models import Diary, Grant, User, Warning
from diary.services.changes import apply_changes
from diary.sync import Status
from tests.api.sharing.conftest import ClientFor, give
from tests.conftest import episode, night

V1: Final = "/api/v1"
NOW: Final = datetime(
    2026, 3, 20, 12, 0, tzinfo=UTC
)  # 13:00 in Oslo: last night is over
LAST_NIGHT: Final = date(2026, 3, 20)
ONE_NIGHT: Final = timedelta(days=1)
FIGURES: Final = (
    *("summary/", "nights/", "hours/", "sites/", "sleep/", "factors/", "treatments/"),
)
PICTURES: Final = (
    "nights.svg",
    "hours.svg",
    "sites.svg",
    "sleep.svg",
    "treatments.svg",
)
ROUTES: Final = (*FIGURES, *PICTURES)
MAGNESIUM: Final = "6f2c1c52-7d0e-4c63-9d0b-3a1f0f6f0a11"


@pytest.fixture
def clock() -> Iterator[Any]:
    """Noon in UTC of the day the diaries end."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def grant(diary: Diary, clinician: User) -> Grant:
    """The clinician may read the patient's diary."""
    return give(diary, clinician, may_export=False)


@pytest.fixture
def doctor(clinician: User, login: ClientFor) -> APIClient:
    """A client logged in as the clinician."""
    return login(clinician)


def own(route: str) -> str:
    """The path of a trend of one's own diary."""
    return f"{V1}/trends/{route}"


def of_patient(diary: Diary, route: str) -> str:
    """The path of the same trend for a clinician."""
    return f"{V1}/patients/{diary.pk}/trends/{route}"


def post(api: APIClient, table: str, sent: object) -> dict[str, Any]:
    """Write one entry; the row as it is answered."""
    answer = api.post(f"{V1}/{table}/", sent, format="json")
    assert answer.status_code == 201, answer.content
    return dict(answer.json())


def cramp(of_night: date, **fields: Any) -> dict[str, Any]:
    """A calf cramp at two in the night that ends on this morning."""
    start = f"{of_night}T02:00:00+01:00"
    usual = {"started_at": start, "ended_at": f"{of_night}T02:05:00+01:00"}
    return episode(**{**usual, **fields})


def sleep(of_night: date) -> dict[str, Any]:
    """The worked example of the sleep diary, for this night."""
    evening, morning = f"{of_night - ONE_NIGHT}", f"{of_night}"
    return night(
        night_date=morning,
        into_bed_at=f"{evening}T22:45:00+01:00",
        sleep_attempt_at=f"{evening}T23:15:00+01:00",
        final_awakening_at=f"{morning}T06:30:00+01:00",
        out_of_bed_at=f"{morning}T07:00:00+01:00",
    )


def quiet(of_night: date) -> dict[str, Any]:
    """No cramps on this date."""
    return {"date": of_night.isoformat()}


def magnesium(started_on: date) -> dict[str, Any]:
    """Magnesium since this date."""
    return {"id": MAGNESIUM, "code": "magnesium", "started_on": started_on.isoformat()}


def log_cramp(api: APIClient, of_night: date, **fields: Any) -> dict[str, Any]:
    """Write such a cramp."""
    return post(api, "episodes", cramp(of_night, **fields))


def log_quiet(api: APIClient, of_night: date) -> dict[str, Any]:
    """Write that there was none."""
    return post(api, "check-ins", quiet(of_night))


def store(diary: Diary, *entries: tuple[str, dict[str, Any]]) -> None:
    """Write many entries at once, as one push does."""
    items = [
        read_item(
            TABLES[table], fields, diary=diary.pk, entry=None, must_name_base=False
        )
        for table, fields in entries
    ]
    applied = apply_changes(diary.pk, items, device="phone", now=NOW)
    assert {result.status for result in applied.results} == {Status.CREATED}


def fill(diary: Diary) -> None:
    """Enough of everything that each route has something to show."""
    nights = [LAST_NIGHT - back * ONE_NIGHT for back in range(28)]
    store(
        diary,
        *(("nights", sleep(one)) for one in nights),
        *(("check_ins", quiet(one)) for one in nights[1::2]),
        *(
            ("episodes", cramp(one, pain_max=6, triggers=["exercise"]))
            for one in nights[::2]
        ),
        ("medications", magnesium(nights[14])),
    )


def open_warning(diary: Diary, **fields: Any) -> Warning:
    """One warning as the evaluation writes it."""
    return Warning.objects.create(
        **{
            "diary": diary,
            "rev": 99,
            "criterion": "weakness-or-muscle-change",
            "ruleset_version": "2",
            "severity": "urgent",
            "evidence": [],
            "facts": {},
            "raised_at": NOW,
            "judged_at": NOW,
            **fields,
        }
    )


def figures_of(answer: Any) -> dict[str, dict[str, Any]]:
    """The figures of an answer by their ids."""
    return {figure["id"]: figure for figure in answer.json()["figures"]}
