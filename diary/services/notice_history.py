"""What the notification policy is told: earlier firings and discussions, and the new.

A firing is a warning that was raised, has risen, or is about a pattern and speaks of an
entry it did not speak of before. One that ended before anybody was told does not count.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from diary.criteria.catalogue import SEVERITY_RANK, criterion, severity_of
from diary.criteria.notices import (
    AFTER_DISCUSSED_DAYS,
    Decision,
    Event,
    breaks_silence,
    decide,
)
from diary.models import Notification, Warning, WarningEvent
from diary.querysets import LIVE_STATES
from diary.services.warnings import JOB

# No silence of a pushed severity reaches further back.
HISTORY = timedelta(days=AFTER_DISCUSSED_DAYS["see_doctor"])


class Standing(NamedTuple):
    """A warning as it stood before a judgement."""

    severity: str
    evidence: frozenset[str]


class Step(NamedTuple):
    """One step of a warning's life, as far as the policy asks."""

    warning: UUID
    criterion: str
    target: str
    stands_now: str
    state: str
    severity: str
    by: str
    at: datetime

    @property
    def is_firing(self) -> bool:
        """Raised or risen; the other steps are people's, or ends."""
        return self.by == JOB and self.state in LIVE_STATES


@dataclass(frozen=True)
class Firing:
    """A warning that fires now; ``has_step``: its last step is this firing."""

    warning: Warning
    events: Sequence[Event]
    has_step: bool


def standing(live: Iterable[Warning]) -> dict[UUID, Standing]:
    """Remember the live warnings before a judgement changes them."""
    return {
        warning.pk: Standing(warning.severity, frozenset(warning.evidence))
        for warning in live
    }


def firings_of(
    shown: Iterable[Warning],
    before: Mapping[UUID, Standing],
    notices: Sequence[Notification],
    *,
    withdrawn: Iterable[str],
    now: datetime,
) -> list[Firing]:
    """The warnings that fire now; those entered on time and the most severe first.

    Of the criteria in ``withdrawn`` a notice was taken back. What they covered is new
    to the person, and fires as if it had just been raised.
    """
    bases = _last_bases(notices)
    uncovered = {name for above in withdrawn for name in criterion(above).subsumes}
    uncovered -= {entry["criterion"] for entry in _bases(notices)}
    found = []
    for warning in shown:
        was = None if warning.criterion in uncovered else before.get(warning.pk)
        if warning.severity != "info" and _fires(warning, was):
            basis = bases.get(warning.criterion)
            found.append(_firing(warning, was, basis, now))
    return sorted(
        found,
        key=lambda firing: (
            firing.warning.is_late,
            -SEVERITY_RANK[severity_of(firing.warning.severity)],
            firing.warning.criterion,
            firing.warning.rev,
        ),
    )


def steps_of(diary_id: UUID, firings: Sequence[Firing], *, now: datetime) -> list[Step]:
    """The steps that matter to these firings, oldest first, without their own."""
    targets = {one.warning.target for one in firings if one.warning.target}
    recent = Q(at__gte=now - HISTORY)
    same_entry = Q(warning__target__in=targets, severity="urgent")
    criteria = Q(warning__criterion__in={one.warning.criterion for one in firings})
    rows = (
        WarningEvent.objects.filter(warning__diary_id=diary_id)
        .filter(recent | same_entry, criteria | Q(severity="urgent"))
        .order_by("at", "pk")
        .values_list(
            "warning_id",
            "warning__criterion",
            "warning__target",
            "warning__state",
            "state",
            "severity",
            "by",
            "at",
        )
    )
    steps = [Step(*row) for row in rows]
    own = {one.warning.pk for one in firings if one.has_step}
    last = {step.warning: place for place, step in enumerate(steps)}
    return [
        step
        for place, step in enumerate(steps)
        if step.warning not in own or last[step.warning] != place
    ]


def decisions_for(
    firings: Sequence[Firing],
    steps: Sequence[Step],
    notices: Sequence[Notification],
    *,
    now: datetime,
) -> list[tuple[Warning, Decision]]:
    """Ask the policy about each firing.

    Urgent ones share one history, so that two urgent entries give one push whatever
    they were about; each other criterion has its own.
    """
    told = {UUID(name) for row in notices for name in row.warnings}
    counted = [step for step in steps if _counts(step, told, since=now - HISTORY)]
    decided = []
    for name, group in _groups(firings).items():
        if name is None:
            events = [_fire(step) for step in counted if step.severity == "urgent"]
        else:
            events = _events_of(name, counted, notices)
        decided += _decide(name, events, group)
    return decided


def _fires(warning: Warning, before: Standing | None) -> bool:
    if before is None or _has_risen(warning, before):
        return True
    return not warning.target and not before.evidence.issuperset(warning.evidence)


def _has_risen(warning: Warning, before: Standing) -> bool:
    rank = SEVERITY_RANK
    return rank[severity_of(warning.severity)] > rank[severity_of(before.severity)]


def _firing(
    warning: Warning,
    before: Standing | None,
    basis: Mapping[str, object] | None,
    now: datetime,
) -> Firing:
    """The present firing; a pattern has one event for each entry that is new in it."""
    has_step = before is None or _has_risen(warning, before)
    severity = severity_of(warning.severity)
    if warning.target:
        event = Event("fire", now, severity, warning.target)
        return Firing(warning, [event], has_step)
    breaks = basis is not None and breaks_silence(
        warning.criterion, _mapping(basis.get("facts")), warning.facts
    )
    entries: list[str | None] = [*_new_entries(warning, before, basis)]
    events = [
        Event("fire", now, severity, entry, breaks_silence=breaks)
        for entry in entries or [None]
    ]
    return Firing(warning, events, has_step)


def _new_entries(
    warning: Warning, before: Standing | None, basis: Mapping[str, object] | None
) -> list[str]:
    known: frozenset[str] = before.evidence if before else frozenset()
    if basis is not None:
        entries = basis.get("evidence")
        known = frozenset(entries) if isinstance(entries, list) else frozenset()
    return sorted(set(warning.evidence) - known)


def _groups(firings: Iterable[Firing]) -> dict[str | None, list[Firing]]:
    groups: dict[str | None, list[Firing]] = {}
    for firing in firings:
        is_urgent = firing.warning.severity == "urgent"
        key = None if is_urgent else firing.warning.criterion
        groups.setdefault(key, []).append(firing)
    return groups


def _decide(
    criterion: str | None, events: Sequence[Event], firings: Sequence[Firing]
) -> list[tuple[Warning, Decision]]:
    present = [event for firing in firings for event in firing.events]
    decisions = list(decide([*events, *present], criterion))[-len(present) :]
    decided: list[tuple[Warning, Decision]] = []
    for firing in firings:
        own, decisions = (
            decisions[: len(firing.events)],
            decisions[len(firing.events) :],
        )
        decided.append((firing.warning, "notify" if "notify" in own else own[-1]))
    return decided


def _events_of(
    criterion: str, steps: Iterable[Step], notices: Iterable[Notification]
) -> list[Event]:
    """Firings, discussions and notices of one criterion, oldest first."""
    own = [step for step in steps if step.criterion == criterion]
    events = []
    for step in own:
        if step.is_firing:
            events.append(_fire(step))
        else:
            # Whoever talked it over knew of it, however long ago it was raised.
            if not events:
                events.append(_fire(step))
            events.append(Event("discussed", step.at))
    seen = {(str(step.warning), step.at) for step in own if step.is_firing}
    events += [
        Event("fire", at, severity_of(str(entry["severity"])))
        for entry in _bases(notices)
        if entry["criterion"] == criterion
        and (entry["warning"], at := _instant(entry)) not in seen
    ]
    return sorted(events, key=lambda event: event.at)


def _counts(step: Step, told: Collection[UUID], *, since: datetime) -> bool:
    """Whether the policy hears of a step; from before ``since`` no notice was read."""
    if not step.is_firing:
        return step.by != JOB and step.state == Warning.State.DISCUSSED
    is_live = step.stands_now in LIVE_STATES
    return is_live or step.warning in told or step.at < since


def _fire(step: Step) -> Event:
    severity = severity_of(step.severity)
    return Event("fire", step.at, severity, step.target or None)


def _bases(notices: Iterable[Notification]) -> Iterable[Mapping[str, object]]:
    return (entry for row in notices for entry in row.basis if not row.is_reminder)


def _last_bases(notices: Iterable[Notification]) -> dict[str, Mapping[str, object]]:
    """The newest basis of each criterion about a pattern."""
    ordered = sorted(_bases(notices), key=_instant)
    return {str(entry["criterion"]): entry for entry in ordered if "facts" in entry}


def _instant(entry: Mapping[str, object]) -> datetime:
    return datetime.fromisoformat(str(entry["at"]))


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
