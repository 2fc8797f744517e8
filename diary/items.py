"""An item on its way in: checked without any database work.

The push and the ordinary REST writes share this: raw JSON in, an ``Item`` out that is
either ready to apply or carries its refusals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from diary.fields import TABLES, Refused, Table
from diary.fields.values import plain, read_instant, read_uuid
from diary.sync import Op


@dataclass(frozen=True, slots=True)
class Item:
    """One item as the service takes it; ``problems`` empty means it may go in.

    ``must_exist`` and ``must_name_base`` are what PATCH and ``If-Match`` ask for.
    """

    table: Table
    id: UUID
    op: Op = Op.PUT
    base_rev: int | None = None
    fields: Mapping[str, object] = field(default_factory=dict)
    entered_at: datetime | None = None
    problems: Sequence[Refused] = ()
    raw: Mapping[str, object] = field(default_factory=dict)
    must_exist: bool = False
    must_name_base: bool = False

    @property
    def day(self) -> date | None:
        """The diary date the item claims, for tables with one row a date."""
        name = self.table.date_field
        value = self.fields.get(name) if name else None
        return value if isinstance(value, date) else None

    @property
    def content(self) -> dict[str, object]:
        """The sent fields in canonical JSON form."""
        return {name: plain(value) for name, value in self.fields.items()}


def read_item(
    table: Table,
    raw: Mapping[str, object],
    *,
    diary: UUID,
    entry: UUID | None = None,
    op: Op = Op.PUT,
    base_rev: int | None = None,
    must_exist: bool = False,
    must_name_base: bool = True,
) -> Item:
    """Check one row as sent over REST: its fields, with ``id`` and ``entered_at``.

    ``entry`` is the id of the route, if there is one; another id in the body is
    refused. Nights and check-ins may leave the id out: their date gives it.
    """
    fields, problems = table.read(
        {name: raw[name] for name in raw if name not in {"id", "entered_at"}}
    )
    problems += _outer_problems(raw)
    if entry is None:
        named = {problem.field for problem in problems}
        problems += [p for p in table.missing(fields) if p.field not in named]
    sent = None if problems else _uuid_or_none(raw.get("id"))
    if entry is not None and sent is not None and sent != entry:
        problems.append(Refused("id_differs", "id"))
    day = fields.get(table.date_field) if table.date_field else None
    made = table.id_for(diary, day) if isinstance(day, date) else None
    found = entry or sent or made
    if found is None and not problems:
        problems.append(Refused("required", "id"))
    return Item(
        table=table,
        id=found or UUID(int=0),
        op=op,
        base_rev=base_rev,
        fields=fields,
        entered_at=None if problems else _instant_or_none(raw.get("entered_at")),
        problems=problems,
        raw=raw,
        must_exist=must_exist,
        must_name_base=must_name_base,
    )


def _outer_problems(raw: Mapping[str, object]) -> list[Refused]:
    problems = []
    for name, read in (("id", _uuid_or_none), ("entered_at", _instant_or_none)):
        try:
            read(raw.get(name))
        except Refused as refused:
            problems.append(refused.at(name))
    return problems


def _uuid_or_none(value: object) -> UUID | None:
    return None if value is None else read_uuid(value)


def _instant_or_none(value: object) -> datetime | None:
    return None if value is None else read_instant(value)


def table_named(name: object) -> Table:
    """The synced table of this name, or ``Refused``."""
    if not isinstance(name, str) or name not in TABLES:
        raise Refused("unknown_table", "table")
    return TABLES[name]
