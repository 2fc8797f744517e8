"""Hints that it may be something other than a cramp, and the overview (tier 3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from diary.criteria.entries import CRAMP_SENSATIONS, Entry, local_clock
from diary.criteria.findings import (
    NOT_FIRED,
    JsonValue,
    Outcome,
    fired,
    ids_of,
    insufficient,
    one_day,
    sites_of,
)
from diary.criteria.index import DiaryIndex
from diary.criteria.rules import PatternCriterion
from diary.criteria.thresholds import (
    FORTNIGHT,
    FOUR_WEEKS,
    LONG_CRAMP,
    NLC_CRAMPS_NEEDED,
    NLC_DISTRESS,
    NLC_MET_PERCENT,
    NLC_THIGH_PERCENT,
    PAIN_ONLY_ENTRIES,
    PAINLESS_ENTRIES,
    RESTLESS_EVENING,
    RESTLESS_NIGHTS,
    SEVERE_PAIN,
    WALKING_ENTRIES,
)
from diary.vocabulary import muscles_in_group

STOPPING = frozenset({"rest-stop-activity"})
CALF_OR_FOOT = frozenset({"calf", "foot", "foot-arch", "toes"})
THIGH_SELDOM = "thigh-seldom"


def walking_induced_leg_pain(index: DiaryIndex) -> Outcome:
    """Two entries in 28 days of leg pain on walking that rest eases within 10 min."""
    window = index.days(FOUR_WEEKS)
    found = list(filter(is_claudication, index.within(window)))
    if len(found) < WALKING_ENTRIES:
        return NOT_FIRED
    facts: dict[str, JsonValue] = {"count": len(found), "sites": sites_of(found)}
    return fired("see_doctor", window, ids_of(found), facts)


def restless_legs_pattern(index: DiaryIndex) -> Outcome:
    """Restless-legs entries, at night or from 18:00, on four nights in 14 days."""
    found = restless_entries(index)
    nights = {entry.night_date for entry in found}
    if len(nights) < RESTLESS_NIGHTS:
        return NOT_FIRED
    window = index.days(FORTNIGHT)
    return fired("see_doctor", window, ids_of(found), {"count": len(nights)})


def painless_contractions(index: DiaryIndex) -> Outcome:
    """Two contractions rated 0, or a muscle slow to let go once, in 28 days."""
    window = index.days(FOUR_WEEKS)
    entries = index.within(window)
    painless = list(filter(is_painless, entries))
    slow = [entry for entry in entries if lets_go_slowly(entry)]
    if len(painless) < PAINLESS_ENTRIES and not slow:
        return NOT_FIRED
    found = [*painless, *slow]
    facts: dict[str, JsonValue] = {"count": len(painless), "sites": sites_of(found)}
    return fired("see_doctor", window, ids_of(found), facts)


def pain_without_contraction(index: DiaryIndex) -> Outcome:
    """Three entries of pain without a tight muscle in 14 days."""
    window = index.days(FORTNIGHT)
    found = list(filter(is_pain_only, index.within(window)))
    if len(found) < PAIN_ONLY_ENTRIES:
        return NOT_FIRED
    facts: dict[str, JsonValue] = {"count": len(found), "sites": sites_of(found)}
    return fired("info", window, ids_of(found), facts)


def first_recorded_cramp(index: DiaryIndex) -> Outcome:
    """Exactly one cramp in the whole diary."""
    cramps = index.all_cramps
    if len(cramps) != 1 or index.facts.has_earlier_cramps:
        return NOT_FIRED
    day = cramps[0].local_date
    return fired("info", one_day(day), ids_of(cramps), {"first_date": day.isoformat()})


def nlc_feature_summary(index: DiaryIndex) -> Outcome:
    """Which of the seven features of nocturnal leg cramps hold, for clinicians."""
    window = index.days(FOUR_WEEKS)
    cramps = index.cramps(window)
    if len(cramps) < NLC_CRAMPS_NEEDED:
        return insufficient()
    features = {code: _state(code, judge, cramps) for code, judge in FEATURES.items()}
    met = sum(state == "met" for state in features.values())
    facts: dict[str, JsonValue] = {"met": met, "features": dict(features)}
    return fired("info", window, ids_of(cramps), facts)


def is_claudication(entry: Entry) -> bool:
    """Leg pain on walking, eased by rest, not known to last over 10 minutes."""
    return (
        "leg" in entry.regions
        and "walking" in entry.triggers
        and entry.eased_by(STOPPING)
        and (entry.length is None or entry.length <= LONG_CRAMP)
    )


def restless_entries(index: DiaryIndex) -> list[Entry]:
    """Restless-legs entries of 14 days, at night or from 18:00 local time."""
    return [
        entry
        for entry in index.within(index.days(FORTNIGHT))
        if entry.kind == "rls-like"
        and (
            entry.period == "night"
            or local_clock(entry, index.profile) >= RESTLESS_EVENING
        )
    ]


def is_painless(entry: Entry) -> bool:
    """A contraction rated 0; an unrated one is not."""
    contracted = not CRAMP_SENSATIONS.isdisjoint(entry.sensations)
    return entry.episode.pain_max == 0 and contracted


def lets_go_slowly(entry: Entry) -> bool:
    """The muscle was slow to let go."""
    return "delayed-relaxation" in entry.symptoms


def is_pain_only(entry: Entry) -> bool:
    """Pain of at least 1 without a contraction."""
    return entry.kind == "pain-only" and bool(entry.episode.pain_max)


def _intense_pain(entry: Entry) -> bool | None:
    pain = entry.episode.pain_max
    return None if pain is None else pain >= SEVERE_PAIN


def _short(entry: Entry) -> bool | None:
    if entry.length is None:
        return None
    return timedelta(0) < entry.length <= LONG_CRAMP


def _in_calf_or_foot(entry: Entry) -> bool | None:
    if not entry.sites:
        return None
    return any(site.muscle in CALF_OR_FOOT for site in entry.sites)


def _in_thigh(entry: Entry) -> bool | None:
    if not entry.sites:
        return None
    thigh = muscles_in_group("thigh")
    return any(site.muscle in thigh for site in entry.sites)


def _sore_afterwards(entry: Entry) -> bool | None:
    soreness = entry.episode.residual_pain
    return soreness.present if soreness else None


def _woke(entry: Entry) -> bool | None:
    return entry.episode.woke_from_sleep


def _distressed(entry: Entry) -> bool | None:
    distress = entry.episode.distress
    return None if distress is None else distress >= NLC_DISTRESS


def _state(
    code: str, judge: Callable[[Entry], bool | None], cramps: list[Entry]
) -> str:
    answers = [answer for answer in map(judge, cramps) if answer is not None]
    if len(answers) < NLC_CRAMPS_NEEDED:
        return "unknown"
    percent = 100 * sum(answers)
    if code == THIGH_SELDOM:
        met = percent <= NLC_THIGH_PERCENT * len(answers)
    else:
        met = percent >= NLC_MET_PERCENT * len(answers)
    return "met" if met else "not_met"


FEATURES: Mapping[str, Callable[[Entry], bool | None]] = {
    "intense-pain": _intense_pain,
    "duration-up-to-10-min": _short,
    "calf-or-foot": _in_calf_or_foot,
    THIGH_SELDOM: _in_thigh,
    "persistent-subsequent-pain": _sore_afterwards,
    "sleep-disruption": _woke,
    "distress": _distressed,
}
PATTERNS: Mapping[str, PatternCriterion] = {
    "walking-induced-leg-pain": walking_induced_leg_pain,
    "restless-legs-pattern": restless_legs_pattern,
    "painless-contractions": painless_contractions,
    "pain-without-contraction": pain_without_contraction,
    "first-recorded-cramp": first_recorded_cramp,
    "nlc-feature-summary": nlc_feature_summary,
}
