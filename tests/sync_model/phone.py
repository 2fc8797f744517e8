"""A phone as ``docs/how-to/write-a-sync-client.md`` tells to write one, in memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from diary.cursor import Cursor
from diary.digest import Fingerprint, content_hash, digest
from diary.fields import TABLES
from diary.fields.values import plain

Key = tuple[str, str]
Content = dict[str, Any]
PAGES_MAX = 1000
MONTH_FROM = {"episodes": "started_at", "nights": "night_date"}


class ResyncRequired(Exception):
    """409: the phone and the server are out of step."""


class Server(Protocol):
    """The calls a phone makes; answers are the JSON of the API."""

    def push(self, device: str, items: Sequence[Content]) -> list[Content]:
        """One result per item, in order."""

    def pull(self, cursor: Cursor | None) -> tuple[list[Content], Cursor, bool]:
        """Changes, the next cursor, whether there is more."""


@dataclass
class Row:
    """``content`` is ``None`` once deleted; ``base`` is what the server last had."""

    content: Content | None
    base: Content | None = None
    base_rev: int | None = None
    is_changed: bool = True
    is_whole: bool = True  # to be sent with every field


@dataclass
class Phone:
    """What one installation of an app keeps."""

    device: str
    rows: dict[Key, Row] = field(default_factory=dict)
    cursor: Cursor | None = None
    must_push: bool = False

    def write(self, table: str, entry: UUID, fields: Content) -> None:
        """Enter or edit a row; one that was deleted is made anew, knowingly."""
        key = table, str(entry)
        row = self.rows.setdefault(key, Row(None))
        content = row.content or canonical(table, {})
        row.is_whole |= row.content is None
        row.content = {**content, **canonical(table, fields, partial=True)}
        row.is_changed = True

    def delete(self, key: Key) -> None:
        """Delete a row, which stays as a tombstone until the server knows."""
        row = self.rows[key]
        row.content, row.is_changed = None, True

    def live(self) -> list[Key]:
        """The rows the person sees."""
        return sorted(key for key, row in self.rows.items() if row.content is not None)

    def push(
        self,
        server: Server,
        *,
        order: Callable[[list[Key]], list[Key]] = sorted,
        is_answer_lost: bool = False,
    ) -> list[tuple[Key, Content]]:
        """Send what changed; each answered key with its result, none if it got lost."""
        keys = order([key for key, row in self.rows.items() if row.is_changed])
        results = server.push(self.device, [self._item(key) for key in keys])
        if is_answer_lost:
            return []
        answered = list(zip(keys, results, strict=True))
        for key, result in answered:
            self._take_result(key, result)
        self.must_push = False
        return answered

    def pull(self, server: Server) -> None:
        """Take all that changed; after a 409 everything is sent first, then pulled."""
        try:
            self._pull(server)
        except ResyncRequired:
            self.mark_all_changed()
            self.push(server)
            self._pull(server)

    def mark_all_changed(self) -> None:
        """After a 409: offer every row whole, with the revision it is based on."""
        self.cursor, self.must_push = None, True
        for row in self.rows.values():
            row.is_changed = row.is_whole = True

    def _pull(self, server: Server) -> None:
        seen: set[Key] | None = set() if self.cursor is None else None
        for _ in range(PAGES_MAX):
            changes, self.cursor, has_more = server.pull(self.cursor)
            for change in changes:
                key = change["table"], change["id"]
                self._take_change(key, change)
                if seen is not None:
                    seen.add(key)
            if not has_more:
                break
        else:
            raise AssertionError("a pull did not end")
        if seen is not None:
            self._offer_what_did_not_come(seen)

    def _offer_what_did_not_come(self, seen: set[Key]) -> None:
        """After a pull from the beginning: perhaps a backup took it from the server.

        Or it was deleted so long ago that nobody tells any more; the push will say.
        """
        for key in set(self.rows) - seen:
            row = self.rows[key]
            if row.content is None and not row.is_changed:
                del self.rows[key]
            elif row.content is not None:
                row.is_changed = row.is_whole = True

    def _item(self, key: Key) -> Content:
        row = self.rows[key]
        item = {"table": key[0], "id": key[1], "base_rev": row.base_rev}
        if row.content is None:
            return {**item, "op": "delete"}
        base = row.base if not row.is_whole and row.base is not None else {}
        return {**item, "fields": differing(row.content, base)}

    def _take_result(self, key: Key, result: Content) -> None:
        row = self.rows[key]
        if result["status"] == "invalid":
            row.is_whole = True  # perhaps a backup took the rest of it
            return
        if result["status"] in {"merged", "conflict"}:
            self._take_server_row(key, result["rev"], result["server"])
            return
        row.base, row.base_rev = row.content, result["rev"]
        row.is_changed = row.is_whole = False

    def _take_server_row(self, key: Key, rev: int, server: Content) -> None:
        if server["deleted"]:
            self._take_deletion(key, rev)
            return
        content = canonical(key[0], server, partial=True)
        self.rows[key] = Row(content, content, rev, is_changed=False, is_whole=False)

    def _take_deletion(self, key: Key, rev: int) -> None:
        """Delete wins, but for a night entered here without knowing of another."""
        row = self.rows.setdefault(key, Row(None))
        is_made_anew = TABLES[key[0]].date_field and row.base_rev is None
        if row.content is not None and row.is_changed and is_made_anew:
            row.base_rev, row.is_whole = rev, True
            return
        self.rows[key] = Row(None, None, rev, is_changed=False)

    def _take_change(self, key: Key, change: Content) -> None:
        row = self.rows.get(key)
        if change["deleted"]:
            self._take_deletion(key, change["rev"])
            return
        content = canonical(key[0], change["data"], partial=True)
        fresh = Row(content, content, change["rev"], is_changed=False, is_whole=False)
        if row is None or not row.is_changed:
            self.rows[key] = fresh
        elif row.content is None:
            row.base_rev = change["rev"]
        elif row.base is not None and not clashes(row.content, row.base, content):
            fresh.content = {**content, **differing(row.content, row.base)}
            fresh.is_changed = fresh.content != content
            self.rows[key] = fresh
        # Else it stays as it is: the push is answered with a conflict, to be shown.

    def copy(self) -> Phone:
        """A backup of the phone itself."""
        return deepcopy(self)

    def digest(self, table: str) -> dict[str, Fingerprint]:
        """Proof of what it holds, as ``GET sync/digest`` answers it."""
        return digest(
            (str(row.content[MONTH_FROM[table]])[:7], key[1], content_hash(row.content))
            for key, row in self.rows.items()
            if key[0] == table and row.content is not None
        )


def differing(content: Content, base: Content) -> Content:
    """The fields that are not as in the base, or not there."""
    return {
        name: value
        for name, value in content.items()
        if name not in base or base[name] != value
    }


def clashes(mine: Content, base: Content, theirs: Content) -> bool:
    """Whether both sides changed a field of the base, and differently."""
    here, there = differing(mine, base), differing(theirs, base)
    return any(here[name] != there[name] for name in set(here) & set(there))


def canonical(table: str, sent: Content, *, partial: bool = False) -> Content:
    """The fields of a row in canonical form, with "not asked" for the rest."""
    known = TABLES[table]
    values, problems = known.read({k: v for k, v in sent.items() if k in known.names})
    assert not problems, problems
    whole = values if partial else {**known.defaults, **values}
    return {name: plain(value) for name, value in whole.items()}
