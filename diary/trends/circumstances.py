"""Figures of what came before a cramp and what was tried against it."""

from __future__ import annotations

from collections import Counter

from diary.trends.figure import LIST, TOO_FEW_ANSWERS, Figure, Item, not_shown
from diary.trends.period import Period
from diary.vocabulary import relief_of_kind

HELPING_EFFECTS = frozenset({"full", "partial"})
EFFECT_NOT_KNOWN = frozenset({None, "unknown"})


def triggers(period: Period) -> Figure:
    """Each trigger ticked: cramps with it, of the cramps where the question was asked.

    A count, not a cause: nights without cramp carry no trigger answers to compare with.
    """
    asked = [
        set(cramp.triggers) for cramp in period.cramps if cramp.triggers is not None
    ]
    if not asked:
        return not_shown("triggers", LIST, TOO_FEW_ANSWERS, den=0)
    counts = Counter(code for codes in asked for code in codes)
    items: tuple[Item, ...] = tuple(
        {"code": code, "count": count, "den": len(asked)}
        for code, count in _most_common(counts)
    )
    return Figure("triggers", LIST, value=len(items), den=len(asked), items=items)


def physical_relief(period: Period) -> Figure:
    """Each physical measure tried with a known effect, and how often it eased.

    Physical measures only, never a medicine (rulings 26).
    """
    physical = relief_of_kind("physical")
    tried: Counter[str] = Counter()
    helped: Counter[str] = Counter()
    for cramp in period.cramps:
        for code, effect in cramp.relief or ():
            if code in physical and effect not in EFFECT_NOT_KNOWN:
                tried[code] += 1
                helped[code] += effect in HELPING_EFFECTS
    if not tried:
        return not_shown("physical_relief", LIST, TOO_FEW_ANSWERS, den=0)
    order = sorted(tried, key=lambda code: (-helped[code], tried[code], code))
    items: tuple[Item, ...] = tuple(
        {"code": code, "count": helped[code], "den": tried[code]} for code in order
    )
    den = tried.total()
    return Figure("physical_relief", LIST, value=len(items), den=den, items=items)


def _most_common(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
