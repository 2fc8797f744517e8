"""The body of an archive: a large JSON document, taken apart member by member.

The strictness is that of every body; only one record at a time becomes objects.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import IO, Any

from rest_framework.parsers import BaseParser

from api.errors import ApiError
from api.parsers import (
    may_be_broken,
    read_body,
    refuse_broken_text,
    refuse_deep,
    strict_decoder,
)
from diary.exports.archive import Member

BYTES_MAX = 16 * 1024 * 1024
DEPTH_MAX = 12  # of one record: a refused item of a push is kept as it came
_BLANKS = re.compile(r"[ \t\r\n]*")


class ArchiveParser(BaseParser):
    """UTF-8 text of at most ``BYTES_MAX``; it is read as JSON by ``members``."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """The text, or ``ApiError``."""
        body = read_body(
            stream, parser_context, most=BYTES_MAX, too_large="archive_too_large"
        )
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError:
            raise ApiError(400, "bad_json") from None


def members(text: str) -> Iterator[Member]:
    """The members of the one object in ``text``; raises ``ApiError``."""
    try:
        yield from _Walk(text).members()
    except RecursionError:
        raise ApiError(400, "too_deep") from None
    except ValueError:
        raise ApiError(400, "bad_json") from None


class _Walk:
    """A place in the text, and steps over it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._place = 0
        self._decoder = strict_decoder()
        self._may_be_broken = may_be_broken(text)

    def members(self) -> Iterator[Member]:
        self._step("{")
        seen: set[str] = set()
        is_at_end = self._next() == "}" and self._step("}") == "}"
        while not is_at_end:
            name = self._name(seen)
            self._step(":")
            if self._next() == "[":
                yield from self._records(name)
            else:
                yield Member(name, self._value(), is_record=False)
            is_at_end = self._step(",}") == "}"
        if self._next():
            raise ValueError("something follows the document")

    def _name(self, seen: set[str]) -> str:
        name = self._value()
        if not isinstance(name, str):
            raise ValueError("a member needs a name")
        if name in seen:
            raise ApiError(400, "doubled_key")
        seen.add(name)
        return name

    def _records(self, name: str) -> Iterator[Member]:
        self._step("[")
        if self._next() == "]":
            self._step("]")
            yield Member(name, [], is_record=False)
            return
        while True:
            yield Member(name, self._value(), is_record=True)
            if self._step(",]") == "]":
                return

    def _value(self) -> object:
        self._next()
        value: object
        value, self._place = self._decoder.raw_decode(self._text, self._place)
        refuse_deep(value, DEPTH_MAX)
        if self._may_be_broken:
            refuse_broken_text(value)
        return value

    def _next(self) -> str:
        """The next character that is no blank; empty at the end."""
        found = _BLANKS.match(self._text, self._place)
        self._place = found.end() if found else self._place
        return self._text[self._place : self._place + 1]

    def _step(self, expected: str) -> str:
        found = self._next()
        if not found or found not in expected:
            raise ValueError("the document goes on otherwise")
        self._place += 1
        return found
