"""An item on its way in: checked without any database work.

The push and the ordinary REST writes share this: raw JSON in, an ``Item`` out that is
either ready to apply or carries its refusals.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from diary.fields import TABLES, Refused, Table
from diary.fields.values import integer, one_of, plain, read_instant, read_uuid
from diary.flat import read_row
from diary.sync import Op

Read = TypeVar("Read")

REV_MAX = 2**63 - 1


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
    found = entry or sent or _id_of_date(table, diary, fields)
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


def _id_of_date(table: Table, diary: UUID, fields: Mapping[str, object]) -> UUID | None:
    day = fields.get(table.date_field) if table.date_field else None
    return table.id_for(diary, day) if isinstance(day, date) else None


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


def read_push_item(raw: object, *, diary: UUID) -> Item:
    """Check one item of a push; what is wrong with it becomes its ``problems``.

    An item that names no known table, or no usable id, keeps the zero id: there is no
    row it could be about.
    """
    if not isinstance(raw, dict):
        return _unusable(Refused("wrong_type"), {})
    try:
        table = table_named(raw.get("table"))
        entry = _at("id", read_uuid, raw.get("id"))
        outer = _push_outer(raw)
    except Refused as refused:
        return _unusable(refused, raw)
    fields = raw.get("fields", {})
    if not isinstance(fields, dict):
        return _unusable(Refused("wrong_type", "fields"), raw)
    good, problems = ({}, []) if outer.op is Op.DELETE else table.read(fields)
    return Item(
        table=table,
        id=entry,
        op=outer.op,
        base_rev=outer.base_rev,
        fields=good,
        entered_at=outer.entered_at,
        problems=[*profile_problems(table, entry, outer.op, diary), *problems],
        raw=fields,
    )


def read_flat_item(
    table: Table, sent: Mapping[str, object], *, diary: UUID, op: Op, texts: bool
) -> Item:
    """Check one row of a client library; see ``diary.flat`` for its columns."""
    try:
        entry = _at("id", read_uuid, sent.get("id"))
    except Refused as refused:
        return Item(table, UUID(int=0), op, problems=[refused])
    row = read_row(table, {} if op is Op.DELETE else sent, texts=texts)
    good, problems = table.read(row.fields)
    named = {problem.field.split(".")[0] for problem in row.problems}
    problems = [p for p in problems if p.field.split(".")[0] not in named]
    return Item(
        table=table,
        id=entry,
        op=op,
        fields=good,
        entered_at=row.entered_at,
        problems=[
            *profile_problems(table, entry, op, diary),
            *row.problems,
            *problems,
        ],
        raw=row.fields,
    )


def profile_problems(table: Table, entry: UUID, op: Op, diary: UUID) -> list[Refused]:
    """A diary has the one profile it was opened with, under its own id."""
    if table is not TABLES["profile"]:
        return []
    if entry != diary:
        return [Refused("one_profile", "id")]
    return [Refused("one_profile", "op")] if op is Op.DELETE else []


@dataclass(frozen=True, slots=True)
class _Outer:
    op: Op
    base_rev: int | None
    entered_at: datetime | None


_PUSH_FIELDS = {"table", "id", "op", "base_rev", "fields", "entered_at"}
_read_rev = integer(0, REV_MAX)
_read_op = one_of(tuple(Op))


def _push_outer(raw: Mapping[str, object]) -> _Outer:
    for name in raw:
        if name not in _PUSH_FIELDS:
            raise Refused("unknown_field", str(name)[:64])
    rev = raw.get("base_rev")
    return _Outer(
        op=Op(str(_at("op", _read_op, raw.get("op", Op.PUT)))),
        base_rev=None if rev is None else int(str(_at("base_rev", _read_rev, rev))),
        entered_at=_at("entered_at", _instant_or_none, raw.get("entered_at")),
    )


def _at(name: str, read: Callable[[object], Read], value: object) -> Read:
    try:
        return read(value)
    except Refused as refused:
        raise refused.at(name) from None


def _unusable(refused: Refused, raw: Mapping[str, object]) -> Item:
    fields = raw.get("fields")
    return Item(
        table=TABLES["episodes"],
        id=UUID(int=0),
        problems=[refused],
        raw=fields if isinstance(fields, dict) else {},
    )
