"""S14: what was deleted long ago goes, and stays deleted for phones that come late."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from diary.fields import TABLES
from diary.items import Item, read_push_item
from diary.models import Diary, EntryVersion, Episode, Night, SyncProblem
from diary.services.batch import Result
from diary.services.diaries import open_diary
from diary.services.pull import ResyncRequired, pull
from diary.services.purge import Purged, purge
from diary.services.push import push
from diary.services.rows import MODELS
from tests.conftest import NOW, make_user

DAY = timedelta(days=1)
ID = "0198f0a0-0000-7000-8000-000000000001"
FIELDS: dict[str, dict[str, Any]] = {
    "episodes": {"started_at": "2026-03-19T02:00:00+01:00", "note": "secret"},
    "nights": {"night_date": "2026-03-19", "note": "secret"},
    "check_ins": {"date": "2026-03-19", "covers": "night"},
    "medications": {"code": "magnesium", "text": "secret"},
}
EDITS: dict[str, dict[str, Any]] = {
    "episodes": {"pain_max": 7},
    "nights": {"quality": 4},
    "check_ins": {"covers": "day"},
    "medications": {"dose": "secret too"},
}


class Phone:
    """Pushes to one diary; the clock is the argument of every call."""

    def __init__(self, diary: Diary) -> None:
        self.diary = diary

    def send(self, now: datetime = NOW, **raw: Any) -> Result:
        item: Item = read_push_item({"id": ID, **raw}, diary=self.diary.pk)
        (result,) = push(self.diary.pk, [item], device="phone", now=now).results
        return result

    def rev(self, table: str = "episodes") -> int:
        return MODELS[table].objects.get(diary=self.diary, id=ID).rev


@pytest.fixture
def phone(diary: Diary) -> Phone:
    return Phone(diary)


def deleted(phone: Phone, table: str = "episodes") -> int:
    """Enter, edit and delete one row; the tombstone's revision."""
    phone.send(table=table, fields=FIELDS[table])
    phone.send(table=table, base_rev=phone.rev(table), fields=EDITS[table])
    phone.send(table=table, op="delete", base_rev=phone.rev(table))
    return phone.rev(table)


@pytest.mark.parametrize("table", sorted(FIELDS))
def test_content_of_a_deleted_row_is_erased_after_sixty_days(
    phone: Phone, table: str
) -> None:
    rev = deleted(phone, table)
    assert purge(now=NOW + 60 * DAY - timedelta(seconds=1)) == Purged()
    done = purge(now=NOW + 60 * DAY)
    assert (done.erased, done.removed) == (1, 0)
    assert not EntryVersion.objects.exists()
    (row,) = MODELS[table].objects.filter(diary=phone.diary, id=ID).values()
    assert row["rev"] == rev
    stored = {str(value) for value in row.values()}
    entered = {**FIELDS[table], **EDITS[table]}.values()
    assert not stored & {str(value) for value in entered if value not in (4, 7)}
    assert purge(now=NOW + 60 * DAY) == Purged()


@pytest.mark.parametrize("table", sorted(FIELDS))
def test_erased_row_is_made_anew_only_whole_and_knowingly(
    phone: Phone, table: str
) -> None:
    rev = deleted(phone, table)
    later = NOW + 61 * DAY
    purge(now=later)
    assert phone.send(later, table=table, op="restore", base_rev=rev).problems
    assert phone.send(later, table=table, base_rev=rev, fields={}).problems
    stale = phone.send(later, table=table, base_rev=rev - 1, fields=FIELDS[table])
    assert stale.status == "conflict"
    whole = phone.send(later, table=table, base_rev=rev, fields=FIELDS[table])
    assert whole.status == "updated"
    row = MODELS[table].objects.get(diary=phone.diary, id=ID)
    content = Item(TABLES[table], UUID(ID)).table.read(FIELDS[table])[0]
    assert {name: getattr(row, name) for name in content} == content


def test_restore_by_push_ends_after_thirty_days(phone: Phone) -> None:
    rev = deleted(phone)
    in_time = phone.send(NOW + 30 * DAY, table="episodes", op="restore", base_rev=rev)
    assert in_time.status == "updated"
    phone.send(table="episodes", op="delete", base_rev=phone.rev())
    rev = phone.rev()
    late = phone.send(NOW + 31 * DAY, table="episodes", op="restore", base_rev=rev)
    assert [problem.code for problem in late.problems] == ["restore_expired"]


def test_tombstone_goes_after_four_hundred_days_and_late_phones_resync(
    phone: Phone,
) -> None:
    before = pull(phone.diary.pk, None, limit=500).cursor
    rev = deleted(phone)
    seen = pull(phone.diary.pk, None, limit=500).cursor
    purge(now=NOW + 400 * DAY - timedelta(seconds=1))
    assert Episode.objects.count() == 1
    assert purge(now=NOW + 400 * DAY).removed == 1
    assert not Episode.objects.exists()
    assert Diary.objects.get(pk=phone.diary.pk).purge_floor == rev
    with pytest.raises(ResyncRequired):
        pull(phone.diary.pk, before, limit=500)
    assert pull(phone.diary.pk, seen, limit=500).cursor.rev == rev
    assert purge(now=NOW + 401 * DAY) == Purged()
    assert Diary.objects.get(pk=phone.diary.pk).purge_floor == rev


@pytest.mark.parametrize("base_rev", [None, 2, 3])
def test_late_phone_does_not_bring_a_purged_row_back(
    phone: Phone, base_rev: int | None
) -> None:
    rev = deleted(phone)
    assert rev > 3
    later = NOW + 500 * DAY
    purge(now=later)
    sent: dict[str, Any] = {"table": "episodes", "fields": FIELDS["episodes"]}
    back = phone.send(later, base_rev=base_rev, **sent)
    assert (back.status, back.row is None) == ("conflict", False)
    assert phone.send(later, table="episodes", op="delete").status == "unchanged"
    assert not Episode.objects.exists()
    unsent = phone.send(later, **{**sent, "id": ID[:-1] + "2"})
    assert unsent.status == "created"


def test_purged_row_comes_back_for_whoever_names_its_tombstone(phone: Phone) -> None:
    rev = deleted(phone, "nights")
    later = NOW + 500 * DAY
    purge(now=later)
    again: dict[str, Any] = {"table": "nights", "fields": FIELDS["nights"]}
    assert phone.send(later, base_rev=rev, **again).status == "updated"
    assert Night.objects.get().note == "secret"
    changed = phone.send(later, table="nights", base_rev=phone.rev("nights"), op="put")
    assert changed.status == "unchanged"
    assert phone.send(later, table="nights", op="delete").status == "deleted"


def test_first_pull_in_small_pages_ends_after_a_purge(phone: Phone) -> None:
    for number in range(2, 7):
        phone.send(table="episodes", id=f"{ID[:-1]}{number}", fields=FIELDS["episodes"])
    deleted(phone)
    purge(now=NOW + 400 * DAY)
    seen, cursor, has_more = 0, None, True
    while has_more:
        page = pull(phone.diary.pk, cursor, limit=2)
        seen += sum(rows.count() for _, rows in page.tables)
        cursor, has_more = page.cursor, page.has_more
    assert seen == 6  # five cramps and the profile


def test_superseded_version_stays_as_long_as_its_row(phone: Phone) -> None:
    """A phone that was away for years must not undo what was edited meanwhile."""
    phone.send(table="episodes", fields=FIELDS["episodes"])
    sent: dict[str, Any] = {"table": "episodes", "fields": {"pain_max": 3}}
    phone.send(base_rev=phone.rev(), **sent)
    assert purge(now=NOW + 4000 * DAY) == Purged()
    assert EntryVersion.objects.count() == 1
    phone.send(table="episodes", op="delete", base_rev=phone.rev())
    assert purge(now=NOW + 60 * DAY).versions == 2


def test_refused_item_that_went_in_is_erased_and_forgotten(phone: Phone) -> None:
    bad = {**FIELDS["episodes"], "pain_max": 11}
    phone.send(table="episodes", fields=bad)
    assert purge(now=NOW + 900 * DAY) == Purged()
    phone.send(table="episodes", fields=FIELDS["episodes"])
    purge(now=NOW + 60 * DAY)
    assert SyncProblem.objects.get().item == {}
    purge(now=NOW + 400 * DAY)
    assert not SyncProblem.objects.exists()


def test_purge_leaves_other_diaries_and_live_rows_alone(phone: Phone) -> None:
    deleted(phone)
    other = Phone(open_diary(make_user("o@example.test", "clinician"), now=NOW))
    other.send(table="episodes", fields=FIELDS["episodes"])
    purge(now=NOW + 400 * DAY)
    assert Episode.objects.get().diary_id == other.diary.pk
    assert Diary.objects.get(pk=other.diary.pk).purge_floor == 0
