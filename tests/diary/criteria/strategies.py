"""Diaries for the properties: entries close to the edges of clocks and windows."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from hypothesis import strategies as st

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
from tests.diary.criteria.builders import NOW, OSLO, at

ZONES = ("Europe/Oslo", "America/New_York", "Asia/Bangkok", "Pacific/Kiritimati")
LONGEST_WINDOW = 60  # days; longer than what any window reaches back

# An ordinary morning and noon, and the mornings after both changes of the clock.
NOWS = st.sampled_from(
    [NOW, at("2025-03-20 12:00"), at("2025-03-30 09:00"), at("2025-10-26 09:00")]
)
ANSWERS = st.sampled_from([None, True, False])
SCORES = st.none() | st.integers(0, 10)
SECONDS = st.none() | st.sampled_from([0, 60, 600, 601, 3600, 3601])
MINUTES = st.none() | st.sampled_from([0, 30, 31, 60, 61, 1440, 1441])
GAPS = st.sampled_from([-30, 0, 60, 61])  # seconds from one cramp to the next
DAYS_AGO = st.sampled_from([0, 1, 6, 7, 13, 14, 27, 28, 41, 42]) | st.integers(
    0, LONGEST_WINDOW
)
CLOCKS = st.sampled_from(
    [
        time(0, 0),
        time(2, 30),
        time(6, 59, 59),
        time(7, 0),
        time(11, 59, 59),
        time(12, 0),
        time(17, 59, 59),
        time(18, 0),
        time(22, 59, 59),
        time(23, 0),
    ]
) | st.times(timezones=st.none())


def some(name: str, most: int = 3) -> st.SearchStrategy[tuple[str, ...] | None]:
    """A few codes of one list of the vocabulary, or not asked."""
    known = st.sampled_from(codes(name))
    return st.none() | st.lists(known, min_size=1, max_size=most, unique=True).map(
        tuple
    )


SITES = st.none() | st.lists(
    st.builds(
        Site, st.sampled_from(codes("muscle_groups")), st.sampled_from(codes("sides"))
    ),
    min_size=1,
    max_size=3,
    unique=True,
).map(tuple)
RELIEF = st.none() | st.lists(
    st.builds(
        Relief,
        st.sampled_from(codes("relief_measures")),
        st.none() | st.sampled_from(codes("relief_effects")),
    ),
    min_size=1,
    max_size=2,
).map(tuple)
DESCRIBED = st.builds(
    Episode,
    id=st.just(""),
    started_at=st.just(NOW),
    duration_seconds_reported=SECONDS,
    duration_confirmed=ANSWERS,
    tz=st.none() | st.sampled_from(ZONES),
    sites=SITES,
    pain_max=SCORES,
    distress=SCORES,
    woke_from_sleep=ANSWERS,
    during_nap=ANSWERS,
    triggers=some("triggers"),
    sensations=some("sensations"),
    associated_symptoms=some("associated_symptoms"),
    residual_pain=st.none() | st.builds(ResidualPain, ANSWERS, SCORES, MINUTES),
    relief=RELIEF,
)
PROFILES = st.builds(
    Profile,
    tz=st.sampled_from(ZONES),
    birth_date=st.none() | st.dates(date(1940, 1, 1), date(2025, 3, 20)),
    conditions=some("conditions"),
    pregnancy=st.none()
    | st.builds(Pregnancy, st.sampled_from(codes("pregnancy_statuses"))),
    cramp_history=st.none() | st.builds(CrampHistory, ANSWERS, ANSWERS),
)


@st.composite
def episodes(draw: st.DrawFn, entry_id: str, now: datetime) -> Episode:
    """One entry of the last weeks, open or closed, answered in full or hardly."""
    day = now.date() - timedelta(days=draw(DAYS_AGO))
    start = datetime.combine(day, draw(CLOCKS), OSLO)
    if start > now:
        start -= timedelta(days=1)
    return replace(
        draw(DESCRIBED),
        id=entry_id,
        started_at=start,
        ended_at=_after(start, draw(SECONDS)),
        last_confirmed_ongoing_at=_after(start, draw(SECONDS)),
    )


@st.composite
def diaries(draw: st.DrawFn, now: datetime) -> Facts:
    """A diary as it may stand at ``now``, with a chain of cramps now and then."""
    count = draw(st.integers(1, 10))
    found = [draw(episodes(f"e{n}", now)) for n in range(count)]
    following = _next_after(found[0], "next", draw(GAPS))
    if draw(st.booleans()) and following.started_at <= now:
        found.append(following)
    days = st.integers(0, 50).map(lambda ago: now.date() - timedelta(days=ago))
    return Facts(
        profile=draw(PROFILES),
        episodes=tuple(found),
        nights=tuple(draw(_nights(n, now)) for n in range(draw(st.integers(0, 7)))),
        check_ins=tuple(map(CheckIn, draw(st.lists(days, unique=True)))),
        medications=tuple(
            draw(_medications(f"m{n}", now)) for n in range(draw(st.integers(0, 3)))
        ),
    )


# A diary, and when it is judged.
JUDGED = NOWS.flatmap(lambda now: st.tuples(diaries(now), st.just(now)))


@st.composite
def _nights(draw: st.DrawFn, days_ago: int, now: datetime) -> SleepNight:
    morning = now.date() - timedelta(days=days_ago)
    up = datetime.combine(morning, time(9), OSLO)
    bed = up - timedelta(minutes=draw(st.integers(60, 700)))
    return SleepNight(
        night_date=morning,
        id=f"n{days_ago}",
        into_bed_at=draw(st.sampled_from([None, bed])),
        sleep_attempt_at=bed,
        sol_minutes=draw(MINUTES),
        waso_minutes=draw(MINUTES),
        final_awakening_at=up,
        out_of_bed_at=draw(st.sampled_from([None, up])),
        quality=draw(st.none() | st.integers(1, 5)),
    )


@st.composite
def _medications(draw: st.DrawFn, entry_id: str, now: datetime) -> Medication:
    days = st.none() | st.integers(-5, 120).map(
        lambda ago: now.date() - timedelta(days=ago)
    )
    return Medication(
        code=draw(st.sampled_from(codes("medications"))),
        id=entry_id,
        started_on=draw(days),
        dose_changed_on=draw(days),
        stopped_on=draw(days),
        prescribed=draw(ANSWERS),
    )


def _next_after(entry: Episode, entry_id: str, gap: int) -> Episode:
    end = entry.ended_at or entry.started_at
    start = end + timedelta(seconds=gap)
    return replace(
        entry, id=entry_id, started_at=start, ended_at=start + timedelta(minutes=6)
    )


def _after(start: datetime, seconds: int | None) -> datetime | None:
    return None if seconds is None else start + timedelta(seconds=seconds)
