"""How often something was tried: one atomic counter in the database.

One statement counts, so no number of parallel attempts gets past a limit, on SQLite and
on PostgreSQL, with or without Redis. Call outside a transaction: an attempt counts even
if what it tried is rolled back.
"""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from django.db import connection
from django.utils.crypto import salted_hmac

from diary.models import ThrottleCount

_COUNT = """
INSERT INTO diary_throttlecount AS kept (name, period_started_at, count)
VALUES (%s, %s, 1)
ON CONFLICT (name) DO UPDATE SET
  count = CASE WHEN kept.period_started_at <= %s THEN 1 ELSE kept.count + 1 END,
  period_started_at = CASE WHEN kept.period_started_at <= %s
    THEN excluded.period_started_at ELSE kept.period_started_at END
RETURNING count
"""
_LONGEST_PERIOD = timedelta(days=1)


def throttle_name(action: str, kind: str, value: str) -> str:
    """Name a counter without keeping the email, token or address it counts."""
    digest = salted_hmac("leggro.throttle", value, algorithm="sha256").hexdigest()
    return f"{action}:{kind}:{digest}"


def count_attempt(name: str, *, limit: int, period: timedelta, now: datetime) -> int:
    """Count one attempt; return 0 if it may go on, else the whole seconds to wait."""
    adapted = connection.ops.adapt_datetimefield_value
    started, ended = adapted(now), adapted(now - period)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [name, started, ended, ended])
        count = int(cursor.fetchone()[0])
    if count <= limit:
        return 0
    return _seconds_left(name, period=period, now=now)


def forget_attempts(name: str) -> None:
    """Start the counter anew, after a success that proves who tried."""
    ThrottleCount.objects.filter(name=name).delete()


def delete_old_counts(*, now: datetime) -> int:
    """Delete counters whose period is long over; return how many."""
    old = ThrottleCount.objects.filter(period_started_at__lt=now - _LONGEST_PERIOD)
    return old.delete()[0]


def _seconds_left(name: str, *, period: timedelta, now: datetime) -> int:
    started = ThrottleCount.objects.values_list("period_started_at", flat=True)
    for found in started.filter(name=name):
        return max(1, math.ceil((found + period - now).total_seconds()))
    return 1
