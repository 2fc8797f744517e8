"""allauth's headless routes, each behind ``guard``, and the page that explains them."""

from __future__ import annotations

from collections.abc import Iterable

from allauth.headless import urls as headless
from django.urls import URLPattern, URLResolver, include, path

from api.accounts.guard import guard
from api.docs import Docs

# Features that are off, and a viewer that loads from a foreign host (ours shows the
# same file offline). The YAML form stays: allauth finds its own address by it.
_LEFT_OUT = {
    "confirm_login_code",
    "manage_phone",
    "openapi_html",
    "refresh",
    "resend_phone_verification_code",
    "verify_phone",
}


def _guarded(
    patterns: Iterable[URLPattern | URLResolver],
) -> list[URLPattern | URLResolver]:
    return [
        _guarded_resolver(pattern)
        if isinstance(pattern, URLResolver)
        else URLPattern(
            pattern.pattern,
            guard(pattern.callback, pattern.name or ""),
            pattern.default_args,
            pattern.name,
        )
        for pattern in patterns
        if getattr(pattern, "name", None) not in _LEFT_OUT
    ]


def _guarded_resolver(resolver: URLResolver) -> URLResolver:
    return URLResolver(
        resolver.pattern,
        _guarded(resolver.url_patterns),
        resolver.default_kwargs,
        resolver.app_name,
        resolver.namespace,
    )


urlpatterns = [
    path("", include((_guarded(headless.urlpatterns), headless.app_name))),
    path(
        "docs/",
        Docs.as_view(url_name="headless:openapi_json", title="Leggro: accounts"),
        name="account-docs",
    ),
]
