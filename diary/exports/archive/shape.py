"""What an archive looks like: its head, its sections, and the digests at its end.

``{"format", "version", "diary", "revision", section: [record, …], …, "digests"}``. A
section's digest is the SHA-256 of its records as canonical JSON, each with a newline;
the portable one is that of ``diary.digest``.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from diary.digest import Fingerprint

FORMAT = "leggro-archive"
VERSION = 1
DIGESTS = "digests"
HEAD = frozenset({"format", "version", "diary", "revision", DIGESTS})

Record = Mapping[str, object]


class Tally:
    """Counts and hashes the records of one section, one after the other."""

    def __init__(self) -> None:
        self.count = 0
        self._hash = sha256()

    def add(self, line: str) -> None:
        """Take in the next record, as canonical JSON."""
        self.count += 1
        self._hash.update(f"{line}\n".encode())

    @property
    def found(self) -> Fingerprint:
        """How many there were, and the hash of them all."""
        return Fingerprint(self.count, self._hash.hexdigest())


def digests_member(
    sections: Mapping[str, Tally], portable: Mapping[str, Fingerprint]
) -> Record:
    """The last member of an archive."""
    return {
        "sections": {name: _plain(tally.found) for name, tally in sections.items()},
        "portable": {name: _plain(part) for name, part in portable.items()},
    }


def _plain(part: Fingerprint) -> Record:
    return {"count": part.count, "hash": part.hash}
