"""What changed in a diary since a revision, in the order it changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Value

from diary.cursor import Cursor, cursor_of_number
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
    start = _checked(cursor or Cursor(diary.epoch, 0), diary)
    found = _next_revisions(diary, start.rev, limit)
    has_more = len(found) > limit
    last = found[limit - 1][0] if has_more else diary.revision
    names = {name for rev, name in found if rev <= last}
    tables = [
        (
            name,
            _rows(name, diary_id).changed_since(start.rev, upto=last),
        )
        for name in PULLED
        if name in names
    ]
    cursor = start.next(last, revision=diary.revision, has_more=has_more)
    return Page(diary, cursor, has_more, tables)


def place_of(diary: Diary, number: int | None) -> Cursor:
    """The place a library names with a number; raises ``ResyncRequired``."""
    if number is None:
        return Cursor(diary.epoch, 0)
    place = cursor_of_number(number, epoch=diary.epoch)
    if place is None:
        raise ResyncRequired
    return _checked(place, diary)


def _checked(place: Cursor, diary: Diary) -> Cursor:
    if not place.fits(
        epoch=diary.epoch, revision=diary.revision, purge_floor=diary.purge_floor
    ):
        raise ResyncRequired
    return place


def pull_all(diary_id: UUID, since: int | None, *, anew: Collection[str]) -> Page:
    """Name every change after ``since`` (``Cursor.number``; ``None``: the beginning).

    Raises ``ResyncRequired``. For libraries that know no pages. The tables ``anew``
    come from their beginning.
    """
    diary = Diary.objects.select_related("profile").get(pk=diary_id)
    place = place_of(diary, since)
    tables = [
        (
            name,
            _rows(name, diary_id).changed_since(
                0 if name in anew else place.rev, upto=diary.revision
            ),
        )
        for name in PULLED
    ]
    return Page(diary, Cursor(diary.epoch, diary.revision), False, tables)


def pull_table(diary_id: UUID, name: str, since: int | None, *, limit: int) -> Page:
    """The next ``limit`` changes of one table, at the same price however far it is."""
    diary = Diary.objects.select_related("profile").get(pk=diary_id)
    place = place_of(diary, since)
    rows = _rows(name, diary_id)
    found = rows.changed_since(place.rev, upto=diary.revision).order_by("rev")
    revisions = list(found.values_list("rev", flat=True)[: limit + 1])
    has_more = len(revisions) > limit
    last = revisions[limit - 1] if has_more else diary.revision
    page = rows.changed_since(place.rev, upto=last)
    cursor = place.next(last, revision=diary.revision, has_more=has_more)
    return Page(diary, cursor, has_more, [(name, page)])


def _rows(name: str, diary_id: UUID) -> Any:
    """The rows of one table that a phone may hold: phones are the patient's."""
    rows = PULLED[name].objects.in_diary(diary_id)
    return rows.for_patient() if name == "warnings" else rows


def _next_revisions(diary: Diary, after: int, limit: int) -> list[tuple[int, str]]:
    """The next revisions and their tables in one query, one more than asked for."""
    parts = [
        _rows(name, diary.pk)
        .changed_since(after, upto=diary.revision)
        .order_by()
        .annotate(of=Value(name))
        .values_list("rev", "of")
        for name in PULLED
    ]
    return list(parts[0].union(*parts[1:], all=True).order_by("rev")[: limit + 1])
