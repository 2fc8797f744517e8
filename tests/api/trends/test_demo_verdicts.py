"""What the demo diaries say of themselves, in Norwegian and for a person to read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from diary.demo.filling import Demo, fill
from diary.trend_rows import standing_of, trend_rows
from diary.trends.summary import summarise
from diary.trends.windows import resolve_window
from tests.diary.trends.answers import figures_of

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)  # 13:00 in Oslo

BETTER = "Det er blitt bedre: klart færre netter med krampe enn før, uansett hvordan"
SAME = "Det er ingen klar endring: forskjellen er ikke større enn at den kan være"
UNKNOWN = (
    "Om dette har endret seg, kan vi ikke vite: begge periodene må ha minst 14 "
    "registrerte netter."
)


@pytest.fixture
def demo(db: None) -> Demo:
    """The five diaries, as they are shown."""
    return fill(today=NOW.date(), now=NOW)


def first_figure(demo: Demo, name: str) -> dict[str, Any]:
    diary = demo.patients[name].diary
    assert diary is not None
    standing = standing_of(diary.pk)
    tz = standing.profile.tz
    window = resolve_window(nights=28, end=None, now=NOW, tz=tz)
    summary = summarise(
        trend_rows(diary.pk, standing.profile, window),
        window=window,
        tz=tz,
        language="nb",
        has_open_soon_or_urgent_warning=standing.is_warned,
    )
    return figures_of(summary)["cramp_nights"]


@pytest.mark.parametrize(
    ("name", "counts", "verdict", "said"),
    [
        ("long-cramps", "9 av 28 netter med krampe (27", "no_clear_change", SAME),
        ("spread-to-arms", "8 av 28 netter med krampe (27", "no_clear_change", SAME),
        ("daytime-progression", "5 av 28 netter", "no_clear_change", SAME),
        ("improving", "3 av 28 netter med krampe (27", "improved", BETTER),
        ("sparse", "3 av 28 netter med krampe (5", "not_enough_data", UNKNOWN),
    ],
)
def test_demo_diary_says_whether_it_got_better(
    demo: Demo, name: str, counts: str, verdict: str, said: str
) -> None:
    figure = first_figure(demo, name)
    assert figure["change"]["verdict"] == verdict
    assert figure["text"].startswith(counts)
    assert said in figure["text"]
