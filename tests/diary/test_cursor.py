"""Where a phone stands, as an opaque word and as one number."""

from __future__ import annotations

from uuid import UUID

import pytest

from diary.cursor import NUMBER_MAX, Cursor, cursor_of_number, read_cursor

EPOCH = UUID("00000000-0000-4000-8000-00000000abcd")
OTHER = UUID("00000000-0000-4000-8000-00000000abce")


@pytest.mark.parametrize("rev", [0, 1, 2**32 - 1])
def test_place_survives_its_word_and_its_number(rev: int) -> None:
    place = Cursor(EPOCH, rev)
    assert read_cursor(str(place)) == place
    assert cursor_of_number(place.number, epoch=EPOCH) == place


def test_number_of_another_epoch_is_no_place() -> None:
    assert cursor_of_number(Cursor(OTHER, 5).number, epoch=EPOCH) is None


@pytest.mark.parametrize("rev", [0, 1, 2**32 - 1])
def test_plain_revision_is_no_place_in_any_epoch(rev: int) -> None:
    for epoch in (UUID(int=0), UUID(int=2**128 - 1), EPOCH):
        assert cursor_of_number(rev, epoch=epoch) is None


def test_every_number_is_exact_in_javascript() -> None:
    largest = UUID(int=2**20 - 2)
    assert Cursor(largest, 2**32 - 1).number == NUMBER_MAX < 2**53
