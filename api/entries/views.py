"""The synced tables as REST resources: a batch of one through the same service."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from api.base import DiaryView
from api.entries.outputs import columns, entry_output, row_of
from api.entries.schema import EntrySchema
from api.errors import ApiError, invalid
from api.hints import hint
from api.pagination import Pages
from api.warnings.outputs import finding_output
from diary.fields import Refused, Table
from diary.fields.tables import EPISODES, PROFILE
from diary.fields.values import read_date, read_instant
from diary.items import read_item
from diary.models import Profile
from diary.services.batch import Result
from diary.services.changes import Applied, apply_changes
from diary.services.rows import MODELS
from diary.sync import Op, Status

REV_LENGTH_MAX = 18
_ETAG = re.compile(rf'"([0-9]{{1,{REV_LENGTH_MAX}}})"', re.ASCII)
_TIME_FIELD = {"medications": "started_on"}


class EntryView(DiaryView):
    """What the list and the row of a synced table share."""

    table: Table = EPISODES
    schema = EntrySchema()

    def write(
        self,
        *,
        entry: UUID | None,
        op: Op = Op.PUT,
        base_rev: int | None = None,
        must_exist: bool = False,
    ) -> tuple[Result, Applied]:
        """Apply the body as a batch of one, and nudge the evaluation."""
        item = read_item(
            self.table,
            {} if op is Op.DELETE else self.body(),
            diary=self.diary_id,
            entry=entry,
            op=op,
            base_rev=base_rev,
            must_exist=must_exist,
        )
        applied = apply_changes(self.diary_id, [item], device="", now=self.now)
        if applied.has_written:
            hint(self.diary_id)
        return applied.results[0], applied

    def answer(self, result: Result, applied: Applied) -> Response:
        """The stored row with its ETag, and what is urgent about it."""
        urgent = self.urgent(applied)
        _raise_refusal(result, urgent, self.request)
        if result.row is None:
            raise Http404
        body = entry_output(self.table, row_of(self.table, result.row))
        if self.table is EPISODES:
            body["urgent"] = urgent
        return Response(
            body,
            status=201 if result.status is Status.CREATED else 200,
            headers={"ETag": f'"{result.row.rev}"'},
        )

    def urgent(self, applied: Applied) -> list[dict[str, object]]:
        """The urgent findings as the person is told them."""
        country = applied.diary.profile.country
        return [
            finding_output(finding, country=country, request=self.request)
            for finding in applied.urgent
        ]


class EntryList(EntryView):
    """All rows of one table, newest first; POST adds one."""

    parameters = ("from", "to", "limit", "cursor")

    def get(self, request: Request, **kwargs: object) -> Response:
        """One page of live rows."""
        field = self.table.date_field or _TIME_FIELD.get(self.table.name, "started_at")
        start, end = self._period(field)
        rows = (
            MODELS[self.table.name]
            .objects.in_diary(self.diary_id)
            .live()
            .in_period(field, start, end)
            .values("key", *columns(self.table))
        )
        pages = Pages()
        ordering = ("-key",) if field == "started_on" else (f"-{field}", "-key")
        found = pages.read(rows, self, ordering)
        return pages.get_paginated_response(
            [entry_output(self.table, row) for row in found]
        )

    def _period(self, field: str) -> tuple[object, object]:
        """``from`` and ``to``: dates, both included; for episodes instants as well."""
        read = {name: self._bound(name, field) for name in ("from", "to")}
        return read["from"], read["to"]

    def _bound(self, name: str, field: str) -> object:
        raw = self.request.query_params.get(name)
        if raw is None:
            return None
        try:
            if field == "started_at" and len(raw) > len("2026-03-20"):
                return read_instant(raw.replace(" ", "+"))
            day = read_date(raw) + timedelta(days=name == "to")
        except Refused as refused:
            raise invalid([refused.at(name)]) from None
        if field != "started_at":
            return day
        return datetime.combine(day, time.min, tzinfo=self._zone).astimezone(UTC)

    @property
    def _zone(self) -> ZoneInfo:
        profiles = Profile.objects.in_diary(self.diary_id)
        return ZoneInfo(profiles.values_list("tz", flat=True).get())

    def post(self, request: Request) -> Response:
        """Store one row under the id the client made; a repeat answers 200."""
        return self.answer(*self.write(entry=None))


class EntryDetail(EntryView):
    """One row: read, create or replace, change, delete."""

    def get(self, request: Request, entry: UUID, **kwargs: object) -> Response:
        """The live row with this id."""
        rows = MODELS[self.table.name].objects.in_diary(self.diary_id).live()
        for row in rows.filter(id=entry).values(*columns(self.table)):
            headers = {"ETag": f'"{row["rev"]}"'}
            return Response(entry_output(self.table, row), headers=headers)
        raise Http404

    def put(self, request: Request, entry: UUID) -> Response:
        """Create the row, or replace it; a field left out keeps its value."""
        return self.answer(*self.write(entry=entry, base_rev=_named_rev(request)))

    def patch(self, request: Request, entry: UUID) -> Response:
        """Change some fields of a row that exists."""
        return self.answer(
            *self.write(entry=entry, base_rev=_named_rev(request), must_exist=True)
        )

    def delete(self, request: Request, entry: UUID) -> Response:
        """Delete the row; it stays restorable for 30 days."""
        result, _ = self.write(
            entry=entry, op=Op.DELETE, base_rev=_named_rev(request), must_exist=True
        )
        _raise_refusal(result, [], request)
        return Response(status=204)


class ProfileDetail(EntryView):
    """The person's own profile; its id is the diary's."""

    table = PROFILE

    def get(self, request: Request) -> Response:
        """The profile."""
        rows = Profile.objects.in_diary(self.diary_id).values(*columns(PROFILE))
        row = rows.get()
        return Response(entry_output(PROFILE, row), headers={"ETag": f'"{row["rev"]}"'})

    def patch(self, request: Request) -> Response:
        """Change some answers."""
        rev = _named_rev(request)
        return self.answer(*self.write(entry=self.diary_id, base_rev=rev))


def _named_rev(request: Request) -> int | None:
    raw = request.headers.get("If-Match")
    if raw is None:
        return None
    match = _ETAG.fullmatch(raw.strip())
    if match is None:
        raise ApiError(400, "bad_if_match", fields={"If-Match": "bad_if_match"})
    return int(match[1])


def _raise_refusal(
    result: Result, urgent: list[dict[str, object]], request: Request
) -> None:
    """Turn what the service refused into the documented status."""
    more: dict[str, object] = {"urgent": urgent} if urgent else {}
    codes = {problem.code for problem in result.problems}
    if "not_found" in codes:
        raise Http404
    if result.status is Status.INVALID:
        raise invalid(result.problems, **more)
    if result.status is Status.CONFLICT:
        status, code = _conflict(result, codes, request)
        raise ApiError(status, code, more={**_server_row(result), **more})


def _conflict(result: Result, codes: set[str], request: Request) -> tuple[int, str]:
    """POST and rows that are gone or taken conflict; the others lack ``If-Match``."""
    if "date_taken" in codes:
        return 409, "date_taken"
    is_gone = result.row is None or result.row.deleted_at is not None
    if request.method == "POST" or is_gone:
        return 409, "conflict"
    if result.item.base_rev is None:
        return 428, "if_match_required"
    return 412, "precondition_failed"


def _server_row(result: Result) -> Mapping[str, object]:
    if result.row is None:
        return {}
    row = entry_output(result.item.table, row_of(result.item.table, result.row))
    return {"server": {**row, "deleted": result.row.deleted_at is not None}}
