"""Judging again on paper: the right counts, and not one row written."""

from __future__ import annotations

import uuid
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from diary.models import Diary, Profile, User
from diary.services.diaries import record_consent
from diary.services.replay import Change, replay
from tests.api.test_role_matrix import state_of_the_database
from tests.conftest import NOW
from tests.diary.services.conftest import DiaryAtWork

LONG = "duration-over-10-min"
STARTED = NOW - timedelta(hours=6)


def changes(work: DiaryAtWork) -> dict[tuple[str, Change], int]:
    """What a replay of the diary counts now."""
    return dict(replay([work.id], now=work.now).changes)


def printed(*arguments: str) -> list[str]:
    """The lines of the command at ``NOW``."""
    out = StringIO()
    with time_machine.travel(NOW, tick=False):
        call_command("replay_criteria", *arguments, stdout=out)
    return out.getvalue().splitlines()


def test_judged_diary_would_not_change(work: DiaryAtWork) -> None:
    work.cramp(STARTED, minutes=11)
    work.judge()
    assert changes(work) == {}


def test_entry_that_waits_would_open_its_warnings(work: DiaryAtWork) -> None:
    work.cramp(STARTED, minutes=11)
    assert changes(work) == {(LONG, "opened"): 1, ("first-recorded-cramp", "opened"): 1}


def test_edit_that_waits_would_retract(work: DiaryAtWork) -> None:
    entry = work.cramp(STARTED, minutes=11)
    work.judge()
    work.write(id=entry, ended_at=(STARTED + timedelta(minutes=9)).isoformat())
    assert changes(work)[LONG, "retracted"] == 1


def test_closing_a_cramp_would_resolve(work: DiaryAtWork) -> None:
    started = NOW - timedelta(minutes=12)
    confirmed = NOW.isoformat()
    entry = work.cramp(started, ended_at=None, last_confirmed_ongoing_at=confirmed)
    work.judge()
    work.write(id=entry, ended_at=NOW.isoformat())
    assert changes(work)["ongoing-over-10-min", "resolved"] == 1


@pytest.mark.parametrize(
    ("first", "then", "change"), [(0, 1, "raised"), (1, 0, "lowered")]
)
def test_other_severity_counts(
    work: DiaryAtWork, first: int, then: int, change: Change
) -> None:
    relief = [[{"code": "stretching", "effect": "full"}], [{"code": "nothing"}]]
    entry = work.cramp(STARTED, minutes=11, relief=relief[first])
    work.judge()
    work.write(id=entry, relief=relief[then])
    assert changes(work)[LONG, change] == 1


def test_replay_says_what_the_evaluation_then_does(work: DiaryAtWork) -> None:
    for ago in range(7):
        work.cramp(STARTED - timedelta(days=ago), minutes=11, pain_max=8)
    said = changes(work)
    work.judge()
    opened = {name for name, change in said if change == "opened"}
    rows = work.row().warnings.values_list("criterion", "state")
    assert {name for name, _ in rows} == opened
    assert len(rows) == sum(said.values()) > 7


def test_nothing_is_written(work: DiaryAtWork) -> None:
    entry = work.cramp(STARTED, minutes=11)
    work.judge()
    work.write(id=entry, ended_at=(STARTED + timedelta(minutes=9)).isoformat())
    work.cramp(STARTED - timedelta(days=1), minutes=12)
    before = state_of_the_database()
    with CaptureQueriesContext(connection) as asked:
        printed("--all")
    verbs = {query["sql"].split()[0].strip("(") for query in asked.captured_queries}
    assert verbs == {"SELECT"}
    assert state_of_the_database() == before


def test_command_prints_counts_in_the_order_of_the_rules(work: DiaryAtWork) -> None:
    work.cramp(STARTED, minutes=11, note="my own words")
    lines = printed("--diary", str(work.id))
    zeros = "0 resolved, 0 retracted, 0 raised, 0 lowered"
    assert lines == [
        f"{LONG}: 1 opened, {zeros}",
        f"first-recorded-cramp: 1 opened, {zeros}",
        "1 judged, 0 without consent, 0 failed",
    ]


def test_diary_without_consent_is_counted_and_not_judged(
    work: DiaryAtWork, other_patient: User
) -> None:
    other = Diary.objects.get(owner=other_patient)
    record_consent(other, purpose="flagging", given=False, text_version="1", now=NOW)
    assert printed("--all")[-1] == "1 judged, 1 without consent, 0 failed"


def test_diary_that_cannot_be_judged_is_counted_and_the_others_are_judged(
    work: DiaryAtWork, other_patient: User
) -> None:
    work.cramp(STARTED)
    Profile.objects.filter(diary=work.id).update(tz="Atlantis/Deep")
    with pytest.raises(SystemExit):
        printed("--all")
    ids = [work.id, Diary.objects.get(owner=other_patient).pk]
    report = replay(ids, now=NOW)
    assert (report.judged, report.failed) == (1, 1)


def test_unknown_diary_is_refused(db: None) -> None:
    with pytest.raises(CommandError):
        printed("--diary", str(uuid.uuid4()))


def test_one_of_diary_and_all_is_needed(db: None) -> None:
    with pytest.raises(CommandError):
        printed()
