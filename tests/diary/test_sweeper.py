"""The sweeper: which diaries it takes, in which order, and whom it survives."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine

from diary.child_judge import ChildJudge
from diary.models import Diary, EvaluationDue, Heartbeat
from diary.services.evaluate import Evaluation, evaluate
from diary.sweeper import BATCH, Sweeper
from tests.conftest import NOW, make_user
from tests.diary.judges import DIES, FINE, HANGS

LIMIT_SECONDS = 2.0


class JudgeHere:
    """Judges in this process, and remembers whom."""

    def __init__(self) -> None:
        self.seen: list[UUID] = []
        self.stop = threading.Event()
        self.stops_after = BATCH

    def judge(self, diary_id: UUID) -> bool:
        self.seen.append(diary_id)
        if len(self.seen) == self.stops_after:
            self.stop.set()
        return evaluate(diary_id) is Evaluation.JUDGED


@pytest.fixture
def judge() -> JudgeHere:
    return JudgeHere()


@pytest.fixture
def sweeper(judge: JudgeHere) -> Sweeper:
    return Sweeper(judge, stop=judge.stop)


@pytest.fixture
def child() -> Iterator[ChildJudge]:
    judge = ChildJudge("tests.diary.judges.judge", limit_seconds=LIMIT_SECONDS)
    yield judge
    judge.close()


@pytest.mark.parametrize(("age_seconds", "judged"), [(4, 0), (5, 1), (6, 1)])
def test_row_younger_than_five_seconds_is_left_to_the_hint(
    diary: Diary, sweeper: Sweeper, age_seconds: int, judged: int
) -> None:
    with time_machine.travel(NOW + timedelta(seconds=age_seconds), tick=False):
        assert sweeper.sweep() == judged
    assert EvaluationDue.objects.count() == 1 - judged


def test_diary_in_back_off_is_left_until_its_time(
    diary: Diary, sweeper: Sweeper
) -> None:
    EvaluationDue.objects.update(next_try_at=NOW + timedelta(seconds=60))
    for seconds, judged in [(59, 0), (60, 1)]:
        with time_machine.travel(NOW + timedelta(seconds=seconds), tick=False):
            assert sweeper.sweep() == judged, seconds


def test_the_one_that_waits_longest_comes_first(
    db: None, sweeper: Sweeper, judge: JudgeHere
) -> None:
    waits = {1: 10, 2: 30, 3: 20}  # seconds, by the order in which they were made
    diaries = {n: _diary_waiting(f"p{n}@example.test", s) for n, s in waits.items()}
    with time_machine.travel(NOW, tick=False):
        sweeper.sweep()
    assert judge.seen == [diaries[2], diaries[3], diaries[1]]


def test_told_to_stop_it_finishes_the_diary_in_hand_and_takes_no_other(
    db: None, sweeper: Sweeper, judge: JudgeHere
) -> None:
    for n in range(3):
        _diary_waiting(f"p{n}@example.test", 10)
    judge.stops_after = 1
    with time_machine.travel(NOW, tick=False):
        sweeper.run()
    assert len(judge.seen) == 1
    assert EvaluationDue.objects.count() == 2


def test_each_round_says_that_it_lives_and_queues_what_has_come_due(
    diary: Diary, sweeper: Sweeper
) -> None:
    evaluate(diary.pk, now=NOW)
    Diary.objects.update(next_evaluation_at=NOW + timedelta(minutes=1))
    for minutes in (0, 1):
        then = NOW + timedelta(minutes=minutes)
        with time_machine.travel(then, tick=False):
            sweeper.sweep()
        assert Heartbeat.objects.get(name="sweeper").beat_at == then
        assert EvaluationDue.objects.count() == minutes


def test_child_that_hangs_is_replaced_after_the_limit(child: ChildJudge) -> None:
    assert child.judge(FINE)
    started = time.monotonic()
    assert not child.judge(HANGS)
    assert LIMIT_SECONDS <= time.monotonic() - started < LIMIT_SECONDS + 5
    assert child.judge(FINE)


def test_child_that_dies_is_replaced(child: ChildJudge) -> None:
    assert child.judge(FINE)
    assert not child.judge(DIES)
    assert child.judge(FINE)


def test_closed_child_leaves_no_process(child: ChildJudge) -> None:
    assert child.judge(FINE)
    process = child._process
    assert process is not None
    child.close()
    assert process.exitcode is not None


def _diary_waiting(email: str, seconds: int) -> UUID:
    diary = Diary.objects.get(owner=make_user(email))
    then = NOW - timedelta(seconds=seconds)
    due = EvaluationDue.objects.filter(diary=diary)
    due.update(due_since=then, next_try_at=then)
    return diary.pk
