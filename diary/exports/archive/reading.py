"""An archive read back: its digests checked, its entries ready to be stored.

Only the synced tables are taken in. Every other section is held against its digest and
left alone: who may read, what was warned and what was sent belong to the old diary.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from typing import NamedTuple
from uuid import UUID

from diary.digest import (
    Fingerprint,
    canonical,
    content_hash,
    digest_of_all,
    portable_name,
)
from diary.exports.archive.shape import (
    DIGESTS,
    FORMAT,
    HEAD,
    VERSION,
    Record,
    Tally,
    digests_member,
)
from diary.fields import TABLES, Refused, Table
from diary.fields.tables import OFFSET_FROM, PROFILE
from diary.fields.values import (
    Reader,
    integer,
    plain,
    read_instant,
    read_uuid,
    text,
)
from diary.items import Item

ENTRIES_MAX = 25_000
PROBLEMS_SHOWN = 20
DEVICE_LENGTH_MAX = 64
OFFSET_MINUTES_MAX = 14 * 60


class Member(NamedTuple):
    """One member of the document; a list comes record by record, an empty one as it is.

    ``value`` of a record is what stands at that place of the list called ``name``.
    """

    name: str
    value: object
    is_record: bool


class ArchiveRefused(ValueError):
    """An archive that is not taken in: a stable ``code``, and the wrong records."""

    def __init__(self, code: str, problems: Sequence[Refused] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Entry:
    """One row to be stored, where it stands in the archive, and who wrote it."""

    item: Item
    place: str
    device: str = ""


@dataclass(frozen=True, slots=True)
class Archive:
    """What is taken in, and the digest it must come to."""

    entries: Sequence[Entry]
    portable: Mapping[str, Fingerprint]


def read_archive(members: Iterable[Member], *, diary: UUID) -> Archive:
    """Read an archive for the diary ``diary``; raises ``ArchiveRefused``.

    Ids that were made from the old diary's id are made anew from this one's.
    """
    head: dict[str, object] = {}
    tallies: dict[str, Tally] = defaultdict(Tally)
    entries: list[Entry] = []
    for member in members:
        if not member.is_record:
            head[member.name] = member.value
            continue
        record = _record(member)
        place = f"{member.name}.{tallies[member.name].count}"
        tallies[member.name].add(canonical(record))
        if member.name in TABLES and record.get("deleted_at") is None:
            entries.append(_entry(TABLES[member.name], record, place))
        if len(entries) > ENTRIES_MAX:
            raise ArchiveRefused("archive_too_large")
    old_diary = _checked(head, tallies)
    _refuse_problems(entries)
    portable = _portable(entries, old_diary)
    if _digests(head).get("portable") != digests_member({}, portable)["portable"]:
        raise ArchiveRefused("archive_digest")
    moved = [_moved(entry, old_diary, diary) for entry in entries]
    return Archive(moved, portable)


def _record(member: Member) -> Record:
    if not isinstance(member.value, dict):
        raise ArchiveRefused("not_an_archive")
    return member.value


def _checked(head: Mapping[str, object], tallies: Mapping[str, Tally]) -> UUID:
    """The diary it was taken from, once format, version and digests are right."""
    if head.get("format") != FORMAT:
        raise ArchiveRefused("not_an_archive")
    if head.get("version") != VERSION or head.get("version") is True:
        raise ArchiveRefused("archive_version")
    empty = {name: Tally() for name, value in head.items() if value == []}
    if (
        _digests(head).get("sections")
        != digests_member({**tallies, **empty}, {})["sections"]
    ):
        raise ArchiveRefused("archive_digest")
    unknown = sorted(head.keys() - HEAD - empty.keys())[:PROBLEMS_SHOWN]
    if unknown:
        raise ArchiveRefused("invalid", [Refused("unknown_field", n) for n in unknown])
    try:
        return read_uuid(head.get("diary"))
    except Refused:
        raise ArchiveRefused("not_an_archive") from None


def _digests(head: Mapping[str, object]) -> Record:
    digests = head.get(DIGESTS)
    return digests if isinstance(digests, dict) else {}


def _refuse_problems(entries: Iterable[Entry]) -> None:
    found = [
        problem.at(entry.place) for entry in entries for problem in entry.item.problems
    ]
    if found:
        raise ArchiveRefused("invalid", found[:PROBLEMS_SHOWN])


_OUTER: Mapping[str, Reader] = {
    "id": read_uuid,
    "device": text(DEVICE_LENGTH_MAX),
    "entered_at": read_instant,
    "utc_offset_minutes": integer(-OFFSET_MINUTES_MAX, OFFSET_MINUTES_MAX),
}
_LEFT_BEHIND = {"rev", "received_at", "deleted_at"}  # the new diary makes its own


def _entry(table: Table, record: Record, place: str) -> Entry:
    problems: list[Refused] = []
    outer = {name: _read(name, record, problems) for name in _OUTER}
    fields, wrong = table.read(
        {
            name: value
            for name, value in record.items()
            if name not in _OUTER and name not in _LEFT_BEHIND
        }
    )
    problems += wrong or [*table.missing(fields), *_unfit(table, fields)]
    item = Item(
        table=table,
        id=_uuid(outer["id"], problems),
        fields=_on_its_clock(table, fields, outer["utc_offset_minutes"]),
        entered_at=_instant(outer["entered_at"]),
        problems=problems,
    )
    return Entry(item, place, str(outer["device"] or ""))


def _read(name: str, record: Record, problems: list[Refused]) -> object:
    value = record.get(name)
    try:
        return None if value is None else _OUTER[name](value)
    except Refused as refused:
        problems.append(refused.at(name))
        return None


def _uuid(value: object, problems: list[Refused]) -> UUID:
    if isinstance(value, UUID):
        return value
    if not any(problem.field == "id" for problem in problems):
        problems.append(Refused("required", "id"))
    return UUID(int=0)


def _instant(value: object) -> datetime | None:
    return value if isinstance(value, datetime) else None


def _unfit(table: Table, fields: Mapping[str, object]) -> list[Refused]:
    try:
        table.check(fields)
    except Refused as refused:
        return [refused]
    return []


def _on_its_clock(
    table: Table, fields: Mapping[str, object], minutes: object
) -> Mapping[str, object]:
    """Give instants back the offset they were sent with."""
    if not isinstance(minutes, int):
        return fields
    clock = timezone(timedelta(minutes=minutes))
    return {
        name: value.astimezone(clock)
        if name in OFFSET_FROM.get(table.name, ()) and isinstance(value, datetime)
        else value
        for name, value in fields.items()
    }


def _portable(entries: Iterable[Entry], diary: UUID) -> dict[str, Fingerprint]:
    rows: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for item in (entry.item for entry in entries):
        defaults = {name: plain(value) for name, value in item.table.defaults.items()}
        content = {**defaults, **item.content}
        name = portable_name(item.table, diary, item.id, content)
        rows[item.table.name].append((name, content_hash(content)))
    return {name: digest_of_all(rows[name]) for name in TABLES}


def _moved(entry: Entry, old: UUID, new: UUID) -> Entry:
    item = entry.item
    if item.table is PROFILE:
        if item.id != old:
            raise ArchiveRefused("invalid", [Refused("one_profile", entry.place)])
        return replace(entry, item=replace(item, id=new))
    day = item.day
    if isinstance(day, date) and item.id == item.table.id_for(old, day):
        return replace(entry, item=replace(item, id=item.table.id_for(new, day)))
    return entry
