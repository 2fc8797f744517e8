"""What must hold for every diary: order, unrelated entries, time, zones."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diary.criteria import criteria, judge
from diary.criteria.catalogue import targeted_criteria
from diary.criteria.clears import cleared
from diary.criteria.entries import length_of
from diary.vocabulary import codes
from tests.diary.criteria.builders import answer, at, episode, facts, on_days
from tests.diary.criteria.strategies import JUDGED, episodes

URGENT = [item.id for item in criteria().values() if item.severity == "urgent"]


def fired(findings, names=None):
    return {
        (finding.criterion, finding.target)
        for finding in findings
        if finding.result == "fired" and (names is None or finding.criterion in names)
    }


@settings(max_examples=60, deadline=None)
@given(judged=JUDGED, shuffle=st.randoms(use_true_random=False))
def test_the_order_of_entries_means_nothing(judged, shuffle):
    diary, now = judged

    def shuffled(items):
        return tuple(shuffle.sample(items, len(items)))

    other = replace(
        diary,
        episodes=shuffled(diary.episodes),
        nights=shuffled(diary.nights),
        check_ins=shuffled(diary.check_ins),
        medications=shuffled(diary.medications),
    )
    assert repr(judge(diary, now)) == repr(judge(other, now))


@settings(max_examples=60, deadline=None)
@given(judged=JUDGED, more=st.data())
def test_one_more_entry_never_removes_an_urgent_finding(judged, more):
    diary, now = judged
    added = more.draw(episodes("added", now))
    larger = replace(diary, episodes=(*diary.episodes, added))
    before = fired(judge(diary, now, only=URGENT))
    assert before <= fired(judge(larger, now, only=URGENT))


@settings(max_examples=60, deadline=None)
@given(judged=JUDGED, symptom=st.sampled_from(codes("associated_symptoms")))
def test_one_more_tick_never_removes_an_urgent_finding(judged, symptom):
    diary, now = judged
    first, *others = diary.episodes
    ticked = (*(first.associated_symptoms or ()), symptom)
    larger = replace(
        diary, episodes=(replace(first, associated_symptoms=ticked), *others)
    )
    before = fired(judge(diary, now, only=URGENT))
    assert before <= fired(judge(larger, now, only=URGENT))


@settings(max_examples=60, deadline=None)
@given(judged=JUDGED, hours=st.integers(1, 24 * 40))
def test_time_alone_never_raises_a_finding_about_one_entry(judged, hours):
    diary, now = judged
    names = targeted_criteria()
    made = tuple(replace(entry, entered_at=now) for entry in diary.episodes)
    diary = replace(diary, episodes=made)
    later = judge(diary, now + timedelta(hours=hours), only=names)
    assert fired(later) <= fired(judge(diary, now, only=names))


@settings(max_examples=60, deadline=None)
@given(judged=JUDGED)
def test_a_judgement_of_one_target_is_part_of_the_whole(judged):
    diary, now = judged
    target = diary.episodes[0].id
    whole = judge(diary, now)
    part = judge(diary, now, targets=[target])
    assert part == tuple(f for f in whole if f.target in (None, target))
    assert len(part) == len(criteria())


@settings(max_examples=60, deadline=None)
@given(judged=JUDGED)
def test_what_is_left_out_did_not_fire(judged):
    diary, now = judged
    whole = judge(diary, now)
    speaking = judge(diary, now, with_not_fired=False)
    assert speaking == tuple(f for f in whole if f.result != "not_fired")


@settings(max_examples=60, deadline=None)
@given(judged=JUDGED)
def test_the_instant_counts_and_not_the_way_it_is_written(judged):
    def in_utc(entry):
        return replace(entry, started_at=entry.started_at.astimezone(UTC))

    diary, now = judged
    written = replace(diary, episodes=tuple(map(in_utc, diary.episodes)))
    assert judge(written, now.astimezone(UTC)) == judge(diary, now)


@settings(max_examples=60, deadline=None)
@given(judged=JUDGED)
def test_nothing_that_fires_is_cleared_at_once(judged):
    diary, now = judged
    raised = now - timedelta(days=1)
    ended = [
        finding
        for finding in judge(diary, now)
        if finding.result == "fired"
        and cleared(
            finding.criterion,
            target=finding.target,
            facts=diary,
            now=now,
            raised_at=raised,
        )
    ]
    assert ended == []


@settings(max_examples=60, deadline=None)
@given(judged=JUDGED)
def test_only_what_is_unanswered_is_asked_for(judged):
    diary, now = judged
    asked = {question for found in judge(diary, now) for question in found.missing}
    assert {question for question in asked if not is_unanswered(diary, question)} == (
        set()
    )


def is_unanswered(diary, question):
    """Whether the field is null, or its answer is of no use."""
    rows = {row.id: row for row in (*diary.episodes, *diary.medications)}
    row = diary.profile if question.table == "profile" else rows[question.entry_id]
    if question.field == "duration_seconds_reported":
        return length_of(row) is None
    if question.field == "sites":
        return any(site.side == "unknown" for site in row.sites)
    answered = row
    for name in question.field.split("."):
        answered = getattr(answered, name, None)
    return answered is None


def test_a_zone_change_in_mid_window_counts_the_nights_as_they_were_lived():
    at_home = on_days((0, 1, 2))
    away = [
        replace(
            episode(f"b{day}"),
            started_at=datetime(2025, 3, day, 19, 0, tzinfo=UTC),
            ended_at=datetime(2025, 3, day, 19, 3, tzinfo=UTC),
            tz="Asia/Bangkok",
        )
        for day in (9, 10, 11)
    ]
    unnamed = [replace(cramp, tz=None) for cramp in away]
    name = "frequent-night-cramps"
    assert answer(facts(*at_home, *away), name) == "see_doctor"
    assert answer(facts(*at_home, *unnamed), name) == "not_fired"


@pytest.mark.parametrize(
    ("now", "starts"),
    [
        ("2025-03-30 09:00", ("2025-03-30 01:30", "2025-03-30 03:30")),
        ("2025-10-26 09:00", ("2025-10-26 01:30", "2025-10-26 03:30")),
    ],
)
def test_a_clock_change_night_counts_once(now, starts):
    other = [episode(f"o{n}", f"{now[:8]}{20 + n} 02:00") for n in range(4)]
    change = [episode(f"c{n}", start) for n, start in enumerate(starts)]
    name = "frequent-night-cramps"
    assert answer(facts(*other, *change), name, now=at(now)) == "not_fired"
    sixth = episode("sixth", f"{now[:8]}25 02:00")
    assert answer(facts(*other, *change, sixth), name, now=at(now)) == "see_doctor"


def test_a_naive_now_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        judge(facts(), datetime(2025, 3, 20))  # noqa: DTZ001
