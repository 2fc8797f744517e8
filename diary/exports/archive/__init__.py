"""The archive: everything about one person in one JSON document, and back again."""

from diary.exports.archive.reading import (
    ENTRIES_MAX,
    Archive,
    ArchiveRefused,
    Entry,
    Member,
    read_archive,
)
from diary.exports.archive.shape import FORMAT, VERSION, Record
from diary.exports.archive.writing import archive_lines

__all__ = [
    "ENTRIES_MAX",
    "FORMAT",
    "VERSION",
    "Archive",
    "ArchiveRefused",
    "Entry",
    "Member",
    "Record",
    "archive_lines",
    "read_archive",
]
