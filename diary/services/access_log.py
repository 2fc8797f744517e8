"""Entering somebody else's diary: the grant is found and the log row written together.

No row, no entry. Refusals are logged to a diary that the clinician once had a grant of;
to a stranger a diary does not exist, and nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import DatabaseError, transaction

from diary.models import AccessEvent, Diary, Grant, ShareLink, User
from diary.querysets import Scope

LINK_ROLE = "link"


class AccessLogUnavailable(Exception):
    """The log could not be written, so nothing may be read."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Who wants to read what, in which request."""

    actor: User
    what: str
    from_date: date | None
    to_date: date | None
    request_id: str
    now: datetime


@dataclass(frozen=True, slots=True)
class SharedDiary:
    """A diary the reader may use; without ``may_notes`` its free text stays closed."""

    diary_id: UUID
    grant_id: UUID
    may_notes: bool


def enter_shared_diary(
    diary_id: UUID, *, scope: Scope, reading: Reading
) -> SharedDiary | None:
    """Find the grant and log the access; ``None`` is a refusal, logged if it can be."""
    found = shared_diary(reading.actor, diary_id, scope=scope, now=reading.now)
    if found is not None:
        log_access({diary_id: found.grant_id}, reading=reading)
        return found
    log_refusal(diary_id, reading=reading)
    return None


def log_refusal(diary_id: UUID, *, reading: Reading) -> None:
    """Log that the reader was turned away, if they once had a grant of this diary."""
    once = Grant.objects.in_diary(diary_id).of(reading.actor).order_by("-created_at")
    for grant_id in once.values_list("pk", flat=True)[:1]:
        log_access({diary_id: grant_id}, reading=reading, is_allowed=False)


def shared_diary(
    actor: User, diary_id: UUID, *, scope: Scope, now: datetime
) -> SharedDiary | None:
    """The diary, if a grant in force at ``now`` carries this scope."""
    visible = Diary.objects.visible_to(actor, scope=scope, now=now).filter(pk=diary_id)
    columns = visible.values_list("grant", "may_notes")  # type: ignore[misc]  # annotated
    for grant_id, may_notes in columns:
        return SharedDiary(diary_id, grant_id, may_notes)
    return None


def log_access(
    grants: Mapping[UUID, UUID], *, reading: Reading, is_allowed: bool = True
) -> None:
    """Write one row for each diary (diary id to grant id)."""
    _write(
        AccessEvent(
            diary_id=diary_id,
            actor=reading.actor,
            actor_name=reading.actor.display_name,
            role=reading.actor.role,
            grant_id=grant_id,
            what=reading.what,
            from_date=reading.from_date,
            to_date=reading.to_date,
            result=_result(is_allowed),
            request_id=reading.request_id,
            at=reading.now,
        )
        for diary_id, grant_id in grants.items()
    )


def log_link(
    link: ShareLink, *, what: str, request_id: str, now: datetime, is_allowed: bool
) -> None:
    """Write that somebody without an account opened a link, or was refused."""
    event = AccessEvent(
        diary_id=link.diary_id,
        role=LINK_ROLE,
        link_id=link.pk,
        what=what,
        from_date=link.from_date,
        to_date=link.to_date,
        result=_result(is_allowed),
        request_id=request_id,
        at=now,
    )
    _write([event])


def _result(is_allowed: bool) -> AccessEvent.Result:
    return AccessEvent.Result.ALLOWED if is_allowed else AccessEvent.Result.REFUSED


def _write(events: Iterable[AccessEvent]) -> None:
    try:
        with transaction.atomic():
            AccessEvent.objects.bulk_create(events)
    except DatabaseError as error:
        raise AccessLogUnavailable from error
