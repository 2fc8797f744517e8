"""What is urgent: told at once, for every episode, once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.diary.services.conftest import DiaryAtWork
from tests.diary.services.letterbox import Letterbox, letterbox
from tests.diary.services.test_notices import (
    CHEST,
    discuss,
    judge_and_deliver,
    rows,
    urgent_cramp,
)

__all__ = ["letterbox"]

pytestmark = pytest.mark.usefixtures("letterbox")


def test_urgent_is_told_by_push_with_a_mail_along(work: DiaryAtWork) -> None:
    urgent_cramp(work)
    work.judge()
    (push,), (email,) = rows(work), rows(work, "email")
    assert email.along_with == push
    assert email.warnings == push.warnings == [str(work.warning(CHEST).pk)]


@pytest.mark.parametrize(("minutes", "pushes"), [(0, 1), (60, 1), (61, 2)])
def test_two_urgent_entries_within_an_hour_are_two_flags_and_one_push(
    work: DiaryAtWork, letterbox: Letterbox, minutes: int, pushes: int
) -> None:
    urgent_cramp(work)
    if minutes:
        judge_and_deliver(work)
    work.wait(minutes=minutes)
    urgent_cramp(work, hours_ago=0.2)
    judge_and_deliver(work)
    assert work.states(CHEST) == ["open", "open"]
    assert len(letterbox.pushed) == len(letterbox.mailed) == pushes


def test_two_urgent_criteria_of_one_episode_are_one_push(
    work: DiaryAtWork, letterbox: Letterbox
) -> None:
    entry = urgent_cramp(work)
    judge_and_deliver(work)
    work.wait(hours=3)
    work.write(id=entry, associated_symptoms=["chest-pain", "dark-urine"])
    judge_and_deliver(work)
    assert work.states("dark-urine") == ["open"]
    assert len(letterbox.pushed) == 1


def test_urgent_is_told_again_for_every_episode_and_never_silenced(
    work: DiaryAtWork, letterbox: Letterbox
) -> None:
    for _ in range(3):
        urgent_cramp(work)
        judge_and_deliver(work)
        discuss(work, CHEST)
        work.wait(hours=2)
    assert len(letterbox.pushed) == 3


def test_urgent_retracted_before_its_push_leaves_the_other_entry_told(
    work: DiaryAtWork,
) -> None:
    first = urgent_cramp(work)
    work.judge()
    work.wait(minutes=10)
    urgent_cramp(work, hours_ago=0.1)
    work.judge()
    assert len(rows(work)[0].warnings) == 2
    work.delete(first)
    work.judge()
    (row,) = rows(work)
    assert (row.state, row.warnings) == ("queued", [str(work.warning(CHEST).pk)])


@pytest.mark.parametrize(
    ("hours_ago", "not_before"),
    [
        (23, datetime(2026, 3, 21, 2, 10, tzinfo=UTC)),
        (25, datetime(2026, 3, 21, 7, 0, tzinfo=UTC)),
    ],
)
def test_urgent_goes_at_once_by_night_and_a_late_entry_waits_for_morning(
    work: DiaryAtWork, hours_ago: float, not_before: datetime
) -> None:
    work.now = datetime(2026, 3, 21, 2, 10, tzinfo=UTC)  # 03:10 in Oslo
    urgent_cramp(work, hours_ago=hours_ago)
    work.judge()
    assert [row.not_before for row in rows(work)] == [not_before]


def test_entry_of_now_brings_a_late_push_forward(work: DiaryAtWork) -> None:
    work.now = datetime(2026, 3, 21, 2, 10, tzinfo=UTC)
    urgent_cramp(work, hours_ago=30)
    work.judge()
    work.wait(minutes=20)
    urgent_cramp(work, hours_ago=0.1)
    judge_and_deliver(work)
    assert [(row.not_before, row.state) for row in rows(work)] == [(work.now, "sent")]
