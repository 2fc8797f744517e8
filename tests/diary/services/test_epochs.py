"""A server restored from a backup: phones are told, and none is misunderstood."""

from __future__ import annotations

import uuid
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from diary.models import Diary, Episode
from diary.services.epochs import RevisionsUsedUp, new_epoch
from diary.services.pull import ResyncRequired, pull
from tests.conftest import make_user
from tests.diary.services.test_purge import FIELDS, ID, Phone


def restored(diary: Diary) -> None:
    """The diary as a backup had it: rev 2 again, then a new epoch."""
    Diary.objects.filter(pk=diary.pk).update(revision=2)
    assert new_epoch([diary.pk]) == 1


def test_cursor_of_the_lost_time_must_resync(diary: Diary) -> None:
    cursor = pull(diary.pk, None, limit=500).cursor
    new_epoch([diary.pk])
    with pytest.raises(ResyncRequired):
        pull(diary.pk, cursor, limit=500)
    assert pull(diary.pk, pull(diary.pk, None, limit=1).cursor, limit=1)


@pytest.mark.parametrize("device", ["phone", "tablet"])
def test_edit_that_the_backup_lacks_is_taken_from_any_phone(
    diary: Diary, device: str
) -> None:
    phone = Phone(diary)
    phone.send(table="episodes", fields=FIELDS["episodes"])
    restored(diary)
    Episode.objects.update(device=device)
    sent: dict[str, Any] = {
        "table": "episodes",
        "fields": {**FIELDS["episodes"], "pain_max": 8},
    }
    assert phone.send(base_rev=7, **sent).status == "updated"
    assert phone.send(base_rev=7, **sent).status == "unchanged"
    assert Episode.objects.get().pain_max == 8


def test_lost_revision_never_names_a_state_of_the_new_time(diary: Diary) -> None:
    phone = Phone(diary)
    phone.send(table="episodes", fields=FIELDS["episodes"])
    restored(diary)
    first: dict[str, Any] = {"table": "episodes", "fields": {"pain_max": 3}}
    phone.send(base_rev=phone.rev(), **first)
    assert phone.rev() > 1_000_000
    second: dict[str, Any] = {"table": "episodes", "fields": {"pain_max": 8}}
    assert phone.send(base_rev=7, **second).status == "conflict"
    assert Episode.objects.get().pain_max == 3


def test_revision_that_was_never_given_is_no_lost_one(diary: Diary) -> None:
    phone = Phone(diary)
    phone.send(table="episodes", fields=FIELDS["episodes"])
    Episode.objects.update(device="tablet")
    edit: dict[str, Any] = {
        "table": "episodes",
        "fields": {"pain_max": 8, "note": "other"},
    }
    assert phone.send(base_rev=1_000, **edit).status == "conflict"
    restored(diary)
    assert phone.send(base_rev=3_000_000, **edit).status == "conflict"


def test_command_gives_one_or_all_diaries_a_new_epoch(diary: Diary) -> None:
    other = Diary.objects.get(owner=make_user("other@example.test"))
    out = StringIO()
    call_command("new_epoch", "--diary", str(diary.pk), stdout=out)
    assert Diary.objects.get(pk=other.pk).epoch == other.epoch
    call_command("new_epoch", "--all", stdout=out)
    assert Diary.objects.get(pk=other.pk).epoch != other.epoch
    assert out.getvalue() == "new epoch: 1 diaries\nnew epoch: 2 diaries\n"


def test_command_refuses_an_unknown_diary(db: None) -> None:
    with pytest.raises(CommandError):
        call_command("new_epoch", "--diary", str(uuid.uuid4()))


def test_used_up_revisions_are_said_and_change_nothing(diary: Diary) -> None:
    Diary.objects.filter(pk=diary.pk).update(revision=2**32 - 1_000_000)
    with pytest.raises(RevisionsUsedUp):
        new_epoch([diary.pk])
    assert Diary.objects.get(pk=diary.pk).epoch == diary.epoch


def test_purge_command_says_what_went(diary: Diary) -> None:
    out = StringIO()
    Phone(diary).send(table="episodes", fields=FIELDS["episodes"], id=ID)
    call_command("purge_tombstones", stdout=out)
    assert out.getvalue() == "erased: 0\nremoved: 0\nversions: 0\n"
