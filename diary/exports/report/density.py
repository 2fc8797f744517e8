"""How much stands on page one, so that print may choose a smaller text."""

from __future__ import annotations

from math import ceil

from diary.exports.report.document import Report, Table

LINE_LENGTH = 125
"""Characters on a line over the whole page in the usual size."""
HEADING = 2
STRIP = 4
SIZES = ((62, ""), (73, "dense"))
"""How many lines one sheet holds in the usual size, and in a smaller one."""
SMALLEST = "denser"


def size_for(report: Report) -> str:
    """The class of the text size that keeps page one on one sheet; usually none."""
    lines = lines_of(report)
    return next((name for most, name in SIZES if lines <= most), SMALLEST)


def lines_of(report: Report) -> int:
    """About how many lines page one takes in the usual size."""
    places = _table(report.places) + _table(report.apart)
    return (
        _warnings(report)
        + _nights(report)
        + max(_table(report.cramps), places)
        + _table(report.sleep)
        + max(_table(report.features), _table(report.day_share))
        + _medicines(report)
    )


def _table(table: Table | None) -> int:
    if table is None:
        return 0
    notes = sum(_wrapped(note, LINE_LENGTH // 2) for note in table.notes)
    return HEADING + len(table.rows) + notes + bool(table.rows) + bool(table.more)


def _warnings(report: Report) -> int:
    part = report.warnings
    if part is None:
        return 0
    items = sum(1 + _wrapped(f"{i.level} {i.title} {i.text}") for i in part.items)
    below = _wrapped(part.more) + _wrapped(part.closing)
    return HEADING + items + len(part.notes) + below


def _nights(report: Report) -> int:
    part = report.nights
    if part is None:
        return 0
    said = sum(_wrapped(" ".join(verdict)) for verdict in part.verdicts)
    return _table(part.table) + said + STRIP


def _medicines(report: Report) -> int:
    part = report.medicines
    if part is None:
        return 0
    return HEADING + len(part.bars) + len(part.notes) + 1 + _wrapped(part.more)


def _wrapped(text: str, width: int = LINE_LENGTH) -> int:
    return ceil(len(text) / width)
