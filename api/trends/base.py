"""What every trend route shares: window, ETag, 304, refusals, material."""

from __future__ import annotations

import hashlib
from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework.request import Request
from rest_framework.response import Response

from api.base import DiaryView
from api.conditional import ETAG_DIGITS, has_newest, headers, not_modified
from api.errors import envelope
from api.schema import ERROR
from api.warnings.outputs import language
from diary.trend_rows import Standing, standing_of, trend_rows
from diary.trends.answer import Material, gather_material
from diary.trends.figure import DEFINITIONS_VERSION
from diary.trends.sentences import Reader
from diary.trends.verdict_texts import refusal
from diary.trends.windows import (
    DEFAULT_WINDOW_NIGHTS,
    WINDOW_CHOICES_NIGHTS,
    Window,
    WindowError,
    parse_end,
    parse_window,
    resolve_window,
)

PARAMETERS = [
    OpenApiParameter(
        "window",
        int,
        enum=WINDOW_CHOICES_NIGHTS,
        default=DEFAULT_WINDOW_NIGHTS,
        description="Nights.",
    ),
    OpenApiParameter(
        "end",
        OpenApiTypes.DATE,
        description="The last night; by default the latest that is over.",
    ),
]
OTHER_ANSWERS: dict[Any, Any] = {
    304: OpenApiResponse(description="What you have is the newest."),
    **dict.fromkeys((400, 401, 403, 404), ERROR),
}


class TrendView(DiaryView):
    """One trend of one diary between its windows; ``show`` makes the answer."""

    parameters = ("window", "end")

    def get(self, request: Request, **kwargs: object) -> HttpResponse:
        """The answer; 304 without computing if nothing has changed."""
        standing = standing_of(self.diary_id)
        try:
            window = self._window(standing)
        except WindowError as refused:
            return _refusal(refused)
        etag = self._etag(standing, window)
        if has_newest(request, etag):
            return not_modified(etag)
        response = self.show(self._material(standing, window), standing.revision)
        for name, value in headers(etag).items():
            response[name] = value
        return response

    def show(self, material: Material, revision: int) -> HttpResponse:
        """The answer without the headers that let a client keep it."""
        raise NotImplementedError

    def _window(self, standing: Standing) -> Window:
        asked = self.request.query_params
        return resolve_window(
            nights=parse_window(asked.get("window")),
            end=parse_end(asked.get("end")),
            now=self.now,
            tz=standing.profile.tz,
        )

    def _material(self, standing: Standing, window: Window) -> Material:
        return gather_material(
            trend_rows(self.diary_id, standing.profile, window),
            window=window,
            tz=standing.profile.tz,
            reader=Reader(language(), is_warned=standing.is_warned),
        )

    def _etag(self, standing: Standing, window: Window) -> str:
        """Everything the answer is made from, none of it readable."""
        parts = (
            self.diary_id,
            standing.revision,
            standing.is_warned,
            DEFINITIONS_VERSION,
            window.current,
            language(),
        )
        digest = hashlib.sha256(repr(parts).encode()).hexdigest()
        return f'"{digest[:ETAG_DIGITS]}"'


def _refusal(refused: WindowError) -> Response:
    """The 400 in the trends' own words, which say what is accepted."""
    detail = refusal(refused.code, language())
    fields = {refused.field: {"code": refused.code, "detail": detail}}
    return Response({**envelope("invalid"), "fields": fields}, status=400)
