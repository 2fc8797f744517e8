"""allauth's session token in ``X-Session-Token``; without one the answer is 401."""

from __future__ import annotations

from typing import cast

from allauth.headless.contrib.rest_framework.authentication import (
    XSessionTokenAuthentication,
)
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.request import Request

from diary.models import User

HEADER = "X-Session-Token"


def account(request: Request) -> User:
    """The account behind a request that has passed the role matrix."""
    return cast(User, request.user)


class SessionToken(XSessionTokenAuthentication):  # type: ignore[misc]  # untyped
    """The stock class answers 403 where a client needs 401."""

    def authenticate_header(self, request: Request) -> str:
        """Name the scheme, which is what makes DRF answer 401."""
        return HEADER


class SessionTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # untyped
    """Tell OpenAPI about the header."""

    target_class = "api.authentication.SessionToken"
    name = "sessionToken"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        """The header as an API key scheme."""
        return {"type": "apiKey", "in": "header", "name": HEADER}
