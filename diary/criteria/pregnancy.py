"""Pregnant or newly delivered, as the profile says today, and what follows from it."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta

from diary.criteria.entries import Entry, next_morning
from diary.criteria.facts import Profile
from diary.criteria.findings import (
    NOT_FIRED,
    JsonValue,
    Outcome,
    Question,
    codes_in,
    fired,
    ids_of,
    insufficient,
    one_day,
)
from diary.criteria.index import DiaryIndex
from diary.criteria.rules import PatternCriterion, TargetedCriterion
from diary.criteria.thresholds import (
    FORTNIGHT,
    POSTPARTUM_DAYS,
    PREGNANCY_DAYS,
    PREGNANCY_LAPSES_AFTER_MONTHS,
)

WARNING_SIGNS = frozenset(
    {
        "swelling-face-hands",
        "severe-headache",
        "visual-disturbance",
        "upper-abdominal-pain",
    }
)
QUININE = "quinine"


def is_pregnant(profile: Profile, today: date) -> bool:
    """Said to be pregnant, and the answer is less than 10 months old."""
    pregnancy = profile.pregnancy
    if pregnancy is None or pregnancy.status != "pregnant":
        return False
    if pregnancy.set_on is None:
        return True
    return today < _months_later(pregnancy.set_on, PREGNANCY_LAPSES_AFTER_MONTHS)


def earliest_start(profile: Profile, today: date) -> date:
    """The first date on which the present pregnancy can have begun."""
    pregnancy = profile.pregnancy
    told_on = pregnancy.set_on if pregnancy else None
    week = pregnancy.week if pregnancy else None
    days = PREGNANCY_DAYS if week is None else 7 * week
    return (told_on or today) - timedelta(days=days)


def is_newly_delivered(profile: Profile, today: date) -> bool:
    """At most 42 days after birth; "postpartum" without a date counts as that.

    "Not stated" is silent, whatever else was answered.
    """
    pregnancy = profile.pregnancy
    if pregnancy is None or pregnancy.status == "not-stated":
        return False
    if pregnancy.birth_on is None:
        return pregnancy.status == "postpartum"
    return 0 <= (today - pregnancy.birth_on).days <= POSTPARTUM_DAYS


def pregnancy_warning_signs(index: DiaryIndex, entry: Entry) -> Outcome:
    """Signs of pre-eclampsia while pregnant or up to 42 days after birth.

    "Not stated" is silent; never asked gives ``insufficient_data``.
    """
    found = entry.symptoms & WARNING_SIGNS
    if not found:
        return NOT_FIRED
    if index.profile.pregnancy is None:
        return _ask_status(index, entry)
    if not _is_maternal(index):
        return NOT_FIRED
    facts: dict[str, JsonValue] = {
        "week": index.profile.pregnancy.week,
        "symptoms": codes_in(found),
    }
    return fired("urgent", one_day(entry.local_date), [entry.id], facts)


def quinine_in_pregnancy(index: DiaryIndex) -> Outcome:
    """Quinine in use, or taken as relief in 14 days, while pregnant."""
    window = index.days(FORTNIGHT)
    medicines = index.uses(QUININE)
    relieved = [entry for entry in index.within(window) if took_quinine(entry)]
    if not medicines and not relieved:
        return NOT_FIRED
    if index.profile.pregnancy is None:
        return _ask_status(index, *relieved[-1:])
    if not is_pregnant(index.profile, index.today):
        return NOT_FIRED
    evidence = [*ids_of(relieved), *(medicine.id for medicine in medicines)]
    return fired("see_doctor_soon", window, evidence, {})


def pregnancy_cramps(index: DiaryIndex) -> Outcome:
    """Any cramp of this pregnancy; information only, never instead of a warning."""
    window = index.days(PREGNANCY_DAYS)
    cramps = index.cramps(window)
    pregnancy = index.profile.pregnancy
    if not cramps:
        return NOT_FIRED
    if pregnancy is None:
        return insufficient()
    if not is_pregnant(index.profile, index.today):
        return NOT_FIRED
    facts: dict[str, JsonValue] = {"week": pregnancy.week, "count": len(cramps)}
    return fired("info", window, ids_of(cramps), facts)


def took_quinine(entry: Entry) -> bool:
    """Whether quinine was used against this cramp."""
    return any(measure.code == QUININE for measure in entry.episode.relief or ())


def _is_maternal(index: DiaryIndex) -> bool:
    return is_pregnant(index.profile, index.today) or is_newly_delivered(
        index.profile, index.today
    )


def _ask_status(index: DiaryIndex, *entries: Entry) -> Outcome:
    mornings = [next_morning(entry, index.profile) for entry in entries]
    morning = max(mornings, default=None)
    return insufficient(Question("profile", "", "pregnancy.status", morning))


def _months_later(day: date, months: int) -> date:
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month0 + 1)[1]
    return date(year, month0 + 1, min(day.day, last))


TARGETED: Mapping[str, TargetedCriterion] = {
    "pregnancy-warning-signs": pregnancy_warning_signs,
}
PATTERNS: Mapping[str, PatternCriterion] = {
    "quinine-in-pregnancy": quinine_in_pregnancy,
    "pregnancy-cramps": pregnancy_cramps,
}
