"""Figures of where cramps sit: by muscle and side, beyond calf and foot, by dates."""

from __future__ import annotations

from collections import Counter

from diary.trends.figure import (
    LIST,
    PROPORTION,
    TOO_FEW_ANSWERS,
    Figure,
    Item,
    not_shown,
)
from diary.trends.period import Period
from diary.trends.rows import EpisodeRow
from diary.vocabulary import muscles_in_group, region_of

CALF = "calf"
FOOT_GROUP = "foot"
UNSPECIFIED_LEG = "leg-unspecified"
"""May be the calf or not: such a site is neither inside nor outside."""
ARM_OR_TRUNK_REGIONS = frozenset({"arm", "trunk"})


def places(period: Period) -> tuple[Figure, ...]:
    """Sites, share outside calf and foot, dates of arm or trunk cramps; from 1."""
    located = [cramp for cramp in period.cramps if cramp.sites]
    if not located:
        return (
            not_shown("sites", LIST, TOO_FEW_ANSWERS, den=0),
            not_shown("outside_calf_and_foot", PROPORTION, TOO_FEW_ANSWERS, den=0),
            not_shown("arm_or_trunk_dates", LIST, TOO_FEW_ANSWERS, den=0),
        )
    return _sites(located), _outside(located), _arm_or_trunk(located)


def calf_and_foot() -> frozenset[str]:
    """The muscles of NLC feature 3 (Hallegraeff 2017): calf, foot, arch and toes."""
    return muscles_in_group(FOOT_GROUP) | {CALF}


def _sites(located: list[EpisodeRow]) -> Figure:
    """A cramp counts once for each muscle and side it was in."""
    counts = Counter(site for cramp in located for site in set(cramp.sites or ()))
    items: tuple[Item, ...] = tuple(
        {"muscle": muscle, "side": side, "count": count, "den": len(located)}
        for (muscle, side), count in sorted(
            counts.items(), key=lambda entry: (-entry[1], entry[0])
        )
    )
    return Figure("sites", LIST, value=len(items), den=len(located), items=items)


def _outside(located: list[EpisodeRow]) -> Figure:
    judged = [muscles for cramp in located if (muscles := _specific_muscles(cramp))]
    num = sum(1 for muscles in judged if muscles - calf_and_foot())
    den = len(judged)
    if not den:
        return not_shown("outside_calf_and_foot", PROPORTION, TOO_FEW_ANSWERS, den=0)
    return Figure(
        "outside_calf_and_foot", PROPORTION, value=num / den, num=num, den=den
    )


def _arm_or_trunk(located: list[EpisodeRow]) -> Figure:
    dated: dict[str, set[str]] = {}
    for cramp in located:
        muscles = {code for code, _ in cramp.sites or () if _is_arm_or_trunk(code)}
        if muscles:
            dated.setdefault(cramp.local_date.isoformat(), set()).update(muscles)
    items: tuple[Item, ...] = tuple(
        {"date": day, "muscles": sorted(muscles)}
        for day, muscles in sorted(dated.items())
    )
    den = len(located)
    return Figure("arm_or_trunk_dates", LIST, value=len(items), den=den, items=items)


def _specific_muscles(cramp: EpisodeRow) -> set[str]:
    return {muscle for muscle, _ in cramp.sites or ()} - {UNSPECIFIED_LEG}


def _is_arm_or_trunk(muscle: str) -> bool:
    return region_of(muscle) in ARM_OR_TRUNK_REGIONS
