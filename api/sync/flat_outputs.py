"""Rows of every table as client libraries keep them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rest_framework.request import Request

from api.entries.outputs import columns as stored_columns
from api.entries.outputs import row_of
from api.sync.outputs import problem_id, problem_output
from api.warnings.outputs import warning_output
from diary import flat
from diary.fields import TABLES, Table
from diary.models import Diary, SyncedRow


@dataclass(frozen=True, slots=True)
class Shown:
    """One row to answer; ``row`` is ``None`` for a tombstone."""

    id: str
    rev: int
    row: Mapping[str, object] | None


def shown_rows(
    name: str, rows: Any, diary: Diary, request: Request, *, texts: bool
) -> Iterator[Shown]:
    """The rows of one table; ``texts`` as in ``flat.flat_row``."""
    if name == "warnings":
        return _warnings(rows, diary, request, texts)
    if name == "sync_problems":
        return _problems(rows, texts)
    return _entries(TABLES[name], rows, texts)


def flat_entry(table: Table, row: SyncedRow, *, texts: bool) -> Mapping[str, object]:
    """One stored row in flat form."""
    return flat.flat_row(flat.columns(table), row_of(table, row), texts=texts)


def _entries(table: Table, rows: Any, texts: bool) -> Iterator[Shown]:
    shown = flat.columns(table)
    for row in rows.values("deleted_at", *stored_columns(table)):
        is_deleted = row["deleted_at"] is not None
        found = None if is_deleted else flat.flat_row(shown, row, texts=texts)
        yield Shown(str(row["id"]), row["rev"], found)


def _warnings(
    rows: Any, diary: Diary, request: Request, texts: bool
) -> Iterator[Shown]:
    shown = flat.READ_ONLY["warnings"]
    for warning in rows.prefetch_related("history"):
        data = warning_output(warning, country=diary.profile.country, request=request)
        row = flat.flat_row(shown, data, texts=texts)
        yield Shown(str(warning.pk), warning.rev, row)


def _problems(rows: Any, texts: bool) -> Iterator[Shown]:
    shown = flat.READ_ONLY["sync_problems"]
    for problem in rows:
        entry = problem_id(problem)
        data = {"id": entry, **problem_output(problem)}
        row = None if problem.deleted_at else flat.flat_row(shown, data, texts=texts)
        yield Shown(str(entry), problem.rev, row)
