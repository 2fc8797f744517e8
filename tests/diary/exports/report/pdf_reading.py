"""Just enough of PDF to count its pages, read its words and see its tags."""

from __future__ import annotations

import re
import zlib

OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
PAGE = re.compile(rb"/Type/Page\b.*?/Resources (\d+) 0 R.*?/Contents (\d+) 0 R")
TAG = re.compile(rb"/S/(\w+)")
FONTS = re.compile(rb"/(f\d+) (\d+) 0 R")
CHARACTER = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]+)>")
PLAIN = rb"\\.|[^\\()]"
STRING = rb"\((?:" + PLAIN + rb"|\((?:" + PLAIN + rb")*\))*\)"
"""Brackets inside a string are escaped or stand in pairs."""
FONT_OR_WORDS = re.compile(
    rb"/(f\d+) [\d.]+ Tf|\[((?:" + STRING + rb"|[-\d.\s])*)\]TJ|(" + STRING + rb")Tj",
    re.DOTALL,
)
SHOWN = re.compile(STRING, re.DOTALL)
ESCAPED = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


class Pdf:
    """One file, taken apart."""

    def __init__(self, file: bytes) -> None:
        self.file = file
        self.objects = {int(number): body for number, body in OBJECT.findall(file)}
        self.tags = {tag.decode() for tag in TAG.findall(file)}
        self._pages = [
            (int(found[1]), int(found[2]))
            for body in self.objects.values()
            for found in [PAGE.search(body)]
            if found
        ]

    @property
    def pages(self) -> int:
        """How many sheets it has."""
        return len(self._pages)

    @property
    def words(self) -> str:
        """Everything that is printed, each piece of text on a line."""
        return "\n".join(
            line
            for resources, content in self._pages
            for line in self._lines(resources, content)
        )

    def _lines(self, resources: int, content: int) -> list[str]:
        fonts = {
            name: self._characters(int(font))
            for name, font in FONTS.findall(self.objects[resources])
        }
        lines, characters = [], {}
        for font, pieces, piece in FONT_OR_WORDS.findall(self._stream(content)):
            if font:
                characters = fonts[font]
            else:
                lines.append(_decoded(pieces or piece, characters))
        return lines

    def _characters(self, font: int) -> dict[bytes, str]:
        """What the glyphs of a font stand for."""
        found = re.search(rb"/ToUnicode (\d+) 0 R", self.objects[font])
        assert found
        return {
            bytes.fromhex(glyph.decode()): bytes.fromhex(text.decode()).decode(
                "utf-16-be"
            )
            for glyph, text in CHARACTER.findall(self._stream(int(found[1])))
        }

    def _stream(self, number: int) -> bytes:
        _, _, rest = self.objects[number].partition(b"stream\n")
        return zlib.decompress(rest.removesuffix(b"\nendstream"))


def _decoded(shown: bytes, characters: dict[bytes, str]) -> str:
    glyphs = b"".join(ESCAPED.sub(_byte, piece[1:-1]) for piece in SHOWN.findall(shown))
    pairs = (glyphs[place : place + 2] for place in range(0, len(glyphs), 2))
    return "".join(characters.get(pair, "\N{REPLACEMENT CHARACTER}") for pair in pairs)


def _byte(escaped: re.Match[bytes]) -> bytes:
    written = escaped[1]
    if len(written) == 3:
        return bytes([int(written, 8)])
    return ESCAPES.get(written, written)
