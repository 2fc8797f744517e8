"""Rows of one diary as the facts the criteria read."""

from __future__ import annotations

from dataclasses import fields as dataclass_fields
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from rest_framework.test import APIClient

from diary import selectors
from diary.criteria.facts import Episode, Facts, Medication, SleepNight
from diary.models import Diary, Profile
from tests.conftest import NOW, episode

SINCE = NOW - timedelta(days=90)


def post(api: APIClient, **fields: object) -> None:
    row = episode(ended_at=None, **fields)
    assert api.post("/api/v1/episodes/", row, format="json").status_code == 201


@pytest.mark.parametrize(
    ("columns", "facts"),
    [
        (selectors.EPISODE_COLUMNS, Episode),
        (selectors.NIGHT_COLUMNS, SleepNight),
        (selectors.MEDICATION_COLUMNS, Medication),
    ],
)
def test_columns_stand_in_the_order_of_the_facts(
    columns: tuple[str, ...], facts: type
) -> None:
    assert columns == tuple(field.name for field in dataclass_fields(facts))


def read(diary: Diary) -> Facts:
    return selectors.facts_for(diary.pk, Profile.objects.get(diary=diary), since=SINCE)


def test_what_was_not_asked_stays_unanswered(api: APIClient, diary: Diary) -> None:
    post(api, sites=None)
    (found,) = read(diary).episodes
    unanswered = (found.sites, found.triggers, found.relief, found.residual_pain)
    assert unanswered == (None, None, None, None)


def test_deleted_episode_is_no_fact(api: APIClient, diary: Diary) -> None:
    post(api)
    row = api.get("/api/v1/episodes/").json()["results"][0]
    api.delete(f"/api/v1/episodes/{row['id']}/", HTTP_IF_MATCH=f'"{row["rev"]}"')
    assert read(diary).episodes == ()


@pytest.mark.parametrize(("days_ago", "has_earlier"), [(1, False), (200, True)])
def test_a_cramp_before_the_window_is_remembered(
    api: APIClient, diary: Diary, days_ago: int, has_earlier: bool
) -> None:
    post(api, started_at=NOW.isoformat())
    older = NOW - timedelta(days=days_ago)
    post(api, started_at=older.isoformat())
    facts = read(diary)
    assert facts.has_earlier_cramps is has_earlier
    assert len(facts.episodes) == (1 if has_earlier else 2)


RESTLESS = {
    "sensations": ["urge-to-move"],
    "relief": [{"code": "walking-about", "effect": "full"}],
}


@pytest.mark.parametrize(
    ("recent", "older", "has_earlier"),
    [
        ([{}, RESTLESS], [{}], True),
        ([{}], [RESTLESS], False),
        ([{}], [RESTLESS, {}], True),
        ([RESTLESS], [{}], False),
        ([{}, {}], [{}], False),
    ],
)
def test_only_cramps_count_as_earlier_and_only_where_one_decides(
    api: APIClient,
    diary: Diary,
    recent: list[dict[str, object]],
    older: list[dict[str, object]],
    has_earlier: bool,
) -> None:
    for days_ago, entries in ((1, recent), (200, older)):
        for hours, fields in enumerate(entries):
            started = NOW - timedelta(days=days_ago, hours=hours)
            post(api, started_at=started.isoformat(), **fields)
    assert read(diary).has_earlier_cramps is has_earlier


@pytest.mark.parametrize(
    "zone", ["Pacific/Kiritimati", "Europe/Oslo", "Pacific/Pago_Pago"]
)
@pytest.mark.parametrize("clock", [time(0, 1), time(12), time(23, 59)])
def test_what_is_read_begins_with_a_whole_local_day(zone: str, clock: time) -> None:
    """A medicine begun 90 days ago still counts the cramps of its first night."""
    now = datetime.combine(NOW.date(), clock, ZoneInfo(zone))
    first = datetime.combine(now.date() - timedelta(days=90), time(0), now.tzinfo)
    assert selectors.judged_since(now.astimezone(UTC)) <= first.astimezone(UTC)
