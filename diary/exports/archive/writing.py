"""An archive as text: one record a line, in the order in which they come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from uuid import UUID

from diary.digest import canonical, content_hash, digest_of_all, portable_name
from diary.exports.archive.shape import (
    DIGESTS,
    FORMAT,
    VERSION,
    Record,
    Tally,
    digests_member,
)
from diary.fields import TABLES

Section = tuple[str, Iterable[Record]]


def archive_lines(
    diary: UUID, revision: int, sections: Iterable[Section]
) -> Iterator[str]:
    """The document line by line; the same records give the same text.

    Records hold plain JSON. Those of a synced table have its fields in canonical form
    and ``deleted_at``; deleted ones are no part of the portable digest.
    """
    yield (
        f'{{"format":"{FORMAT}","version":{VERSION},'
        f'"diary":"{diary}","revision":{revision}'
    )
    tallies: dict[str, Tally] = {}
    live: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, records in sections:
        tallies[name] = Tally()
        opening = f',\n"{name}":[\n'
        for record in records:
            line = canonical(record)
            tallies[name].add(line)
            if name in TABLES and record["deleted_at"] is None:
                live[name].append(_named(name, diary, record))
            yield f"{opening}{line}"
            opening = ",\n"
        yield "\n]" if opening == ",\n" else f"{opening.rstrip()}]"
    portable = {name: digest_of_all(live[name]) for name in TABLES}
    yield f',\n"{DIGESTS}":{canonical(digests_member(tallies, portable))}}}\n'


def _named(name: str, diary: UUID, record: Record) -> tuple[str, str]:
    table = TABLES[name]
    content = {field: record[field] for field in table.names}
    entry = UUID(str(record["id"]))
    return portable_name(table, diary, entry, content), content_hash(content)
