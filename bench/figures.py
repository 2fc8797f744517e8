"""Rows of the table: what was measured, beside floor, aim and the bare work."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass

HEADINGS = ("work", "measured", "floor", "aim", "stands", "beside the bare work")
# Rows a second, requests a second, evaluations a second: more is better.
RATE_UNITS = frozenset({"/s", "rows/s", "/s/core"})


class NotMeasured(Exception):
    """Something did not answer as it must, so that there is no figure; says what."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure must reach and should reach, in ``unit``."""

    unit: str
    floor: float | None = None
    aim: float | None = None

    def stands(self, value: float) -> str:
        """``aim``, ``floor`` or ``MISSED``; ``-`` without a floor."""
        if self.floor is None:
            return "-"
        if not self._reaches(value, self.floor):
            return "MISSED"
        reaches_aim = self.aim is not None and self._reaches(value, self.aim)
        return "aim" if reaches_aim else "floor"

    def _reaches(self, value: float, limit: float) -> bool:
        return value >= limit if self.unit in RATE_UNITS else value <= limit


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. ``more`` follows it; ``beside`` is the comparison of the same run."""

    work: str
    value: float
    target: Target
    more: str = ""
    beside: str = "-"

    def cells(self) -> tuple[str, ...]:
        """The texts of the row, in the order of ``HEADINGS``."""
        measured = written(self.value, self.target.unit)
        return (
            self.work,
            f"{measured} {self.more}".rstrip(),
            written(self.target.floor, self.target.unit),
            written(self.target.aim, self.target.unit),
            self.target.stands(self.value),
            self.beside,
        )


def written(value: float | None, unit: str) -> str:
    """A figure for people: three digits that count, then the unit."""
    if value is None:
        return "-"
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    number = f"{value:,.{digits}f}"
    if "." in number:
        number = number.rstrip("0").rstrip(".")
    return f"{number}{unit}" if unit.startswith("/") else f"{number} {unit}".rstrip()


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share (0 to 1) of the values does not exceed."""
    ordered = sorted(values)
    place = min(int(share * len(ordered)), len(ordered) - 1)
    return ordered[place]


def table(rows: Sequence[Row]) -> str:
    """All rows as a Markdown table that also reads well in a terminal."""
    lines = [HEADINGS, *(row.cells() for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(HEADINGS))]
    texts = [_line(line, widths) for line in lines]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([texts[0], rule, *texts[1:]])


def machine() -> str:
    """How many cores there are, how busy they are, and how fast one is right now."""
    one, five, fifteen = os.getloadavg()
    loads = f"load average {one:.1f} {five:.1f} {fifteen:.1f}"
    return f"{os.cpu_count()} cores, {loads}, yardstick {yardstick_ms():.0f} ms"


def yardstick_ms() -> float:
    """Processor time of a million squares: neighbours make even that longer."""
    began = time.process_time()
    sum(number * number for number in range(1_000_000))
    return (time.process_time() - began) * 1000


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    return "| " + " | ".join(padded) + " |"
