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
    assert Cursor(largest, 2**32 - 1, began=1).number == NUMBER_MAX < 2**53


def test_first_pull_is_not_sent_back_to_its_beginning() -> None:
    first = Cursor(EPOCH, 0).next(2, revision=9, has_more=True)
    assert first == Cursor(EPOCH, 2, began=9)
    assert read_cursor(str(first)) == first
    assert first.fits(epoch=EPOCH, revision=9, purge_floor=5)
    again = cursor_of_number(first.number, epoch=EPOCH)
    assert again is not None
    assert again.fits(epoch=EPOCH, revision=9, purge_floor=5)
    assert first.next(4, revision=11, has_more=True) == Cursor(EPOCH, 4, began=9)
    assert first.next(9, revision=11, has_more=False) == Cursor(EPOCH, 9)


def test_place_below_the_purge_floor_does_not_fit() -> None:
    later = Cursor(EPOCH, 2).next(4, revision=9, has_more=True)
    assert later == Cursor(EPOCH, 4)
    assert not later.fits(epoch=EPOCH, revision=9, purge_floor=5)
    assert later.fits(epoch=EPOCH, revision=9, purge_floor=4)
    began_before = Cursor(EPOCH, 2, began=3)
    assert not began_before.fits(epoch=EPOCH, revision=9, purge_floor=5)
