"""A client that holds every JSON answer against the published OpenAPI document."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

from django.http import HttpResponse
from django.urls import Resolver404, resolve
from drf_spectacular.generators import SchemaGenerator
from openapi_schema_validator import OAS31Validator
from rest_framework.test import APIClient

_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document as the product serves it."""
    found: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return found


@cache
def _validator(path: str, method: str, status: str) -> OAS31Validator:
    answers = document()["paths"][path][method]["responses"]
    assert status in answers, f"{method} {path} answered an undocumented {status}"
    schema = answers[status]["content"]["application/json"]["schema"]
    return OAS31Validator({**schema, "components": document()["components"]})


def check(method: str, url: str, response: HttpResponse) -> None:
    """Fail if a documented operation gave an undocumented answer."""
    try:
        match = resolve(url.split("?")[0])
    except Resolver404:
        return
    path = "/" + _PARAMETER.sub(r"{\1}", match.route)
    if method not in document()["paths"].get(path, {}):
        return
    if response.streaming:
        return  # a file: whoever reads it checks it
    if response.get("Content-Type") == "application/json":
        _validator(path, method, str(response.status_code)).validate(
            json.loads(response.content)
        )


class DocumentedClient(APIClient):
    """``APIClient`` whose answers must be the documented ones."""

    def generic(  # type: ignore[override]  # passes all on, whatever the bases name
        self, method: str, path: str, *args: Any, **kwargs: Any
    ) -> Any:
        """Make the call, then check its answer."""
        response = super().generic(method, path, *args, **kwargs)
        check(method.lower(), path, response)
        return response
