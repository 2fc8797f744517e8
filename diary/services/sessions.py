"""Logins that have run out leave the database."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sessions.models import Session


def delete_expired_sessions(*, now: datetime) -> int:
    """Delete every session that ended before ``now``; how many there were.

    Each is refused already; what is left of it names a person and a time for nothing.
    """
    _, deleted = Session.objects.filter(expire_date__lt=now).delete()
    return deleted.get(Session._meta.label, 0)
