"""What to write down next: at most last night and two gaps."""

from __future__ import annotations

from typing import Any

import pytest

from diary.trends.answer import gather_material
from diary.trends.next_steps import next_steps
from diary.trends.sentences import Reader
from diary.vocabulary import Language
from tests.diary.trends.answers import window_of
from tests.diary.trends.builders import OSLO, cramp, diary, nights_back, quiet


def steps_of(
    pattern: str,
    *,
    language: Language = "en",
    is_latest: bool = True,
    is_urgent: bool = False,
) -> Any:
    """For the last nights written as C (cramp), q (quiet) and . (unknown)."""
    signed = list(zip(nights_back(len(pattern)), pattern, strict=True))
    rows = diary(
        cramps=[cramp(night) for night, sign in signed if sign == "C"],
        check_ins=[quiet(night) for night, sign in signed if sign == "q"],
    )
    material = gather_material(
        rows,
        window=window_of(),
        tz=OSLO,
        reader=Reader(language, is_urgent=is_urgent),
    )
    return next_steps(material._replace(is_latest=is_latest))


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("qqqqqCq", []),
        ("qqqqqq.", [("affirm_last_night", ["2026-03-20"])]),
        ("qqqqq.C", [("fill_gaps", ["2026-03-19"])]),
        (".q.q.qq", [("fill_gaps", ["2026-03-16", "2026-03-18"])]),
        (".qqqqqqq", []),
        (
            "C......",
            [
                ("affirm_last_night", ["2026-03-20"]),
                ("fill_gaps", ["2026-03-18", "2026-03-19"]),
            ],
        ),
    ],
    ids=["whole", "last night", "one gap", "two of three", "too long ago", "both"],
)
def test_steps_are_last_night_and_the_two_latest_gaps(
    pattern: str, expected: list[tuple[str, list[str]]]
) -> None:
    assert [(step["code"], step["dates"]) for step in steps_of(pattern)] == expected


def test_nothing_is_asked_of_nights_long_gone_or_while_it_is_urgent() -> None:
    assert steps_of("C......", is_latest=False) == []
    assert steps_of("C......", is_urgent=True) == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            [
                "Last night, the night to 20 March, is not recorded yet: was it "
                "quiet, or was there a cramp?",
                "Not recorded: the night to 18 March and to 19 March. Add only what "
                "you remember.",
            ],
        ),
        (
            "nb",
            [
                "Siste natt, natt til 20. mars, er ikke registrert ennå: var den "
                "rolig, eller var det krampe?",
                "Ikke registrert: natt til 18. mars og til 19. mars. Før bare inn det "
                "du husker.",
            ],
        ),
    ],
)
def test_steps_are_said_in_words(language: Language, words: list[str]) -> None:
    assert [step["text"] for step in steps_of("C......", language=language)] == words
