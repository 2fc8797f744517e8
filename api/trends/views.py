"""``trends/summary/``: the figures of a window beside those of the window before."""

from __future__ import annotations

import hashlib

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.base import DiaryView
from api.conditional import ETAG_DIGITS, has_newest, headers, not_modified
from api.errors import envelope
from api.schema import ERROR
from api.trends.schema import SUMMARY
from api.warnings.outputs import language
from diary.trend_rows import Standing, standing_of, trend_rows
from diary.trends.figure import DEFINITIONS_VERSION
from diary.trends.summary import summarise
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


class TrendSummary(DiaryView):
    """Figures, intervals and sentences of one diary."""

    parameters = ("window", "end")

    @extend_schema(
        parameters=[
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
        ],
        responses={
            200: SUMMARY,
            304: None,
            **dict.fromkeys((400, 401, 403, 404), ERROR),
        },
        tags=["trends"],
    )
    def get(self, request: Request, **kwargs: object) -> HttpResponse:
        """The summary; 304 without computing if nothing has changed."""
        standing = standing_of(self.diary_id)
        try:
            window = self._window(standing)
        except WindowError as refused:
            return _refusal(refused)
        etag = self._etag(standing, window)
        if has_newest(request, etag):
            return not_modified(etag)
        summary = summarise(
            trend_rows(self.diary_id, standing.profile, window),
            window=window,
            tz=standing.profile.tz,
            language=language(),
            has_open_soon_or_urgent_warning=standing.is_warned,
        )
        return Response(
            {"revision": standing.revision, **summary}, headers=headers(etag)
        )

    def _window(self, standing: Standing) -> Window:
        asked = self.request.query_params
        return resolve_window(
            nights=parse_window(asked.get("window")),
            end=parse_end(asked.get("end")),
            now=self.now,
            tz=standing.profile.tz,
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
