"""The criteria in this process: a whole evaluation, and the judging alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from bench.diaries import Person, heavy_person, ordinary_person
from bench.figures import NotMeasured, Row, Target, percentile
from bench.scratch import Scratch
from diary import selectors
from diary.criteria import judge
from diary.models import Diary, Profile
from diary.services.due import mark_due
from diary.services.evaluate import Evaluation, evaluate

Result = TypeVar("Result")
PER_CORE = Target("/s/core", 100, 400)
JUDGE_ALONE = Target("ms")


def measure(made: Scratch) -> Iterator[Row]:
    """Evaluations a second of one core, in processor time: others share the machine."""
    ordinary = ordinary_person("ordinary")
    seconds = [
        evaluation_seconds(ordinary.diary) for _ in range(made.count(300, quick=40))
    ]
    p50 = percentile(seconds, 0.5)
    yield Row(
        "evaluation of an ordinary diary",
        1 / p50,
        PER_CORE,
        more=f"({p50 * 1000:.1f} ms)",
    )
    yield judge_alone("judge alone, ordinary diary", ordinary, made)
    heavy = heavy_person("heavy")
    yield judge_alone("judge alone, 10 cramps a day for 90 days", heavy, made)


def evaluation_seconds(diary_id: UUID) -> float:
    """Processor seconds of one evaluation: read, judge, write."""
    with transaction.atomic():
        mark_due(Diary.objects.lock().get(pk=diary_id), now=timezone.now())
    seconds, outcome = processor_seconds(lambda: evaluate(diary_id))
    if outcome is not Evaluation.JUDGED:
        raise NotMeasured(f"The diary was not judged: {outcome}.")
    return seconds


def judge_alone(work: str, person: Person, made: Scratch) -> Row:
    """The pure criteria on facts that have been read."""
    now = timezone.now()
    facts = selectors.facts_for(
        person.diary,
        Profile.objects.get(diary_id=person.diary),
        since=selectors.judged_since(now),
    )
    repeats = made.count(60, quick=10)
    seconds = [processor_seconds(lambda: judge(facts, now))[0] for _ in range(repeats)]
    return Row(work, percentile(seconds, 0.5) * 1000, JUDGE_ALONE)


def processor_seconds(work: Callable[[], Result]) -> tuple[float, Result]:
    """Processor time that the work took in this process, and its result."""
    began = time.process_time()
    result = work()
    return time.process_time() - began, result
