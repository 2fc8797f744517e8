"""What must hold for every diary: order, unrelated entries, time, zones."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diary.criteria import criteria, judge
from diary.criteria.catalogue import targeted_criteria
from diary.criteria.clears import cleared
from diary.criteria.facts import (
    CheckIn,
    CrampHistory,
    Episode,
    Facts,
    Medication,
    Pregnancy,
    Profile,
    Relief,
    ResidualPain,
    Site,
    SleepNight,
)
from diary.vocabulary import codes
from tests.diary.criteria.builders import NOW, answer, at, episode, facts, on_days

ZONES = ("Europe/Oslo", "America/New_York", "Asia/Bangkok", "Pacific/Kiritimati")
URGENT = [item.id for item in criteria().values() if item.severity == "urgent"]
SCORES = st.none() | st.integers(0, 10)
ANSWERS = st.sampled_from([None, True, False])


def some(name: str, most: int = 3):
    few = st.lists(st.sampled_from(codes(name)), min_size=1, max_size=most, unique=True)
    return st.none() | few.map(tuple)


MOMENTS = st.integers(0, 60 * 24 * 60).map(lambda m: NOW - timedelta(minutes=m))
SITES = st.lists(
    st.builds(
        Site, st.sampled_from(codes("muscle_groups")), st.sampled_from(codes("sides"))
    ),
    min_size=1,
    max_size=3,
    unique=True,
).map(tuple)
RELIEF = st.lists(
    st.builds(
        Relief,
        st.sampled_from(codes("relief_measures")),
        st.none() | st.sampled_from(codes("relief_effects")),
    ),
    min_size=1,
    max_size=2,
).map(tuple)
SORENESS = st.builds(
    ResidualPain, ANSWERS, SCORES, st.none() | st.sampled_from([60, 61, 1440, 1441])
)


@st.composite
def episodes(draw, entry_id: str = "e"):
    start = draw(MOMENTS)
    lasted = draw(st.none() | st.integers(0, 2000))
    confirmed = draw(st.none() | st.integers(0, 2000))
    return Episode(
        id=entry_id,
        started_at=start,
        ended_at=None if lasted is None else start + timedelta(seconds=lasted),
        duration_seconds_reported=draw(st.none() | st.sampled_from([600, 601])),
        duration_confirmed=draw(ANSWERS),
        last_confirmed_ongoing_at=(
            None if confirmed is None else start + timedelta(seconds=confirmed)
        ),
        tz=draw(st.none() | st.sampled_from(ZONES)),
        sites=draw(st.none() | SITES),
        pain_max=draw(SCORES),
        distress=draw(SCORES),
        woke_from_sleep=draw(ANSWERS),
        during_nap=draw(ANSWERS),
        triggers=draw(some("triggers")),
        sensations=draw(some("sensations")),
        associated_symptoms=draw(some("associated_symptoms")),
        residual_pain=draw(st.none() | SORENESS),
        relief=draw(st.none() | RELIEF),
    )


@st.composite
def sleep_nights(draw, days_ago: int):
    morning = NOW.date() - timedelta(days=days_ago)
    up = datetime.combine(morning, NOW.time(), NOW.tzinfo)
    bed = up - timedelta(minutes=draw(st.integers(60, 700)))
    return SleepNight(
        night_date=morning,
        id=f"n{days_ago}",
        into_bed_at=draw(st.sampled_from([None, bed])),
        sleep_attempt_at=bed,
        sol_minutes=draw(st.none() | st.integers(0, 60)),
        waso_minutes=draw(st.none() | st.integers(0, 60)),
        final_awakening_at=up,
        out_of_bed_at=draw(st.sampled_from([None, up])),
        quality=draw(st.none() | st.integers(1, 5)),
    )


@st.composite
def medications(draw, entry_id: str):
    days = st.none() | st.integers(-5, 120).map(
        lambda ago: NOW.date() - timedelta(days=ago)
    )
    return Medication(
        code=draw(st.sampled_from(codes("medications"))),
        id=entry_id,
        started_on=draw(days),
        dose_changed_on=draw(days),
        stopped_on=draw(days),
        prescribed=draw(ANSWERS),
    )


PROFILES = st.builds(
    Profile,
    tz=st.sampled_from(ZONES),
    birth_date=st.none() | st.dates(NOW.date().replace(1940), NOW.date()),
    conditions=some("conditions"),
    pregnancy=st.none()
    | st.builds(Pregnancy, st.sampled_from(codes("pregnancy_statuses"))),
    cramp_history=st.none() | st.builds(CrampHistory, ANSWERS, ANSWERS),
)


@st.composite
def diaries(draw):
    count = draw(st.integers(1, 12))
    dates = [NOW.date() - timedelta(days=ago) for ago in range(50)]
    return Facts(
        profile=draw(PROFILES),
        episodes=tuple(draw(episodes(f"e{n}")) for n in range(count)),
        nights=tuple(draw(sleep_nights(n)) for n in range(draw(st.integers(0, 7)))),
        check_ins=tuple(
            CheckIn(day) for day in draw(st.lists(st.sampled_from(dates), unique=True))
        ),
        medications=tuple(
            draw(medications(f"m{n}")) for n in range(draw(st.integers(0, 3)))
        ),
    )


def fired(findings, names=None):
    return {
        (finding.criterion, finding.target)
        for finding in findings
        if finding.result == "fired" and (names is None or finding.criterion in names)
    }


@settings(max_examples=60, deadline=None)
@given(diary=diaries(), shuffle=st.randoms(use_true_random=False))
def test_the_order_of_entries_means_nothing(diary, shuffle):
    def shuffled(items):
        return tuple(shuffle.sample(items, len(items)))

    other = replace(
        diary,
        episodes=shuffled(diary.episodes),
        nights=shuffled(diary.nights),
        check_ins=shuffled(diary.check_ins),
        medications=shuffled(diary.medications),
    )
    assert repr(judge(diary, NOW)) == repr(judge(other, NOW))


@settings(max_examples=60, deadline=None)
@given(diary=diaries(), added=episodes("added"))
def test_one_more_entry_never_removes_an_urgent_finding(diary, added):
    more = replace(diary, episodes=(*diary.episodes, added))
    before = fired(judge(diary, NOW, only=URGENT))
    assert before <= fired(judge(more, NOW, only=URGENT))


@settings(max_examples=60, deadline=None)
@given(diary=diaries(), hours=st.integers(1, 24 * 40))
def test_time_alone_never_raises_a_finding_about_one_entry(diary, hours):
    names = targeted_criteria()
    made = tuple(replace(entry, entered_at=NOW) for entry in diary.episodes)
    diary = replace(diary, episodes=made)
    later = judge(diary, NOW + timedelta(hours=hours), only=names)
    assert fired(later) <= fired(judge(diary, NOW, only=names))


@settings(max_examples=60, deadline=None)
@given(diary=diaries())
def test_a_judgement_of_one_target_is_part_of_the_whole(diary):
    target = diary.episodes[0].id
    whole = judge(diary, NOW)
    part = judge(diary, NOW, targets=[target])
    assert part == tuple(f for f in whole if f.target in (None, target))
    assert len(part) == len(criteria())


@settings(max_examples=60, deadline=None)
@given(diary=diaries())
def test_the_instant_counts_and_not_the_way_it_is_written(diary):
    def in_utc(entry):
        return replace(entry, started_at=entry.started_at.astimezone(UTC))

    written = replace(diary, episodes=tuple(map(in_utc, diary.episodes)))
    assert judge(written, NOW.astimezone(UTC)) == judge(diary, NOW)


@settings(max_examples=60, deadline=None)
@given(diary=diaries())
def test_nothing_that_fires_is_cleared_at_once(diary):
    raised = NOW - timedelta(days=1)
    for finding in judge(diary, NOW):
        if finding.result == "fired":
            assert not cleared(
                finding.criterion,
                target=finding.target,
                facts=diary,
                now=NOW,
                raised_at=raised,
            )


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
