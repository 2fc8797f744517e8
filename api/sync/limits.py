"""What one page or push may carry, and how often a push may come."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from rest_framework.request import Request

from api.base import TooManyRequests
from api.errors import ApiError
from diary.services.pull import LIMIT_MAX
from diary.services.throttle import count_attempt, throttle_name

ITEMS_MAX = 500
PUSHES_PER_MINUTE = 120


def read_limit(request: Request) -> int:
    """How many changes a page may carry; raises 400 for what is no number."""
    word = request.query_params.get("limit", str(LIMIT_MAX))
    if not (word.isascii() and word.isdigit() and int(word[:9]) > 0):
        raise ApiError(400, "invalid", fields={"limit": "bad_limit"})
    return min(int(word[:9]), LIMIT_MAX)


def refuse_too_many(count: int) -> None:
    """Raise 413 for more items than one push carries."""
    if count > ITEMS_MAX:
        raise ApiError(413, "too_many_items")


def spend_push_quota(diary_id: UUID, *, now: datetime) -> None:
    """Count one push of this diary; raise 429 if there were too many."""
    name = throttle_name("push", "diary", str(diary_id))
    period = timedelta(minutes=1)
    wait = count_attempt(name, limit=PUSHES_PER_MINUTE, period=period, now=now)
    if wait:
        raise TooManyRequests(wait)
