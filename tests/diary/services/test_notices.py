"""What the person is told of a warning, and when: the policy on stored rows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from diary.models import Notification, Warning
from diary.services.delivery import deliver_due
from diary.services.warnings import move_warning
from tests.conftest import NOW
from tests.diary.services.conftest import DiaryAtWork, night_of
from tests.diary.services.letterbox import letterbox

__all__ = ["letterbox"]

LONG = "duration-over-10-min"
CHEST = "emergency-symptoms"
NO_RELIEF = [{"code": "nothing"}]
EASED = [{"code": "stretching", "effect": "full"}]
pytestmark = pytest.mark.usefixtures("letterbox")


def long_cramp(work: DiaryAtWork, *, hours_ago: float = 3, **fields: object) -> str:
    """One cramp of eleven minutes, eased: see a doctor."""
    started = work.now - timedelta(hours=hours_ago)
    return work.cramp(started, minutes=11, **{"relief": EASED, **fields})


def urgent_cramp(work: DiaryAtWork, *, hours_ago: float = 0.5) -> str:
    """One short cramp with chest pain."""
    started = work.now - timedelta(hours=hours_ago)
    return work.cramp(started, minutes=1, associated_symptoms=["chest-pain"])


def judge_and_deliver(work: DiaryAtWork) -> None:
    work.judge()
    deliver_due(now=work.now)


def rows(work: DiaryAtWork, channel: str = "push") -> list[Notification]:
    """The notices by one channel, oldest first, reminders left out."""
    found = Notification.objects.in_diary(work.id).filter(channel=channel)
    return list(found.filter(is_reminder=False).order_by("asked_at", "key"))


def states(work: DiaryAtWork) -> list[str]:
    return [row.state for row in rows(work)]


def test_raised_warning_is_queued_with_the_judgement(work: DiaryAtWork) -> None:
    long_cramp(work)
    work.judge()
    (row,) = rows(work)
    warning = work.warning(LONG)
    assert row.warnings == [str(warning.pk)]
    assert (row.severity, row.state) == ("see_doctor", "queued")
    assert (row.not_before, row.asked_at) == (NOW, NOW)
    assert row.key == f"{warning.pk}.{warning.rev}.push"
    assert rows(work, "email") == []


def test_info_is_never_told(work: DiaryAtWork) -> None:
    work.cramp(NOW - timedelta(hours=1))
    work.judge()
    assert Warning.objects.filter(severity="info").exists()
    assert not Notification.objects.exists()


@pytest.mark.parametrize(("days", "told"), [(3, 1), (6.9, 1), (7, 2)])
def test_same_criterion_is_silent_for_its_cool_down(
    work: DiaryAtWork, days: float, told: int
) -> None:
    long_cramp(work)
    judge_and_deliver(work)
    work.wait(days=days)
    long_cramp(work)
    judge_and_deliver(work)
    assert len(work.states(LONG)) == 2
    assert len(rows(work)) == told


@pytest.mark.parametrize(("days", "told"), [(8, 1), (27.9, 1), (28, 2)])
def test_discussed_warning_is_silent_for_longer(
    work: DiaryAtWork, days: float, told: int
) -> None:
    long_cramp(work)
    judge_and_deliver(work)
    discuss(work, LONG)
    work.wait(days=days)
    long_cramp(work)
    judge_and_deliver(work)
    assert len(rows(work)) == told


def test_discussing_an_old_warning_counts_though_its_notice_is_long_gone(
    work: DiaryAtWork,
) -> None:
    long_cramp(work)
    judge_and_deliver(work)
    work.wait(days=200)
    discuss(work, LONG)
    work.wait(days=20)
    long_cramp(work)
    judge_and_deliver(work)
    assert len(rows(work)) == 1


def test_rise_in_severity_is_told_inside_the_cool_down(work: DiaryAtWork) -> None:
    entry = long_cramp(work)
    judge_and_deliver(work)
    work.wait(days=1)
    work.write(id=entry, relief=NO_RELIEF)
    judge_and_deliver(work)
    assert [row.severity for row in rows(work)] == ["see_doctor", "see_doctor_soon"]


def test_third_new_episode_breaks_the_silence_of_a_soon_warning(
    work: DiaryAtWork,
) -> None:
    told = []
    for _ in range(4):
        long_cramp(work, relief=NO_RELIEF)
        judge_and_deliver(work)
        told.append(len(rows(work)))
        work.wait(days=1)
    assert told == [1, 1, 1, 2]


@pytest.mark.parametrize(
    ("is_sent", "expected"), [(True, ["sent"]), (False, ["cancelled", "queued"])]
)
def test_withdrawn_and_raised_again_is_told_once(
    work: DiaryAtWork, is_sent: bool, expected: list[str]
) -> None:
    """11 minutes, edited to 9, edited back; or before the notice could go out."""
    entry = long_cramp(work)
    work.judge()
    if is_sent:
        deliver_due(now=work.now)
    for minutes in (9, 11):
        work.wait(minutes=5)
        work.cramp(NOW - timedelta(hours=3), id=entry, minutes=minutes)
        work.judge()
    assert work.states(LONG) == ["retracted", "open"]
    assert states(work) == expected


@pytest.mark.parametrize(
    ("now", "not_before"),
    [
        # 20:59, 21:00 and 07:59 in Oslo in winter.
        ("2026-03-20T19:59+00:00", "2026-03-20T19:59+00:00"),
        ("2026-03-20T20:00+00:00", "2026-03-21T07:00+00:00"),
        ("2026-03-20T06:59+00:00", "2026-03-20T07:00+00:00"),
        # The nights on which the clocks go forward and back.
        ("2026-03-28T21:30+00:00", "2026-03-29T06:00+00:00"),
        ("2026-03-29T00:30+00:00", "2026-03-29T06:00+00:00"),
        ("2026-10-24T20:30+00:00", "2026-10-25T07:00+00:00"),
        ("2026-10-25T00:30+00:00", "2026-10-25T07:00+00:00"),
        ("2026-10-25T01:30+00:00", "2026-10-25T07:00+00:00"),
    ],
)
def test_quiet_hours_hold_a_notice_until_eight_by_the_local_clock(
    work: DiaryAtWork, now: str, not_before: str
) -> None:
    work.now = datetime.fromisoformat(now)
    long_cramp(work)
    work.judge()
    assert [row.not_before for row in rows(work)] == [
        datetime.fromisoformat(not_before)
    ]


def test_one_evaluation_gives_one_bundle_with_the_most_severe_first(
    work: DiaryAtWork,
) -> None:
    long_cramp(work, relief=NO_RELIEF)
    work.cramp(
        work.now - timedelta(hours=2), associated_symptoms=["numbness-between-cramps"]
    )
    work.judge()
    (row,) = rows(work)
    ranks = [Warning.objects.get(pk=name).severity for name in row.warnings]
    assert len(ranks) > 1
    assert ranks == sorted(ranks, reverse=True)
    assert row.severity == "see_doctor_soon"


def test_second_notice_of_a_day_waits_for_the_next_morning(work: DiaryAtWork) -> None:
    long_cramp(work)
    judge_and_deliver(work)
    for _ in range(2):
        work.wait(hours=1)
        long_cramp(work, relief=NO_RELIEF)
        judge_and_deliver(work)
    first, second = rows(work)
    assert (first.state, second.state) == ("sent", "queued")
    assert second.not_before == datetime(2026, 3, 21, 7, tzinfo=UTC)
    assert len(second.warnings) == 2


def frequent(work: DiaryAtWork, *, pain: int) -> list[str]:
    """Night cramps on the six latest nights."""
    return [work.cramp(night_of(NOW, days), pain_max=pain) for days in range(6)]


def test_patient_is_told_the_first_of_a_chain_only(work: DiaryAtWork) -> None:
    frequent(work, pain=8)
    work.judge()
    names = ("severe-recurrent-night-cramps", "frequent-night-cramps")
    assert [work.states(name) for name in names] == [["open"], ["open"]]
    told = {name for row in rows(work) for name in row.warnings}
    assert str(work.warning(names[0]).pk) in told
    assert str(work.warning(names[1]).pk) not in told


def test_queued_notice_of_a_covered_warning_is_withdrawn(work: DiaryAtWork) -> None:
    nights = frequent(work, pain=3)
    work.judge()
    covered = str(work.warning("frequent-night-cramps").pk)
    assert covered in rows(work)[0].warnings
    for night in nights:
        work.write(id=night, pain_max=8)
    work.judge()
    told = {name for row in rows(work) for name in row.warnings}
    assert covered not in told
    assert str(work.warning("severe-recurrent-night-cramps").pk) in told


def test_uncovered_warning_is_told_when_its_covers_notice_was_taken_back(
    work: DiaryAtWork,
) -> None:
    nights = frequent(work, pain=8)
    work.judge()
    for night in nights:
        work.write(id=night, pain_max=3)
    work.judge()
    assert work.states("severe-recurrent-night-cramps") == ["retracted"]
    told = {name for row in rows(work) for name in row.warnings}
    assert str(work.warning("frequent-night-cramps").pk) in told


def test_uncovered_warning_is_silent_when_its_cover_was_told(work: DiaryAtWork) -> None:
    nights = frequent(work, pain=8)
    judge_and_deliver(work)
    for night in nights:
        work.write(id=night, pain_max=3)
    work.judge()
    told = {name for row in rows(work) for name in row.warnings}
    assert str(work.warning("frequent-night-cramps").pk) not in told


def test_growing_pattern_is_told_again_only_after_the_cool_down(
    work: DiaryAtWork,
) -> None:
    frequent(work, pain=3)
    judge_and_deliver(work)
    told = str(work.warning("frequent-night-cramps").pk)
    for days, times in [(1, 1), (27, 1), (28, 2)]:
        work.now = NOW + timedelta(days=days)
        for ago in range(8):
            work.cramp(night_of(work.now, ago) + timedelta(minutes=days), minutes=1)
        judge_and_deliver(work)
        assert sum(told in row.warnings for row in rows(work)) == times, days


def test_judgement_that_changes_no_warning_asks_nothing_about_notices(
    work: DiaryAtWork,
) -> None:
    long_cramp(work)
    work.judge()
    work.write("medications", code="statin", started_on="2020-01-01")
    with CaptureQueriesContext(connection) as queries:
        work.judge()
    assert len(queries) > 5
    assert [q for q in queries if "diary_notification" in q["sql"]] == []


def discuss(work: DiaryAtWork, criterion: str) -> None:
    warning = work.warning(criterion)
    state = Warning.State.DISCUSSED
    move_warning(work.id, warning.pk, state=state, by="clinician", now=work.now)
