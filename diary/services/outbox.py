"""The outbox in memory: notices joined, withdrawn and made, written in two statements.

An urgent notice is a push with a mail that goes along, never the mail alone. Any other
is one bundle a day, by push, or by mail where no push gateway is connected.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings

from diary.criteria.catalogue import SEVERITY_RANK, Severity, severity_of
from diary.criteria.notices import (
    QUIET_FROM,
    Decision,
    bundle_order,
    deliver_at,
    may_push_on,
)
from diary.models import Diary, Notification, Warning
from diary.night import zone

Push, Email = Notification.Channel.PUSH, Notification.Channel.EMAIL
_JOINED = [
    "warnings",
    "basis",
    "severity",
    "is_late",
    "state",
    "asked_at",
    "not_before",
    "next_try_at",
]


class Outbox:
    """The notices of one diary during one evaluation; the caller holds its lock.

    ``notices`` are those sent or waiting; ``shown`` the live warnings that the person
    sees, by id.
    """

    def __init__(
        self,
        diary: Diary,
        notices: Iterable[Notification],
        shown: Mapping[str, Warning],
        *,
        now: datetime,
    ) -> None:
        self.diary = diary
        self.notices = list(notices)
        self.shown = shown
        self.now = now
        self._made: list[Notification] = []
        self._changed: dict[UUID, Notification] = {}
        self._has_made_urgent = False
        self.withdrawn: set[str] = set()  # criteria

    def withdraw(self) -> None:
        """Take ended and covered warnings out of what waits; cancel what is empty.

        A warning that has become urgent leaves the bundle: it is told urgently.
        """
        for row in self._waiting():
            kept = [name for name in row.warnings if self._is_still_told(row, name)]
            if kept == row.warnings:
                continue
            row.warnings = kept
            self.withdrawn |= {
                entry["criterion"]
                for entry in row.basis
                if entry["warning"] not in kept
            }
            row.basis = [entry for entry in row.basis if entry["warning"] in kept]
            if not kept:
                row.state = Notification.State.CANCELLED
            self._changed[row.pk] = row

    def place(self, warning: Warning, decision: Decision) -> None:
        """Ask for a notice, or join one that waits and has silenced this warning."""
        if warning.severity == "urgent":
            self._place_urgent(warning, decision)
        else:
            self._place_in_bundle(warning, decision)

    def save(self) -> None:
        """Write what has changed and what is new."""
        if self._changed:
            Notification.objects.bulk_update(self._changed.values(), _JOINED)
        if self._made:
            Notification.objects.bulk_create(self._made)

    def _place_urgent(self, warning: Warning, decision: Decision) -> None:
        rows = [row for row in self._waiting() if row.is_urgent and not row.is_reminder]
        rows = rows or self._last_urgent_push()
        if decision == "notify" and not self._has_made_urgent:
            self._make(warning)
            self._has_made_urgent = True
        elif rows:
            newest = max(row.asked_at for row in rows)
            for row in rows:
                if row.asked_at == newest:
                    self._join(row, warning)

    def _place_in_bundle(self, warning: Warning, decision: Decision) -> None:
        for row in self._waiting():
            if row.is_urgent or row.is_reminder:
                continue
            named = {entry["criterion"] for entry in row.basis}
            if decision == "notify" or warning.criterion in named:
                self._join(row, warning)
            return
        if decision == "notify":
            self._make(warning)

    def _make(self, warning: Warning) -> None:
        self._made += new_notices(
            self.diary,
            [warning],
            key=f"{warning.pk}.{warning.rev}",
            asked_at=self.now,
            not_before=self._moment(warning),
            is_late=warning.is_late,
        )

    def _join(self, row: Notification, warning: Warning) -> None:
        if str(warning.pk) not in row.warnings:
            row.warnings = in_order(
                [
                    *(self.shown[name] for name in row.warnings if name in self.shown),
                    warning,
                ]
            )
        row.basis = [*row.basis, basis_of(warning, self.now)]
        row.severity = highest([row.severity, warning.severity])
        row.is_late = row.is_late and warning.is_late
        if row.state != Notification.State.SENT:
            row.asked_at = self.now
        if row.is_urgent and self._moment(warning) < row.not_before:
            row.not_before = row.next_try_at = self._moment(warning)
        if row not in self._made:
            self._changed[row.pk] = row

    def _moment(self, warning: Warning) -> datetime:
        return next_moment(
            warning.severity,
            self.now,
            self.diary.profile.tz,
            is_late=warning.is_late,
            pushed=pushed_at(self.notices),
        )

    def _is_still_told(self, row: Notification, warning_id: str) -> bool:
        warning = self.shown.get(warning_id)
        if warning is None:
            return False
        return row.is_urgent or row.is_reminder or warning.severity != "urgent"

    def _last_urgent_push(self) -> list[Notification]:
        """The push that told of what has just been collapsed into it."""
        sent = [
            row
            for row in self.notices
            if row.is_urgent and not row.is_reminder and row.channel == Push
        ]
        return sorted(sent, key=lambda row: row.asked_at)[-1:]

    def _waiting(self) -> list[Notification]:
        return [
            row
            for row in (*self.notices, *self._made)
            if row.state in (Notification.State.QUEUED, Notification.State.FAILED)
        ]


def new_notices(
    diary: Diary,
    warnings: Sequence[Warning],
    *,
    key: str,
    asked_at: datetime,
    not_before: datetime,
    is_late: bool = False,
    is_reminder: bool = False,
) -> list[Notification]:
    """The rows that one notice needs: one for each channel, not yet stored.

    ``key`` names the cause; a gateway or mailbox that gets the notice twice sees the
    same key with the channel behind it.
    """
    severity = highest(one.severity for one in warnings)
    first, *others = _channels(severity)
    rows = [
        Notification(
            diary=diary,
            key=f"{key}.{channel}",
            channel=channel,
            severity=severity,
            warnings=in_order(warnings),
            basis=[basis_of(warning, asked_at) for warning in warnings],
            is_late=is_late,
            is_reminder=is_reminder,
            asked_at=asked_at,
            not_before=not_before,
            next_try_at=not_before,
        )
        for channel in (first, *others)
    ]
    for row in rows[1:]:
        row.along_with = rows[0]
    return rows


def next_moment(
    severity: Severity | str,
    at: datetime,
    tz: str,
    *,
    is_late: bool,
    pushed: Collection[datetime],
) -> datetime:
    """The first moment from ``at`` on at which the person may be told, in UTC.

    ``pushed``: when other non-urgent notices went out; one goes out per local day.
    """
    known = severity_of(severity)
    moment = deliver_at(at, known, tz, is_late=is_late) or at
    while known != "urgent" and not may_push_on(moment.date(), pushed, tz):
        evening = datetime.combine(moment.date(), QUIET_FROM, tzinfo=zone(tz))
        moment = deliver_at(evening, known, tz) or at
    return moment.astimezone(UTC)


def pushed_at(notices: Iterable[Notification]) -> list[datetime]:
    """When the non-urgent ones among these notices went out."""
    return [row.sent_at for row in notices if row.sent_at and not row.is_urgent]


def in_order(warnings: Iterable[Warning]) -> list[str]:
    """Ids, highest severity first."""
    pairs = [(str(one.pk), severity_of(one.severity)) for one in warnings]
    return list(bundle_order(pairs))


def basis_of(warning: Warning, at: datetime) -> dict[str, object]:
    """What was known of a warning when a notice about it was asked for."""
    basis: dict[str, object] = {
        "warning": str(warning.pk),
        "criterion": warning.criterion,
        "severity": warning.severity,
        "at": at.isoformat(),
    }
    if not warning.target:
        basis |= {"evidence": warning.evidence, "facts": warning.facts}
    return basis


def _channels(severity: str) -> tuple[Notification.Channel, ...]:
    if severity == "urgent":
        return Push, Email
    return (Push,) if settings.PUSH_GATEWAY_URL else (Email,)


def highest(severities: Iterable[str]) -> Severity:
    """The most severe of these."""
    return max(map(severity_of, severities), key=SEVERITY_RANK.__getitem__)
