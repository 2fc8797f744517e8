"""Push, by a signed POST to the operator's own push gateway.

The gateway knows which device belongs to which diary; Leggro does not. How to check
the signature stands in ``docs/how-to/connect-a-push-gateway.md``.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import time
from urllib.parse import urlsplit

from django.conf import settings

from diary.channels.message import ChannelDown, Message, NotConfigured, Refused

SIGNATURE_VERSION = "v1"
TIMEOUT_SECONDS = 5.0  # to connect, and for each wait after that
SERVER_ERROR = 500
TOO_MANY, TIMED_OUT = 429, 408


def send(message: Message) -> None:
    """Post one notice; raises ``ChannelError`` for all but a 2xx. Follows nothing."""
    if not settings.PUSH_GATEWAY_URL:
        raise NotConfigured
    body = json.dumps(
        {
            "diary": str(message.diary),
            "urgent": message.is_urgent,
            "language": message.language,
            "text": message.words,
        },
        ensure_ascii=False,
    ).encode()
    try:
        status = _post(body, key=message.key)
    except (OSError, http.client.HTTPException) as error:
        raise ChannelDown from error
    if status >= SERVER_ERROR or status in (TOO_MANY, TIMED_OUT):
        raise ChannelDown
    if not http.client.OK <= status < http.client.MULTIPLE_CHOICES:
        raise Refused


def signature(secret: str, timestamp: str, key: str, body: bytes) -> str:
    """HMAC-SHA256 over ``timestamp.key.body``, in hex, with the version before it."""
    signed = f"{timestamp}.{key}.".encode() + body
    digest = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return f"{SIGNATURE_VERSION}={digest}"


def _post(body: bytes, *, key: str) -> int:
    address = urlsplit(settings.PUSH_GATEWAY_URL)
    is_secure = address.scheme == "https"
    kind = http.client.HTTPSConnection if is_secure else http.client.HTTPConnection
    connection = kind(address.hostname or "", address.port, timeout=TIMEOUT_SECONDS)
    path = address.path or "/"
    timestamp = str(int(time.time()))
    try:
        connection.request(
            "POST",
            f"{path}?{address.query}" if address.query else path,
            body,
            {
                "Content-Type": "application/json",
                "User-Agent": "Leggro",
                "Idempotency-Key": key,
                "Leggro-Timestamp": timestamp,
                "Leggro-Signature": signature(
                    settings.PUSH_GATEWAY_SECRET, timestamp, key, body
                ),
            },
        )
        return connection.getresponse().status
    finally:
        connection.close()
