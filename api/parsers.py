"""Strict JSON: what a body may be, refused before anything reads it."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from rest_framework.parsers import BaseParser

from api.errors import ApiError

DEPTH_MAX = 8
INTEGER_DIGITS_MAX = 100
_SUSPECT = re.compile(r"\\u(0000|[dD][89a-fA-F])")


class StrictJSONParser(BaseParser):
    """UTF-8 JSON of limited size and depth, with no NaN, doubled key, NUL or half
    surrogate."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return the parsed value, or raise ``ApiError`` with the cause."""
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        return parse_json(read_body(stream, parser_context, most=most))


def read_body(
    stream: IO[Any],
    parser_context: Mapping[str, Any] | None,
    *,
    most: int,
    too_large: str = "body_too_large",
) -> bytes:
    """The body of a request, at most ``most`` bytes; raises ``ApiError``."""
    request = parser_context["request"] if parser_context else None
    if request is not None:
        _check_headers(request.META)
    try:
        body: bytes = stream.read(most + 1)
    except RequestDataTooBig:
        raise ApiError(413, too_large) from None
    if len(body) > most:
        raise ApiError(413, too_large)
    return body


def _check_headers(meta: Mapping[str, str]) -> None:
    if meta.get("HTTP_CONTENT_ENCODING", "identity") != "identity":
        raise ApiError(415, "content_encoding")
    if "charset" in (kind := meta.get("CONTENT_TYPE", "").lower()) and (
        "utf-8" not in kind and "utf8" not in kind
    ):
        raise ApiError(415, "bad_charset")


def parse_json(body: bytes) -> object:
    """Parse one JSON document, or raise ``ApiError`` 400 with the cause."""
    try:
        text = body.decode("utf-8")
        value: object = strict_decoder().decode(text)
    except RecursionError:
        raise ApiError(400, "too_deep") from None
    except ValueError:
        raise ApiError(400, "bad_json") from None
    refuse_deep(value, DEPTH_MAX)
    if may_be_broken(text):
        refuse_broken_text(value)
    return value


def strict_decoder() -> json.JSONDecoder:
    """A decoder that raises ``ApiError`` for what no body may hold."""
    return json.JSONDecoder(
        object_pairs_hook=_object,
        parse_int=_integer,
        parse_float=_float,
        parse_constant=_constant,
    )


def refuse_deep(value: object, most: int) -> None:
    """Raise 400 for a value of more than ``most`` levels."""
    if _depth(value) > most:
        raise ApiError(400, "too_deep")


def may_be_broken(text: str) -> bool:
    """Whether JSON text has escapes behind which NUL or half a surrogate can hide."""
    return bool(_SUSPECT.search(text))


def refuse_broken_text(value: object) -> None:
    """Raise 400 for NUL and half surrogates; neither can be stored."""
    for text in _texts(value):
        if "\0" in text:
            raise ApiError(400, "control_character")
        try:
            text.encode()
        except UnicodeEncodeError:
            raise ApiError(400, "broken_text") from None


def _texts(value: object) -> Iterator[str]:
    """Every text inside, names of members too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        yield from value
        for item in value.values():
            yield from _texts(item)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ApiError(400, "doubled_key")
    return found


def _integer(digits: str) -> int:
    if len(digits) > INTEGER_DIGITS_MAX:
        raise ApiError(400, "number_too_large")
    return int(digits)


def _float(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise ApiError(400, "number_too_large")
    return value


def _constant(_name: str) -> float:
    raise ApiError(400, "not_a_number")


def _depth(value: object) -> int:
    depth, level = 0, [value]
    while level := [part for part in level if isinstance(part, dict | list)]:
        depth += 1
        level = [
            inner
            for part in level
            for inner in (part.values() if isinstance(part, dict) else part)
        ]
    return depth
