"""How a phone and the diary agree: pull, push, digest, restore."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.base import DiaryView
from api.errors import ApiError
from api.hints import hint
from api.schema import errors
from api.sync import schema
from api.sync.limits import read_limit, refuse_too_many, spend_push_quota
from api.sync.outputs import (
    change_outputs,
    digest_output,
    result_output,
    urgent_outputs,
)
from diary.cursor import Cursor, CursorError, read_cursor
from diary.fields import Refused
from diary.fields.values import read_uuid
from diary.items import read_push_item
from diary.services.changes import Applied
from diary.services.pull import Page, ResyncRequired, pull
from diary.services.push import push, restore

DEVICE_LENGTH_MAX = 64


class Changes(DiaryView):
    """What changed since the cursor."""

    parameters = ("cursor", "limit")

    @extend_schema(responses={200: schema.CHANGES, **errors(409)}, tags=["sync"])
    def get(self, request: Request) -> Response:
        """One page of changes in the order of their revisions, tombstones included."""
        try:
            page = pull(self.diary_id, self._cursor(), limit=read_limit(request))
        except ResyncRequired:
            raise ApiError(409, "resync_required") from None
        return Response(self._answer(page))

    def _answer(self, page: Page) -> dict[str, object]:
        return {
            "owner": str(self.diary_id),
            "cursor": str(page.cursor),
            "more": page.has_more,
            "changes": change_outputs(page, self.request),
        }

    def _cursor(self) -> Cursor | None:
        word = self.request.query_params.get("cursor")
        try:
            return None if word is None else read_cursor(word)
        except CursorError:
            fields = {"cursor": "bad_cursor"}
            raise ApiError(400, "invalid", fields=fields) from None


class Push(DiaryView):
    """A batch of what the phone saved."""

    @extend_schema(
        request={"application/json": schema.PUSH},
        responses={200: schema.PUSHED, **errors(413, 415)},
        tags=["sync"],
    )
    def post(self, request: Request) -> Response:
        """Apply the batch; exactly one result per item, in order."""
        device, raw_items = self._read()
        spend_push_quota(self.diary_id, now=self.now)
        items = [read_push_item(raw, diary=self.diary_id) for raw in raw_items]
        applied = push(self.diary_id, items, device=device, now=self.now)
        if applied.has_written:
            hint(self.diary_id)
        return Response(self._answer(raw_items, applied))

    def _read(self) -> tuple[str, Sequence[object]]:
        body = self.body()
        fields = {
            name: "unknown_field" for name in body if name not in {"device", "items"}
        }
        device, items = body.get("device"), body.get("items")
        if not isinstance(device, str) or not 0 < len(device) <= DEVICE_LENGTH_MAX:
            fields["device"] = "required" if device is None else "wrong_type"
        if not isinstance(items, list):
            fields["items"] = "required" if items is None else "wrong_type"
        if fields:
            raise ApiError(400, "invalid", fields=fields)
        refuse_too_many(len(items))  # type: ignore[arg-type]  # a list by now
        return str(device), items  # type: ignore[return-value]  # a list by now

    def _answer(
        self, raw_items: Sequence[object], applied: Applied
    ) -> dict[str, object]:
        return {
            "cursor": str(Cursor(applied.diary.epoch, applied.diary.revision)),
            "results": [
                result_output(raw, result)
                for raw, result in zip(raw_items, applied.results, strict=True)
            ],
            "urgent": urgent_outputs(applied.urgent, applied.diary, self.request),
        }


class Digest(DiaryView):
    """Proof that both sides hold the same."""

    @extend_schema(responses={200: schema.DIGEST, **errors()}, tags=["sync"])
    def get(self, request: Request) -> Response:
        """Per table and month: how many live rows, and the hash of them all."""
        return Response(digest_output(self.diary_id))


class Restore(DiaryView):
    """Undelete within 30 days."""

    @extend_schema(
        request={"application/json": schema.RESTORE},
        responses={200: schema.RESTORED, **errors(413, 415)},
        tags=["sync"],
    )
    def post(self, request: Request) -> Response:
        """Bring deleted rows back; one result per id, in order."""
        entries = self._entries()
        found = restore(self.diary_id, entries, now=self.now)
        hint(self.diary_id)
        results = [result_output({"id": str(entry)}, found[entry]) for entry in entries]
        return Response({"results": results})

    def _entries(self) -> list[UUID]:
        ids = self.body().get("ids")
        if not isinstance(ids, list):
            raise ApiError(400, "invalid", fields={"ids": "wrong_type"})
        refuse_too_many(len(ids))
        try:
            return [read_uuid(entry) for entry in ids]
        except Refused as refused:
            raise ApiError(400, "invalid", fields={"ids": refused.code}) from None
