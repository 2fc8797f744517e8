"""E06-E08, E10: killed, doubled, poisoned and without Celery, every entry is judged."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone

from diary import selectors
from diary.criteria import judge
from diary.failpoints import EVALUATE_POINTS
from diary.models import Diary, EvaluationDue, Heartbeat, Profile, Warning, WarningEvent
from diary.services.due import FREE_ATTEMPTS
from diary.services.evaluate import Evaluation, evaluate
from tests.conftest import make_user
from tests.diary.services.conftest import DiaryAtWork
from tests.faults.conftest import Start, wait_until

LONG = "duration-over-10-min"
SWEEP = ("manage.py", "sweep_evaluations")


def diary_at_work(email: str = "patient@example.test") -> DiaryAtWork:
    """A diary whose clock is the real one: other processes judge it too."""
    work = DiaryAtWork(Diary.objects.get(owner=make_user(email)))
    work.now = timezone.now()
    return work


def long_cramp(work: DiaryAtWork) -> str:
    return work.cramp(work.now - timedelta(hours=3), minutes=11)


def assert_warnings_are_right(work: DiaryAtWork) -> None:
    """What is open is what a fresh judgement of all rows finds, each of it once."""
    now = timezone.now()
    facts = selectors.facts_for(
        work.id, Profile.objects.get(diary=work.id), since=selectors.judged_since(now)
    )
    fired = {
        (found.criterion, found.target or "")
        for found in judge(facts, now)
        if found.result == "fired"
    }
    live = Warning.objects.in_diary(work.id).live()
    found = sorted(live.values_list("criterion", "target"))
    assert found == sorted(fired)
    assert found


KILLED = str(-signal.SIGKILL)
BEFORE_THE_COMMIT = [
    'SELECT "diary_diary"',
    'INSERT INTO "diary_warning"',
    'INSERT INTO "diary_warningevent"',
    'UPDATE "diary_diary"',
    'DELETE FROM "diary_evaluationdue"',
    *EVALUATE_POINTS,
]


@pytest.fixture
def die_at(start: Start) -> Callable[[UUID, str], str]:
    """Have a diary judged by a process that dies at this place; its exit code."""
    mother = start("-m", "tests.faults.judge_and_die")

    def die(diary_id: UUID, place: str) -> str:
        assert mother.stdin is not None
        assert mother.stdout is not None
        mother.stdin.write(f"{diary_id} {place}\n")
        mother.stdin.flush()
        return mother.stdout.readline().strip()

    return die


def test_judge_killed_anywhere_before_the_commit_leaves_the_diary_due(
    die_at: Callable[[UUID, str], str],
) -> None:
    for number, place in enumerate(BEFORE_THE_COMMIT * 2):
        work = diary_at_work(f"patient{number}@example.test")
        long_cramp(work)
        assert die_at(work.id, place) == KILLED, place
        assert not Warning.objects.in_diary(work.id).exists(), place
        assert not WarningEvent.objects.filter(warning__diary=work.id).exists(), place
        assert EvaluationDue.objects.get(diary=work.id).attempts == 1, place
        later = timezone.now() + timedelta(seconds=10)
        assert evaluate(work.id, now=later) is Evaluation.JUDGED, place
        assert_warnings_are_right(work)


def test_diary_that_kills_its_judges_waits_after_three_deaths(
    die_at: Callable[[UUID, str], str],
) -> None:
    work = diary_at_work()
    long_cramp(work)
    for death in range(1, FREE_ATTEMPTS + 1):
        EvaluationDue.objects.update(next_try_at=timezone.now())
        assert die_at(work.id, "evaluate.judged") == KILLED
        due = EvaluationDue.objects.get()
        assert due.attempts == death
        assert due.next_try_at <= timezone.now() + timedelta(seconds=10)
    EvaluationDue.objects.update(next_try_at=timezone.now())
    die_at(work.id, "evaluate.judged")
    waits = EvaluationDue.objects.get().next_try_at - timezone.now()
    assert waits > timedelta(seconds=60)


def test_two_workers_and_two_sweepers_on_one_diary_raise_nothing_twice(
    start: Start,
) -> None:
    work = diary_at_work()
    entry = long_cramp(work)
    workers = [
        start("-m", "tests.faults.judge_until_told", str(work.id)) for _ in range(2)
    ]
    sweepers = [start(*SWEEP) for _ in range(2)]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    wait_until(Heartbeat.objects.exists)
    started = work.now - timedelta(hours=3)
    for turn in range(20):
        work.cramp(started, minutes=9 if turn % 2 == 0 else 11, id=entry)
        time.sleep(0.1)
    wait_until(lambda: not EvaluationDue.objects.exists())
    assert_warnings_are_right(work)
    for process in sweepers:
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    ended = Warning.objects.exclude(state="open")
    assert not ended.filter(ended_at=None).exists()


def test_without_celery_every_entry_is_judged(start: Start) -> None:
    works = [diary_at_work(f"patient{n}@example.test") for n in range(5)]
    for work in works:
        long_cramp(work)
    sweeper = start(*SWEEP)
    wait_until(lambda: not EvaluationDue.objects.exists(), seconds=60)
    for work in works:
        assert_warnings_are_right(work)
    sweeper.send_signal(signal.SIGTERM)
    assert sweeper.wait(30) == 0


def test_poisoned_diaries_hold_up_nobody_and_tell_nothing(start: Start) -> None:
    """Their zone is none: whatever judges them raises."""
    poisoned = [diary_at_work(f"poison{n}@example.test") for n in range(3)]
    healthy = [diary_at_work(f"patient{n}@example.test") for n in range(3)]
    for work in poisoned + healthy:
        long_cramp(work)
    secret = "Atlantis/Deep"
    Profile.objects.filter(diary__in=[work.id for work in poisoned]).update(tz=secret)
    sweep = start(*SWEEP, "--once")
    output, errors = sweep.communicate(timeout=60)
    assert sweep.returncode == 0
    for work in healthy:
        assert_warnings_are_right(work)
    left = set(EvaluationDue.objects.values_list("diary_id", flat=True))
    assert left == {work.id for work in poisoned}
    soon = timezone.now() + timedelta(seconds=10)
    assert not EvaluationDue.objects.filter(next_try_at__lt=soon).exists()
    assert not EvaluationDue.objects.filter(last_error_class="").exists()
    assert secret not in output + errors
    assert "Traceback" not in errors


def test_write_ends_the_back_off_of_a_poisoned_diary(start: Start) -> None:
    work = diary_at_work()
    long_cramp(work)
    Profile.objects.filter(diary=work.id).update(tz="Atlantis/Deep")
    assert evaluate(work.id) is Evaluation.FAILED
    assert evaluate(work.id) is Evaluation.NOTHING_DUE
    Profile.objects.filter(diary=work.id).update(tz="Europe/Oslo")
    work.write(**{"started_at": work.now.isoformat(), "ended_at": work.now.isoformat()})
    assert evaluate(work.id) is Evaluation.JUDGED
    assert_warnings_are_right(work)


def test_sweeper_outlives_a_database_that_does_not_answer(start: Start) -> None:
    work = diary_at_work()
    long_cramp(work)
    _rename_table("diary_heartbeat", "diary_away")
    sweeper = start(*SWEEP)
    assert sweeper.stderr is not None
    assert "sweep put off" in sweeper.stderr.readline()
    _rename_table("diary_away", "diary_heartbeat")
    wait_until(lambda: not EvaluationDue.objects.exists())
    assert_warnings_are_right(work)
    assert sweeper.poll() is None


def _rename_table(name: str, new_name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {name} RENAME TO {new_name}")
