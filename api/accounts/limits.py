"""How often a thing that guards an account may be tried, and by whom it is counted.

The counter is one atomic statement in the database, before any password is hashed.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest

from diary.services.throttle import count_attempt, throttle_name

IPV6_PREFIX = 64  # one subscriber has at least this many addresses
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``tries`` in ``period`` for one account, and so many for one address."""

    tries: int
    period: timedelta
    tries_per_address: int = 20
    address_period: timedelta = _MINUTE


LIMITS: Mapping[str, Limit] = {
    "login": Limit(10, timedelta(minutes=5), tries_per_address=30),
    "signup": Limit(5, timedelta(hours=1)),
    "request_password_reset": Limit(5, timedelta(hours=1)),
    "reset_password": Limit(10, timedelta(minutes=15)),
    "verify_email": Limit(10, timedelta(minutes=15)),
    "resend_email_verification_code": Limit(5, timedelta(minutes=15)),
    "reauthenticate": Limit(10, timedelta(minutes=5)),
    "change_password": Limit(10, timedelta(minutes=5)),
    "authenticate": Limit(5, timedelta(minutes=5)),  # second factor
    "redeem": Limit(10, timedelta(minutes=10), 60, timedelta(minutes=10)),
    "take_out": Limit(10, timedelta(minutes=10), 60, timedelta(minutes=10)),
    "take_in": Limit(10, timedelta(hours=1), 60, timedelta(hours=1)),
    "invite": Limit(20, timedelta(hours=1), 200, timedelta(hours=1)),
    "make-link": Limit(20, timedelta(hours=1), 200, timedelta(hours=1)),
    "open-link": Limit(5, timedelta(minutes=5), 60, timedelta(minutes=10)),
    "export-csv": Limit(300, timedelta(hours=1), 3000, timedelta(hours=1)),
    "export": Limit(60, timedelta(hours=1), 600, timedelta(hours=1)),
}


def client_address(meta: Mapping[str, str]) -> str:
    """The rightmost hop that no proxy of ours added; IPv6 as its network.

    With ``TRUSTED_PROXY_COUNT`` 0 the header counts for nothing. Where it is shorter
    than the proxies that should have written it, the caller is the peer itself.
    """
    address = meta.get("REMOTE_ADDR", "")
    forwarded = meta.get("HTTP_X_FORWARDED_FOR", "")
    hops = forwarded.split(",") if forwarded else []
    count = settings.TRUSTED_PROXY_COUNT
    if 0 < count <= len(hops):
        address = hops[-count].strip()
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network(f"{found}/{IPV6_PREFIX}", strict=False))
    return str(found)


def account_counter(action: str, account: str) -> str:
    """The name of the counter of one account (an email, a token or an id)."""
    return throttle_name(action, "account", account)


def seconds_to_wait(
    action: str, request: HttpRequest, account: str, *, now: datetime
) -> int:
    """Count one attempt; return 0 if it may go on, else the seconds to wait.

    ``account`` may be empty: then only the address is counted.
    """
    limit = LIMITS[action]
    waits = count_attempt(
        throttle_name(action, "address", client_address(request.META)),
        limit=limit.tries_per_address,
        period=limit.address_period,
        now=now,
    )
    if waits or not account:
        return waits
    return count_attempt(
        account_counter(action, account),
        limit=limit.tries,
        period=limit.period,
        now=now,
    )
