"""``export.csv``: the diary as a file, streamed while it is read."""

from __future__ import annotations

from django.conf import settings
from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request

from api.accounts.limits import seconds_to_wait
from api.base import DiaryView, TooManyRequests
from api.exports.parameters import LANGUAGES, NAMES, Asked, read_parameters
from api.schema import ERROR
from api.warnings.outputs import language
from diary import export_rows, selectors
from diary.exports import DIALECTS, TABLES, csv_chunks
from diary.exports.reading import Reading
from diary.models import User

CONTENT_TYPE = "text/csv; charset=utf-8"
_ERRORS = dict.fromkeys((400, 401, 403, 404, 429), ERROR)
_PARAMETERS = [
    OpenApiParameter("from", OpenApiTypes.DATE, description="First diary date."),
    OpenApiParameter("to", OpenApiTypes.DATE, description="Last diary date."),
    OpenApiParameter("table", str, enum=TABLES, default=TABLES[0]),
    OpenApiParameter("dialect", str, enum=tuple(DIALECTS), default="rfc4180"),
    OpenApiParameter(
        "labels", str, enum=tuple(LANGUAGES), description="Add a row of labels."
    ),
    OpenApiParameter("notes", str, enum=("1", "0"), description="Add free text."),
]


class CsvExport(DiaryView):
    """One table of one diary as CSV.

    The rows are read while the answer is sent, outside any transaction: whatever
    ``initial`` wrote is committed before the first byte.
    """

    parameters = NAMES
    scope = "export"

    def check_throttles(self, request: Request) -> None:
        """Count the export of this account and address, before anything is read."""
        account = str(self.caller.pk)
        wait = seconds_to_wait("export-csv", request._request, account, now=self.now)
        if wait:
            raise TooManyRequests(wait)

    @extend_schema(
        parameters=_PARAMETERS,
        responses={(200, "text/csv"): OpenApiTypes.STR, **_ERRORS},
        tags=["exports"],
    )
    def get(self, request: Request, **kwargs: object) -> StreamingHttpResponse:
        """The file; an empty diary gives the headings alone."""
        asked = read_parameters(request.query_params)
        reading = self._reading(asked)
        sheet = export_rows.sheet_of(asked.table, self.diary_id, reading)
        rows = export_rows.export_rows(
            asked.table, self.diary_id, reading, sheet.columns_read
        )
        chunks = csv_chunks(
            sheet,
            rows,
            has_label_row=asked.label_language is not None,
            still_allowed=self.is_still_shared,
        )
        name = f"leggro-{asked.table.replace('_', '-')}.csv"
        return StreamingHttpResponse(
            chunks,
            content_type=CONTENT_TYPE,
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    def _reading(self, asked: Asked) -> Reading:
        profile = export_rows.profile_of(self.diary_id)
        return Reading(
            dialect=asked.dialect,
            language=asked.label_language or language(),
            profile=selectors.profile_facts(profile),
            first=asked.first,
            last=asked.last,
            with_free_text=asked.with_notes and self.sees_notes,
            is_clinician=self.caller.role == User.Role.CLINICIAN,
            is_approved=bool(settings.RULESET_APPROVED_BY),
        )
