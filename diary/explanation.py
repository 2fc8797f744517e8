"""The entries behind a warning, however old and whatever became of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from diary.fields import TABLES, Table
from diary.services.rows import MODELS

Row = Mapping[str, object]
# What evidence may name, and by what its rows are ordered.
_ORDER = {
    "episodes": "started_at",
    "nights": "night_date",
    "check_ins": "date",
    "medications": "started_on",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One entry that a warning names; ``row`` is ``None`` when it was deleted."""

    table: Table | None
    id: str
    row: Row | None


def evidence_of(
    diary_id: UUID, ids: Iterable[str], *, columns: Mapping[str, Sequence[str]]
) -> list[Evidence]:
    """The entries named, by table and time, in four queries; unknown ones at the end.

    ``columns`` are those to read of each table; a deleted row is named without them.
    """
    missing = set(ids)
    found: list[Evidence] = []
    for name, order in _ORDER.items():
        rows = MODELS[name].objects.in_diary(diary_id).filter(id__in=missing)
        for row in rows.order_by(order, "id").values("deleted_at", *columns[name]):
            entry = str(row["id"])
            shown = row if row["deleted_at"] is None else None
            found.append(Evidence(TABLES[name], entry, shown))
            missing.discard(entry)
    return [*found, *(Evidence(None, entry, None) for entry in sorted(missing))]
