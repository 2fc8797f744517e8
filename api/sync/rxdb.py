"""The face for RxDB: one pull and one push for each table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.base import DiaryView
from api.errors import ApiError
from api.hints import hint
from api.schema import errors
from api.sync import schema
from api.sync.flat_outputs import flat_entry, shown_rows
from api.sync.limits import read_limit, refuse_too_many, spend_push_quota
from api.sync.outputs import urgent_outputs
from api.sync.place import read_place
from diary.fields import TABLES, Table
from diary.items import read_flat_item
from diary.services.batch import Result
from diary.services.faces import Assumed, push_documents
from diary.services.pull import PULLED, ResyncRequired, pull_table
from diary.sync import Op

DEVICE = "rxdb"


@dataclass(frozen=True, slots=True)
class _Sent:
    """One row of a push: the document as the app has it, and as it was."""

    document: Mapping[str, object]
    assumed: Mapping[str, object] | None


class RxdbPull(DiaryView):
    """The pull handler's side of one table."""

    parameters = ("rev", "limit")

    @extend_schema(responses={200: schema.RXDB_PULLED, **errors(409)}, tags=["sync"])
    def get(self, request: Request, table: str) -> Response:
        """The next documents after ``rev``, tombstones included, oldest change first.

        A tombstone is ``id`` and ``_deleted`` alone: what it held is not sent again.
        """
        if table not in PULLED:
            raise Http404
        try:
            page = pull_table(
                self.diary_id,
                table,
                read_place(request, "rev"),
                limit=read_limit(request),
            )
        except ResyncRequired:
            raise ApiError(409, "resync_required") from None
        ((name, rows),) = page.tables
        shown = shown_rows(name, rows, page.diary, request, texts=False)
        documents = [
            {"id": one.id, "_deleted": True}
            if one.row is None
            else {**one.row, "_deleted": False}
            for one in sorted(shown, key=lambda one: one.rev)
        ]
        return Response(
            {
                "documents": documents,
                "checkpoint": {"rev": page.cursor.number},
                "owner": str(self.diary_id),
            }
        )


class RxdbPush(DiaryView):
    """The push handler's side of one table."""

    parameters = ("answer",)

    @extend_schema(
        request={"application/json": schema.RXDB_ROWS},
        responses={200: schema.RXDB_PUSHED, **errors(413, 415)},
        tags=["sync"],
    )
    def post(self, request: Request, table: str) -> Response:
        """Take what may go in; answer the stored documents of what is in conflict.

        ``answer=object`` puts the urgent findings beside them.
        """
        if table not in TABLES:
            raise Http404
        rows = _rows(request.data)
        refuse_too_many(len(rows))
        spend_push_quota(self.diary_id, now=self.now)
        sent = [_assumed(TABLES[table], row, self.diary_id) for row in rows]
        pushed = push_documents(self.diary_id, sent, device=DEVICE, now=self.now)
        if pushed.applied.has_written:
            hint(self.diary_id)
        conflicts = [_document(result) for result in pushed.conflicts]
        if request.query_params.get("answer") != "object":
            return Response(conflicts)
        applied = pushed.applied
        urgent = urgent_outputs(applied.urgent, applied.diary, request)
        return Response({"conflicts": conflicts, "urgent": urgent})


def _rows(body: object) -> Sequence[_Sent]:
    if not isinstance(body, list):
        raise ApiError(400, "invalid", fields={"": "wrong_type"})
    return [_row(sent, str(place)) for place, sent in enumerate(body)]


def _row(sent: object, place: str) -> _Sent:
    if not isinstance(sent, dict):
        raise ApiError(400, "invalid", fields={place: "wrong_type"})
    document, assumed = sent.get("newDocumentState"), sent.get("assumedMasterState")
    unknown = set(sent) - {"newDocumentState", "assumedMasterState"}
    is_good = isinstance(document, dict) and isinstance(assumed, dict | None)
    if unknown or not is_good:
        raise ApiError(400, "invalid", fields={place: "wrong_type"})
    return _Sent(document, assumed)  # type: ignore[arg-type]  # dicts by now


def _assumed(table: Table, sent: _Sent, diary: UUID) -> Assumed:
    is_deletion = sent.document.get("_deleted") is True
    item = read_flat_item(
        table,
        _own(sent.document),
        diary=diary,
        op=Op.DELETE if is_deletion else Op.PUT,
        texts=False,
    )
    if sent.assumed is None:
        return Assumed(item, None)
    before = read_flat_item(
        table, _own(sent.assumed), diary=diary, op=Op.PUT, texts=False
    )
    content = None if before.problems else before.fields
    return Assumed(item, content, is_deleted=sent.assumed.get("_deleted") is True)


def _own(document: Mapping[str, object]) -> dict[str, object]:
    """The document without what belongs to the library."""
    return {name: document[name] for name in document if not name.startswith("_")}


def _document(result: Result) -> dict[str, object]:
    row = result.row
    if row is None or row.deleted_at is not None:
        return {"id": str(result.item.id), "_deleted": True}
    return {**flat_entry(result.item.table, row, texts=False), "_deleted": False}
