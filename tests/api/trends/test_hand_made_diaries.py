"""Hand-made diaries over HTTP: clock changes, a flight, night work, gaps, ten years."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from diary.models import CheckIn, Diary, Episode, User
from tests.api.sharing.conftest import ClientFor
from tests.api.trends.conftest import (
    LAST_NIGHT,
    NOW,
    ONE_NIGHT,
    cramp,
    figures_of,
    own,
    quiet,
    store,
)
from tests.conftest import episode, night

SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
TEN_YEARS_NIGHTS = 3652

pytestmark = pytest.mark.usefixtures("clock")


def in_bed(of_night: date, into: str, out: str, **fields: Any) -> dict[str, Any]:
    """Trying to sleep at once, asleep in 15 minutes, awake for 15, up at once."""
    return night(
        night_date=of_night.isoformat(),
        into_bed_at=into,
        sleep_attempt_at=into,
        sol_minutes=15,
        waso_minutes=15,
        final_awakening_at=out,
        out_of_bed_at=out,
        **fields,
    )


def asked(client: APIClient, route: str, **query: str) -> Any:
    """The answer, in English."""
    answer = client.get(own(route), {"lang": "en", **query})
    assert answer.status_code == 200, answer.content
    return answer


def values_of(answer: Any, *names: str) -> list[object]:
    """The values of these figures."""
    figures = figures_of(answer)
    return [figures[name]["value"] for name in names]


def move_to(clock: Any, day: date) -> None:
    """To noon in UTC of that day: its night is over."""
    clock.move_to(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))


def test_night_of_the_spring_clock_change_is_seven_hours(
    diary: Diary, patient: User, login: ClientFor, clock: Any
) -> None:
    """A cramp from 01:55 to 03:06 by the clock lasts eleven minutes."""
    move_to(clock, SPRING)
    into, out = "2026-03-28T23:00:00+01:00", "2026-03-29T07:00:00+02:00"
    start, end = "2026-03-29T01:55:00+01:00", "2026-03-29T03:06:00+02:00"
    store(
        diary,
        ("nights", in_bed(SPRING, into, out)),
        ("episodes", episode(started_at=start, ended_at=end)),
    )
    api = login(patient)
    names = ("cramps_at_night", "duration_longest", "duration_over_10_min")
    assert values_of(asked(api, "summary/"), *names) == [1, 660, 1]
    assert values_of(asked(api, "sleep/"), "sleep_tib", "sleep_tst") == [420, 390]
    *_, last = asked(api, "nights/").json()["nights"]
    assert last["bed_minutes"] == [660, 660 + 420]


def test_night_of_the_autumn_clock_change_is_nine_hours_and_one_night(
    diary: Diary, patient: User, login: ClientFor, clock: Any
) -> None:
    """02:30 comes twice: two cramps, an hour apart, in the same night."""
    move_to(clock, AUTUMN)
    into, out = "2026-10-24T23:00:00+02:00", "2026-10-25T07:00:00+01:00"
    store(
        diary,
        ("nights", in_bed(AUTUMN, into, out)),
        *(
            ("episodes", episode(started_at=f"2026-10-25T02:30:00{offset}", **OPEN))
            for offset in ("+02:00", "+01:00")
        ),
    )
    api = login(patient)
    summary = asked(api, "summary/")
    assert values_of(summary, "cramps_at_night", "sleep_tib") == [2, 540]
    assert summary.json()["window"]["cramp"] == 1
    *_, last = asked(api, "nights/").json()["nights"]
    assert [mark["minute"] for mark in last["marks"]] == [870, 930]
    assert last["bed_minutes"] == [660, 660 + 540]


OPEN = {"ended_at": None}


def test_flight_from_oslo_to_new_york_in_mid_sleep_is_one_night(
    api: APIClient, diary: Diary
) -> None:
    """Nine hours in bed, four by the clock; the last cramp is on New York time."""
    into, out = "2026-03-19T23:00:00+01:00", "2026-03-20T03:00:00-04:00"
    landed = {"tz": "America/New_York", "started_at": "2026-03-20T02:30:00-04:00"}
    store(
        diary,
        ("nights", in_bed(LAST_NIGHT, into, out)),
        ("episodes", cramp(LAST_NIGHT)),
        ("episodes", episode(**landed, **OPEN)),
    )
    answer = asked(api, "nights/")
    *_, last = answer.json()["nights"]
    assert (last["cramps"], last["tib_minutes"]) == (2, 540)
    assert [mark["started_at"] for mark in last["marks"]] == [
        "2026-03-20T02:00:00+01:00",
        "2026-03-20T02:30:00-04:00",
    ]
    assert answer.json()["window"]["recorded"] == 1


def test_night_workers_cramps_by_day_are_night_cramps(
    api: APIClient, diary: Diary
) -> None:
    """In bed from 08:00 to 15:30; ten cramps at 11:00, one awake at work at 02:00."""
    days = [LAST_NIGHT - back * ONE_NIGHT for back in range(1, 15)]
    store(
        diary,
        *(
            ("nights", in_bed(day, f"{day}T08:00:00+01:00", f"{day}T15:30:00+01:00"))
            for day in days
        ),
        *(("check_ins", quiet(day)) for day in days),
        *(
            ("episodes", episode(started_at=f"{day}T11:00:00+01:00", **OPEN))
            for day in days[:10]
        ),
        ("episodes", cramp(days[0], woke_from_sleep=False)),
    )
    summary = asked(api, "summary/", end=days[0].isoformat())
    assert values_of(summary, "cramps_at_night", "cramps_by_day") == [10, 1]
    window = summary.json()["window"]
    assert (window["cramp"], window["quiet"]) == (10, 4)
    hours = figures_of(asked(api, "hours/", end=days[0].isoformat()))["hour_of_night"]
    assert [item["hour"] for item in hours["items"]] == [*range(8, 16)]
    (eleven,) = [item for item in hours["items"] if item["cramps"]]
    assert eleven == {"hour": 11, "cramps": 10, "nights": 14, "rate": 0.714}


def test_gap_of_three_weeks_is_unknown_and_never_quiet(
    api: APIClient, diary: Diary
) -> None:
    nights = [LAST_NIGHT - back * ONE_NIGHT for back in range(56)]
    known = [*nights[:7], *nights[28:]]
    store(
        diary,
        *(("episodes", cramp(one)) for one in known[::3]),
        *(("check_ins", quiet(one)) for one in known if one not in known[::3]),
    )
    answer = asked(api, "summary/")
    figure = figures_of(answer)["cramp_nights"]
    assert answer.json()["window"]["unknown"] == 21
    assert (figure["num"], figure["den"], figure["preliminary"]) == (3, 7, True)
    assert figure["bounds"] == [0.107, 0.857]
    assert figure["change"]["verdict"] == "not_enough_data"
    assert "cannot be known: both periods need at least 14" in figure["text"]


def test_ten_years_give_what_the_last_nights_give(
    api: APIClient, diary: Diary, other_patient: User, login: ClientFor
) -> None:
    _keep(diary, TEN_YEARS_NIGHTS)
    _keep(other_patient.diary, 396)
    recent = login(other_patient)
    for route in ("summary/", "factors/", "nights/"):
        ours, theirs = asked(api, route).json(), asked(recent, route).json()
        assert ours["figures"] == theirs["figures"]
        assert ours["figures"]


def _keep(diary: Diary, count: int) -> None:
    """Every third night a cramp, and a check-in on the others."""
    nights = [LAST_NIGHT - back * ONE_NIGHT for back in range(count)]
    usual = {"rev": 2, "received_at": NOW, "entered_at": NOW}
    Episode.objects.bulk_create(
        Episode(
            diary=diary,
            id=uuid4(),
            started_at=datetime(one.year, one.month, one.day, 1, tzinfo=UTC),
            tz="Europe/Oslo",
            **usual,
        )
        for one in nights[::3]
    )
    CheckIn.objects.bulk_create(
        CheckIn(diary=diary, id=uuid4(), date=one, **usual)
        for one in nights
        if (LAST_NIGHT - one) // timedelta(days=1) % 3
    )
