"""The columns of each export file: names, labels and meaning, in one table."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from diary.exports.columns.column import Column
from diary.exports.columns.completeness import COMPLETENESS
from diary.exports.columns.episodes import EPISODES
from diary.exports.columns.nights import NIGHTS
from diary.exports.columns.others import CHECK_INS, MEDICATIONS, WARNINGS

__all__ = ["COLUMNS", "COMPLETENESS", "Column"]

COLUMNS: Mapping[str, tuple[Column, ...]] = MappingProxyType(
    {
        "episodes": EPISODES,
        "nights": NIGHTS,
        "check_ins": CHECK_INS,
        "medications": MEDICATIONS,
        "warnings": WARNINGS,
    }
)
