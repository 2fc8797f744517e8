"""A diary read of one piece, though others write meanwhile."""

from __future__ import annotations

import pytest

from diary.models import Diary
from diary.steady import TRIES, read_steadily


@pytest.mark.parametrize("writes", [0, 1, TRIES - 1, TRIES])
def test_what_was_read_while_somebody_wrote_is_thrown_away(
    diary: Diary, writes: int
) -> None:
    """The last reading is under the lock, where nobody writes."""
    read: list[int] = []

    def read_while_others_write() -> int:
        read.append(len(read))
        if len(read) <= writes:
            Diary.objects.filter(pk=diary.pk).update(revision=10 + len(read))
        return len(read)

    revision, found = read_steadily(diary.pk, read_while_others_write)
    assert found == writes + 1
    assert revision == (10 + writes if writes else diary.revision)
