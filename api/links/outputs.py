"""Share links as their patient sees them."""

from __future__ import annotations

import io
from datetime import datetime

import segno
from django.urls import reverse
from rest_framework.request import Request

from diary.models import ShareLink
from diary.services.links import WRONG_CODES_MAX

_QR_QUIET_ZONE = 4  # modules of white that a reader needs around the code
_QR_SCALE = 4  # pixels a module


def listed_output(
    link: ShareLink, *, request: Request, now: datetime
) -> dict[str, object]:
    """One link in a list; the code is not in it, nor anywhere else."""
    return {
        "id": str(link.pk),
        "url": link_url(link, request),
        "state": link_state(link, now=now),
        "from": link.from_date.isoformat() if link.from_date else None,
        "to": link.to_date.isoformat() if link.to_date else None,
        "sections": link.sections,
        "notes": link.with_notes,
        "lang": link.language,
        "created_at": link.created_at.isoformat(),
        "expires_at": link.expires_at.isoformat(),
        "ended_at": link.ended_at.isoformat() if link.ended_at else None,
        "views": link.views_max - link.views_left,
        "views_max": link.views_max,
        "wrong_codes": WRONG_CODES_MAX - link.tries_left,
    }


def link_output(
    link: ShareLink, *, request: Request, now: datetime
) -> dict[str, object]:
    """One link with its address as a QR code."""
    shown = listed_output(link, request=request, now=now)
    return {**shown, "qr_svg": qr_svg(link_url(link, request))}


def link_state(link: ShareLink, *, now: datetime) -> str:
    """``active``, or why the link is dead: what was first cannot be told later."""
    if link.ended_at is not None:
        return "ended"
    if link.views_left == 0:
        return "used_up"
    if link.tries_left == 0:
        return "locked"
    return "active" if link.expires_at > now else "expired"


def link_url(link: ShareLink, request: Request) -> str:
    """The address to hand over, on the host that was asked."""
    path = reverse("link-page", kwargs={"link": str(link.pk)})
    return request.build_absolute_uri(path)


def qr_svg(url: str) -> str:
    """A QR code as one SVG document, black on white whatever surrounds it."""
    written = io.BytesIO()
    segno.make(url, error="m", micro=False).save(
        written,
        kind="svg",
        scale=_QR_SCALE,
        border=_QR_QUIET_ZONE,
        light="#fff",
        xmldecl=False,
        nl=False,
    )
    return written.getvalue().decode()
