"""When a raised warning ends by itself: the "Clears" text of each criterion.

Marked "discussed" or "assessed" never happens by time, and an edit that removes the
evidence retracts; neither is decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from diary.criteria.catalogue import criterion as published
from diary.criteria.changes import (
    are_covered,
    cramp_counts,
    daytime_cramps,
    pain_change,
    trend_windows,
)
from diary.criteria.clusters import (
    CLOT_PAIN,
    clustered_attacks,
    one_sided_leg_entries,
)
from diary.criteria.differentials import (
    is_claudication,
    is_pain_only,
    is_painless,
    lets_go_slowly,
    restless_entries,
)
from diary.criteria.entries import ONE_SIDE, UNKNOWN_SIDE, Entry, is_open
from diary.criteria.facts import Facts
from diary.criteria.index import DiaryIndex
from diary.criteria.medicines import (
    medicine_dates,
    prescription_relief,
    unlisted_relief,
)
from diary.criteria.nights import disrupted_nights, severe_nights
from diary.criteria.pregnancy import QUININE, earliest_start, took_quinine
from diary.criteria.regions import (
    fullest_side,
    is_non_leg_cramp,
    leg_cramps,
    regions_of,
)
from diary.criteria.sensations import is_radiating, is_sensory, is_unrelieved
from diary.criteria.thresholds import (
    DISRUPTED_NIGHTS,
    FORTNIGHT,
    FOUR_WEEKS,
    FREQUENCY_RATIO_GONE,
    FREQUENT_NIGHTS_GONE,
    LONG_SORENESS_MINUTES,
    MEDICINE_DAYS,
    PAIN_CHANGE_GONE,
    PERSISTENT_NIGHTS_GONE,
    RESTLESS_NIGHTS_GONE,
    SAME_LEG_PERCENT_GONE,
    SEVERE_NIGHTS,
    SLEEP_ENTRIES_NEEDED,
    WEEK,
    WIDESPREAD_REGIONS,
)
from diary.night import as_utc, local_date
from diary.vocabulary import cramp_related_medicines

Cleared = Callable[[DiaryIndex, "Entry | None", datetime], bool]

# "Shown once": they end when the person has seen them, which no diary tells.
SHOWN_ONCE = frozenset({"pregnancy-cramps", "first-recorded-cramp"})


def cleared(
    criterion: str,
    *,
    target: str | None,
    facts: Facts,
    now: datetime,
    raised_at: datetime,
) -> bool:
    """Whether the warning ends now by what its criterion says under "Clears".

    ``target`` is the warning's episode, if it has one; a deleted one never clears (its
    warning is retracted). Raises ``KeyError`` for an unknown criterion.
    """
    published(criterion)
    rule = CLEARS.get(criterion)
    if rule is None:
        return False
    index = DiaryIndex(facts, now)
    entry = next((item for item in index.entries if item.id == target), None)
    return rule(index, entry, as_utc(raised_at))


def is_still_shown(
    criterion: str, shown_at: datetime, *, facts: Facts, now: datetime
) -> bool:
    """Whether what is shown once counts as shown: ever, or in the same pregnancy."""
    if criterion != "pregnancy-cramps":
        return criterion in SHOWN_ONCE
    tz = facts.profile.tz
    today = local_date(now, tz)
    return local_date(shown_at, tz) >= earliest_start(facts.profile, today)


def _without(is_sign: Callable[[Entry], bool], days: int) -> Cleared:
    """Cleared when no entry of the last ``days`` local days shows the sign.

    A warning about one entry counts them from when it was raised, if that came later:
    the entry may have been weeks old, and the person has to hear of it.
    """

    def rule(index: DiaryIndex, entry: Entry | None, raised_at: datetime) -> bool:
        window = index.days(days)
        if entry is not None and local_date(raised_at, index.profile.tz) in window:
            return False
        return not any(map(is_sign, index.within(window)))

    return rule


def _without_cramp(is_sign: Callable[[Entry], bool], days: int) -> Cleared:
    """The same, counting entries of kind cramp only."""
    return _without(lambda entry: entry.kind == "cramp" and is_sign(entry), days)


def _fewer_nights(limit: int, nights: int) -> Cleared:
    """Cleared with fewer than ``limit`` of ``nights`` nights with a night leg cramp."""

    def rule(index: DiaryIndex, entry: Entry | None, raised_at: datetime) -> bool:
        return len(index.night_leg_cramps(index.nights(nights))) < limit

    return rule


def _ongoing(index: DiaryIndex, entry: Entry | None, raised_at: datetime) -> bool:
    return entry is not None and not is_open(entry.episode)


def _daytime(index: DiaryIndex, entry: Entry | None, raised_at: datetime) -> bool:
    return not daytime_cramps(index, index.days(FOUR_WEEKS))


def _severe(index: DiaryIndex, entry: Entry | None, raised_at: datetime) -> bool:
    return severe_nights(index) < SEVERE_NIGHTS


def _frequency(index: DiaryIndex, entry: Entry | None, raised_at: datetime) -> bool:
    count, before = cramp_counts(index)
    times, parts = FREQUENCY_RATIO_GONE
    comparable = are_covered(index, *trend_windows(index))
    return index.now > raised_at and comparable and count * parts < times * before


def _intensity(index: DiaryIndex, entry: Entry | None, raised_at: datetime) -> bool:
    change = pain_change(index)
    return index.now > raised_at and change is not None and change < PAIN_CHANGE_GONE


def _widespread(index: DiaryIndex, entry: Entry | None, raised_at: datetime) -> bool:
    cramps = index.cramps(index.days(FOUR_WEEKS))
    return len(regions_of(cramps)) < WIDESPREAD_REGIONS


def _sleep(index: DiaryIndex, entry: Entry | None, raised_at: datetime) -> bool:
    sleep = index.sleep_entries(index.nights(WEEK))
    enough = len(sleep) >= SLEEP_ENTRIES_NEEDED
    return enough and len(disrupted_nights(index, sleep)) < DISRUPTED_NIGHTS


def _medicine(index: DiaryIndex, entry: Entry | None, raised_at: datetime) -> bool:
    ages = [
        (index.today - day).days
        for medicine in index.medications
        if medicine.code in cramp_related_medicines()
        for day in medicine_dates(medicine)
    ]
    return bool(ages) and not any(0 <= age <= MEDICINE_DAYS for age in ages)


def _clot(index: DiaryIndex, entry: Entry | None, raised_at: datetime) -> bool:
    return not any(
        item.symptoms & CLOT_PAIN
        for side in ONE_SIDE
        for item in one_sided_leg_entries(index, side)
    )


def _clusters(index: DiaryIndex, entry: Entry | None, raised_at: datetime) -> bool:
    return clustered_attacks(index).result == "not_fired"


def _quinine(index: DiaryIndex, entry: Entry | None, raised_at: datetime) -> bool:
    taken = any(map(took_quinine, index.within(index.days(FORTNIGHT))))
    return not index.uses(QUININE) and not taken


def _listed(index: DiaryIndex, entry: Entry | None, raised_at: datetime) -> bool:
    if entry is None or not prescription_relief(entry):
        return False
    return not unlisted_relief(index, entry)


def _restless(index: DiaryIndex, entry: Entry | None, raised_at: datetime) -> bool:
    nights = {item.night_date for item in restless_entries(index)}
    return len(nights) < RESTLESS_NIGHTS_GONE


def _same_leg(index: DiaryIndex, entry: Entry | None, raised_at: datetime) -> bool:
    known = [item for item in leg_cramps(index) if UNKNOWN_SIDE not in item.leg_sides]
    _, on_side = fullest_side(known)
    return bool(known) and 100 * on_side < SAME_LEG_PERCENT_GONE * len(known)


def _is_sore_for_long(entry: Entry) -> bool:
    soreness = entry.episode.residual_pain
    minutes = soreness.duration_minutes if soreness else None
    return minutes is not None and minutes > LONG_SORENESS_MINUTES


def _has_arm(entry: Entry) -> bool:
    return "arm" in entry.regions


def _has_symptom(code: str) -> Callable[[Entry], bool]:
    return lambda entry: code in entry.symptoms


def _is_painless_or_slow(entry: Entry) -> bool:
    return is_painless(entry) or lets_go_slowly(entry)


# Criteria that are not here end by a person only, or by an edit.
CLEARS: Mapping[str, Cleared] = {
    "ongoing-over-10-min": _ongoing,
    "spread-to-arms": _without_cramp(_has_arm, FOUR_WEEKS),
    "daytime-progression": _daytime,
    "severe-recurrent-night-cramps": _severe,
    "frequent-night-cramps": _fewer_nights(FREQUENT_NIGHTS_GONE, FORTNIGHT),
    "frequency-increase": _frequency,
    "intensity-increase": _intensity,
    "numbness-or-tingling": _without(is_sensory, FOUR_WEEKS),
    "pain-between-cramps": _without(_has_symptom("pain-between-cramps"), FORTNIGHT),
    "radiating-pain": _without(is_radiating, FOUR_WEEKS),
    "widespread-cramps": _widespread,
    "recurrent-non-leg-cramps": _without_cramp(is_non_leg_cramp, FOUR_WEEKS),
    "sleep-disrupted-by-cramps": _sleep,
    "no-relief-from-stretching": _without(is_unrelieved, FORTNIGHT),
    "cramp-related-medicine": _medicine,
    "possible-clot-signs": _clot,
    "both-legs-swelling": _without(_has_symptom("swelling-both-legs"), FOUR_WEEKS),
    "residual-pain-over-24h": _without(_is_sore_for_long, FORTNIGHT),
    "quinine-in-pregnancy": _quinine,
    "self-medication-check": _listed,
    "persistent-night-cramps": _fewer_nights(PERSISTENT_NIGHTS_GONE, FOUR_WEEKS),
    "clustered-attacks": _clusters,
    "walking-induced-leg-pain": _without(is_claudication, FOUR_WEEKS),
    "restless-legs-pattern": _restless,
    "painless-contractions": _without(_is_painless_or_slow, FOUR_WEEKS),
    "pain-without-contraction": _without(is_pain_only, FORTNIGHT),
    "widespread-twitching": _without(_has_symptom("muscle-twitching"), FOUR_WEEKS),
    "same-leg-predominance": _same_leg,
}
