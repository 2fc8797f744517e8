"""Cursor pages: ``{results, next, previous}``, one query whatever the page."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.views import APIView

from api.errors import ApiError

LIMIT_DEFAULT, LIMIT_MAX = 100, 500


class Pages(CursorPagination):
    """DRF's cursor pages over plain dicts; a bad cursor or limit is a 400."""

    page_size = LIMIT_DEFAULT
    page_size_query_param = "limit"
    max_page_size = LIMIT_MAX

    def get_page_size(self, request: Request) -> int:
        """Read ``limit``: a whole number of 1 or more, capped."""
        raw = request.query_params.get("limit")
        if raw is None:
            return LIMIT_DEFAULT
        if not (raw.isascii() and raw.isdigit() and int(raw[:9]) > 0):
            raise ApiError(400, "invalid", fields={"limit": "bad_limit"})
        return min(int(raw[:9]), LIMIT_MAX)

    def decode_cursor(self, request: Request) -> Any:
        """Read the cursor, or say that it cannot be used."""
        try:
            return super().decode_cursor(request)
        except NotFound:
            raise _bad_cursor() from None

    def read(
        self, rows: QuerySet[Any, Any], view: APIView, ordering: tuple[str, ...]
    ) -> list[Any]:
        """Return the rows of the page that the request asks for."""
        self.ordering = ordering
        try:
            found = self.paginate_queryset(rows, view.request, view=view)
        except (ValidationError, ValueError, OverflowError):
            raise _bad_cursor() from None  # a position that is no value of the column
        return list(found or ())


def _bad_cursor() -> ApiError:
    return ApiError(400, "invalid", fields={"cursor": "bad_cursor"})
