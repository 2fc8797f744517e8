"""When time alone can next change a result."""

from datetime import UTC, datetime

import pytest

from diary.criteria.next_change import next_change_at
from tests.diary.criteria.builders import (
    NOW,
    at,
    episode,
    facts,
)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2025-03-20 09:00", "2025-03-20 12:00"),
        ("2025-03-20 12:00", "2025-03-21 00:00"),
        ("2025-03-20 23:59", "2025-03-21 00:00"),
        ("2025-03-30 01:00", "2025-03-30 12:00"),
    ],
)
def test_time_changes_a_result_next_at_local_noon_or_midnight(now, expected):
    found = next_change_at(facts(episode()), at(now))
    assert found == at(expected)
    assert found.tzinfo is UTC


@pytest.mark.parametrize(
    ("confirmed", "now", "expected"),
    [
        (None, "2025-03-20 02:05:00", "2025-03-20 02:10:01"),
        ("2025-03-20 02:20", "2025-03-20 12:30:00", "2025-03-20 14:20:01"),
    ],
)
def test_an_open_cramp_has_marks_of_its_own(confirmed, now, expected):
    cramp = episode(
        ended_at=None, last_confirmed_ongoing_at=at(confirmed) if confirmed else None
    )
    assert next_change_at(facts(cramp), at(now)) == at(expected)


def test_a_diary_without_recent_entries_waits_for_nothing():
    assert next_change_at(facts(), NOW) is None
    assert next_change_at(facts(episode()), datetime(2026, 3, 20, tzinfo=UTC)) is None
