"""The two kinds of criteria as types: about one entry, and about the diary."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from diary.criteria.entries import Entry
from diary.criteria.findings import Outcome
from diary.criteria.index import DiaryIndex

TargetedCriterion: TypeAlias = Callable[[DiaryIndex, Entry], Outcome]
PatternCriterion: TypeAlias = Callable[[DiaryIndex], Outcome]
