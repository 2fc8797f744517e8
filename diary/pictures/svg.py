"""The paper the pictures are drawn on: 360 units wide, text, shapes, two themes.

360 units are the width of a small phone, so a text of 14 units is 14 pixels there. The
colours follow ``prefers-color-scheme``; on paper they are the light ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from textwrap import wrap
from typing import Final

from diary.vocabulary import Language

WIDTH: Final = 360
MARGIN: Final = 16
INNER: Final = WIDTH - 2 * MARGIN
SMALL: Final = 13
TEXT: Final = 14
HEADING: Final = 17
CHARACTER_WIDTH: Final = 0.58
"""Width of an average character, in units of the text size; wide fonts included."""
LINE: Final = 1.35

_LIGHT = (
    ".paper{fill:#fff}.ink{fill:#1a1a1a}.soft{fill:#4d4d4d}.full{fill:#8a2f0b}"
    ".rim{fill:none;stroke:#8a2f0b}.calm{stroke:#1b5e86}.calmfull{fill:#1b5e86}"
    ".gap{stroke:#6b6b6b}.grid{stroke:#d0d0d0}.onfull{stroke:#fff}.edge{stroke:#fff}"
)
_DARK = (
    ".paper{fill:#14181c}.ink{fill:#f4f4f4}.soft{fill:#c8cdd2}.full{fill:#ffb683}"
    ".rim{fill:none;stroke:#ffb683}.calm{stroke:#93cdf2}.calmfull{fill:#93cdf2}"
    ".gap{stroke:#a6adb3}.grid{stroke:#3d454c}.onfull{stroke:#14181c}"
    ".edge{stroke:#14181c}"
)
STYLE: Final = (
    "text{font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}"
    ".calm,.gap{fill:none}"
    f"{_LIGHT}@media screen and (prefers-color-scheme:dark){{{_DARK}}}"
)
"""The same in every picture, so that a policy can name it by its hash."""


class Drawing:
    """One picture, drawn from the top down; ``y`` is where the next part begins."""

    def __init__(self, title: str, language: Language, period: str = "") -> None:
        """Begin with the heading, and which nights it is about."""
        self.title = title
        self.language = language
        self.period = period
        self.y = float(MARGIN)
        self._parts: list[str] = []
        self.paragraph(title, size=HEADING, is_bold=True)
        self.paragraph(period, kind="soft")
        self.space(4)

    def add(self, *parts: str) -> None:
        """Put shapes on the paper."""
        self._parts.extend(parts)

    def paragraph(
        self, words: str, *, size: int = TEXT, kind: str = "ink", is_bold: bool = False
    ) -> None:
        """Text over the whole width, in as many lines as it takes."""
        for line in lines_of(words, size=size, width=INNER):
            self.y += size * LINE
            self.add(
                text(
                    MARGIN,
                    self.y - size * 0.3,
                    line,
                    size=size,
                    kind=kind,
                    is_bold=is_bold,
                )
            )

    def space(self, height: float) -> None:
        """Leave room."""
        self.y += height

    def finished(self, description: str, patterns: Iterable[str] = ()) -> str:
        """The whole document; ``description`` tells in words what is drawn."""
        height = round(self.y + MARGIN)
        words = f"{self.period}. {description}" if self.period else description
        return "".join(
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" lang="{self.language}" '
                f'role="img" aria-labelledby="title description" width="{WIDTH}" '
                f'height="{height}" viewBox="0 0 {WIDTH} {height}">',
                f'<title id="title">{escape(self.title)}</title>',
                f'<desc id="description">{escape(words)}</desc>',
                f"<style>{STYLE}</style>",
                f"<defs>{''.join(patterns)}</defs>",
                f'<rect class="paper" width="{WIDTH}" height="{height}"/>',
                *self._parts,
                "</svg>\n",
            )
        )


def text(
    x: float,
    y: float,
    words: str,
    *,
    size: int = TEXT,
    kind: str = "ink",
    anchor: str = "start",
    is_bold: bool = False,
) -> str:
    """One line of text with its baseline at ``y``."""
    weight = ' font-weight="600"' if is_bold else ""
    return (
        f'<text class="{kind}" x="{number(x)}" y="{number(y)}" font-size="{size}" '
        f'text-anchor="{anchor}"{weight}>{escape(words)}</text>'
    )


def box(
    x: float, y: float, width: float, height: float, *, kind: str, extra: str = ""
) -> str:
    """A rectangle with slightly round corners."""
    return (
        f'<rect class="{kind}" x="{number(x)}" y="{number(y)}" '
        f'width="{number(width)}" height="{number(height)}" rx="3"{extra}/>'
    )


def line(start: Sequence[float], end: Sequence[float], *, kind: str) -> str:
    """A straight line two units thick."""
    return (
        f'<path class="{kind}" stroke-width="2" d="M{number(start[0])} '
        f'{number(start[1])}L{number(end[0])} {number(end[1])}"/>'
    )


def lines_of(words: str, *, size: int, width: float) -> list[str]:
    """``words`` broken into lines that fit in ``width``."""
    return wrap(words, max(1, int(width / (size * CHARACTER_WIDTH))))


def width_of(words: str, size: int) -> float:
    """About how wide a line of text comes out."""
    return len(words) * size * CHARACTER_WIDTH


def number(value: float) -> str:
    """A coordinate with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")
