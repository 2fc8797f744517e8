"""What changed in a diary since a revision, in the order it changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Value

from diary.cursor import Cursor
from diary.models import Diary, SyncProblem, Warning
from diary.services.rows import MODELS

LIMIT_MAX = 500
READ_ONLY: Mapping[str, Any] = {"warnings": Warning, "sync_problems": SyncProblem}
PULLED: Mapping[str, Any] = {**MODELS, **READ_ONLY}


class ResyncRequired(Exception):
    """The cursor is of another time: restored server, purge, or another diary."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of changes: per table the query of its rows, by revision."""

    diary: Diary
    cursor: Cursor
    has_more: bool
    tables: Sequence[tuple[str, QuerySet[Any]]]


def pull(diary_id: UUID, cursor: Cursor | None, *, limit: int) -> Page:
    """Name the next ``limit`` changes after the cursor; raises ``ResyncRequired``.

    The diary's revision is read first and bounds the page, so a row that is written
    meanwhile comes with the next pull. Each revision belongs to one row.
    """
    diary = Diary.objects.get(pk=diary_id)
    start = cursor or Cursor(diary.epoch, 0)
    if not start.fits(
        epoch=diary.epoch, revision=diary.revision, purge_floor=diary.purge_floor
    ):
        raise ResyncRequired
    found = _next_revisions(diary, start.rev, limit)
    has_more = len(found) > limit
    last = found[limit - 1][0] if has_more else diary.revision
    names = {name for rev, name in found if rev <= last}
    tables = [
        (
            name,
            PULLED[name].objects.in_diary(diary_id).changed_since(start.rev, upto=last),
        )
        for name in PULLED
        if name in names
    ]
    return Page(diary, Cursor(diary.epoch, last), has_more, tables)


def _next_revisions(diary: Diary, after: int, limit: int) -> list[tuple[int, str]]:
    """The next revisions and their tables in one query, one more than asked for."""
    parts = [
        model.objects.in_diary(diary.pk)
        .changed_since(after, upto=diary.revision)
        .order_by()
        .annotate(of=Value(name))
        .values_list("rev", "of")
        for name, model in PULLED.items()
    ]
    return list(parts[0].union(*parts[1:], all=True).order_by("rev")[: limit + 1])
