"""The life of a warning as rows: opened, confirmed, ended by the job, moved by people.

Every change that a reader can see spends one revision of the diary, and never makes it
due. What the job does to which warning is decided in ``settle``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from django.db import transaction

from diary.criteria import RULESET_VERSION, Finding
from diary.criteria.catalogue import SEVERITY_RANK
from diary.criteria.clears import SHOWN_ONCE
from diary.criteria.findings import JsonValue
from diary.models import Diary, Warning, WarningEvent

Plain: TypeAlias = "None | bool | int | float | str | list[Plain] | dict[str, Plain]"

JOB = "job"
_STEP_OF = {
    Warning.State.SEEN: (Warning.State.OPEN,),
    Warning.State.DISCUSSED: (Warning.State.OPEN, Warning.State.SEEN),
}
_WRITTEN = [
    "rev",
    "ruleset_version",
    "severity",
    "state",
    "evidence",
    "facts",
    "judged_at",
    "judged_revision",
    "ended_at",
]


class WarningWriter:
    """What one judgement does to the warnings of a diary, in memory until ``save``.

    The caller holds the diary's lock. ``revision`` is the diary's before any of it.
    """

    def __init__(self, diary: Diary, *, now: datetime) -> None:
        self.diary = diary
        self.now = now
        self.revision = diary.revision
        self._opened: list[Warning] = []
        self._changed: dict[UUID, Warning] = {}
        self._events: list[WarningEvent] = []

    def open(self, finding: Finding) -> None:
        """Raise a warning for a finding that fired."""
        warning = Warning(
            diary=self.diary,
            criterion=finding.criterion,
            target=finding.target or "",
            is_late=finding.is_late,
            raised_at=self.now,
            judged_at=self.now,
            judged_revision=self.revision,
            **_seen_of(finding),
        )
        self._opened.append(warning)
        self._spend_revision(warning)
        self._note(warning)

    def confirm(
        self, warning: Warning, finding: Finding, *, judged_at: datetime
    ) -> None:
        """Take over what is new about a warning that fires for ``judged_at``."""
        news = {
            name: value
            for name, value in _seen_of(finding).items()
            if getattr(warning, name) != value
        }
        if not news:
            return
        has_risen = _rank(finding.severity) > _rank(warning.severity)
        for name, value in news.items():
            setattr(warning, name, value)
        warning.judged_at = judged_at
        self.keep(warning)
        self._spend_revision(warning)
        if has_risen:
            self._note(warning)

    def keep(self, warning: Warning) -> None:
        """Nothing that changed up to this revision has to be looked at again."""
        warning.judged_revision = self.revision
        self._changed[warning.pk] = warning

    def end(self, warning: Warning, state: Warning.State) -> None:
        """Let the job resolve or retract a live warning."""
        warning.state = state
        warning.ended_at = self.now
        self.keep(warning)
        self._spend_revision(warning)
        self._note(warning)

    @property
    def opened(self) -> Sequence[Warning]:
        """The warnings that this judgement raises."""
        return self._opened

    def save(self) -> int:
        """Write it all in at most three statements; how many warnings changed."""
        if self._changed:
            Warning.objects.bulk_update(self._changed.values(), _WRITTEN)
        if self._opened:
            Warning.objects.bulk_create(self._opened)
        if self._events:
            WarningEvent.objects.bulk_create(self._events)
        return self.diary.revision - self.revision

    def _spend_revision(self, warning: Warning) -> None:
        self.diary.revision += 1
        warning.rev = self.diary.revision

    def _note(self, warning: Warning) -> None:
        self._events.append(
            WarningEvent(
                warning=warning,
                state=warning.state,
                severity=warning.severity,
                at=self.now,
                by=JOB,
            )
        )


def move_warning(
    diary_id: UUID, warning_id: UUID, *, state: Warning.State, by: str, now: datetime
) -> Warning | None:
    """Let a person move a warning to seen or discussed; ``None`` if it is not theirs.

    Moving it where it already is, or was, changes nothing. ``by`` is the role. What is
    shown once ends with it.
    """
    with transaction.atomic():
        diary = Diary.objects.lock().get(pk=diary_id)
        rows = Warning.objects.in_diary(diary_id).prefetch_related("history")
        warning = rows.filter(pk=warning_id).first()
        if warning is not None and warning.state in _STEP_OF[state]:
            _step(diary, warning, state=state, by=by, now=now)
    return warning


def _step(
    diary: Diary, warning: Warning, *, state: Warning.State, by: str, now: datetime
) -> None:
    diary.revision += 1
    diary.save(update_fields=["revision"])
    warning.state = state
    warning.rev = diary.revision
    setattr(warning, f"{state}_at", now)
    steps = [(state, by)]
    if warning.criterion in SHOWN_ONCE:
        warning.state, warning.ended_at = Warning.State.RESOLVED, now
        steps.append((warning.state, JOB))
    warning.save(update_fields=["state", "rev", f"{state}_at", "ended_at"])
    for reached, mover in steps:
        WarningEvent.objects.create(
            warning=warning, state=reached, severity=warning.severity, at=now, by=mover
        )


def _seen_of(finding: Finding) -> dict[str, Plain]:
    """The columns a reader sees of a finding, as JSON gives them back."""
    return {
        "ruleset_version": RULESET_VERSION,
        "severity": finding.severity,
        "evidence": list(finding.evidence),
        "facts": plain(finding.facts),
    }


def plain(value: JsonValue) -> Plain:
    """Lists and dicts for the read-only shapes of a finding, to store and compare."""
    if isinstance(value, Mapping):
        return {name: plain(inner) for name, inner in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(inner) for inner in value]
    return value


def _rank(severity: str | None) -> int:
    return SEVERITY_RANK[severity or "info"]
