"""Judge one diary: every criterion, every target, one finding each, nothing stored."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from diary.criteria import (
    changes,
    children,
    clusters,
    differentials,
    lengths,
    medicines,
    nights,
    pregnancy,
    regions,
    sensations,
    symptoms,
)
from diary.criteria.catalogue import SEVERITY_RANK, criteria
from diary.criteria.entries import Entry
from diary.criteria.facts import Facts
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
from diary.criteria.rules import PatternCriterion, TargetedCriterion
from diary.vocabulary import symptoms_read_by_no_criterion

OTHER_SYMPTOM = "other-associated-symptom"
# Judged after the others: it speaks only where nothing of higher severity has fired.
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
TARGETED: Mapping[str, TargetedCriterion] = {
    **symptoms.TARGETED,
    **lengths.TARGETED,
    **pregnancy.TARGETED,
    **medicines.TARGETED,
}
PATTERNS: Mapping[str, PatternCriterion] = {
    **nights.PATTERNS,
    **regions.PATTERNS,
    **changes.PATTERNS,
    **pregnancy.PATTERNS,
    **medicines.PATTERNS,
    **children.PATTERNS,
    **sensations.PATTERNS,
    **clusters.PATTERNS,
    **differentials.PATTERNS,
}


def judge(
    facts: Facts,
    now: datetime,
    *,
    only: Collection[str] | None = None,
    targets: Collection[str] | None = None,
) -> tuple[Finding, ...]:
    """Every finding of the diary at ``now``, in the order of the rule set.

    ``only`` limits the criteria, ``targets`` the episodes judged by the targeted ones;
    windows always use all facts. A targeted criterion gives one finding for each judged
    episode, by start; any other gives one. The same facts in any order give the same
    answer. Raises ``ValueError`` on a naive time.
    """
    index = DiaryIndex(facts, now)
    judged = [e for e in index.entries if targets is None or e.id in targets]
    wanted = criteria() if only is None else only
    found: dict[str, list[Finding]] = {}
    for name in criteria():
        if name in wanted and name != OTHER_SYMPTOM:
            found[name] = _judge_one(name, index, judged)
    if OTHER_SYMPTOM in wanted:
        found[OTHER_SYMPTOM] = _judge_other_symptoms(index, judged, found)
    return tuple(item for name in criteria() for item in found.get(name, ()))


def _judge_one(name: str, index: DiaryIndex, judged: Iterable[Entry]) -> list[Finding]:
    targeted = TARGETED.get(name)
    if targeted is None:
        return [finding(name, None, PATTERNS[name](index))]
    return [finding(name, entry.id, targeted(index, entry)) for entry in judged]


def _judge_other_symptoms(
    index: DiaryIndex, judged: Iterable[Entry], known: Mapping[str, list[Finding]]
) -> list[Finding]:
    """``other-associated-symptom``: a ticked symptom is never met with silence."""
    codes = OTHER_SYMPTOMS | symptoms_read_by_no_criterion()
    ticked = {entry.id: entry.symptoms & codes for entry in judged}
    asked = [entry for entry in judged if ticked[entry.id]]
    spoken_for = _entries_with_higher_finding(index, asked, known) if asked else set()
    return [
        finding(
            OTHER_SYMPTOM,
            entry.id,
            _other_symptom(entry, ticked[entry.id], entry.id in spoken_for),
        )
        for entry in judged
    ]


def _other_symptom(
    entry: Entry, ticked: frozenset[str], is_spoken_for: bool
) -> Outcome:
    if not ticked or is_spoken_for:
        return NOT_FIRED
    facts: dict[str, JsonValue] = {
        "symptom": codes_in(ticked),
        "symptoms": codes_in(ticked),
    }
    return fired("see_doctor", one_day(entry.local_date), [entry.id], facts)


def _entries_with_higher_finding(
    index: DiaryIndex, asked: Iterable[Entry], known: Mapping[str, list[Finding]]
) -> set[str]:
    """Ids of entries for which a criterion above ``see_doctor`` has fired."""
    limit = SEVERITY_RANK["see_doctor"]
    spoken_for: set[str] = set()
    for name, published in criteria().items():
        highest = published.escalates_to or published.severity
        if name == OTHER_SYMPTOM or SEVERITY_RANK[highest] <= limit:
            continue
        findings = known.get(name) or _judge_one(name, index, asked)
        for item in findings:
            if item.severity and SEVERITY_RANK[item.severity] > limit:
                spoken_for.update((item.target,) if item.target else item.evidence)
    return spoken_for
