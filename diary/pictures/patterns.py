"""Fills that can be told apart without colour: full, striped, dotted, open, dashed."""

from __future__ import annotations

from typing import Final

from diary.pictures.svg import box

STRIPES: Final = (
    '<pattern id="stripes" width="8" height="8" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect class="full" width="4" height="8"/></pattern>'
)
DOTS: Final = (
    '<pattern id="dots" width="7" height="7" patternUnits="userSpaceOnUse">'
    '<circle class="full" cx="3.5" cy="3.5" r="1.7"/></pattern>'
)
PATTERNS: Final = (STRIPES, DOTS)

FULL, STRIPED, DOTTED, OPEN, DASHED = "full", "striped", "dotted", "open", "dashed"
_RIM = ' stroke-width="1.5"'


def filled(x: float, y: float, width: float, height: float, *, fill: str) -> str:
    """A box with one of the fills; the patterns need ``PATTERNS`` in the picture."""
    if fill == FULL:
        return box(x, y, width, height, kind="full")
    if fill == OPEN:
        return box(x, y, width, height, kind="calm", extra=_RIM)
    if fill == DASHED:
        dashes = f'{_RIM} stroke-dasharray="3 3"'
        return box(x, y, width, height, kind="gap", extra=dashes)
    pattern = "stripes" if fill == STRIPED else "dots"
    inside = box(x, y, width, height, kind="", extra=f' fill="url(#{pattern})"')
    return inside + box(x, y, width, height, kind="rim", extra=_RIM)
