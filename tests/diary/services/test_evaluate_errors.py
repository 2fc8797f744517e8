"""An error while judging: nothing half done, the diary waits, and it is seen."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta

import pytest
from django.db import connection

from diary.models import EvaluationDue, Profile, Warning, WarningEvent
from diary.services.due import back_off, claim
from diary.services.evaluate import Evaluation
from tests.conftest import NOW
from tests.diary.services.conftest import DiaryAtWork

LONG = "duration-over-10-min"
STARTED = NOW - timedelta(hours=6)


@contextmanager
def on_write(table: str, operation: str, sqlite: str, postgres: str) -> Iterator[None]:
    """The database itself does something at each such write, while the block runs."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                f"CREATE TRIGGER trap BEFORE {operation} ON {table} BEGIN {sqlite}; END"
            )
        else:
            cursor.execute(
                "CREATE FUNCTION trap() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN {postgres}; "
                "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
            )
            cursor.execute(
                f"CREATE TRIGGER trap BEFORE {operation} ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION trap()"
            )
    yield
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER trap")
        else:
            cursor.execute(f"DROP TRIGGER trap ON {table}")
            cursor.execute("DROP FUNCTION trap")


def refusing(table: str, operation: str) -> AbstractContextManager[None]:
    """The database refuses each such write."""
    return on_write(
        table,
        operation,
        sqlite="SELECT RAISE(ABORT, 'calf cramp at night')",
        postgres="RAISE EXCEPTION 'calf cramp at night'",
    )


@pytest.mark.parametrize(
    ("table", "operation"),
    [
        ("diary_warning", "INSERT"),
        ("diary_warningevent", "INSERT"),
        ("diary_diary", "UPDATE"),
        ("diary_evaluationdue", "DELETE"),
    ],
)
def test_error_at_any_write_leaves_nothing_behind_but_the_back_off(
    work: DiaryAtWork, caplog: pytest.LogCaptureFixture, table: str, operation: str
) -> None:
    work.cramp(STARTED, minutes=11)
    before = work.row().revision
    with caplog.at_level(logging.INFO), refusing(table, operation):
        assert work.judge() is Evaluation.FAILED
    assert not Warning.objects.exists()
    assert not WarningEvent.objects.exists()
    assert work.row().revision == before
    due = EvaluationDue.objects.get()
    assert (due.attempts, due.next_try_at) == (1, NOW + timedelta(seconds=30))
    assert due.last_error_class
    assert str(work.id) in caplog.text
    assert "calf cramp" not in caplog.text + due.last_error_class

    assert work.judge() is Evaluation.NOTHING_DUE
    work.wait(seconds=30)
    assert work.judge() is Evaluation.JUDGED
    assert work.states(LONG) == ["open"]


def test_diary_that_changes_while_it_is_judged_stays_due(work: DiaryAtWork) -> None:
    """The limit of rounds keeps one busy diary from holding a worker for ever."""
    bump = "UPDATE diary_evaluationdue SET revision = revision + 1"
    work.cramp(STARTED, minutes=11)
    with on_write("diary_diary", "UPDATE", sqlite=bump, postgres=bump):
        assert work.judge() is Evaluation.CHANGED
    due = EvaluationDue.objects.get()
    assert (due.attempts, due.next_try_at) == (0, NOW)
    assert work.states(LONG) == ["open"]
    assert work.judge() is Evaluation.JUDGED
    assert work.states(LONG) == ["open"]


def test_each_failure_doubles_the_wait_up_to_an_hour(work: DiaryAtWork) -> None:
    work.cramp(STARTED)
    Profile.objects.filter(diary=work.id).update(tz="Atlantis/Deep")
    waits = []
    for _ in range(9):
        assert work.judge() is Evaluation.FAILED
        due = EvaluationDue.objects.get()
        waits.append((due.next_try_at - work.now).total_seconds())
        work.now = due.next_try_at
    assert waits == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]


def test_write_ends_the_back_off(work: DiaryAtWork) -> None:
    work.cramp(STARTED)
    Profile.objects.filter(diary=work.id).update(tz="Atlantis/Deep")
    assert work.judge() is Evaluation.FAILED
    Profile.objects.filter(diary=work.id).update(tz="Europe/Oslo")
    work.cramp(STARTED)
    due = EvaluationDue.objects.get()
    assert (due.attempts, due.last_error_class, due.next_try_at) == (0, "", NOW)


def test_claim_is_short_three_times_and_then_a_back_off(work: DiaryAtWork) -> None:
    """Nobody finishes: as if each process that judges it were killed."""
    work.cramp(STARTED)
    leases = []
    for _ in range(6):
        assert claim(work.id, now=work.now)
        assert not claim(work.id, now=work.now)
        due = EvaluationDue.objects.get()
        leases.append((due.next_try_at - work.now).total_seconds())
        work.now = due.next_try_at
    assert leases == [10, 10, 10, 240, 480, 960]


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(0, 30), (1, 30), (2, 60), (7, 1920), (8, 3600)]
)
def test_back_off(attempts: int, seconds: int) -> None:
    assert back_off(attempts).total_seconds() == seconds


def test_back_off_of_many_attempts_stays_an_hour() -> None:
    assert back_off(1000) == timedelta(hours=1)
