"""The demo diaries: the same every time, whole, believable, never in the future."""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from diary.demo import ARCHETYPES, build
from diary.demo.archetypes import DAYS
from diary.demo.entries import DemoItem
from diary.fields import TABLES
from diary.items import read_item

TODAYS = {
    "an ordinary day": date(2026, 3, 20),
    "over the spring change": date(2026, 4, 10),
    "the morning of the change": date(2026, 3, 29),
    "over the autumn change": date(2026, 11, 1),
    "after a leap day": date(2028, 3, 1),
}
DIARY = UUID("6f1d6a52-3a5c-4b0e-9d43-2f6f0b7c1e90")
OSLO = ZoneInfo("Europe/Oslo")

every_archetype = pytest.mark.parametrize("name", sorted(ARCHETYPES))
every_today = pytest.mark.parametrize("today", TODAYS.values(), ids=TODAYS)


def of_table(items: list[DemoItem], table: str) -> list[DemoItem]:
    return [item for item in items if item.table == table]


def instants(items: list[DemoItem]) -> list[datetime]:
    """Every instant that any entry names."""
    return [
        datetime.fromisoformat(str(value))
        for item in items
        for name, value in item.fields.items()
        if name.endswith("_at")
    ]


def test_the_five_people_are_those_the_product_names() -> None:
    assert set(ARCHETYPES) == {
        "long-cramps",
        "spread-to-arms",
        "daytime-progression",
        "improving",
        "sparse",
    }


@every_archetype
@every_today
def test_same_day_gives_the_same_entries(name: str, today: date) -> None:
    assert build(name, today) == build(name, today)


@every_archetype
@every_today
def test_product_takes_every_entry(name: str, today: date) -> None:
    items = build(name, today)
    problems = [
        (item.table, problem.code, problem.field)
        for item in items
        for problem in read_item(
            TABLES[item.table],
            item.fields,
            diary=DIARY,
            entry=DIARY if item.table == "profile" else None,
        ).problems
    ]
    assert items
    assert problems == []


@every_archetype
@every_today
def test_nothing_lies_in_the_future_or_beyond_90_days(name: str, today: date) -> None:
    found = instants(build(name, today))
    assert found
    assert max(found) < datetime.combine(today, time(0), tzinfo=OSLO)
    assert (today - min(found).astimezone(OSLO).date()).days <= DAYS + 1


@every_archetype
@every_today
def test_ids_and_dates_are_taken_once(name: str, today: date) -> None:
    items = build(name, today)
    ids = [item.fields["id"] for item in items if "id" in item.fields]
    nights = [item.fields["night_date"] for item in of_table(items, "nights")]
    quiet = [item.fields["date"] for item in of_table(items, "check_ins")]
    assert ids
    assert len(ids) == len(set(ids))
    assert len(nights) == len(set(nights))
    assert len(quiet) == len(set(quiet))


@pytest.mark.parametrize("name", sorted(set(ARCHETYPES) - {"sparse"}))
def test_full_diary_has_a_night_for_each_of_90_days(name: str) -> None:
    items = build(name, date(2026, 3, 20))
    assert len(of_table(items, "nights")) == DAYS
    assert len(of_table(items, "episodes")) >= 15
    assert len(of_table(items, "check_ins")) >= 30


def test_sparse_diary_asks_nobody_to_guess() -> None:
    items = build("sparse", date(2026, 3, 20))
    taps = of_table(items, "episodes")
    assert len(taps) == 6
    assert {name for tap in taps for name in tap.fields} == {
        "id",
        "started_at",
        "tz",
        "entered_at",
    }
    assert of_table(items, "nights") == []


def test_length_over_the_clock_change_is_elapsed_time() -> None:
    """In "long-cramps" each length is a whole number of seconds above a minute."""
    items = of_table(build("long-cramps", date(2026, 4, 10)), "episodes")
    lengths = [
        datetime.fromisoformat(str(item.fields["ended_at"]))
        - datetime.fromisoformat(str(item.fields["started_at"]))
        for item in items
    ]
    seconds = [length.total_seconds() for length in lengths]
    assert max(seconds) == 845
    assert min(seconds) >= 60
