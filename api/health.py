"""The operator's two probes. Neither needs a login, and neither tells about anybody."""

from __future__ import annotations

import logging
from datetime import datetime

from django.conf import settings
from django.db import Error as DatabaseProblem
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from api.errors import RETRY_AFTER_SECONDS, envelope
from api.hints import broker_state
from diary.models import Heartbeat
from diary.services.delivery import outbox_state
from diary.services.due import queue_state
from diary.sweeper import HEARTBEAT

logger = logging.getLogger(__name__)


def healthz(request: HttpRequest) -> JsonResponse:
    """The process lives; touches nothing."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> JsonResponse:
    """The database answers (else 503); sweeper, queue and hints are reported beside it.

    Ages in seconds. ``oldest_due_age_seconds`` leaves out diaries in error back-off,
    which are counted; over 300 the promise of five minutes is broken. ``broker`` is
    what this process knows from its own hints.
    """
    now = timezone.now()
    try:
        queue = queue_state(now)
        outbox = outbox_state(now)
        sweeper_age = _sweeper_age_seconds(now)
    except DatabaseProblem as error:
        logger.error("not ready: %s", type(error).__name__)
        return JsonResponse(
            envelope("unavailable", status="unavailable", database="unavailable"),
            status=503,
            headers={"Retry-After": str(RETRY_AFTER_SECONDS)},
        )
    return JsonResponse(
        {
            "status": "ok",
            "database": "ok",
            "broker": broker_state(),
            "sweeper_heartbeat_age_seconds": sweeper_age,
            "oldest_due_age_seconds": queue.oldest_due_age_seconds,
            "diaries_in_back_off": queue.diaries_in_back_off,
            "push_gateway": "configured"
            if settings.PUSH_GATEWAY_URL
            else "not_configured",
            "notifications_overdue": outbox.overdue,
            "notifications_failing": outbox.failing,
            "oldest_notification_age_seconds": outbox.oldest_overdue_age_seconds,
        }
    )


def _sweeper_age_seconds(now: datetime) -> float | None:
    beats = Heartbeat.objects.filter(name=HEARTBEAT).values_list("beat_at", flat=True)
    beat = beats.first()
    return None if beat is None else (now - beat).total_seconds()
