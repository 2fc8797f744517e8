"""Warnings that end when they were seen, and chains that hand theirs on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from diary.models import EvaluationDue, Warning
from diary.services.warnings import move_warning
from tests.conftest import NOW
from tests.diary.services.conftest import DiaryAtWork

FIRST = "first-recorded-cramp"
PREGNANT = "pregnancy-cramps"
LONG = "duration-over-10-min"
STARTED = NOW - timedelta(hours=6)


def move(work: DiaryAtWork, criterion: str, state: Warning.State) -> None:
    """Let the patient move the newest warning of a criterion."""
    warning = work.warning(criterion).pk
    move_warning(work.id, warning, state=state, by="patient", now=work.now)


def pregnant(week: int | None, set_on: date) -> dict[str, object]:
    return {"status": "pregnant", "week": week, "set_on": set_on.isoformat()}


@pytest.mark.parametrize("state", [Warning.State.SEEN, Warning.State.DISCUSSED])
def test_first_cramp_is_resolved_when_it_was_seen(
    work: DiaryAtWork, state: Warning.State
) -> None:
    work.cramp(STARTED)
    work.judge()
    work.wait(minutes=5)
    move(work, FIRST, state)
    warning = work.warning(FIRST)
    assert warning.state == "resolved"
    assert warning.ended_at == getattr(warning, f"{state}_at") == work.now
    steps = list(warning.history.order_by("pk").values_list("state", "by"))
    assert steps == [("open", "job"), (state, "patient"), ("resolved", "job")]
    assert not EvaluationDue.objects.exists()


def test_first_cramp_is_shown_once_and_never_again(work: DiaryAtWork) -> None:
    entry = work.cramp(STARTED)
    work.judge()
    move(work, FIRST, Warning.State.SEEN)
    work.write(id=entry, pain_max=4)
    work.judge()
    work.delete(entry)
    work.cramp(STARTED)
    work.judge()
    assert work.states(FIRST) == ["resolved"]


def test_first_cramp_that_nobody_saw_is_raised_for_the_next_first(
    work: DiaryAtWork,
) -> None:
    entry = work.cramp(STARTED)
    work.judge()
    work.delete(entry)
    work.judge()
    work.wait(minutes=1)
    work.cramp(STARTED)
    work.judge()
    assert work.states(FIRST) == ["retracted", "open"]


def test_other_warnings_stay_when_they_were_seen(work: DiaryAtWork) -> None:
    work.cramp(STARTED, minutes=11)
    work.judge()
    move(work, LONG, Warning.State.SEEN)
    assert work.states(LONG) == ["seen"]


@pytest.mark.parametrize("week", [20, None])
def test_pregnancy_is_told_once_for_each(work: DiaryAtWork, week: int | None) -> None:
    work.profile(pregnancy=pregnant(week, NOW.date()))
    work.cramp(STARTED)
    work.judge()
    move(work, PREGNANT, Warning.State.SEEN)
    work.wait(days=60)
    later = None if week is None else week + 8
    work.profile(pregnancy=pregnant(later, work.now.date()))
    work.cramp(work.now - timedelta(hours=1))
    work.judge()
    assert work.states(PREGNANT) == ["resolved"]
    work.wait(days=400)
    work.profile(pregnancy=pregnant(week, work.now.date()))
    work.cramp(work.now - timedelta(hours=1))
    work.judge()
    assert work.states(PREGNANT) == ["resolved", "open"]


def chain(work: DiaryAtWork) -> list[str]:
    """A long cramp, flagged, and one that begins half a minute after its end."""
    first = work.cramp(STARTED, minutes=11)
    work.judge()
    work.wait(minutes=1)
    second = work.cramp(STARTED + timedelta(minutes=11.5), minutes=3)
    work.judge()
    return [first, second]


def test_last_cramp_of_a_chain_carries_the_one_warning(work: DiaryAtWork) -> None:
    first, second = chain(work)
    assert work.states(LONG) == ["resolved", "open"]
    warning = work.warning(LONG)
    assert warning.target == second
    assert warning.evidence == sorted([first, second])
    assert warning.facts["max_duration_min"] == 15


def test_discussed_first_cramp_is_taken_over_as_well(work: DiaryAtWork) -> None:
    work.cramp(STARTED, minutes=11)
    work.judge()
    move(work, LONG, Warning.State.DISCUSSED)
    work.wait(minutes=1)
    work.cramp(STARTED + timedelta(minutes=11.5), minutes=3)
    work.judge()
    assert work.states(LONG) == ["resolved", "open"]


def test_chain_that_is_cut_gives_the_warning_back(work: DiaryAtWork) -> None:
    first, second = chain(work)
    work.wait(minutes=1)
    work.delete(second)
    work.judge()
    assert work.states(LONG) == ["resolved", "retracted", "open"]
    assert work.warning(LONG).target == first


def test_gap_of_more_than_a_minute_makes_no_chain(work: DiaryAtWork) -> None:
    work.cramp(STARTED, minutes=11)
    work.judge()
    work.wait(minutes=1)
    work.cramp(STARTED + timedelta(minutes=12, seconds=1), minutes=3)
    work.judge()
    assert work.states(LONG) == ["open"]


def test_judging_the_same_chain_again_changes_nothing(work: DiaryAtWork) -> None:
    chain(work)
    before = list(Warning.objects.order_by("pk").values())
    work.write(table="check_ins", date="2026-03-18")
    work.judge()
    after = list(Warning.objects.order_by("pk").values())
    assert before == after
