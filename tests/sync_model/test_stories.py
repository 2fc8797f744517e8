"""Stories that the model once told, and that went wrong."""

from __future__ import annotations

from uuid import uuid4

from diary.models import Diary
from tests.conftest import NOW
from tests.sync_model.backend import Backend
from tests.sync_model.phone import Phone

EPISODE = {"started_at": NOW.isoformat()}


def test_row_pushed_before_the_first_pull_outlives_a_restored_server(
    diary: Diary,
) -> None:
    """Nothing tells such a phone that the server is another: its pull is its first."""
    server, phone, entry = Backend(diary, NOW), Phone("phone"), uuid4()
    backup = server.backup()
    phone.write("episodes", entry, EPISODE)
    phone.push(server)
    server.restore(backup)
    phone.pull(server)
    phone.push(server)
    assert ("episodes", str(entry)) in server.live()


def test_row_purged_long_ago_is_offered_in_vain_and_given_up(diary: Diary) -> None:
    server, phone, tablet = Backend(diary, NOW), Phone("phone"), Phone("tablet")
    entry = uuid4()
    phone.write("episodes", entry, EPISODE)
    phone.push(server)
    tablet.pull(server)
    tablet.delete(("episodes", str(entry)))
    tablet.push(server)
    server.let_pass(days=450)
    phone.pull(server)
    phone.push(server)
    assert ("episodes", str(entry)) not in server.live()
    assert ("episodes", str(entry)) not in phone.live()


def test_field_edited_on_two_phones_is_a_conflict_and_not_overwritten(
    diary: Diary,
) -> None:
    server, phone, tablet = Backend(diary, NOW), Phone("phone"), Phone("tablet")
    entry = uuid4()
    phone.write("episodes", entry, EPISODE)
    phone.push(server)
    tablet.pull(server)
    phone.write("episodes", entry, {"pain_max": 3})
    tablet.write("episodes", entry, {"pain_max": 8, "note": "from the tablet"})
    phone.push(server)
    tablet.pull(server)
    ((_, result),) = tablet.push(server)
    assert (result["status"], result["server"]["pain_max"]) == ("conflict", 3)


def test_other_fields_edited_on_two_phones_are_both_kept(diary: Diary) -> None:
    server, phone, tablet = Backend(diary, NOW), Phone("phone"), Phone("tablet")
    entry = uuid4()
    phone.write("episodes", entry, EPISODE)
    phone.push(server)
    tablet.pull(server)
    phone.write("episodes", entry, {"pain_max": 3})
    tablet.write("episodes", entry, {"note": "from the tablet"})
    phone.push(server)
    tablet.pull(server)
    tablet.push(server)
    phone.pull(server)
    key = "episodes", str(entry)
    for content in (phone.rows[key].content, tablet.rows[key].content):
        assert content is not None
        assert (content["pain_max"], content["note"]) == (3, "from the tablet")


def test_edit_of_a_row_that_a_backup_has_taken_brings_the_whole_row(
    diary: Diary,
) -> None:
    server, phone, entry = Backend(diary, NOW), Phone("phone"), uuid4()
    backup = server.backup()
    phone.write("episodes", entry, EPISODE)
    phone.push(server)
    phone.write("episodes", entry, {"pain_max": 3})
    server.restore(backup)
    ((_, result),) = phone.push(server)
    assert (result["status"], result["code"]) == ("invalid", "required")
    ((_, result),) = phone.push(server)
    assert result["status"] == "created"
