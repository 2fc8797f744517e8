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
