"""Taking a document apart member by member gives what the whole of it would be."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from api.exports.archive_body import members

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"))
ATOMS = st.none() | st.booleans() | st.integers(-(10**20), 10**20) | TEXT
VALUES = st.recursive(
    ATOMS | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3)
    ),
    max_leaves=8,
)
DOCUMENTS = st.dictionaries(TEXT, VALUES, max_size=6)
INDENTS = st.sampled_from([None, 0, 1, "\t", "\r\n  "])


def put_together(text: str) -> dict[str, Any]:
    """The document again, from its members."""
    found: dict[str, Any] = {}
    for name, value, is_record in members(text):
        if is_record:
            found.setdefault(name, []).append(value)
        else:
            found[name] = value
    return found


@given(document=DOCUMENTS, indent=INDENTS, is_ascii=st.booleans())
def test_members_put_together_are_the_document(
    document: dict[str, Any], indent: str | int | None, is_ascii: bool
) -> None:
    text = json.dumps(document, indent=indent, ensure_ascii=is_ascii)
    assert put_together(text) == document
    assert list(put_together(text)) == list(document)


def test_records_come_one_by_one_before_the_rest_is_read() -> None:
    found = members('{"episodes":[{"id":1},{"id":2},oops')
    assert next(found).value == {"id": 1}
    assert next(found).value == {"id": 2}
