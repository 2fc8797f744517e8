"""One envelope for every error: ``{code, detail, fields, request_id}``."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, JsonResponse
from rest_framework import exceptions
from rest_framework.response import Response

from api import request_id
from api.messages import message
from diary.fields import Refused

logger = logging.getLogger(__name__)

RETRY_AFTER_SECONDS = 5

_STATUS_CODES = {
    400: "bad_request",
    401: "not_authenticated",
    403: "not_allowed",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    415: "unsupported_media_type",
    429: "too_many_requests",
    503: "unavailable",
}


class ApiError(exceptions.APIException):
    """An error with a stable code. ``fields`` maps a field to its code."""

    def __init__(
        self,
        status: int,
        code: str,
        *,
        fields: Mapping[str, str] | None = None,
        more: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(code=code)
        self.status_code = status
        self.code = code
        self.fields = fields or {}
        self.more = more or {}


def invalid(problems: Iterable[Refused], **more: object) -> ApiError:
    """The 400 for refused fields; the first problem of a field counts."""
    fields: dict[str, str] = {}
    for problem in problems:
        fields.setdefault(problem.field, problem.code)
    return ApiError(400, "invalid", fields=fields, more=more)


def envelope(
    code: str, fields: Mapping[str, str] | None = None, **more: object
) -> dict[str, object]:
    """The body of every error, in the language of the request."""
    return {
        "code": code,
        "detail": message(code),
        "fields": {
            name: {"code": reason, "detail": message(reason)}
            for name, reason in (fields or {}).items()
        },
        "request_id": request_id.current.get(),
        **more,
    }


def handle(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """DRF's exception handler: known errors become the envelope, others a plain 500."""
    if isinstance(error, OperationalError | InterfaceError):
        return _unavailable(error)
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    if isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if isinstance(error, exceptions.APIException):
        return _respond(error)
    return None


def _respond(error: exceptions.APIException) -> Response:
    headers = {}
    if auth_header := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = auth_header
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait))
    if isinstance(error, ApiError):
        body = envelope(error.code, error.fields, **error.more)
    else:
        body = envelope(_code_of(error), _serializer_fields(error))
    return Response(body, status=error.status_code, headers=headers)


def _code_of(error: exceptions.APIException) -> str:
    if isinstance(error, exceptions.ValidationError):
        return "invalid"
    return _STATUS_CODES.get(error.status_code, "bad_request")


_SERIALIZER_CODES = {"invalid": "wrong_type", "null": "required", "blank": "required"}


def _serializer_fields(error: exceptions.APIException) -> dict[str, str]:
    codes = error.get_codes()
    if not isinstance(error, exceptions.ValidationError) or not isinstance(codes, dict):
        return {}
    first = {name: _first(code) for name, code in codes.items()}
    return {name: _SERIALIZER_CODES.get(code, code) for name, code in first.items()}


def _first(code: object) -> str:
    if isinstance(code, list | dict):
        inner = list(code.values()) if isinstance(code, dict) else code
        return _first(inner[0]) if inner else "invalid"
    return str(code)


def _unavailable(error: Exception) -> Response:
    _log_unavailable(error)
    headers = {"Retry-After": str(RETRY_AFTER_SECONDS)}
    return Response(envelope("unavailable"), status=503, headers=headers)


def database_unavailable(error: Exception) -> JsonResponse:
    """The 503 of a database that does not answer, where DRF does not look."""
    _log_unavailable(error)
    return unavailable()


def _log_unavailable(error: Exception) -> None:
    logger.error("database unavailable: %s", type(error).__name__)


def unavailable() -> JsonResponse:
    """The 503 that says when to try again."""
    headers = {"Retry-After": str(RETRY_AFTER_SECONDS)}
    return JsonResponse(envelope("unavailable"), status=503, headers=headers)


def _page(status: int, code: str) -> JsonResponse:
    return JsonResponse(envelope(code), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> JsonResponse:
    """Django's own 400 (a bad host, for one) in our envelope."""
    return _page(400, "bad_request")


def permission_denied(request: HttpRequest, exception: Exception) -> JsonResponse:
    """Django's own 403 in our envelope."""
    return _page(403, "not_allowed")


def not_found(request: HttpRequest, exception: Exception) -> JsonResponse:
    """An unknown URL in our envelope."""
    return _page(404, "not_found")


def server_error(request: HttpRequest) -> JsonResponse:
    """A fault of ours: a request id to ask about, and nothing of the cause."""
    return _page(500, "server_error")
