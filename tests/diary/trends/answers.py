"""Answers of the summary and the diaries they are made from, shared by tests."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from diary.trends.answer import gather_material
from diary.trends.rows import DiaryRows
from diary.trends.sentences import Reader
from diary.trends.summary import summary
from diary.trends.windows import Window, resolve_window
from diary.vocabulary import Language
from tests.diary.trends.builders import (
    FIRST,
    OSLO,
    cramp,
    day_cramp,
    diary,
    nights_back,
    quiet,
    slept,
)

NOW = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)


def window_of(nights: int = 28) -> Window:
    return resolve_window(nights=nights, end=None, now=NOW, tz=OSLO)


def answer(
    rows: DiaryRows,
    *,
    nights: int = 28,
    language: Language = "en",
    is_warned: bool = False,
    is_urgent: bool = False,
) -> dict[str, object]:
    reader = Reader(language, is_warned=is_warned, is_urgent=is_urgent)
    given = gather_material(rows, window=window_of(nights), tz=OSLO, reader=reader)
    parsed: dict[str, object] = json.loads(json.dumps(summary(given), allow_nan=False))
    return parsed


def figures_of(summary: Mapping[str, object]) -> dict[str, dict[str, object]]:
    found = summary["figures"]
    assert isinstance(found, Sequence)
    return {figure["id"]: figure for figure in found}


def nights_with(now: int, before: int, missing: int = 0) -> DiaryRows:
    """``now`` cramp nights after ``before`` of them, spread; some nights unknown."""
    recent, earlier = nights_back(28), nights_back(28, FIRST - timedelta(days=1))
    known = recent[missing:]
    with_cramp = [known[len(known) * at // now] for at in range(now)]
    with_cramp += [earlier[28 * at // before] for at in range(before)]
    return diary(
        cramps=[cramp(night) for night in with_cramp],
        check_ins=[quiet(night) for night in [*known, *earlier]],
    )


def full_diary() -> DiaryRows:
    """168 nights with every question answered."""
    nights = nights_back(168)
    cramps = [
        cramp(
            night,
            duration_seconds=60 * (at % 14),
            pain_max=at % 11,
            sites=(("calf", "left"),),
            triggers=("exercise",),
            relief=(("stretching", "full"),),
            residual_present=True,
            residual_minutes=60,
            entered_at=NOW,
        )
        for at, night in enumerate(nights)
        if at % 2
    ]
    return diary(
        cramps=[*cramps, *(day_cramp(night) for night in nights[::5])],
        check_ins=[quiet(night) for night in nights[::2]],
        sleep=[
            slept(night, waso_minutes=20 + at % 5, tst_minutes=400.0 + at % 7)
            for at, night in enumerate(nights)
        ],
        read_from=nights[0],
    )
