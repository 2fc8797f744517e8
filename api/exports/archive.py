"""``export.archive`` and ``import.archive``: everything about me, out and in again."""

from __future__ import annotations

from tempfile import SpooledTemporaryFile
from typing import IO

from django.http import FileResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.base import DiaryView
from api.errors import ApiError, invalid
from api.exports.archive_body import ArchiveParser, members
from api.exports.archive_schema import ARCHIVE, TAKEN_IN
from api.hints import hint
from api.schema import errors
from api.sharing.views import LimitedView
from api.sync.outputs import fingerprints, urgent_outputs
from diary.archive_rows import archive_of
from diary.exports.archive import Archive, ArchiveRefused, read_archive
from diary.services.take_in import DiaryNotEmpty, TakenIn, take_in
from diary.steady import read_steadily

FILE_NAME = "leggro-archive.json"
IN_MEMORY_MAX = 4 * 1024 * 1024  # bytes; a longer archive waits in a nameless file
_STATUSES = {"archive_too_large": 413}


class ArchiveExport(LimitedView, DiaryView):
    """Everything that is kept about the person, as one JSON document."""

    action = "take_out"
    limited_method = "GET"

    @extend_schema(responses={200: ARCHIVE, **errors()}, tags=["exports"])
    def get(self, request: Request) -> FileResponse:
        """The archive, of one piece: made before its first byte is sent."""
        file = SpooledTemporaryFile(max_size=IN_MEMORY_MAX)  # noqa: SIM115 - the answer closes it
        read_steadily(self.diary_id, lambda: self._write(file))
        file.seek(0)
        return FileResponse(
            file,
            as_attachment=True,
            filename=FILE_NAME,
            content_type="application/json",
        )

    def _write(self, file: IO[bytes]) -> None:
        file.seek(0)
        file.truncate()
        for line in archive_of(self.diary_id):
            file.write(line.encode())


class ArchiveImport(LimitedView, DiaryView):
    """An archive into a diary that has no entries yet."""

    action = "take_in"
    parser_classes = (ArchiveParser,)

    @extend_schema(
        request={"application/json": ARCHIVE},
        responses={201: TAKEN_IN, **errors(409, 413, 415)},
        tags=["exports"],
    )
    def post(self, request: Request) -> Response:
        """Store every entry of the archive, or none and say why."""
        try:
            archive = self._archive(request)
            taken = take_in(self.diary_id, archive, now=self.now)
        except DiaryNotEmpty:
            raise ApiError(409, "diary_not_empty") from None
        except ArchiveRefused as refused:
            if refused.problems:
                raise invalid(refused.problems) from None
            status = _STATUSES.get(refused.code, 400)
            raise ApiError(status, refused.code) from None
        hint(self.diary_id)
        return Response(self._answer(archive, taken), status=201)

    def _archive(self, request: Request) -> Archive:
        text = request.data
        if not isinstance(text, str):
            raise ApiError(400, "bad_json")  # no body at all
        return read_archive(members(text), diary=self.diary_id)

    def _answer(self, archive: Archive, taken: TakenIn) -> dict[str, object]:
        return {
            "owner": str(self.diary_id),
            "revision": taken.diary.revision,
            "portable": fingerprints(archive.portable),
            "urgent": urgent_outputs(taken.urgent, taken.diary, self.request),
        }
