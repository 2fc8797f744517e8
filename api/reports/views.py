"""``report``: the diary on one page for the doctor, as HTML, PDF or text."""

from __future__ import annotations

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.base import DiaryView
from api.errors import invalid
from api.reports.parameters import (
    FORMATS,
    LANGUAGES,
    NAMES,
    PAGES,
    Asked,
    read_parameters,
)
from api.reports.renderers import HTML_POLICY, RENDERERS, SUFFIXES
from api.schema import ERROR
from api.warnings.outputs import audience_of
from diary.exports.report import ReportReader
from diary.fields import Refused
from diary.reports import report_for
from diary.trends.windows import WindowError

_PARAMETERS = [
    OpenApiParameter("format", str, enum=FORMATS, default=FORMATS[0]),
    OpenApiParameter(
        "lang",
        str,
        enum=tuple(LANGUAGES),
        default="nb",
        description="The language of the report, whatever the app's is.",
    ),
    OpenApiParameter(
        "page", str, enum=PAGES, default="1", description="2: details; not of text."
    ),
    OpenApiParameter(
        "end",
        OpenApiTypes.DATE,
        description="The last of the 28 nights; by default the latest that is over.",
    ),
]


class ReportPage(DiaryView):
    """The report of one diary, for its owner or for a clinician who may read it.

    The owner reads the patient's texts and no clinical summary (rulings 25).
    """

    parameters = NAMES

    @extend_schema(
        parameters=_PARAMETERS,
        responses={
            (200, "text/html"): OpenApiTypes.STR,
            (200, "application/pdf"): OpenApiTypes.BINARY,
            (200, "text/plain"): OpenApiTypes.STR,
            **dict.fromkeys((400, 401, 403, 404), ERROR),
        },
        tags=["reports"],
    )
    def get(self, request: Request, **kwargs: object) -> Response:
        """One page; an empty diary gives a page that says what is unknown."""
        asked = read_parameters(request.query_params)
        try:
            report = report_for(
                self.diary_id,
                reader=self._reader(asked),
                now=self.now,
                end=asked.end,
            )
        except WindowError as refused:
            raise invalid([Refused("out_of_range", refused.field)]) from None
        renderer = RENDERERS[asked.format](asked.page)
        request.accepted_renderer = renderer
        request.accepted_media_type = renderer.media_type
        return Response(report, headers=_headers(asked))

    def _reader(self, asked: Asked) -> ReportReader:
        return ReportReader(
            audience=audience_of(self.request),
            language=asked.language,
            is_owner=self.shared is None,
            sees_notes=self.sees_notes,
        )


def _headers(asked: Asked) -> dict[str, str]:
    """The file name says nothing of whose it is."""
    name = f"leggro-report.{SUFFIXES[asked.format]}"
    headers = {
        "Content-Disposition": f'inline; filename="{name}"',
        "Content-Language": asked.language,
    }
    if asked.format == "html":
        headers["Content-Security-Policy"] = HTML_POLICY
    return headers
