"""The codes of other people's terminologies: a table, and who may leave with it.

A row counts only while its status is ``verified``: somebody saw the code in an official
guide or terminology browser. Every other concept leaves as text.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

CODES_FILE = Path(__file__).parent / "data" / "codes.csv"
VERIFIED = "verified"


@dataclass(frozen=True, slots=True)
class Code:
    """One row: what we call the concept, its code, and how we know of it."""

    key: str
    code: str
    system: str
    display: str
    source: str
    date_checked: str
    status: str

    @property
    def may_leave(self) -> bool:
        """Whether an export may carry the code."""
        return self.status == VERIFIED


@lru_cache(maxsize=1)
def code_table() -> Mapping[str, Code]:
    """Every row of ``data/codes.csv`` by its key."""
    with CODES_FILE.open(encoding="utf-8", newline="") as file:
        rows = [Code(**row) for row in csv.DictReader(file)]
    return MappingProxyType({row.key: row for row in rows})
