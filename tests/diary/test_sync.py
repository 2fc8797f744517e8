"""What one incoming item does to one stored row."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.sync import Decision, Incoming, Op, Status, Stored, decide

NOTHING_ANSWERED = {"pain_max": None, "distress": None, "note": ""}
BASE = {"pain_max": 3, "distress": None, "note": ""}
ROW: dict[str, Any] = {"pain_max": 3, "distress": 5, "note": ""}


def put(base_rev: int | None = None, **fields: Any) -> Incoming:
    return Incoming(Op.PUT, base_rev, fields)


def later(**fields: object) -> Incoming:
    """An edit of a state that came after the server's, lost with a backup."""
    return Incoming(Op.PUT, 9, fields, follows=True)


def stored(rev: int = 7, *, deleted: bool = False, sole: bool = False) -> Stored:
    return Stored(rev, ROW, is_deleted=deleted, is_sole_writer=sole)


@pytest.mark.parametrize(
    ("incoming", "row", "base", "expected"),
    [
        pytest.param(
            put(pain_max=3),
            None,
            NOTHING_ANSWERED,
            Decision(Status.CREATED, frozenset({"pain_max"})),
            id="new id",
        ),
        pytest.param(
            put(**ROW), stored(), BASE, Decision(Status.UNCHANGED), id="a repeat"
        ),
        pytest.param(
            put(distress=5),
            stored(),
            BASE,
            Decision(Status.UNCHANGED),
            id="part of the row, same content",
        ),
        pytest.param(
            put(7, pain_max=9),
            stored(),
            ROW,
            Decision(Status.UPDATED, frozenset({"pain_max"})),
            id="base is the current revision",
        ),
        pytest.param(
            later(pain_max=9),
            stored(),
            None,
            Decision(Status.UPDATED, frozenset({"pain_max"})),
            id="base lost with a backup",
        ),
        pytest.param(
            later(pain_max=3),
            stored(deleted=True),
            None,
            Decision(Status.UPDATED, is_restored=True),
            id="undeleted in time that was lost with a backup",
        ),
        pytest.param(
            put(6, pain_max=9),
            stored(),
            BASE,
            Decision(Status.MERGED, frozenset({"pain_max"})),
            id="stale base, other field",
        ),
        pytest.param(
            put(6, pain_max=9, distress=None),
            stored(),
            BASE,
            Decision(Status.MERGED, frozenset({"pain_max"})),
            id="stale full row: what was not edited here stays as there",
        ),
        pytest.param(
            put(6, distress=8),
            stored(),
            BASE,
            Decision(Status.CONFLICT),
            id="stale base, same field, other value",
        ),
        pytest.param(
            put(6, distress=8, pain_max=9),
            stored(),
            BASE,
            Decision(Status.CONFLICT),
            id="one clash spoils the item",
        ),
        pytest.param(
            put(5, pain_max=9),
            stored(),
            None,
            Decision(Status.CONFLICT),
            id="base not kept",
        ),
        pytest.param(
            put(99, pain_max=9),
            stored(),
            None,
            Decision(Status.CONFLICT),
            id="base from the future",
        ),
        pytest.param(
            put(note="left calf"),
            stored(),
            NOTHING_ANSWERED,
            Decision(Status.MERGED, frozenset({"note"})),
            id="no base: an unanswered field is filled",
        ),
        pytest.param(
            put(pain_max=9),
            stored(),
            NOTHING_ANSWERED,
            Decision(Status.CONFLICT),
            id="no base: an answered field is not overwritten",
        ),
        pytest.param(
            put(pain_max=9),
            stored(sole=True),
            NOTHING_ANSWERED,
            Decision(Status.UPDATED, frozenset({"pain_max"})),
            id="no base: only this device ever wrote the row",
        ),
        pytest.param(
            Incoming(Op.DELETE, 7),
            stored(),
            ROW,
            Decision(Status.DELETED),
            id="delete",
        ),
        pytest.param(
            Incoming(Op.DELETE, 6),
            stored(),
            BASE,
            Decision(Status.DELETED),
            id="delete wins over an edit",
        ),
        pytest.param(
            Incoming(Op.DELETE),
            None,
            NOTHING_ANSWERED,
            Decision(Status.UNCHANGED),
            id="delete of an unknown id",
        ),
        pytest.param(
            Incoming(Op.DELETE, 7),
            stored(deleted=True),
            ROW,
            Decision(Status.UNCHANGED),
            id="delete again",
        ),
        pytest.param(
            put(6, pain_max=9),
            stored(deleted=True),
            BASE,
            Decision(Status.CONFLICT),
            id="edit of a deleted row",
        ),
        pytest.param(
            put(**ROW),
            stored(deleted=True),
            NOTHING_ANSWERED,
            Decision(Status.CONFLICT),
            id="a late repeat does not bring a deleted row back",
        ),
        pytest.param(
            put(7, pain_max=9),
            stored(deleted=True),
            ROW,
            Decision(Status.UPDATED, frozenset({"pain_max"}), is_restored=True),
            id="undelete by naming the tombstone",
        ),
        pytest.param(
            Incoming(Op.RESTORE, 7),
            stored(deleted=True),
            ROW,
            Decision(Status.UPDATED, is_restored=True),
            id="restore",
        ),
        pytest.param(
            Incoming(Op.RESTORE, 7),
            None,
            NOTHING_ANSWERED,
            Decision(Status.CONFLICT),
            id="restore of an unknown id",
        ),
    ],
)
def test_each_situation_has_its_answer(
    incoming: Incoming,
    row: Stored | None,
    base: dict[str, object] | None,
    expected: Decision,
) -> None:
    assert decide(incoming, row, base) == expected


VALUES = st.dictionaries(
    st.sampled_from(sorted(ROW)), st.one_of(st.none(), st.integers(0, 3)), min_size=1
)


@given(here=VALUES, there=VALUES, base=VALUES)
def test_merge_never_overwrites_what_the_other_side_changed(
    here: dict[str, object], there: dict[str, object], base: dict[str, object]
) -> None:
    common = {**NOTHING_ANSWERED, **base}
    row = {**common, **there}
    decision = decide(put(1, **here), Stored(2, row), common)
    changed_there = {name for name in row if row[name] != common.get(name)}
    assert not (decision.changed & changed_there)


@given(fields=VALUES)
def test_the_same_item_twice_changes_nothing_the_second_time(
    fields: dict[str, object],
) -> None:
    after = {**ROW, **fields}
    again = decide(put(7, **fields), Stored(8, after), ROW)
    assert again == Decision(Status.UNCHANGED)
