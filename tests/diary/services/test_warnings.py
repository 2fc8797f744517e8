"""What opens, keeps and ends a warning."""

from __future__ import annotations

from datetime import timedelta

import pytest

from diary.models import Warning, WarningEvent
from diary.services.warnings import move_warning
from tests.conftest import NOW
from tests.diary.services.conftest import DiaryAtWork, night_of

LONG = "duration-over-10-min"
ONGOING = "ongoing-over-10-min"
FREQUENT = "frequent-night-cramps"
STARTED = NOW - timedelta(hours=6)


def six_nights(work: DiaryAtWork) -> list[str]:
    """Night cramps on the six latest nights of the fortnight: the least that fires."""
    return [work.cramp(night_of(NOW, days_ago)) for days_ago in range(6)]


def test_deleted_entry_retracts_and_keeps_the_history(work: DiaryAtWork) -> None:
    entry = work.cramp(STARTED, minutes=11)
    work.judge()
    work.delete(entry)
    work.judge()
    assert work.states(LONG) == ["retracted"]
    assert work.warning(LONG).history.count() == 2


def test_pattern_that_loses_an_entry_is_retracted(work: DiaryAtWork) -> None:
    nights = six_nights(work)
    work.judge()
    assert work.states(FREQUENT) == ["open"]
    work.delete(nights[0])
    work.judge()
    assert work.states(FREQUENT) == ["retracted"]


def test_deleted_evidence_retracts_even_after_the_window_has_passed(
    work: DiaryAtWork,
) -> None:
    nights = six_nights(work)
    work.judge()
    work.wait(days=5)
    work.delete(nights[0])
    work.judge()
    assert work.states(FREQUENT) == ["retracted"]


@pytest.mark.parametrize("days", [10, 60, 200])
def test_harmless_edit_of_old_evidence_retracts_nothing(
    work: DiaryAtWork, days: int
) -> None:
    """The note changes; what the criterion saw then still stands."""
    entry = work.cramp(STARTED, minutes=11)
    night = work.cramp(STARTED, minutes=6, associated_symptoms=["pain-between-cramps"])
    work.cramp(
        STARTED + timedelta(hours=1),
        minutes=6,
        associated_symptoms=["pain-between-cramps"],
    )
    work.judge()
    kinds = set(Warning.objects.filter(state="open").values_list("criterion"))
    assert (LONG,) in kinds
    work.wait(days=days)
    work.write(id=entry, note="It was the left one.")
    work.write(id=night, note="After a long day.")
    work.judge()
    assert not Warning.objects.filter(state="retracted").exists()


def test_harmless_edit_judges_the_past_without_what_came_later(
    work: DiaryAtWork,
) -> None:
    """The first cramp was the only one then, though it is not now."""
    first = work.cramp(STARTED)
    work.judge()
    criterion = "first-recorded-cramp"
    assert work.states(criterion) == ["open"]
    work.wait(days=1)
    work.cramp(work.now - timedelta(hours=1))
    work.write(id=first, note="It was the left one.")
    work.judge()
    assert work.states(criterion) == ["open"]


def test_time_alone_ends_nothing_before_the_clears_condition(
    work: DiaryAtWork,
) -> None:
    """14 nights must hold fewer than four cramp nights before it is resolved."""
    six_nights(work)
    work.judge()
    for days, state in [(10, "open"), (11, "resolved")]:
        work.now = NOW + timedelta(days=days)
        work.cramp(work.now - timedelta(hours=1), minutes=1)
        work.judge()
        assert work.states(FREQUENT) == [state], days


def test_long_cramp_stays_open_for_years(work: DiaryAtWork) -> None:
    work.cramp(STARTED, minutes=11)
    work.judge()
    work.wait(days=800)
    work.cramp(work.now - timedelta(hours=1), minutes=1)
    work.judge()
    assert work.states(LONG) == ["open"]


def test_chain_of_cramps_stays_flagged_when_it_is_old(work: DiaryAtWork) -> None:
    """Its entries are read together, however old, or the chain would fall apart."""
    chain = [work.cramp(STARTED + timedelta(minutes=6 * n), minutes=6) for n in (0, 1)]
    work.judge()
    assert work.warning(LONG).evidence == sorted(chain)
    work.wait(days=200)
    work.write(id=chain[1], note="Hurt for long.")
    work.judge()
    assert work.states(LONG) == ["open"]
    work.delete(chain[0])
    work.judge()
    assert work.states(LONG) == ["retracted"]


def test_closing_an_open_cramp_resolves_it_and_flags_its_length(
    work: DiaryAtWork,
) -> None:
    started = NOW - timedelta(minutes=12)
    entry = work.cramp(
        started, ended_at=None, last_confirmed_ongoing_at=NOW.isoformat()
    )
    work.judge()
    assert work.states(ONGOING) == ["open"]
    work.wait(minutes=5)
    work.write(id=entry, ended_at=work.now.isoformat())
    work.judge()
    assert work.states(ONGOING) == ["resolved"]
    assert work.states(LONG) == ["open"]


def test_open_cramp_without_new_confirmation_stays_after_12_hours(
    work: DiaryAtWork,
) -> None:
    started = NOW - timedelta(minutes=12)
    confirmed = NOW.isoformat()
    work.cramp(started, ended_at=None, last_confirmed_ongoing_at=confirmed)
    work.judge()
    work.wait(hours=13)
    work.cramp(work.now - timedelta(hours=1), minutes=1)
    work.judge()
    assert work.states(ONGOING) == ["open"]


def test_resolved_finding_of_one_entry_returns_only_with_a_change_of_it(
    work: DiaryAtWork,
) -> None:
    """Soreness of 25 hours stays true for ever; 14 days without more resolve it."""
    sore = {"present": True, "max": 3, "duration_minutes": 25 * 60}
    entry = work.cramp(STARTED, residual_pain=sore)
    work.judge()
    criterion = "residual-pain-over-24h"
    assert work.states(criterion) == ["open"]
    work.wait(days=20)
    for _ in range(2):
        work.cramp(work.now - timedelta(hours=1), minutes=1)
        work.judge()
        assert work.states(criterion) == ["resolved"]
    work.write(id=entry, residual_pain={**sore, "duration_minutes": 30 * 60})
    work.judge()
    assert work.states(criterion) == ["resolved", "open"]


def test_edit_of_the_profile_retracts_nothing(work: DiaryAtWork) -> None:
    work.profile(conditions=["cancer"])
    for hours in (1, 2):
        work.cramp(NOW - timedelta(hours=hours))
    work.judge()
    criterion = "known-condition-cramps"
    assert work.states(criterion) == ["open"]
    work.profile(conditions=["none-known"])
    work.judge()
    assert work.states(criterion) == ["open"]


def test_rise_in_severity_is_a_step_and_a_fall_is_not(work: DiaryAtWork) -> None:
    eased = [{"code": "stretching", "effect": "full"}]
    entry = work.cramp(STARTED, minutes=11, relief=eased)
    work.judge()
    assert work.warning(LONG).severity == "see_doctor"
    for relief, severity in [
        ([{"code": "nothing"}], "see_doctor_soon"),
        (eased, "see_doctor"),
    ]:
        work.write(id=entry, relief=relief)
        work.judge()
        warning = work.warning(LONG)
        assert (warning.severity, warning.history.count()) == (severity, 2)


def test_pattern_that_grows_keeps_its_warning_and_shows_the_new_facts(
    work: DiaryAtWork,
) -> None:
    six_nights(work)
    work.judge()
    first = work.warning(FREQUENT)
    work.cramp(night_of(NOW, 6))
    work.judge()
    grown = work.warning(FREQUENT)
    assert grown.pk == first.pk
    assert (first.facts["count"], grown.facts["count"]) == (6, 7)
    assert len(grown.evidence) == 7
    assert grown.rev > first.rev
    assert work.states(FREQUENT) == ["open"]


def test_discussed_warning_is_not_raised_beside_itself(work: DiaryAtWork) -> None:
    work.cramp(STARTED, minutes=11)
    work.judge()
    state = Warning.State.DISCUSSED
    warning = work.warning(LONG)
    move_warning(work.id, warning.pk, state=state, by="patient", now=work.now)
    work.cramp(NOW - timedelta(hours=1), minutes=1)
    work.judge()
    assert work.states(LONG) == ["discussed"]


def test_person_moves_a_warning_once_each_way(work: DiaryAtWork) -> None:
    work.cramp(STARTED, minutes=11)
    work.judge()
    warning = work.warning(LONG)
    steps = [Warning.State.SEEN, Warning.State.DISCUSSED, Warning.State.SEEN]
    for state in steps:
        move_warning(work.id, warning.pk, state=state, by="patient", now=work.now)
    assert work.states(LONG) == ["discussed"]
    events = WarningEvent.objects.filter(warning=warning, by="patient")
    assert events.count() == 2
