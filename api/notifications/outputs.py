"""A notice as a plain answer, and its OpenAPI."""

from __future__ import annotations

from api.schema import INSTANT, INSTANT_OR_NULL, UUID, array_of, object_schema
from diary.models import Notification

NOTIFICATION = object_schema(
    {
        "id": UUID,
        "warnings": array_of(UUID),
        "channel": {"type": "string", "enum": list(Notification.Channel.values)},
        "state": {"type": "string", "enum": list(Notification.State.values)},
        "not_before": INSTANT,
        "sent_at": INSTANT_OR_NULL,
    }
)


def notification_output(row: Notification) -> dict[str, object]:
    """One notice: which warnings, by which channel, and how far it came."""
    return {
        "id": str(row.pk),
        "warnings": row.warnings,
        "channel": row.channel,
        "state": row.state,
        "not_before": row.not_before.isoformat(),
        "sent_at": row.sent_at.isoformat() if row.sent_at else None,
    }
