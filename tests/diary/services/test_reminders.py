"""What nobody has seen a day after they were told is told once more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from diary.models import Notification
from diary.services.delivery import deliver_due
from tests.diary.services.conftest import DiaryAtWork
from tests.diary.services.letterbox import Letterbox, letterbox
from tests.diary.services.test_delivery import push_row, see
from tests.diary.services.test_notices import CHEST, long_cramp, urgent_cramp

__all__ = ["letterbox"]


def reminders(work: DiaryAtWork) -> list[tuple[str, str]]:
    rows = Notification.objects.in_diary(work.id).filter(is_reminder=True)
    return list(rows.order_by("key").values_list("channel", "state"))


@pytest.mark.parametrize(("hours", "told"), [(23.9, 1), (24, 2), (72, 2)])
def test_unseen_urgent_warning_is_told_once_more_after_a_day(
    work: DiaryAtWork, letterbox: Letterbox, hours: float, told: int
) -> None:
    urgent_cramp(work)
    work.judge()
    deliver_due(now=work.now)
    work.wait(hours=hours)
    for _ in range(2):
        deliver_due(now=work.now)
        work.wait(days=2 if told == 2 else 0)
    assert len(letterbox.pushed) == len(letterbox.mailed) == told


def test_reminder_speaks_of_the_entry_that_was_collapsed_into_a_sent_push(
    work: DiaryAtWork, letterbox: Letterbox
) -> None:
    urgent_cramp(work)
    work.judge()
    deliver_due(now=work.now)
    see(work, CHEST)
    work.wait(minutes=30)
    urgent_cramp(work, hours_ago=0.1)
    work.judge()
    deliver_due(now=work.now)
    assert len(letterbox.pushed) == 1
    work.wait(hours=24)
    deliver_due(now=work.now)
    assert len(letterbox.pushed) == 2
    assert push_row(work, is_reminder=True).warnings == [str(work.warning(CHEST).pk)]


def test_warning_that_was_seen_in_time_has_no_reminder(
    work: DiaryAtWork, letterbox: Letterbox
) -> None:
    urgent_cramp(work)
    work.judge()
    deliver_due(now=work.now)
    work.wait(hours=1)
    see(work, CHEST)
    work.wait(hours=23)
    assert deliver_due(now=work.now) == 0
    assert reminders(work) == []


def test_reminder_lets_people_sleep(work: DiaryAtWork, letterbox: Letterbox) -> None:
    work.now = datetime(2026, 3, 21, 2, 10, tzinfo=UTC)
    urgent_cramp(work)
    work.judge()
    deliver_due(now=work.now)
    work.wait(days=1)
    assert deliver_due(now=work.now) == 0
    reminder = push_row(work, is_reminder=True)
    assert reminder.not_before == datetime(2026, 3, 22, 7, tzinfo=UTC)
    assert deliver_due(now=reminder.not_before) == 2


def test_see_doctor_has_no_reminder(work: DiaryAtWork, letterbox: Letterbox) -> None:
    long_cramp(work)
    work.judge()
    deliver_due(now=work.now)
    deliver_due(now=work.now + timedelta(days=1))
    assert reminders(work) == []
