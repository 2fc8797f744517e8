"""The signs of cramp, quiet and unknown nights: told apart by shape, not by colour."""

from __future__ import annotations

from diary.pictures import texts
from diary.pictures.svg import MARGIN, SMALL, TEXT, Drawing, box, line, number, text
from diary.trends.night_states import CRAMP, QUIET, UNKNOWN

SIGN = 26
"""Width and height of a sign."""
LEGEND_ROW = 30
_LEGEND = (
    (CRAMP, texts.CRAMP_NIGHTS),
    (QUIET, texts.QUIET_NIGHTS),
    (UNKNOWN, texts.UNKNOWN_NIGHTS),
)


def sign(state: str, x: float, y: float, size: float = SIGN) -> str:
    """A full square with a cross, an open circle, or a dashed square with "?"."""
    if state == CRAMP:
        return _crossed_square(x, y, size)
    if state == QUIET:
        half = number(size / 2 - 1.5)
        return (
            f'<circle class="calm" stroke-width="2.5" cx="{number(x + size / 2)}" '
            f'cy="{number(y + size / 2)}" r="{half}"/>'
        )
    return _dashed_square(x, y, size)


def legend(drawing: Drawing, counts: dict[str, int]) -> None:
    """The signs with their names and how many nights have each."""
    for state, words in _LEGEND:
        label = words[drawing.language].format(count=counts.get(state, 0))
        drawing.add(
            sign(state, MARGIN, drawing.y, size=22),
            text(MARGIN + 34, drawing.y + 16, label, size=TEXT),
        )
        drawing.space(LEGEND_ROW)


def _crossed_square(x: float, y: float, size: float) -> str:
    near, far = size * 0.28, size * 0.72
    return "".join(
        (
            box(x, y, size, size, kind="full"),
            line((x + near, y + near), (x + far, y + far), kind="onfull"),
            line((x + far, y + near), (x + near, y + far), kind="onfull"),
        )
    )


def _dashed_square(x: float, y: float, size: float) -> str:
    dashes = ' stroke-width="1.5" stroke-dasharray="3 3"'
    return box(x + 1, y + 1, size - 2, size - 2, kind="gap", extra=dashes) + text(
        x + size / 2, y + size / 2 + 5, "?", size=SMALL, kind="soft", anchor="middle"
    )
