"""What the demo diaries say of themselves, in Norwegian and for a person to read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from diary.demo.filling import Demo, fill
from tests.api.sharing.conftest import ClientFor
from tests.api.trends.conftest import figures_of, own

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


def summary_of(demo: Demo, login: ClientFor, name: str) -> Any:
    """The summary as the person reads it."""
    with time_machine.travel(NOW, tick=False):
        api = login(demo.patients[name].user)
        answer = api.get(own("summary/"), {"lang": "nb"})
    assert answer.status_code == 200
    return answer


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
def test_demo_diary_says_whether_it_got_better_and_why(
    demo: Demo, login: ClientFor, name: str, counts: str, verdict: str, said: str
) -> None:
    figure = figures_of(summary_of(demo, login, name))["cramp_nights"]
    assert figure["change"]["verdict"] == verdict
    assert figure["text"].startswith(counts)
    assert said in figure["text"]


@pytest.mark.parametrize(
    ("name", "severity", "figure", "said"),
    [
        (
            "long-cramps",
            "see_doctor_soon",
            "duration_over_10_min",
            "Kramper over 10 minutter: 2 av 9.",
        ),
        (
            "spread-to-arms",
            "see_doctor_soon",
            "arm_or_trunk_dates",
            "Datoer med krampe i arm eller overkropp: 14. november 2026 (underarm); "
            "19. november 2026 (hånd).",
        ),
        (
            "daytime-progression",
            "see_doctor",
            "day_share",
            "Kramper om dagen, av alle kramper de siste 28 nettene: 4 av 9 (de 28 "
            "nettene før: 0 av 6).",
        ),
        (
            "improving",
            None,
            "physical_relief",
            "Det som hjalp oftest: Tøyde muskelen (3 av 3).",
        ),
        ("sparse", None, "completeness", "Registrerte netter: 5 av 28."),
    ],
)
def test_demo_diary_puts_its_warning_first_and_shows_what_is_behind_it(
    demo: Demo,
    login: ClientFor,
    name: str,
    severity: str | None,
    figure: str,
    said: str,
) -> None:
    answer = summary_of(demo, login, name)
    warning = answer.json()["open_warning"]
    assert (warning and warning["severity"]) == severity
    assert figures_of(answer)[figure]["text"] == said
