"""Changes, results and digests as answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID, uuid5

from rest_framework.request import Request

from api.entries.outputs import columns, entry_output, row_of
from api.messages import message
from api.warnings.outputs import finding_output, warning_output
from diary.criteria import Finding
from diary.digest import Fingerprint
from diary.digest_rows import digests_of
from diary.fields import TABLES, Refused, Table
from diary.fields.values import plain
from diary.models import Diary, SyncProblem, Warning
from diary.services.batch import Result
from diary.services.pull import Page
from diary.services.rows import MODELS
from diary.sync import Status
from diary.text_rows import as_text, parser_of

_COLUMNS = {name: ("deleted_at", *columns(table)) for name, table in TABLES.items()}
_PARSERS = {name: parser_of(MODELS[name], _COLUMNS[name]) for name in TABLES}


def change_outputs(page: Page, request: Request) -> list[dict[str, object]]:
    """All changes of a page, in the order of their revisions."""
    changes = [
        change
        for name, rows in page.tables
        for change in _table_changes(name, rows, page, request)
    ]
    return sorted(changes, key=lambda change: int(str(change["rev"])))


def _table_changes(
    name: str, rows: Any, page: Page, request: Request
) -> list[dict[str, object]]:
    if name == "warnings":
        return [
            _warning_change(warning, page, request)
            for warning in rows.prefetch_related("history")
        ]
    if name == "sync_problems":
        return [_problem_change(problem) for problem in rows]
    table = TABLES[name]
    return [_entry_change(table, row) for row in _plain_rows(table, rows)]


def _plain_rows(table: Table, rows: Any) -> Iterator[Mapping[str, object]]:
    """Read past Django's converters: they cost more than all the rest of a page."""
    names, parse = _COLUMNS[table.name], _PARSERS[table.name]
    for row in as_text(rows, names):
        yield dict(zip(names, parse(row), strict=True))


def _change(
    table: str, entry: object, rev: object, data: Mapping[str, object] | None
) -> dict[str, object]:
    return {
        "table": table,
        "id": str(entry),
        "rev": rev,
        "deleted": data is None,
        "data": data,
    }


def _entry_change(table: Table, row: Mapping[str, object]) -> dict[str, object]:
    is_deleted = row["deleted_at"] is not None
    data = None if is_deleted else entry_output(table, row)
    return _change(table.name, row["id"], row["rev"], data)


def _warning_change(
    warning: Warning, page: Page, request: Request
) -> dict[str, object]:
    country = page.diary.profile.country
    data = warning_output(warning, country=country, request=request)
    return _change("warnings", warning.pk, warning.rev, data)


def _problem_change(problem: SyncProblem) -> dict[str, object]:
    data = None if problem.deleted_at else problem_output(problem)
    return _change("sync_problems", problem_id(problem), problem.rev, data)


def problem_id(problem: SyncProblem) -> UUID:
    """The id a phone knows a problem by: the same for the same entry."""
    return uuid5(problem.entry, problem.table)


def problem_output(problem: SyncProblem) -> dict[str, object]:
    """One refused item: which, and what is wrong with it in words."""
    return {
        "table": problem.table,
        "entry": str(problem.entry),
        "code": problem.code,
        "field": problem.field,
        "message": message(problem.code),
        "received_at": plain(problem.received_at),
    }


def urgent_outputs(
    findings: Sequence[Finding], diary: Diary, request: Request
) -> list[dict[str, object]]:
    """What a push raised that cannot wait, in words."""
    country = diary.profile.country
    return [finding_output(one, country=country, request=request) for one in findings]


def result_output(raw: object, result: Result | Refused) -> dict[str, object]:
    """What became of one item: status, revision, and why if it did not go in."""
    sent = raw.get("id") if isinstance(raw, dict) else None
    entry = sent[:64] if isinstance(sent, str) else None
    if isinstance(result, Refused):
        return _result(entry, Status.INVALID, problem=result)
    problem = result.problems[0] if result.problems else None
    if result.status is Status.CONFLICT and problem is None:
        problem = Refused("conflict")
    return _result(entry, result.status, problem=problem, result=result)


def _result(
    entry: str | None,
    status: Status,
    *,
    problem: Refused | None = None,
    result: Result | None = None,
) -> dict[str, object]:
    row = result.row if result else None
    shows_row = row is not None and status in {Status.MERGED, Status.CONFLICT}
    return {
        "id": entry,
        "status": status.value,
        "rev": row.rev if row is not None else None,
        "code": problem.code if problem else None,
        "field": problem.field if problem else None,
        "message": message(problem.code) if problem else None,
        "server": _server(result) if result and shows_row else None,
    }


def _server(result: Result) -> dict[str, object] | None:
    row = result.row
    if row is None:
        return None
    answer = entry_output(result.item.table, row_of(result.item.table, row))
    return {**answer, "deleted": row.deleted_at is not None}


def digest_output(diary_id: UUID) -> dict[str, object]:
    """Count and hash per table and month, and what holds in any diary."""
    found = digests_of(diary_id)
    return {
        "owner": str(diary_id),
        "tables": {name: fingerprints(months) for name, months in found.months.items()},
        "portable": fingerprints(found.portable),
    }


def fingerprints(parts: Mapping[str, Fingerprint]) -> dict[str, dict[str, object]]:
    """Counts and hashes by month, or by table."""
    return {
        name: {"count": part.count, "hash": part.hash} for name, part in parts.items()
    }
