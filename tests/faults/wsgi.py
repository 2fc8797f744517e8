"""The product as gunicorn serves it, with fail points that a request may ask for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import get_resolver

from config.wsgi import application as product

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

get_resolver().url_patterns  # noqa: B018 - half the product, once for all workers

HEADER = "X-Failpoints"
_KEY = "HTTP_" + HEADER.upper().replace("-", "_")


def application(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    """Answer; with the header, fail where it says (all requests of this process do)."""
    if _KEY not in environ:
        return product(environ, start)
    settings.FAILPOINTS = environ[_KEY]
    try:
        return product(environ, start)
    finally:
        settings.FAILPOINTS = ""
