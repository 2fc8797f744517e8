"""Answers a client may keep: an ETag, and 304 when it already has the newest."""

from __future__ import annotations

import hashlib
import json
from typing import NamedTuple

from django.http import HttpResponse
from django.utils.http import parse_etags
from rest_framework.request import Request

KEPT_BY_ITS_OWNER = "private, no-cache"  # may be kept, must be asked about each time
ETAG_DIGITS = 32


class Prepared(NamedTuple):
    """A body that is the same for many callers, written once."""

    body: bytes
    etag: str


def prepare(content: object) -> Prepared:
    """Write ``content`` as JSON; the ETag follows from the bytes alone."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return Prepared(body, f'"{hashlib.sha256(body).hexdigest()[:ETAG_DIGITS]}"')


def answer(request: Request, prepared: Prepared) -> HttpResponse:
    """The prepared body, or 304 if the caller has it."""
    if has_newest(request, prepared.etag):
        return not_modified(prepared.etag)
    return HttpResponse(
        prepared.body, content_type="application/json", headers=headers(prepared.etag)
    )


def has_newest(request: Request, etag: str) -> bool:
    """Whether ``If-None-Match`` names this ETag (weak comparison, RFC 9110 13.1.2)."""
    named = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in named or etag in {name.removeprefix("W/") for name in named}


def not_modified(etag: str) -> HttpResponse:
    """304: what the caller has is the newest."""
    return HttpResponse(status=304, headers=headers(etag))


def headers(etag: str) -> dict[str, str]:
    """The headers of an answer that may be kept."""
    return {"ETag": etag, "Cache-Control": KEPT_BY_ITS_OWNER}
