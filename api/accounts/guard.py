"""In front of every allauth view: strict JSON, atomic limits, no HTML errors.

Answers made here have our envelope; what allauth answers keeps its own shape.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils import timezone

from api.accounts.limits import LIMITS, account_counter, seconds_to_wait
from api.authentication import HEADER
from api.errors import ApiError, database_unavailable, envelope
from api.parsers import parse_json
from diary.services.throttle import forget_attempts

View = Callable[..., HttpResponseBase]

_BY_EMAIL = {"login", "signup", "request_password_reset"}


def guard(view: View, name: str) -> View:
    """Wrap the allauth view of this route name."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return _answer(request, name, lambda: view(request, *args, **kwargs))
        except ApiError as error:
            return JsonResponse(envelope(error.code), status=error.status_code)
        except RequestDataTooBig:
            return JsonResponse(envelope("body_too_large"), status=413)
        except (OperationalError, InterfaceError) as error:
            return database_unavailable(error)

    return guarded


def too_many(wait_seconds: int) -> JsonResponse:
    """The 429 that says when to try again."""
    headers = {"Retry-After": str(wait_seconds)}
    return JsonResponse(envelope("too_many_requests"), status=429, headers=headers)


def _answer(
    request: HttpRequest, name: str, view: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    body = _body(request)
    account = _account(request, name, body)
    if name in LIMITS and _guesses(request, name):
        wait = seconds_to_wait(name, request, account, now=timezone.now())
        if wait:
            return too_many(wait)
    response = view()
    if name == "login" and response.status_code == 200:
        forget_attempts(account_counter(name, account))
    return response


def _guesses(request: HttpRequest, name: str) -> bool:
    """Whether the request tries a secret; asking for the state of a flow does not."""
    return request.method != "GET" or name in {"reset_password", "verify_email"}


def _body(request: HttpRequest) -> dict[str, object]:
    if not request.body:
        return {}
    body = parse_json(request.body)
    if not isinstance(body, dict):
        raise ApiError(400, "bad_json")
    return body


def _account(request: HttpRequest, name: str, body: dict[str, object]) -> str:
    """Who is counted: the email that is named, else the session that is used."""
    if name in _BY_EMAIL:
        return str(body.get("email") or "").strip().lower()
    return request.headers.get(HEADER, "")
