"""S14, S16, S17: long absence, wrong clocks and the nights when clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from diary.fields import TABLES
from diary.models import Episode, Night
from diary.services.rows import MODELS
from tests.faults.people import Person, cramp, deletion, edit

TOMBSTONE_DAYS = 400


def let_pass(person: Person, days: int) -> None:
    """As if everything of this diary were so many days older; then the purge runs."""
    for model in MODELS.values():
        for row in model.objects.in_diary(person.diary_id):
            row.received_at -= timedelta(days=days)
            if row.deleted_at is not None:
                row.deleted_at -= timedelta(days=days)
            row.save()
    call_command("purge_tombstones", verbosity=0)


def test_phone_that_was_away_past_the_purge_brings_nothing_back_and_loses_nothing(
    person: Person,
) -> None:
    away, home = person.phone("away"), person.phone("home")
    gone, kept = cramp(), cramp()
    revs = {found["id"]: found["rev"] for found in home.push(gone, kept)}
    away.pull()
    home.push(deletion(gone["id"], revs[gone["id"]]))
    let_pass(person, days=TOMBSTONE_DAYS + 1)
    assert not Episode.objects.in_diary(person.diary_id).filter(id=gone["id"]).exists()

    unsent = cramp(note="written while away")
    answer = away.call("GET", f"/api/v1/sync/changes?cursor={away.cursor}")
    assert (answer.status, answer.json()["code"]) == (409, "resync_required")
    away.cursor = None
    late = edit(gone["id"], revs[gone["id"]], pain_max=8)
    whole = {**gone, "base_rev": revs[gone["id"]]}
    statuses = [found["status"] for found in away.push(late, whole, kept, unsent)]
    assert statuses == ["conflict", "conflict", "unchanged", "created"]
    away.pull()
    home.pull()
    assert set(home.held()) == {kept["id"], unsent["id"]}
    assert home.held() == {entry: away.held()[entry] for entry in home.held()}


def at(moment: datetime) -> dict[str, Any]:
    """A cramp of nine minutes, entered a minute after its end, by the phone's clock."""
    sent = cramp(
        started_at=moment.isoformat(),
        ended_at=(moment + timedelta(minutes=9)).isoformat(),
    )
    return {**sent, "entered_at": (moment + timedelta(minutes=10)).isoformat()}


def test_wrong_clocks_order_nothing_and_everything_is_stored(person: Person) -> None:
    """One clock 400 days behind, one 400 ahead, one that jumps between them."""
    now = timezone.now()
    behind, ahead = now - timedelta(days=400), now + timedelta(days=400)
    clocks = {
        "behind": [behind] * 4,
        "ahead": [ahead] * 4,
        "jumps": [ahead, behind] * 2,
    }
    phones = {device: person.phone(device) for device in clocks}
    sent = []
    for turn in range(4):
        for device, phone in phones.items():
            item = at(clocks[device][turn])
            assert phone.push(item)[0]["status"] == "created"
            sent.append(item)
    seen = [c["id"] for c in person.phone().pull() if c["table"] == "episodes"]
    assert seen == [item["id"] for item in sent]
    # Whoever knows the newest state may edit, whatever the clocks say.
    for device, phone in phones.items():
        change = edit(sent[0]["id"], None, note=device)
        change["entered_at"] = clocks[device][0].isoformat()
        found = phone.push(change)[0]
        assert found["status"] == ("updated" if device == "behind" else "conflict")


def instant(hour: int, minute: int, *, offset_hours: int, day: str) -> str:
    return f"{day}T{hour:02}:{minute:02}:00+{offset_hours:02}:00"


SPRING, AUTUMN = "2026-03-29", "2026-10-25"


@pytest.mark.parametrize(
    ("day", "night_before", "hours"),
    [(SPRING, "2026-03-28", 7), (AUTUMN, "2026-10-24", 9)],
)
def test_night_of_a_clock_change_comes_back_as_it_was_entered(
    person: Person, day: str, night_before: str, hours: int
) -> None:
    evening, morning = (1, 2) if day == SPRING else (2, 1)
    fields = {
        "night_date": day,
        "tz": "Europe/Oslo",
        "into_bed_at": instant(23, 0, offset_hours=evening, day=night_before),
        "sleep_attempt_at": instant(23, 0, offset_hours=evening, day=night_before),
        "final_awakening_at": instant(7, 0, offset_hours=morning, day=day),
        "out_of_bed_at": instant(7, 0, offset_hours=morning, day=day),
    }
    entry = str(TABLES["nights"].id_for(person.diary_id, date.fromisoformat(day)))
    phone = person.phone()
    answer = phone.push({"table": "nights", "id": entry, "fields": fields})
    assert answer[0]["status"] == "created"
    phone.pull()
    row = phone.held("nights")[entry]
    assert row["night_date"] == day
    lies = read(row["out_of_bed_at"]) - read(row["into_bed_at"])
    assert lies == timedelta(hours=hours)
    assert {name: read(row[name]) for name in fields if name.endswith("_at")} == {
        name: read(value) for name, value in fields.items() if name.endswith("_at")
    }
    stored = Night.objects.in_diary(person.diary_id).get()
    assert (row["tz"], stored.utc_offset_minutes) == ("Europe/Oslo", evening * 60)


def test_half_past_two_that_comes_twice_stays_two_cramps(person: Person) -> None:
    twice = [
        cramp(
            started_at=instant(2, 30, offset_hours=offset, day=AUTUMN),
            ended_at=instant(2, 40, offset_hours=offset, day=AUTUMN),
        )
        for offset in (2, 1)
    ]
    over = cramp(
        started_at=instant(2, 50, offset_hours=2, day=AUTUMN),
        ended_at=instant(2, 10, offset_hours=1, day=AUTUMN),
    )
    phone = person.phone()
    assert {found["status"] for found in phone.push(*twice, over)} == {"created"}
    phone.pull()
    first, second, third = [phone.held()[item["id"]] for item in (*twice, over)]
    apart = read(second["started_at"]) - read(first["started_at"])
    assert apart == timedelta(hours=1)
    assert read(third["ended_at"]) - read(third["started_at"]) == timedelta(minutes=20)
    stored = Episode.objects.in_diary(person.diary_id).order_by("rev")
    assert [row.utc_offset_minutes for row in stored] == [120, 60, 120]


def test_time_without_an_offset_is_refused(person: Person) -> None:
    phone = person.phone()
    (found,) = phone.push(cramp(started_at=f"{AUTUMN}T02:30:00"))
    assert (found["status"], found["code"]) == ("invalid", "naive_time")


def read(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    assert found.tzinfo is not None
    return found.astimezone(UTC)
