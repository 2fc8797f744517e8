"""Night states: cramp, quiet or unknown."""

from __future__ import annotations

import pytest

from diary.trends.night_states import count_nights, night_states
from diary.trends.rows import CheckInRow, EpisodeRow
from diary.trends.windows import NightSpan
from tests.diary.trends.builders import (
    LAST,
    cramp,
    day_cramp,
    diary,
    period,
    quiet,
    slept,
)


@pytest.mark.parametrize(
    ("episodes", "check_ins", "state"),
    [
        ([], [], None),
        ([cramp()], [], "cramp"),
        ([], [quiet()], "quiet"),
        ([], [quiet(covers="night")], "quiet"),
        ([], [quiet(covers="day")], None),
        ([cramp()], [quiet()], "cramp"),
        ([day_cramp()], [], None),
        ([day_cramp()], [quiet(covers="night")], "quiet"),
        ([cramp(is_cramp=False)], [], None),
        ([cramp(is_cramp=False)], [quiet()], "quiet"),
    ],
)
def test_state_of_a_night(
    episodes: list[EpisodeRow], check_ins: list[CheckInRow], state: str | None
) -> None:
    assert night_states(episodes, check_ins).get(LAST) == state


def test_sleep_entry_alone_leaves_the_night_unknown() -> None:
    count = period(diary(sleep=[slept()]), NightSpan(LAST, LAST)).count
    assert (count.cramp, count.quiet, count.unknown) == (0, 0, 1)


def test_counts_add_up_to_the_nights_of_the_span() -> None:
    states = night_states([cramp(LAST)], [quiet(LAST.replace(day=18))])
    count = count_nights(states, NightSpan(LAST.replace(day=17), LAST))
    assert count.outcomes == (None, 0, None, 1)
    assert (count.nights, count.recorded, count.unknown) == (4, 2, 2)
    assert count.completeness == 0.5
