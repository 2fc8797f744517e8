"""Send what waits in the outbox: claim, send, note what became of it.

At least once: a claim is committed before the channel is asked, so that a sender which
dies loses nothing, and what it may already have sent goes again with the same key.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from diary.channels.message import ChannelDown, ChannelError, Message, Send
from diary.criteria.catalogue import severity_of
from diary.criteria.notices import (
    REMIND_UNSEEN_AFTER,
    deliver_at,
    may_need_reminder,
)
from diary.models import Diary, Notification, Warning
from diary.services.due import back_off
from diary.services.notices import shown_to_patient
from diary.services.outbox import (
    new_notices,
    next_moment,
    pushed_at,
)

logger = logging.getLogger(__name__)

BATCH = 200
ROUND_SECONDS = 10.0  # a round stops there; the next one goes on
PUSHED_BEFORE = timedelta(days=3)  # any zone's yesterday and today
State = Notification.State


@dataclass(frozen=True, slots=True)
class OutboxState:
    """What an operator watches: notices past their time, and how many failed once."""

    overdue: int
    failing: int
    oldest_overdue_age_seconds: float | None


def deliver_due(*, now: datetime | None = None) -> int:
    """Send what is due by every channel; how many went out. Safe to call at any time.

    A channel that does not answer is left alone for the rest of the round. With the
    criteria switched off everything waits.
    """
    if not settings.CRITERIA_ENABLED:
        return 0
    deadline = time.monotonic() + ROUND_SECONDS
    unseen = Notification.objects.to_remind(now or timezone.now())
    for notice in list(unseen.values_list("pk", flat=True)[:BATCH]):
        _ask_for_reminder(notice, now or timezone.now())
    return sum(
        _deliver_by(channel, import_string(path), deadline, now)
        for channel, path in settings.NOTIFICATION_CHANNELS.items()
    )


def has_due(now: datetime) -> bool:
    """Whether a round would find something to send."""
    return any(
        Notification.objects.due(now, channel=channel).exists()
        for channel in settings.NOTIFICATION_CHANNELS
    )


def outbox_state(now: datetime) -> OutboxState:
    """How much of the outbox is past its time."""
    overdue = Notification.objects.unsent().filter(not_before__lte=now)
    oldest = overdue.order_by("not_before").values_list("not_before", flat=True).first()
    return OutboxState(
        overdue=overdue.count(),
        failing=overdue.filter(state=State.FAILED).count(),
        oldest_overdue_age_seconds=(now - oldest).total_seconds() if oldest else None,
    )


def _deliver_by(channel: str, send: Send, deadline: float, now: datetime | None) -> int:
    due = Notification.objects.due(now or timezone.now(), channel=channel)
    sent = 0
    for notice in list(due.values_list("pk", flat=True)[:BATCH]):
        if time.monotonic() > deadline:
            break
        message = _claim(notice, now or timezone.now())
        if message is None:
            continue
        try:
            send(message)
        except ChannelError as error:
            _note_failure(notice, error)
            if isinstance(error, ChannelDown):
                break
        else:
            _note_sent(notice, now or timezone.now())
            sent += 1
    return sent


def _claim(notice: UUID, now: datetime) -> Message | None:
    """Take a notice that is due, and say what to send; ``None``: not now, or never.

    The next try is set before this one: whoever dies in between has not lost it.
    """
    with transaction.atomic():
        rows = Notification.objects.unsent().filter(pk=notice, next_try_at__lte=now)
        row = (
            rows.select_related("diary__owner", "diary__profile")
            .lock(skip_locked=True)
            .first()
        )
        if row is None:
            return None
        goes_out = _prepare(row, now)
        row.save(update_fields=["state", "not_before", "next_try_at", "attempts"])
    return _message(row) if goes_out else None


def _prepare(row: Notification, now: datetime) -> bool:
    """Cancel it, put it off, or spend an attempt; whether it goes out now."""
    if not _may_tell(row):
        row.state = State.CANCELLED
        return False
    moment = _moment(row, now)
    if moment > now:
        row.not_before = row.next_try_at = moment
        return False
    row.attempts += 1
    row.next_try_at = now + back_off(row.attempts)
    return True


def _may_tell(row: Notification) -> bool:
    """Whether the person still agrees, and has not seen it all by now."""
    agreeing = Diary.objects.allowing_flags().filter(owner__is_active=True)
    if not agreeing.filter(pk=row.diary_id).exists():
        return False
    shown = _shown(row.diary_id)
    return any(
        not _is_seen(shown[name], since=row.asked_at)
        for name in row.warnings
        if name in shown
    )


def _is_seen(warning: Warning, *, since: datetime) -> bool:
    moments = (warning.seen_at, warning.discussed_at)
    return any(moment is not None and moment >= since for moment in moments)


def _moment(row: Notification, now: datetime) -> datetime:
    """When it may go out, by the zone and the day's notices as they are now."""
    recent = Notification.objects.in_diary(row.diary_id).told_since(now - PUSHED_BEFORE)
    return next_moment(
        row.severity,
        now,
        row.diary.profile.tz,
        is_late=row.is_late,
        pushed=pushed_at(recent),
    )


def _message(row: Notification) -> Message:
    return Message(
        key=row.key,
        diary=row.diary_id,
        email=row.diary.owner.email,
        language=row.diary.profile.language,
        is_urgent=row.is_urgent,
    )


def _note_failure(notice: UUID, error: ChannelError) -> None:
    """Keep the name of the error alone: its text may quote an address."""
    name = type(error.__cause__ or error).__name__
    logger.warning("notice %s not sent: %s", notice, name)
    Notification.objects.unsent().filter(pk=notice).update(
        state=State.FAILED, last_error_class=name[:120]
    )


def _note_sent(notice: UUID, now: datetime) -> None:
    """Mark it sent, even if it was cancelled meanwhile."""
    with transaction.atomic():
        row = Notification.objects.filter(pk=notice).lock().first()
        if row is None:  # the diary was erased meanwhile
            return
        row.state, row.sent_at, row.last_error_class = State.SENT, now, ""
        may_remind = row.along_with_id is None and not row.is_reminder
        if may_remind and may_need_reminder(severity_of(row.severity)):
            row.remind_at = now + REMIND_UNSEEN_AFTER
        row.save(update_fields=["state", "sent_at", "last_error_class", "remind_at"])


def _ask_for_reminder(notice: UUID, now: datetime) -> None:
    """Ask once more about what nobody has seen a day after they were told of it.

    It is about something a day old, so that even an urgent one lets people sleep.
    """
    with transaction.atomic():
        rows = Notification.objects.filter(pk=notice).to_remind(now)
        row = rows.select_related("diary__profile").lock(skip_locked=True).first()
        if row is None:
            return
        row.remind_at = None
        row.save(update_fields=["remind_at"])
        if warnings := _to_remind_of(row):
            moment = deliver_at(now, "urgent", row.diary.profile.tz, is_late=True)
            reminder = new_notices(
                row.diary,
                warnings,
                key=f"{row.key}.reminder",
                asked_at=row.asked_at,
                not_before=moment or now,
                is_late=True,
                is_reminder=True,
            )
            Notification.objects.bulk_create(reminder)


def _to_remind_of(row: Notification) -> list[Warning]:
    """Warnings of a sent notice that are unseen and were not reminded of before."""
    if not _may_tell(row):
        return []
    reminders = Notification.objects.in_diary(row.diary_id).reminders()
    reminded = {name for one in reminders for name in one.warnings}
    shown = _shown(row.diary_id)
    return [
        shown[name]
        for name in row.warnings
        if name in shown
        and name not in reminded
        and not _is_seen(shown[name], since=row.asked_at)
        and may_need_reminder(severity_of(shown[name].severity))
    ]


def _shown(diary_id: UUID) -> Mapping[str, Warning]:
    return shown_to_patient(Warning.objects.in_diary(diary_id).live())
