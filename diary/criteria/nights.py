"""Criteria that count nights with leg cramps, and nights that cramps spoiled."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from statistics import fmean, median

from diary.criteria.entries import Entry, next_morning
from diary.criteria.facts import SleepNight
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
    BURDEN_DISTRESS,
    BURDENED_NIGHTS,
    DISRUPTED_NIGHTS,
    FORTNIGHT,
    FOUR_WEEKS,
    FREQUENT_NIGHTS,
    LONG_WASO_MINUTES,
    LOW_SE_PERCENT,
    PERSISTENT_NIGHTS,
    POOR_QUALITY,
    SEVERE_NIGHTS,
    SEVERE_PAIN,
    SLEEP_ENTRIES_NEEDED,
    WEEK,
)
from diary.sleep import derive

NightCramps = Mapping[date, list[Entry]]


def severe_recurrent_night_cramps(index: DiaryIndex) -> Outcome:
    """Three nights of 7 with a night leg cramp rated 7 or more.

    Unrated nights that could make up the three give ``insufficient_data``.
    """
    window = index.nights(WEEK)
    nights = index.night_leg_cramps(window)
    severe = {night for night, cramps in nights.items() if any(map(is_severe, cramps))}
    unrated = _nights_with_gaps(nights, severe, _is_unrated)
    if len(severe) >= SEVERE_NIGHTS:
        cramps = [cramp for night in sorted(severe) for cramp in nights[night]]
        facts: dict[str, JsonValue] = {
            "count": len(severe),
            "median_pain": _median_pain(nights),
        }
        return fired("see_doctor", window, ids_of(filter(is_severe, cramps)), facts)
    if len(severe) + len(unrated) >= SEVERE_NIGHTS:
        return _ask_each(index, nights, unrated, _is_unrated)
    return NOT_FIRED


def frequent_night_cramps(index: DiaryIndex) -> Outcome:
    """Six nights of 14 with a night leg cramp, whatever its strength."""
    window = index.nights(FORTNIGHT)
    nights = index.night_leg_cramps(window)
    if len(nights) < FREQUENT_NIGHTS:
        return NOT_FIRED
    return fired("see_doctor", window, _all_ids(nights), _night_facts(nights))


def persistent_night_cramps(index: DiaryIndex) -> Outcome:
    """Eight nights of 28 with a night leg cramp, four of them strong, distressing or
    waking; unanswered nights that could make up the four give ``insufficient_data``.
    """
    window = index.nights(FOUR_WEEKS)
    nights = index.night_leg_cramps(window)
    if len(nights) < PERSISTENT_NIGHTS:
        return NOT_FIRED
    burdened = {
        night for night, cramps in nights.items() if any(map(_is_burden, cramps))
    }
    if len(burdened) >= BURDENED_NIGHTS:
        return fired("see_doctor", window, _all_ids(nights), _night_facts(nights))
    open_nights = _nights_with_gaps(nights, burdened, _may_be_burden)
    if len(burdened) + len(open_nights) >= BURDENED_NIGHTS:
        return _ask_each(index, nights, open_nights, _may_be_burden)
    return NOT_FIRED


def sleep_disrupted_by_cramps(index: DiaryIndex) -> Outcome:
    """Three nights of 7 on which a cramp woke the person and sleep was poor."""
    window = index.nights(WEEK)
    sleep = index.sleep_entries(window)
    if len(sleep) < SLEEP_ENTRIES_NEEDED:
        return insufficient()
    disrupted = disrupted_nights(index, sleep)
    if len(disrupted) < DISRUPTED_NIGHTS:
        return NOT_FIRED
    efficiencies = [_efficiency(index, night) for night in sleep]
    facts: dict[str, JsonValue] = {
        "count": len(disrupted),
        "entries": len(sleep),
        "mean_se": _mean([value for value in efficiencies if value is not None]),
        "mean_waso": _mean(
            [n.waso_minutes for n in sleep if n.waso_minutes is not None]
        ),
    }
    evidence = [entry_id for ids in disrupted.values() for entry_id in ids]
    return fired("see_doctor", window, evidence, facts)


def disrupted_nights(
    index: DiaryIndex, sleep: Collection[SleepNight]
) -> Mapping[date, list[str]]:
    """Ids of the sleep entry and the waking cramps of each disrupted night."""
    poor = {night.night_date: [night.id] for night in sleep if _is_poor(index, night)}
    found: dict[date, list[str]] = {}
    for entry in index.all_cramps if poor else ():
        woke = entry.period == "night" and entry.episode.woke_from_sleep is True
        if woke and entry.night_date in poor:
            found.setdefault(entry.night_date, poor[entry.night_date]).append(entry.id)
    return found


def severe_nights(index: DiaryIndex) -> int:
    """Nights of the last 7 that are, or for want of a rating may be, severe."""
    nights = index.night_leg_cramps(index.nights(WEEK))
    return sum(
        any(is_severe(cramp) or _is_unrated(cramp) for cramp in cramps)
        for cramps in nights.values()
    )


def is_severe(entry: Entry) -> bool:
    """Rated 7 or more of 10; an unrated one is not."""
    return entry.episode.pain_max is not None and entry.episode.pain_max >= SEVERE_PAIN


def _is_unrated(entry: Entry) -> bool:
    return entry.episode.pain_max is None


def _is_burden(entry: Entry) -> bool:
    distress = entry.episode.distress
    distressing = distress is not None and distress >= BURDEN_DISTRESS
    return is_severe(entry) or distressing or entry.episode.woke_from_sleep is True


def _may_be_burden(entry: Entry) -> bool:
    episode = entry.episode
    answers = (episode.pain_max, episode.distress, episode.woke_from_sleep)
    return not _is_burden(entry) and None in answers


def _nights_with_gaps(
    nights: NightCramps, decided: Collection[date], is_gap: Callable[[Entry], bool]
) -> set[date]:
    return {
        night
        for night, cramps in nights.items()
        if night not in decided and any(map(is_gap, cramps))
    }


def _ask_each(
    index: DiaryIndex,
    nights: NightCramps,
    asked: Collection[date],
    is_gap: Callable[[Entry], bool],
) -> Outcome:
    return insufficient(
        *(
            Question("episodes", cramp.id, field, next_morning(cramp, index.profile))
            for night in asked
            for cramp in filter(is_gap, nights[night])
            for field in _unanswered(cramp, is_gap)
        )
    )


def _unanswered(entry: Entry, is_gap: Callable[[Entry], bool]) -> list[str]:
    episode = entry.episode
    answers = {"pain_max": episode.pain_max}
    if is_gap is _may_be_burden:
        answers |= {
            "distress": episode.distress,
            "woke_from_sleep": episode.woke_from_sleep,
        }
    return [field for field, answer in answers.items() if answer is None]


def _night_facts(nights: NightCramps) -> dict[str, JsonValue]:
    return {"count": len(nights), "episodes": sum(map(len, nights.values()))}


def _all_ids(nights: NightCramps) -> list[str]:
    return [cramp.id for cramps in nights.values() for cramp in cramps]


def _median_pain(nights: NightCramps) -> float | None:
    rated = [
        cramp.episode.pain_max
        for cramps in nights.values()
        for cramp in cramps
        if cramp.episode.pain_max is not None
    ]
    return float(median(rated)) if rated else None


def _is_poor(index: DiaryIndex, night: SleepNight) -> bool:
    if night.waso_minutes is not None and night.waso_minutes > LONG_WASO_MINUTES:
        return True
    if night.quality is not None and night.quality <= POOR_QUALITY:
        return True
    efficiency = _efficiency(index, night)
    return efficiency is not None and efficiency < LOW_SE_PERCENT


def _efficiency(index: DiaryIndex, night: SleepNight) -> float | None:
    return derive(night, index.profile.tz).se_tib_percent


def _mean(values: Collection[float]) -> float | None:
    return round(fmean(values), 1) if values else None


PATTERNS: Mapping[str, PatternCriterion] = {
    "severe-recurrent-night-cramps": severe_recurrent_night_cramps,
    "frequent-night-cramps": frequent_night_cramps,
    "persistent-night-cramps": persistent_night_cramps,
    "sleep-disrupted-by-cramps": sleep_disrupted_by_cramps,
}
