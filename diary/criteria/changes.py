"""Criteria about change: into the daytime, more often, more painful."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from diary.criteria.entries import Entry, next_morning
from diary.criteria.facts import CrampHistory
from diary.criteria.findings import (
    NOT_FIRED,
    JsonValue,
    Outcome,
    Question,
    fired,
    ids_of,
    insufficient,
)
from diary.criteria.index import DiaryIndex
from diary.criteria.rules import PatternCriterion
from diary.criteria.thresholds import (
    BASELINE_COVERED_DAYS,
    BASELINE_NIGHT_CRAMPS,
    DAYTIME_CRAMPS,
    DAYTIME_DATES,
    FORTNIGHT,
    FOUR_WEEKS,
    FREQUENCY_RATIO,
    FREQUENCY_RISE,
    MEANINGFUL_PAIN_CHANGE,
    RATED_CRAMPS_NEEDED,
    TREND_COVERED_DAYS,
)
from diary.night import DateWindow


def daytime_progression(index: DiaryIndex) -> Outcome:
    """Daytime cramps on two dates of 14 days after a baseline of night cramps.

    Without 14 covered days in the 28 before, the answers at the start of the diary
    ("by night: yes, by day: no") stand in for the baseline.
    """
    window = index.days(FORTNIGHT)
    baseline = window.before(FOUR_WEEKS)
    recent = daytime_cramps(index, window)
    if index.covered_days(baseline) < BASELINE_COVERED_DAYS:
        return _progression_from_history(index, window, recent)
    before = daytime_cramps(index, baseline)
    nights = [cramp for cramp in index.cramps(baseline) if cramp.period == "night"]
    if len(nights) < BASELINE_NIGHT_CRAMPS or not _is_new(recent, len(before)):
        return NOT_FIRED
    evidence = ids_of([*recent, *before, *nights])
    facts = _progression_facts(len(recent), len(before), len(nights))
    return fired("see_doctor", window, evidence, facts)


def frequency_increase(index: DiaryIndex) -> Outcome:
    """Four more cramps, and half as many again, than in the 14 days before."""
    recent, prior = trend_windows(index)
    if not are_covered(index, recent, prior):
        return insufficient()
    cramps, count, before = index.cramps(recent), *cramp_counts(index)
    times, parts = FREQUENCY_RATIO
    if count - before < FREQUENCY_RISE or count * parts < times * before:
        return NOT_FIRED
    facts: dict[str, JsonValue] = {
        "count": count,
        "baseline_count": before,
        "coverage": index.covered_days(recent),
        "baseline_coverage": index.covered_days(prior),
    }
    return fired("see_doctor", recent, ids_of([*cramps, *index.cramps(prior)]), facts)


def intensity_increase(index: DiaryIndex) -> Outcome:
    """Mean pain at least 2 points above the 14 days before; unrated ones left out."""
    recent, prior = trend_windows(index)
    rated, rated_before = _rated(index, recent), _rated(index, prior)
    change = pain_change(index)
    if change is None:
        return insufficient()
    if change < MEANINGFUL_PAIN_CHANGE:
        return NOT_FIRED
    facts: dict[str, JsonValue] = {
        "mean_recent": round(float(_mean_pain(rated)), 1),
        "mean_prior": round(float(_mean_pain(rated_before)), 1),
        "count": len(rated),
        "baseline_count": len(rated_before),
        "delta": round(float(change), 1),
    }
    return fired("see_doctor", recent, ids_of([*rated, *rated_before]), facts)


def daytime_cramps(index: DiaryIndex, window: DateWindow) -> list[Entry]:
    """Daytime cramps of ``window`` that do not follow exertion."""
    return [
        cramp
        for cramp in index.cramps(window)
        if cramp.period == "day" and not cramp.is_daytime_exertion
    ]


def trend_windows(index: DiaryIndex) -> tuple[DateWindow, DateWindow]:
    """The last 14 local dates and the 14 before."""
    recent = index.days(FORTNIGHT)
    return recent, recent.before(FORTNIGHT)


def cramp_counts(index: DiaryIndex) -> tuple[int, int]:
    """Number of cramps in the last 14 days and in the 14 before."""
    recent, prior = trend_windows(index)
    return len(index.cramps(recent)), len(index.cramps(prior))


def are_covered(index: DiaryIndex, recent: DateWindow, prior: DateWindow) -> bool:
    """Whether both windows have enough covered days to be compared."""
    return all(
        index.covered_days(window) >= TREND_COVERED_DAYS for window in (recent, prior)
    )


def pain_change(index: DiaryIndex) -> Fraction | None:
    """Points by which mean pain rose, exactly; ``None`` with too few ratings."""
    rated = [_rated(index, window) for window in trend_windows(index)]
    if any(len(entries) < RATED_CRAMPS_NEEDED for entries in rated):
        return None
    return _mean_pain(rated[0]) - _mean_pain(rated[1])


def _progression_from_history(
    index: DiaryIndex, window: DateWindow, recent: list[Entry]
) -> Outcome:
    history = index.profile.cramp_history
    by_night = history.night_before if history else None
    by_day = history.daytime_before if history else None
    if by_night is False or by_day is True:
        return NOT_FIRED
    if by_night is None or by_day is None:
        return _ask_history(index, recent)
    if not _is_new(recent, 0):
        return NOT_FIRED
    facts = _progression_facts(len(recent), 0, 0)
    return fired("see_doctor", window, ids_of(recent), facts)


def _ask_history(index: DiaryIndex, recent: list[Entry]) -> Outcome:
    if not _is_new(recent, 0):
        return insufficient()
    history = index.profile.cramp_history or CrampHistory()
    morning = next_morning(recent[-1], index.profile)
    answers = {
        "night_before": history.night_before,
        "daytime_before": history.daytime_before,
    }
    return insufficient(
        *(
            Question("profile", "", f"cramp_history.{name}", morning)
            for name, answer in answers.items()
            if answer is None
        )
    )


def _is_new(recent: list[Entry], before: int) -> bool:
    different_dates = {cramp.local_date for cramp in recent}
    enough = len(recent) >= max(DAYTIME_CRAMPS, before)
    return len(different_dates) >= DAYTIME_DATES and enough


def _progression_facts(count: int, before: int, nights: int) -> dict[str, JsonValue]:
    return {"count": count, "baseline_count": before, "night_count": nights}


def _rated(index: DiaryIndex, window: DateWindow) -> list[Entry]:
    cramps = index.cramps(window)
    return [cramp for cramp in cramps if cramp.episode.pain_max is not None]


def _mean_pain(rated: list[Entry]) -> Fraction:
    return Fraction(sum(entry.episode.pain_max or 0 for entry in rated), len(rated))


PATTERNS: Mapping[str, PatternCriterion] = {
    "daytime-progression": daytime_progression,
    "frequency-increase": frequency_increase,
    "intensity-increase": intensity_increase,
}
