"""One batch of items against the rows of one diary, in memory until it is saved.

The caller holds the diary's lock. Reading is a constant number of queries, and so is
saving; each item is decided by the pure ``diary.sync``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from diary import sync
from diary.fields import TABLES, Refused, Table
from diary.fields.values import plain
from diary.items import Item
from diary.lifetimes import RESTORABLE
from diary.models import Diary, EntryVersion, SyncedRow
from diary.services.bulk import write_rows
from diary.services.forgotten import forgotten_rows
from diary.services.rows import (
    LOST_REVISIONS,
    MODELS,
    content_of,
    is_blank,
    new_row,
    values_of,
    write_fields,
    written_columns,
)
from diary.sync import Decision, Incoming, Op, Status, Stored


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one item; ``row`` is the server's row where there is one."""

    item: Item
    status: Status
    row: SyncedRow | None = None
    problems: Sequence[Refused] = ()


class Batch:
    """The rows a batch names: changed in memory, then written by ``save``."""

    def __init__(self, diary: Diary, *, device: str, now: datetime) -> None:
        self.diary = diary
        self.device = device
        self.now = now
        self.rows: dict[tuple[str, UUID], SyncedRow] = {}
        self.dates: dict[tuple[str, date], SyncedRow] = {}
        self.versions: dict[tuple[str, UUID, int], EntryVersion] = {}
        self.writers: dict[tuple[str, UUID], set[str]] = defaultdict(set)
        self.new_versions: list[EntryVersion] = []
        self.written: dict[str, dict[UUID, SyncedRow]] = {}
        self.forgotten: set[tuple[str, UUID]] = set()

    def load(self, items: Sequence[Item]) -> None:
        """Read the named rows, the rows on their dates, and the kept versions."""
        for name in {item.table.name for item in items}:
            self._load_table([item for item in items if item.table.name == name])
        new = {(item.table.name, item.id) for item in items} - set(self.rows)
        forgotten = forgotten_rows(self.diary, new)
        self.rows.update(forgotten)
        self.forgotten = set(forgotten)
        self._load_versions(items)

    def _load_table(self, items: Sequence[Item]) -> None:
        table = items[0].table
        rows = MODELS[table.name].objects.in_diary(self.diary.pk)
        for row in rows.filter(id__in={item.id for item in items}):
            self.rows[table.name, row.id] = row
        if table.date_field is None:
            return
        days = {item.day for item in items if item.day}
        days |= {self._day(table, row) for (_, row) in self._rows_of(table)}
        for row in rows.live().filter(**{f"{table.date_field}__in": days}):
            kept = self.rows.setdefault((table.name, row.id), row)
            self._take_date(table, kept)

    def _rows_of(self, table: Table) -> list[tuple[UUID, SyncedRow]]:
        return [
            (entry, row)
            for (name, entry), row in self.rows.items()
            if name == table.name
        ]

    @staticmethod
    def _day(table: Table, row: SyncedRow) -> date:
        day: date = getattr(row, table.date_field or "")
        return day

    def _load_versions(self, items: Sequence[Item]) -> None:
        """Kept versions matter only to an item that does not name the current one."""
        stale = {
            item.id
            for item in items
            if (row := self.rows.get((item.table.name, item.id))) is not None
            and item.base_rev != row.rev
        }
        if not stale:
            return
        kept = EntryVersion.objects.filter(diary=self.diary, entry__in=stale)
        for version in kept:
            self._know_version(version)

    def _know_version(self, version: EntryVersion) -> None:
        self.versions[version.table, version.entry, version.rev] = version
        self.writers[version.table, version.entry].add(version.device)

    def apply(self, item: Item) -> Result:
        """Decide one item on the rows as they stand now, and change them in memory."""
        row = self.rows.get((item.table.name, item.id))
        if item.problems:
            return Result(item, Status.INVALID, row, item.problems)
        decision = self._decide(item, row)
        refused = self._refusal(item, row, decision)
        if refused is not None:
            return refused
        if decision.writes:
            row = self._write(item, row, decision)
        return Result(item, decision.status, row)

    def _decide(self, item: Item, row: SyncedRow | None) -> Decision:
        """Canonical forms are made only where there is something to compare them to."""
        if row is None:
            new = Incoming(item.op, item.base_rev, item.fields)
            return sync.decide(new, None, None)
        follows = self._follows(item, row)
        incoming = Incoming(item.op, item.base_rev, item.content, follows)
        return sync.decide(incoming, self._stored(item, row), self._base(item))

    def _stored(self, item: Item, row: SyncedRow) -> Stored:
        return Stored(
            rev=row.rev,
            content=content_of(item.table, row),
            is_deleted=row.deleted_at is not None,
            is_sole_writer=self._is_sole_writer(item, row),
        )

    def _follows(self, item: Item, row: SyncedRow) -> bool:
        """Whether the item's base was lost with a backup: only after a new epoch."""
        if item.base_rev is None or item.must_name_base:
            return False
        revision = self.diary.revision
        return revision >= LOST_REVISIONS and row.rev < item.base_rev <= revision

    def _is_sole_writer(self, item: Item, row: SyncedRow) -> bool:
        devices = {row.device} | self.writers[item.table.name, item.id]
        return self.device != "" and devices == {self.device}

    def _base(self, item: Item) -> sync.Content | None:
        if item.base_rev is None:
            return {name: plain(v) for name, v in item.table.defaults.items()}
        version = self.versions.get((item.table.name, item.id, item.base_rev))
        return version.content if version else None

    def _refusal(
        self, item: Item, row: SyncedRow | None, decision: Decision
    ) -> Result | None:
        if item.must_exist and (row is None or row.deleted_at is not None):
            return Result(item, Status.INVALID, None, [Refused("not_found")])
        if not decision.writes:
            return None
        if item.must_name_base and row is not None and item.base_rev is None:
            problem = Refused("if_match_required")
            return Result(item, Status.CONFLICT, row, [problem])
        if item.op is Op.RESTORE and self._is_past_restore(row):
            return Result(item, Status.CONFLICT, row, [Refused("restore_expired")])
        return self._unfit(item, row, decision) or self._taken(item, row, decision)

    def _is_past_restore(self, row: SyncedRow | None) -> bool:
        deleted_at = row.deleted_at if row is not None else None
        return deleted_at is not None and deleted_at < self.now - RESTORABLE

    def _unfit(
        self, item: Item, row: SyncedRow | None, decision: Decision
    ) -> Result | None:
        if decision.status is Status.DELETED:
            return None
        is_new = row is None or is_blank(item.table, row)
        stored = {} if is_new or row is None else values_of(item.table, row)
        changed = {name: item.fields[name] for name in decision.changed}
        content = {**stored, **changed}
        problems = item.table.missing(content)
        try:
            item.table.check(content)
        except Refused as refused:
            problems.append(refused)
        return Result(item, Status.INVALID, row, problems) if problems else None

    def _taken(
        self, item: Item, row: SyncedRow | None, decision: Decision
    ) -> Result | None:
        """Another row already stands for the date this one would take."""
        if item.table.date_field is None or item.op is Op.DELETE:
            return None
        day = item.day
        if day is None and row is not None and decision.is_restored:
            day = self._day(item.table, row)
        if day is None:
            return None
        holder = self.dates.get((item.table.name, day))
        if holder is None or holder.id == item.id:
            return None
        return Result(item, Status.CONFLICT, holder, [Refused("date_taken")])

    def _write(
        self, item: Item, row: SyncedRow | None, decision: Decision
    ) -> SyncedRow:
        if row is None:
            row = new_row(
                item.table,
                diary_id=self.diary.pk,
                entry=item.id,
                fields=item.fields,
            )
            row.entered_at = item.entered_at or self.now
            self.rows[item.table.name, item.id] = row
        else:
            self._keep_version(item.table, row)
            self._free_date(item.table, row)
            changed = {name: item.fields[name] for name in decision.changed}
            write_fields(item.table, row, changed)
        self.diary.revision += 1
        row.rev = self.diary.revision
        row.device = self.device
        row.received_at = self.now
        row.deleted_at = self.now if decision.status is Status.DELETED else None
        self._take_date(item.table, row)
        self.written.setdefault(item.table.name, {})[item.id] = row
        return row

    def _keep_version(self, table: Table, row: SyncedRow) -> None:
        if (table.name, row.id) in self.forgotten:
            self.forgotten.discard((table.name, row.id))
            return
        version = EntryVersion(
            diary=self.diary,
            table=table.name,
            entry=row.id,
            rev=row.rev,
            is_deleted=row.deleted_at is not None,
            content=content_of(table, row),
            device=row.device,
            received_at=row.received_at,
        )
        self._know_version(version)
        self.new_versions.append(version)

    def _take_date(self, table: Table, row: SyncedRow) -> None:
        if table.date_field and row.deleted_at is None:
            self.dates[table.name, self._day(table, row)] = row

    def _free_date(self, table: Table, row: SyncedRow) -> None:
        if table.date_field:
            self.dates.pop((table.name, self._day(table, row)), None)

    def save(self) -> bool:
        """Write what changed; say whether anything did."""
        for name, rows in self.written.items():
            write_rows(
                list(rows.values()),
                unique=("diary", "id"),
                updated=written_columns(TABLES[name]),
            )
        write_rows(self.new_versions)
        if self.written:
            self.diary.save(update_fields=["revision"])
        return bool(self.written)
