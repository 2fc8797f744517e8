"""Where a client library says it stands: one number, or nothing yet."""

from __future__ import annotations

from rest_framework.request import Request

from api.errors import ApiError
from diary.cursor import NUMBER_MAX

# What JavaScript writes into an address for "nothing yet".
_NOTHING_YET = {"", "0", "null", "undefined"}
_DIGITS_MAX = 16


def read_place(request: Request, parameter: str) -> int | None:
    """The number under this name, ``None`` for the beginning; raises 400."""
    word = request.query_params.get(parameter, "")
    if word in _NOTHING_YET:
        return None
    is_number = word.isascii() and word.isdigit() and len(word) <= _DIGITS_MAX
    if not is_number or int(word) > NUMBER_MAX:
        raise ApiError(400, "invalid", fields={parameter: "bad_cursor"})
    return int(word)
