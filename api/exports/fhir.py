"""``export.fhir``: the diary as one FHIR R4B document."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request

from api.base import DiaryView
from api.errors import ApiError
from api.exports.parameters import (
    DOCUMENT_NAMES,
    LANGUAGES,
    AskedDocument,
    read_document_parameters,
)
from api.schema import ERROR
from api.warnings.outputs import language
from diary import fhir_rows, selectors
from diary.export_rows import profile_of
from diary.exports.dialects import RFC_4180
from diary.exports.fhir import ENTRIES_MAX, document_chunks
from diary.exports.reading import Reading

MEDIA_TYPE = "application/fhir+json"
FILE_NAME = "leggro-diary.fhir.json"
_ERRORS = dict.fromkeys((400, 401, 403, 404), ERROR)
_PARAMETERS = [
    OpenApiParameter("from", OpenApiTypes.DATE, description="First diary date."),
    OpenApiParameter("to", OpenApiTypes.DATE, description="Last diary date."),
    OpenApiParameter("lang", str, enum=tuple(LANGUAGES), description="Its words."),
    OpenApiParameter("notes", str, enum=("1", "0"), description="Add free text."),
]


class FhirExport(DiaryView):
    """A Bundle of type document: Composition, Patient, Observations, medicines.

    The entries are read when the answer is sent, outside any transaction: whatever
    ``initial`` wrote is committed before the first byte.
    """

    parameters = DOCUMENT_NAMES
    scope = "export"

    @extend_schema(
        parameters=_PARAMETERS,
        responses={(200, MEDIA_TYPE): {"type": "object"}, **_ERRORS},
        tags=["exports"],
    )
    def get(self, request: Request, **kwargs: object) -> StreamingHttpResponse:
        """The document; a period with too many entries is refused."""
        reading = self._reading(read_document_parameters(request.query_params))
        if fhir_rows.count_entries(self.diary_id, reading) > ENTRIES_MAX:
            raise ApiError(400, "invalid", fields={"from": "period_too_long"})
        return StreamingHttpResponse(
            self._chunks(reading),
            content_type=f"{MEDIA_TYPE}; fhirVersion=4.3",
            headers={"Content-Disposition": f'attachment; filename="{FILE_NAME}"'},
        )

    def _chunks(self, reading: Reading) -> Iterator[bytes]:
        content = fhir_rows.read_content(self.diary_id, reading)
        yield from document_chunks(content, reading, still_allowed=self.is_still_shared)

    def _reading(self, asked: AskedDocument) -> Reading:
        return Reading(
            dialect=RFC_4180,
            language=asked.language or language(),
            profile=selectors.profile_facts(profile_of(self.diary_id)),
            first=asked.first,
            last=asked.last,
            with_free_text=asked.with_notes and self.sees_notes,
        )
