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
from enum import Enum
from functools import partial
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
from diary.services.due import BACK_OFF_MAX, back_off
from diary.services.guarded import Failed, guarded
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


class Outcome(Enum):
    """What became of one try."""

    SENT = "sent"
    HELD = "held"  # put off, or no longer to be told
    FAILED = "failed"
    CHANNEL_DOWN = "channel_down"


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
    _ask_for_reminders(now or timezone.now())
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
    for notice, diary_id in list(due.values_list("pk", "diary_id")[:BATCH]):
        if time.monotonic() > deadline:
            break
        if not _claim(notice, now or timezone.now()):
            continue
        outcome = guarded(diary_id, partial(_try, notice, send, now))
        if isinstance(outcome, Failed):
            _note_failure(notice, outcome.error)
        elif outcome is Outcome.CHANNEL_DOWN:
            break
        else:
            sent += outcome is Outcome.SENT
    return sent


def _claim(notice: UUID, now: datetime) -> bool:
    """Take a notice that is due; ``False``: somebody else has it.

    The next try is set before this one: whoever dies in between has not lost it.
    """
    due = Notification.objects.unsent().filter(pk=notice, next_try_at__lte=now)
    attempts = due.values_list("attempts", flat=True).first()
    if attempts is None:
        return False
    next_try_at = now + back_off(attempts + 1)
    mine = due.filter(attempts=attempts)
    return bool(mine.update(attempts=attempts + 1, next_try_at=next_try_at))


def _try(notice: UUID, send: Send, now: datetime | None) -> Outcome:
    message = _prepare(notice, now or timezone.now())
    if message is None:
        return Outcome.HELD
    try:
        send(message)
    except ChannelError as error:
        _note_failure(notice, type(error.__cause__ or error))
        is_down = isinstance(error, ChannelDown)
        return Outcome.CHANNEL_DOWN if is_down else Outcome.FAILED
    _note_sent(notice, now or timezone.now())
    return Outcome.SENT


def _prepare(notice: UUID, now: datetime) -> Message | None:
    """Say what to send; or cancel the notice, or put it off, and say nothing."""
    with transaction.atomic():
        rows = Notification.objects.unsent().filter(pk=notice)
        row = rows.select_related("diary__owner", "diary__profile").lock().first()
        if row is None:
            return None
        if not _may_tell(row):
            row.state = State.CANCELLED
        elif (moment := _moment(row, now)) > now:
            row.not_before = row.next_try_at = moment
            row.attempts -= 1  # this was none
        else:
            return _message(row)
        row.save(update_fields=["state", "not_before", "next_try_at", "attempts"])
    return None


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


def _note_failure(notice: UUID, error: type[BaseException]) -> None:
    """Keep the name of the error alone: its text may quote an address."""
    logger.warning("notice %s not sent: %s", notice, error.__name__)
    Notification.objects.unsent().filter(pk=notice).update(
        state=State.FAILED, last_error_class=error.__name__[:120]
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


def _ask_for_reminders(now: datetime) -> None:
    unseen = Notification.objects.to_remind(now).values_list("pk", "diary_id")
    for notice, diary_id in list(unseen[:BATCH]):
        outcome = guarded(diary_id, partial(_ask_for_reminder, notice, now))
        if isinstance(outcome, Failed):
            rows = Notification.objects.filter(pk=notice)
            rows.update(remind_at=now + BACK_OFF_MAX)


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
