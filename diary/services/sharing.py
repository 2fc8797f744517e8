"""Sharing a diary: the patient invites, the clinician redeems, the patient confirms.

A code is 10 Crockford characters (50 bits), lives 10 minutes and works once; only its
keyed hash is kept.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from diary.models import Grant, Invitation, User
from diary.querysets import Scope
from diary.services.codes import code_hash, new_code

CODE_LENGTH = 10
CODE_LIFE = timedelta(minutes=10)
DAYS_DEFAULT, DAYS_MAX = 90, 366

_PURPOSE = "invitation"


class GrantEnded(Exception):
    """The grant was revoked or has expired; it cannot be confirmed any more."""


def invite(
    diary_id: UUID, *, scopes: Collection[Scope], days: int, now: datetime
) -> tuple[str, datetime]:
    """Make an invitation; return its code, kept nowhere, and when it expires."""
    code = new_code(CODE_LENGTH)
    expires_at = now + CODE_LIFE
    Invitation.objects.create(
        diary_id=diary_id,
        code_hash=code_hash(code, purpose=_PURPOSE),
        may_read="read" in scopes,
        may_export="export" in scopes,
        may_notes="notes" in scopes,
        days=days,
        created_at=now,
        expires_at=expires_at,
    )
    return code, expires_at


def redeem(clinician: User, *, code: str, now: datetime) -> Grant | None:
    """Turn a code into a grant that waits for the patient; ``None`` if it is no good.

    Of parallel attempts one wins: the update that marks the code used is the lock. An
    earlier grant that still waits is replaced; one in force stays so meanwhile.
    """
    with transaction.atomic():
        hashed = code_hash(code, purpose=_PURPOSE)
        invitations = Invitation.objects.filter(code_hash=hashed)
        fresh = invitations.filter(redeemed_at__isnull=True, expires_at__gt=now)
        if not fresh.update(redeemed_at=now):
            return None
        invitation = invitations.get()
        _end(invitation.diary_id, clinician.pk, Grant.State.PENDING, now=now)
        grant = Grant.objects.create(
            diary_id=invitation.diary_id,
            clinician=clinician,
            may_read=invitation.may_read,
            may_export=invitation.may_export,
            may_notes=invitation.may_notes,
            created_at=now,
            expires_at=now + timedelta(days=invitation.days),
        )
        invitations.update(grant=grant)
    return grant


def confirm(diary_id: UUID, *, grant_id: UUID, now: datetime) -> Grant | None:
    """Let the grant work from now on; ``None`` if the diary has no such grant.

    Ends an older grant to the same clinician. Raises ``GrantEnded``.
    """
    with transaction.atomic():
        locked = Grant.objects.select_for_update(of=("self",)).select_related(
            "clinician"
        )
        grant = locked.in_diary(diary_id).filter(pk=grant_id).first()
        if grant is None:
            return None
        if grant.state == Grant.State.REVOKED or grant.expires_at <= now:
            raise GrantEnded
        if grant.state == Grant.State.PENDING:
            _end(diary_id, grant.clinician_id, Grant.State.ACTIVE, now=now)
            grant.state = Grant.State.ACTIVE
            grant.confirmed_at = now
            grant.save(update_fields=["state", "confirmed_at"])
    return grant


def revoke(diary_id: UUID, *, grant_id: UUID, now: datetime) -> bool:
    """End a grant at once; ``False`` if the diary has no such grant. Twice is once."""
    grants = Grant.objects.in_diary(diary_id).filter(pk=grant_id)
    live = grants.exclude(state=Grant.State.REVOKED)
    ended = live.update(state=Grant.State.REVOKED, revoked_at=now)
    return ended > 0 or grants.exists()


def _end(
    diary_id: UUID, clinician_id: UUID, state: Grant.State, *, now: datetime
) -> None:
    grants = Grant.objects.in_diary(diary_id).filter(clinician_id=clinician_id)
    grants.filter(state=state).update(state=Grant.State.REVOKED, revoked_at=now)
