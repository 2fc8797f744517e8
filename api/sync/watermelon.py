"""The face for WatermelonDB: its own pull and push, on our revisions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.base import DiaryView
from api.errors import ApiError
from api.hints import hint
from api.parsers import parse_json
from api.schema import errors
from api.sync import schema
from api.sync.flat_outputs import shown_rows
from api.sync.limits import refuse_too_many, spend_push_quota
from api.sync.outputs import urgent_outputs
from api.sync.place import read_place
from api.sync.watermelon_changes import SentRow, by_table, read_changes
from diary.services.changes import Applied
from diary.services.faces import PullFirst, push_since
from diary.services.pull import PULLED, Page, ResyncRequired, pull_all
from diary.services.push import is_refused

DEVICE = "watermelondb"
_PREFIX = re.compile(r"([a-z][a-z0-9_]{0,31})?", re.ASCII)
_VERSION = re.compile(r"[0-9]{1,9}", re.ASCII)


class Watermelon(DiaryView):
    """``pullChanges`` and ``pushChanges`` of WatermelonDB's ``synchronize``."""

    parameters = ("last_pulled_at", "schema_version", "migration", "prefix")

    @extend_schema(
        responses={200: schema.WATERMELON_PULLED, **errors(409, 426)}, tags=["sync"]
    )
    def get(self, request: Request) -> Response:
        """Everything since ``last_pulled_at``; new rows stand under ``updated`` too."""
        self._refuse_old_app()
        since = read_place(request, "last_pulled_at")
        try:
            page = pull_all(self.diary_id, since, anew=self._new_tables())
        except ResyncRequired:
            raise ApiError(409, "resync_required") from None
        return Response(
            {
                "changes": self._changes(page, tells_deletions=since is not None),
                "timestamp": page.cursor.number,
                "owner": str(self.diary_id),
            }
        )

    def _changes(self, page: Page, *, tells_deletions: bool) -> dict[str, object]:
        changes: dict[str, object] = {}
        for name, rows in page.tables:
            shown = list(shown_rows(name, rows, page.diary, self.request, texts=True))
            gone = [one.id for one in shown if one.row is None]
            changes[self._prefix() + name] = {
                "created": [],
                "updated": [one.row for one in shown if one.row is not None],
                "deleted": gone if tells_deletions else [],
            }
        return changes

    @extend_schema(
        request={"application/json": schema.WATERMELON_CHANGES},
        responses={200: schema.WATERMELON_PUSHED, **errors(409, 413, 415, 426)},
        tags=["sync"],
    )
    def post(self, request: Request) -> Response:
        """Apply the change set: all good rows, or nothing if one must be pulled."""
        self._refuse_old_app()
        sent = read_changes(self.body(), diary=self.diary_id, prefix=self._prefix())
        refuse_too_many(len(sent))
        spend_push_quota(self.diary_id, now=self.now)
        applied = self._push([row for row in sent if row.item is not None])
        if applied.has_written:
            hint(self.diary_id)
        results = iter(applied.results)
        rejected = [
            row for row in sent if row.item is None or is_refused(next(results))
        ]
        answer = {
            "experimentalRejectedIds": by_table(rejected),
            "urgent": urgent_outputs(applied.urgent, applied.diary, request),
        }
        return Response({name: found for name, found in answer.items() if found})

    def _push(self, sent: Sequence[SentRow]) -> Applied:
        items = [row.item for row in sent if row.item is not None]
        try:
            pushed = push_since(
                self.diary_id,
                items,
                seen=read_place(self.request, "last_pulled_at"),
                new={
                    (item.table.name, item.id)
                    for row, item in zip(sent, items, strict=True)
                    if row.is_new
                },
                is_resync=self.request.query_params.get("resync") == "1",
                device=DEVICE,
                now=self.now,
            )
        except ResyncRequired:
            raise ApiError(409, "resync_required") from None
        if isinstance(pushed, PullFirst):
            urgent = urgent_outputs(pushed.urgent, pushed.diary, self.request)
            raise ApiError(409, "pull_first", more={"urgent": urgent})
        return pushed

    def _refuse_old_app(self) -> None:
        """426 for an app whose schema is no longer served; apps name it or are new."""
        least = settings.SYNC_SCHEMA_VERSION_MIN
        word = self.request.query_params.get("schema_version", str(least))
        if not _VERSION.fullmatch(word):
            raise ApiError(400, "invalid", fields={"schema_version": "wrong_type"})
        if int(word) < least:
            raise ApiError(426, "app_too_old")

    def _prefix(self) -> str:
        prefix = self.request.query_params.get("prefix", "")
        if not _PREFIX.fullmatch(prefix):
            raise ApiError(400, "invalid", fields={"prefix": "wrong_type"})
        return prefix

    def _new_tables(self) -> set[str]:
        """The tables that came or grew with an app's update: they start over."""
        word = self.request.query_params.get("migration", "null")
        migration = parse_json((word or "null").encode())
        names = _migrated(migration) if isinstance(migration, dict) else set()
        prefix = self._prefix()
        return {name.removeprefix(prefix) for name in names} & set(PULLED)


def _migrated(migration: dict[str, object]) -> set[str]:
    """The table names of ``{from, tables: [name], columns: [{table, columns}]}``."""
    tables, grown = migration.get("tables", []), migration.get("columns", [])
    if not isinstance(tables, list) or not isinstance(grown, list):
        raise ApiError(400, "invalid", fields={"migration": "wrong_type"})
    named = [*tables, *(part.get("table") for part in grown if isinstance(part, dict))]
    return {name for name in named if isinstance(name, str)}
