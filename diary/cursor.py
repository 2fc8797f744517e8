"""Where a phone stands in a diary: an opaque word made of version, epoch and rev."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from uuid import UUID

VERSION = "1"
LENGTH_MAX = 200
REV_BITS = 32
EPOCH_BITS = 20  # together a whole number that JavaScript keeps exactly
REV_MAX = (1 << REV_BITS) - 1
_BEGAN = 1 << EPOCH_BITS + REV_BITS  # the mark of a pull from the beginning
NUMBER_MAX = 2 * _BEGAN - 1


class CursorError(ValueError):
    """This is not a cursor of ours."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Everything up to ``rev`` of the diary in this ``epoch`` has been pulled.

    ``began`` is not 0 in the middle of a pull from the beginning: the diary's revision
    when it began. Such a phone holds nothing old, however low its ``rev`` still is.
    """

    epoch: UUID
    rev: int
    began: int = 0

    def __str__(self) -> str:
        text = f"{VERSION}.{self.epoch.hex}.{self.rev}"
        if self.began:
            text += f".{self.began}"
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @property
    def number(self) -> int:
        """The place as one number, for libraries that keep nothing else.

        A mark of the epoch stands above the 32 bits of ``rev``, so a number of another
        epoch is noticed (but for one in a million) without any help of the library.
        """
        began = _BEGAN if self.began else 0
        return began + (_mark(self.epoch) << REV_BITS) + self.rev

    def fits(self, *, epoch: UUID, revision: int, purge_floor: int) -> bool:
        """Whether pulling may go on from here; else the phone must resync.

        ``rev`` 0 is the start, which no purge makes wrong.
        """
        is_purged = 0 < max(self.rev, self.began) < purge_floor
        return self.epoch == epoch and self.rev <= revision and not is_purged

    def next(self, rev: int, *, revision: int, has_more: bool) -> Cursor:
        """The place after a page up to ``rev`` that began here, at that revision."""
        if not has_more:
            return Cursor(self.epoch, rev)
        return Cursor(self.epoch, rev, self.began or (0 if self.rev else revision))


def read_cursor(word: str) -> Cursor:
    """Read what a phone sent back; raises ``CursorError``."""
    if not word or len(word) > LENGTH_MAX or not word.isascii():
        raise CursorError
    try:
        padded = word + "=" * (-len(word) % 4)
        text = base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii")
        version, epoch, *numbers = text.split(".")
        if version != VERSION or len(numbers) not in {1, 2}:
            raise CursorError
        if not all(number.isdigit() for number in numbers):
            raise CursorError
        return Cursor(UUID(hex=epoch), *map(int, numbers))
    except (binascii.Error, ValueError):
        raise CursorError from None


def cursor_of_number(number: int, *, epoch: UUID) -> Cursor | None:
    """The place that ``Cursor.number`` meant; ``None`` if it is of another epoch."""
    began, number = divmod(number, _BEGAN)
    mark, rev = number >> REV_BITS, number & REV_MAX
    # When it began is not in the number; nobody stops half-way for 400 days.
    place = Cursor(epoch, rev, REV_MAX if began else 0)
    return place if mark == _mark(epoch) else None


def _mark(epoch: UUID) -> int:
    """20 bits of the epoch, never 0: a plain revision is no place."""
    return epoch.int % ((1 << EPOCH_BITS) - 1) + 1
