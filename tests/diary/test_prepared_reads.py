"""Reads whose SQL is written once: the same rows as Django's, for other values too."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from diary.models import CheckIn, Diary
from diary.prepared_reads import PreparedRead
from diary.text_rows import Rows

RECEIVED_AT = datetime(2026, 3, 20, 8, 0, tzinfo=UTC)


def build(diary: UUID, first: date, before: date, received: datetime) -> Rows:
    rows = CheckIn.objects.in_diary(diary).live().in_period("date", first, before)
    rows = rows.filter(received_at__gte=received, covers="both").order_by("date")
    return rows.values_list("covers", "rev")


@pytest.fixture
def read() -> PreparedRead:
    """A read with every kind of value, and one that is no stand-in."""
    return PreparedRead(
        build,
        diary=UUID(int=1),
        first=date(1, 1, 2),
        before=date(1, 1, 3),
        received=datetime(1, 1, 2, tzinfo=UTC),
    )


@pytest.fixture
def rows(diary: Diary) -> list[CheckIn]:
    """Five days, oldest first, each received an hour later than the one before."""
    return CheckIn.objects.bulk_create(
        CheckIn(
            diary=diary,
            id=uuid4(),
            rev=number,
            date=date(2026, 3, number),
            received_at=RECEIVED_AT + timedelta(hours=number),
        )
        for number in range(1, 6)
    )


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({}, [1, 2, 3, 4, 5]),
        ({"first": date(2026, 3, 2)}, [2, 3, 4, 5]),
        ({"before": date(2026, 3, 3)}, [1, 2]),
        ({"received": RECEIVED_AT + timedelta(hours=4)}, [4, 5]),
        ({"diary": UUID(int=7)}, []),
    ],
)
def test_each_value_goes_to_its_own_place(
    read: PreparedRead,
    rows: list[CheckIn],
    diary: Diary,
    given: dict[str, Any],
    found: list[int],
) -> None:
    values = {
        "diary": diary.pk,
        "first": date(2026, 3, 1),
        "before": date(2026, 4, 1),
        "received": RECEIVED_AT,
        **given,
    }
    once = read.fetch(**values)
    assert [(covers, rev) for covers, rev in once] == [("both", rev) for rev in found]
    assert read.fetch(**values) == once == list(build(**values))


def test_value_without_a_place_is_missed(read: PreparedRead, db: None) -> None:
    with pytest.raises(KeyError):
        read.fetch(diary=UUID(int=7))
