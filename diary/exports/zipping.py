"""A zip file whose bytes depend on nothing but its members: no clock, no host."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first instant that a zip can tell
UNIX = 3
OWNER_ALONE = 0o600 << 16
PIECE_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Member:
    """One file in the zip: its path there, its length in bytes, its SHA-256."""

    path: str
    size_bytes: int
    sha256: str


class PlainZip:
    """Writes members in the order they are added, and remembers their sums."""

    def __init__(self, target: IO[bytes]) -> None:
        self._zip = ZipFile(target, "w", ZIP_DEFLATED)
        self.members: list[Member] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        """Write the table of contents."""
        self._zip.close()

    def add_file(self, path: str, source: Path) -> None:
        """Add the content of a file, a piece at a time."""
        with source.open("rb") as file:
            self._add(path, iter(lambda: file.read(PIECE_BYTES), b""))

    def add_text(self, path: str, text: str) -> None:
        """Add a short text in UTF-8."""
        self._add(path, iter([text.encode()]))

    def _add(self, path: str, pieces: Iterator[bytes]) -> None:
        about = ZipInfo(path, EARLIEST)
        about.compress_type = ZIP_DEFLATED
        about.create_system = UNIX
        about.external_attr = OWNER_ALONE
        digest, size = hashlib.sha256(), 0
        with self._zip.open(about, "w", force_zip64=True) as member:
            for piece in pieces:
                member.write(piece)
                digest.update(piece)
                size += len(piece)
        self.members.append(Member(path, size, digest.hexdigest()))
