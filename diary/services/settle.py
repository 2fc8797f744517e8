"""Which warnings a judgement opens, keeps and ends.

Only three things end a warning: an edit or delete that removes its evidence
(retracted), its "Clears" condition (resolved), and a person who may. Time alone ends
nothing but what "Clears" says, and an edit of the profile ends nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from diary import selectors
from diary.criteria import Finding, judge
from diary.criteria.clears import CLEARS, SHOWN_ONCE, is_still_shown
from diary.criteria.facts import Facts
from diary.models import Warning
from diary.services.judgement import Judgement
from diary.services.rows import MODELS
from diary.services.warnings import WarningWriter

# Closing an open cramp ends its warning: the one about its length takes over.
ENDS_WHEN_CLOSED = "ongoing-over-10-min"
# A judgement in the past needs the longest window (42 days) before its own moment.
WINDOW_BEFORE = timedelta(days=selectors.JUDGED_DAYS // 2)
_EVIDENCE_TABLES = ("episodes", "nights", "check_ins", "medications")
_ENDED = (Warning.State.RESOLVED, Warning.State.RETRACTED)


def settle_warnings(judgement: Judgement, live: Sequence[Warning]) -> int:
    """Bring the warnings in line with the findings; how many changed.

    ``live`` are the diary's warnings that have not ended. The caller holds the diary's
    lock and saves its revision.
    """
    return settled(judgement, live).save()


def settled(judgement: Judgement, live: Sequence[Warning]) -> WarningWriter:
    """What ``settle_warnings`` would write: changes of ``live`` in memory, no more."""
    writer = WarningWriter(judgement.diary, now=judgement.now)
    fired = {
        (finding.criterion, finding.target or ""): finding
        for finding in judgement.findings
        if finding.result == "fired"
    }
    stopped = []
    for warning in live:
        finding = fired.pop((warning.criterion, warning.target), None)
        if finding is None:
            stopped.append(warning)
        elif warning.target and judgement.has_cleared(warning):
            # What one entry says stays true for ever; its "Clears" is about time.
            writer.end(warning, Warning.State.RESOLVED)
        else:
            writer.confirm(warning, finding, judged_at=judgement.now)
    changed = _with_changed_evidence(judgement.diary.pk, stopped)
    for warning in stopped:
        _settle_stopped(judgement, writer, warning, is_changed=warning.pk in changed)
    for finding in _to_open(judgement, fired.values()):
        writer.open(finding)
    return writer


def _settle_stopped(
    judgement: Judgement, writer: WarningWriter, warning: Warning, *, is_changed: bool
) -> None:
    """Retract, resolve or keep a live warning whose criterion does not fire now."""
    is_closed = warning.criterion == ENDS_WHEN_CLOSED and judgement.has_cleared(warning)
    if is_closed or judgement.has_longer_chain(warning):
        writer.end(warning, Warning.State.RESOLVED)
        return
    if is_changed:
        finding = _judged_again(judgement, warning)
        if finding is None:
            writer.end(warning, Warning.State.RETRACTED)
            return
        writer.confirm(warning, finding, judged_at=warning.judged_at)
        writer.keep(warning)
    if judgement.has_cleared(warning):
        writer.end(warning, Warning.State.RESOLVED)


def _judged_again(judgement: Judgement, warning: Warning) -> Finding | None:
    """The finding of that moment on the entries of now; ``None``: it would not fire."""
    then = warning.judged_at.astimezone(UTC)
    facts = judgement.facts
    if then - WINDOW_BEFORE < judgement.since:
        facts = selectors.facts_for(
            judgement.diary.pk,
            judgement.diary.profile,
            since=selectors.judged_since(then),
            entries=[UUID(entry) for entry in warning.evidence],
        )
    findings = judge(
        _known_then(facts, then, warning.evidence),
        then,
        only=[warning.criterion],
        targets=[warning.target] if warning.target else None,
        with_not_fired=False,
    )
    return next((found for found in findings if found.result == "fired"), None)


def _known_then(facts: Facts, then: datetime, evidence: Sequence[str]) -> Facts:
    """The facts without cramps that came later; evidence stays, whatever its clock."""
    return replace(
        facts,
        episodes=tuple(
            episode
            for episode in facts.episodes
            if episode.started_at <= then or episode.id in evidence
        ),
    )


def _with_changed_evidence(diary_id: UUID, warnings: Sequence[Warning]) -> set[UUID]:
    """Those with evidence that was deleted or changed since they were last judged."""
    named = {UUID(entry) for warning in warnings for entry in warning.evidence}
    if not named:
        return set()
    first, *others = (
        MODELS[table]
        .objects.in_diary(diary_id)
        .live()
        .filter(id__in=named)
        .values_list("id", "rev")
        for table in _EVIDENCE_TABLES
    )
    revs = {str(entry): rev for entry, rev in first.union(*others, all=True)}
    return {
        warning.pk
        for warning in warnings
        if any(
            entry not in revs or revs[entry] > warning.judged_revision
            for entry in warning.evidence
        )
    }


def _to_open(judgement: Judgement, fired: Iterable[Finding]) -> list[Finding]:
    """Findings without a live warning, but for those that were dealt with.

    What one entry says would fire again at once; only a change of that entry after the
    warning was resolved may raise it anew. What is shown once was shown.
    """
    diary_id = judgement.diary.pk
    candidates = _not_shown(judgement, list(fired))
    keys = {(found.criterion, found.target) for found in candidates if found.target}
    if not keys:
        return candidates
    resolved = _resolved_revisions(diary_id)
    held = {target for _, target in keys & resolved.keys()}
    if not held:
        return candidates
    episodes = MODELS["episodes"].objects.in_diary(diary_id).filter(id__in=held)
    revs = {str(entry): rev for entry, rev in episodes.values_list("id", "rev")}
    unchanged = {key for key in keys & resolved.keys() if revs[key[1]] <= resolved[key]}
    return [one for one in candidates if (one.criterion, one.target) not in unchanged]


def _not_shown(judgement: Judgement, fired: list[Finding]) -> list[Finding]:
    """Without what is shown once and has been: once ever, or in this pregnancy."""
    once = SHOWN_ONCE.intersection(finding.criterion for finding in fired)
    if not once:
        return fired
    ended = Warning.objects.in_diary(judgement.diary.pk).filter(
        criterion__in=once, state=Warning.State.RESOLVED
    )
    shown = {
        name
        for name, at in ended.values_list("criterion", "raised_at")
        if is_still_shown(name, at, facts=judgement.facts, now=judgement.now)
    }
    return [finding for finding in fired if finding.criterion not in shown]


def _resolved_revisions(diary_id: UUID) -> dict[tuple[str, str], int]:
    """The revision at which each targeted warning was resolved, if that came last.

    Resolved by its own "Clears": one that a longer chain took over may come back.
    """
    ended = (
        Warning.objects.in_diary(diary_id)
        .filter(target__gt="", state__in=_ENDED, criterion__in=CLEARS)
        .order_by("ended_at", "rev")
        .values_list("criterion", "target", "state", "judged_revision")
    )
    last = {
        (name, target): (state, revision) for name, target, state, revision in ended
    }
    return {
        key: revision
        for key, (state, revision) in last.items()
        if state == Warning.State.RESOLVED
    }
