"""``other-associated-symptom``: what no higher criterion answers is answered here.

Silent while a higher criterion fires for the entry, and where one fired when the entry
was made: a window that has closed since does not raise it by time alone. An entry that
came too late for any window is answered here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache

from diary.criteria.catalogue import SEVERITY_RANK, Severity, criteria
from diary.criteria.entries import Entry
from diary.criteria.findings import (
    NOT_FIRED,
    Finding,
    JsonValue,
    Outcome,
    codes_in,
    finding,
    fired,
    one_day,
)
from diary.criteria.index import DiaryIndex
from diary.criteria.registry import PATTERNS, TARGETED
from diary.night import as_utc
from diary.vocabulary import symptoms_read_by_no_criterion

OTHER_SYMPTOM = "other-associated-symptom"
OTHER_SYMPTOMS = frozenset(
    {
        "redness-or-warmth",
        "tingling-mouth-fingers",
        "fever",
        "weight-loss",
        "palpitations",
        "tremor-or-slowness",
        "limping",
        "severe-headache",
        "visual-disturbance",
        "upper-abdominal-pain",
        "swelling-face-hands",
        "bruising-or-bleeding",
        "ringing-or-hearing-loss",
    }
)
SEVERITY: Severity = "see_doctor"


def judge_other_symptoms(index: DiaryIndex, judged: Iterable[Entry]) -> list[Finding]:
    """One finding for each entry: a ticked symptom is never met with silence."""
    codes = OTHER_SYMPTOMS | symptoms_read_by_no_criterion()
    answered: dict[date, frozenset[str]] = {}
    found = []
    for entry in judged:
        ticked = entry.symptoms & codes
        outcome = _outcome(index, entry, ticked, answered) if ticked else NOT_FIRED
        found.append(finding(OTHER_SYMPTOM, entry.id, outcome))
    return found


def _outcome(
    index: DiaryIndex,
    entry: Entry,
    ticked: frozenset[str],
    answered: dict[date, frozenset[str]],
) -> Outcome:
    if any(
        _is_answered(index.as_of(moment), entry, answered)
        for moment in _moments(index, entry)
    ):
        return NOT_FIRED
    facts: dict[str, JsonValue] = {
        "symptom": codes_in(ticked),
        "symptoms": codes_in(ticked),
    }
    return fired(SEVERITY, one_day(entry.local_date), [entry.id], facts)


def _moments(index: DiaryIndex, entry: Entry) -> set[datetime]:
    """Now, and when the entry was made, if that is known."""
    made_at = entry.episode.entered_at
    return {index.now} | ({min(index.now, as_utc(made_at))} if made_at else set())


def _is_answered(
    then: DiaryIndex, entry: Entry, answered: dict[date, frozenset[str]]
) -> bool:
    if any(_is_higher(TARGETED[name](then, entry)) for name in _higher(TARGETED)):
        return True
    if then.today not in answered:
        answered[then.today] = _ids_in_higher_patterns(then)
    return entry.id in answered[then.today]


def _ids_in_higher_patterns(index: DiaryIndex) -> frozenset[str]:
    outcomes = [PATTERNS[name](index) for name in _higher(PATTERNS)]
    return frozenset(
        entry_id
        for outcome in outcomes
        if _is_higher(outcome)
        for entry_id in outcome.evidence
    )


def _higher(table: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(name for name in _higher_criteria() if name in table)


@lru_cache(maxsize=1)
def _higher_criteria() -> tuple[str, ...]:
    return tuple(
        item.id
        for item in criteria().values()
        if SEVERITY_RANK[item.escalates_to or item.severity] > SEVERITY_RANK[SEVERITY]
    )


def _is_higher(outcome: Outcome) -> bool:
    severity = outcome.severity
    return severity is not None and SEVERITY_RANK[severity] > SEVERITY_RANK[SEVERITY]
