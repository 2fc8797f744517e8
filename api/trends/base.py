"""What every trend route shares: window, language, ETag, 304, refusals, material."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
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
from api.trends.edition import edition
from api.warnings.outputs import language
from diary.trend_rows import Standing, standing_of, trend_rows
from diary.trends.answer import Material, gather_material
from diary.trends.figure import DEFINITIONS_VERSION
from diary.trends.sentences import Reader
from diary.trends.verdict_texts import refusal
from diary.trends.windows import (
    DEFAULT_WINDOW_NIGHTS,
    LANGUAGES,
    WINDOW_CHOICES_NIGHTS,
    NightSpan,
    Window,
    WindowError,
    parse_end,
    parse_language,
    parse_window,
    resolve_window,
    rows_needed,
)
from diary.vocabulary import Language

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
    OpenApiParameter(
        "lang",
        enum=LANGUAGES,
        description="The language, where Accept-Language cannot be set.",
    ),
]
OTHER_ANSWERS: dict[Any, Any] = {
    304: OpenApiResponse(description="What you have is the newest."),
    **dict.fromkeys((400, 401, 403, 404), ERROR),
}


class TrendView(DiaryView):
    """One trend of one diary between its windows; ``show`` makes the answer.

    ``reach`` says which nights it reads for a window.
    """

    parameters = ("window", "end", "lang")
    reach: Callable[[Window], NightSpan] = staticmethod(rows_needed)

    def get(self, request: Request, **kwargs: object) -> HttpResponse:
        """The answer; 304 without computing if nothing has changed."""
        standing = standing_of(self.diary_id)
        try:
            spoken = parse_language(request.query_params.get("lang")) or language()
            window = self._window(standing)
        except WindowError as refused:
            return _refusal(refused)
        etag = self._etag(standing, window, spoken)
        if has_newest(request, etag):
            return not_modified(etag)
        response = self.show(self._material(standing, window, spoken), standing)
        response["Content-Language"] = spoken
        for name, value in headers(etag).items():
            response[name] = value
        return response

    def show(self, material: Material, standing: Standing) -> HttpResponse:
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

    def _material(
        self, standing: Standing, window: Window, spoken: Language
    ) -> Material:
        rows = trend_rows(
            self.diary_id,
            standing.profile,
            window,
            needed=self.reach(window),
        )
        reader = Reader(
            spoken, is_warned=standing.is_warned, is_urgent=standing.is_urgent
        )
        return gather_material(
            rows, window=window, tz=standing.profile.tz, reader=reader
        )

    def _etag(self, standing: Standing, window: Window, spoken: Language) -> str:
        """Everything the answer is made from and who reads it, none of it readable."""
        parts = (
            self.caller.pk,
            self.diary_id,
            standing.revision,
            standing.worst_warning,
            DEFINITIONS_VERSION,
            edition(),
            window,
            spoken,
        )
        digest = hashlib.sha256(repr(parts).encode()).hexdigest()
        return f'"{digest[:ETAG_DIGITS]}"'


def _refusal(refused: WindowError) -> Response:
    """The 400 in the trends' own words, which say what is accepted."""
    detail = refusal(refused.code, language())
    fields = {refused.field: {"code": refused.code, "detail": detail}}
    return Response({**envelope("invalid"), "fields": fields}, status=400)
