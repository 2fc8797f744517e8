"""The time axis of the medicines and a bar under it, as small SVG pieces."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from diary.exports.report.document import Bar

WIDTH: Final = 1000
AXIS_HEIGHT: Final = 40
BAR_HEIGHT: Final = 30
MARK: Final = 6
DARK, LIGHT, GRID, PAPER = "#333", "#ddd", "#bbb", "#fff"

Ticks = Sequence[tuple[float, str]]


def axis_svg(ticks: Ticks) -> str:
    """The months, each where it begins."""
    names = "".join(
        f'<text x="{_x(place) + 5}" y="32" font-size="30" fill="{DARK}">'
        f"{escape(name)}</text>"
        for place, name in ticks
    )
    return (
        f'<svg viewBox="0 0 {WIDTH} {AXIS_HEIGHT}" aria-hidden="true">'
        f"{_grid(ticks, AXIS_HEIGHT)}{names}</svg>"
    )


def bar_svg(bar: Bar, ticks: Ticks) -> str:
    """From start to end; light with a dashed rim where the start is not known."""
    start, end = _x(bar.start or 0.0), _x(bar.end)
    fill = DARK if bar.start is not None else LIGHT
    rim = "" if bar.start is not None else f' stroke="{DARK}" stroke-dasharray="12 8"'
    mark = ""
    if bar.mark is not None:
        mark = _box(_x(bar.mark) - MARK / 2, MARK, PAPER)
    return (
        f'<svg viewBox="0 0 {WIDTH} {BAR_HEIGHT}" preserveAspectRatio="none" '
        f'aria-hidden="true">{_grid(ticks, BAR_HEIGHT)}'
        f"{_box(start, max(end - start, MARK), fill, rim)}{mark}</svg>"
    )


def _grid(ticks: Ticks, height: int) -> str:
    return "".join(
        f'<path d="M{_x(place)} 0V{height}" stroke="{GRID}" stroke-width="2"/>'
        for place, _ in ticks
    )


def _box(x: float, width: float, fill: str, rim: str = "") -> str:
    return f'<rect x="{x:g}" y="5" width="{width:g}" height="20" fill="{fill}"{rim}/>'


def _x(place: float) -> int:
    return round(WIDTH * place)
