"""What one incoming item does to one stored row: a pure decision.

No clock, no query. ``stored`` and ``base`` are contents in canonical JSON form
(``fields.values.plain``); the rules are those of ``docs/reference/sync.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Content = Mapping[str, object]


class Op(StrEnum):
    """What the device asks for."""

    PUT = "put"
    DELETE = "delete"
    RESTORE = "restore"


class Status(StrEnum):
    """What became of one item; exactly one per item, in the order of the request."""

    CREATED = "created"
    UPDATED = "updated"
    MERGED = "merged"
    UNCHANGED = "unchanged"
    DELETED = "deleted"
    CONFLICT = "conflict"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class Incoming:
    """One item as it arrived. ``fields`` may be only what changed.

    ``follows``: its base is a state that followed the stored one, in time that was
    lost when the server was restored from a backup.
    """

    op: Op
    base_rev: int | None = None
    fields: Content = field(default_factory=dict)
    follows: bool = False


@dataclass(frozen=True, slots=True)
class Stored:
    """The row as it stands. ``is_sole_writer``: only this device ever wrote it."""

    rev: int
    content: Content
    is_deleted: bool = False
    is_sole_writer: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer for the item, and the names of the fields to write."""

    status: Status
    changed: frozenset[str] = frozenset()
    is_restored: bool = False

    @property
    def writes(self) -> bool:
        """Whether the row changes and a revision is spent."""
        return self.status in _WRITING


_WRITING = {Status.CREATED, Status.UPDATED, Status.MERGED, Status.DELETED}
_UNCHANGED = Decision(Status.UNCHANGED)
_CONFLICT = Decision(Status.CONFLICT)


def decide(incoming: Incoming, stored: Stored | None, base: Content | None) -> Decision:
    """Decide one item.

    ``base`` is the content the device edited: the kept version at ``base_rev``, a row
    nobody has answered anything in when it named none, ``None`` when that revision of
    the row was never here or is no longer kept.
    """
    if incoming.op is Op.DELETE:
        return _delete(stored)
    if stored is None:
        return _create(incoming)
    if stored.is_deleted:
        return _put_on_tombstone(incoming, stored)
    return _put(incoming, stored, base)


def _delete(stored: Stored | None) -> Decision:
    if stored is None or stored.is_deleted:
        return _UNCHANGED
    return Decision(Status.DELETED)


def _create(incoming: Incoming) -> Decision:
    if incoming.op is Op.RESTORE:
        return _CONFLICT
    return Decision(Status.CREATED, frozenset(incoming.fields))


def _put_on_tombstone(incoming: Incoming, stored: Stored) -> Decision:
    """Delete wins; whoever names the tombstone's revision has seen it and may undo."""
    if not _knows(incoming, stored):
        return _CONFLICT
    changed = _differing(incoming.fields, stored.content)
    return Decision(Status.UPDATED, changed, is_restored=True)


def _knows(incoming: Incoming, stored: Stored) -> bool:
    """Whether the device has seen this state before it made its own."""
    return incoming.follows or incoming.base_rev == stored.rev


def _put(incoming: Incoming, stored: Stored, base: Content | None) -> Decision:
    changed = _differing(incoming.fields, stored.content)
    if not changed:
        return _UNCHANGED
    if _knows(incoming, stored):
        return Decision(Status.UPDATED, changed)
    if incoming.base_rev is None and stored.is_sole_writer:
        return Decision(Status.UPDATED, changed)
    if base is None:
        return _CONFLICT
    return _merge(incoming.fields, stored.content, base, changed)


def _merge(
    fields: Content, stored: Content, base: Content, changed: frozenset[str]
) -> Decision:
    """Three-way: a field changed on one side only is taken from that side."""
    edited_here = {name for name in changed if fields[name] != base.get(name)}
    if any(stored.get(name) != base.get(name) for name in edited_here):
        return _CONFLICT
    if not edited_here:
        return _UNCHANGED
    return Decision(Status.MERGED, frozenset(edited_here))


def _differing(fields: Content, content: Content) -> frozenset[str]:
    return frozenset(name for name in fields if fields[name] != content.get(name))
