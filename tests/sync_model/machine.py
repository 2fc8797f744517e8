"""S07: whatever three phones, a lossy line and a restored server do, all end equal."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from diary.fields import TABLES
from diary.models import Diary, User
from diary.services.diaries import open_diary
from tests.conftest import NOW
from tests.sync_model.backend import Backend, Backup
from tests.sync_model.phone import Key, Phone

ROUNDS_MAX = 5
PHONES = st.integers(0, 2)
EDITS = st.fixed_dictionaries(
    {},
    optional={
        "pain_max": st.integers(0, 2),
        "distress": st.integers(0, 2),
        "note": st.sampled_from(["", "a", "b"]),
    },
)
DATES = st.sampled_from([date(2026, 3, 18), date(2026, 3, 19)])
_examples = count()


class SyncMachine(RuleBasedStateMachine):
    """``acked`` rows must not get lost; ``deleted`` are those somebody deleted."""

    @initialize()
    def open(self) -> None:
        number = next(_examples)
        owner = User.objects.create_user(f"model{number}@example.test")
        diary: Diary = open_diary(owner, now=NOW)
        self.server = Backend(diary, NOW)
        self.phones = [Phone(f"phone {index}") for index in range(3)]
        self.new_ids = (UUID(int=diary.pk.int ^ n) for n in count(1))
        self.installs = count(3)
        self.acked: set[Key] = set()
        self.deleted: set[Key] = set()
        self.clock_off = timedelta()
        self.server_backup: Backup | None = None
        self.phone_backups: dict[int, Phone] = {}

    @rule(phone=PHONES, fields=EDITS)
    def add_episode(self, phone: int, fields: dict[str, Any]) -> None:
        started = (NOW + self.clock_off).isoformat()
        entry = next(self.new_ids)
        self.phones[phone].write("episodes", entry, {"started_at": started, **fields})

    @rule(phone=PHONES, day=DATES, quality=st.integers(1, 3))
    def add_night(self, phone: int, day: date, quality: int) -> None:
        entry = TABLES["nights"].id_for(self.server.id, day)
        fields = {"night_date": day.isoformat(), "quality": quality}
        self.phones[phone].write("nights", entry, fields)

    @rule(phone=PHONES, fields=EDITS, data=st.data())
    def edit(self, phone: int, fields: dict[str, Any], data: st.DataObject) -> None:
        held = [key for key in self.phones[phone].live() if key[0] == "episodes"]
        if held:
            table, entry = data.draw(st.sampled_from(held))
            self.phones[phone].write(table, UUID(entry), fields)

    @rule(phone=PHONES, data=st.data())
    def delete(self, phone: int, data: st.DataObject) -> None:
        held = [key for key in self.phones[phone].live() if key[0] != "profile"]
        if held:
            key = data.draw(st.sampled_from(held))
            self.phones[phone].delete(key)
            self.deleted.add(key)

    @rule(phone=PHONES, seed=st.integers(0, 5), is_lost=st.booleans())
    def push(self, phone: int, seed: int, *, is_lost: bool) -> None:
        """In any order; the answer may get lost."""

        def shuffled(keys: list[Key]) -> list[Key]:
            return random.Random(seed).sample(sorted(keys), len(keys))  # noqa: S311

        self._push(self.phones[phone], order=shuffled, is_answer_lost=is_lost)

    @rule(phone=PHONES)
    def pull(self, phone: int) -> None:
        self.phones[phone].pull(self.server)

    @rule(phone=PHONES)
    def reinstall(self, phone: int) -> None:
        self.phones[phone] = Phone(f"phone {next(self.installs)}")
        self._forget_what_nobody_holds()

    @rule(days=st.sampled_from([-400, -1, 0, 400]))
    def jump_the_phones_clock(self, days: int) -> None:
        self.clock_off = timedelta(days=days)

    @rule(days=st.sampled_from([1, 61, 450]))
    def let_time_pass(self, days: int) -> None:
        self.server.let_pass(days)

    @rule()
    def back_up_the_server(self) -> None:
        self.server_backup = self.server.backup()

    @precondition(lambda self: self.server_backup is not None)
    @rule()
    def restore_the_server(self) -> None:
        assert self.server_backup is not None
        self.server.restore(self.server_backup)
        self._forget_what_nobody_holds()

    @rule(phone=PHONES)
    def back_up_a_phone(self, phone: int) -> None:
        self.phone_backups[phone] = self.phones[phone].copy()

    @rule(phone=PHONES)
    def restore_a_phone(self, phone: int) -> None:
        if phone in self.phone_backups:
            self.phones[phone] = self.phone_backups[phone].copy()
            self._forget_what_nobody_holds()

    def teardown(self) -> None:
        """Quiescence: a few rounds of ordinary syncing end with everybody equal."""
        if not hasattr(self, "server"):
            return
        for _ in range(ROUNDS_MAX):
            for phone in self.phones:
                phone.pull(self.server)
                self._push(phone)
                phone.pull(self.server)
        for phone in self.phones:
            assert not [key for key, row in phone.rows.items() if row.is_changed]
            self._assert_equal(phone)
        assert self.acked - self.server.live() <= self.deleted

    def _assert_equal(self, phone: Phone) -> None:
        assert set(phone.live()) == self.server.live()
        for table in ("episodes", "nights"):
            theirs = {
                month: {"count": part.count, "hash": part.hash}
                for month, part in phone.digest(table).items()
            }
            assert theirs == self.server.digest(table)

    def _push(self, phone: Phone, **how: Any) -> None:
        for key, result in phone.push(self.server, **how):
            if result["status"] == "invalid":
                # Part of a row that a backup has taken: the whole of it comes next.
                assert (result["code"], key in self.server.live()) == (
                    "required",
                    False,
                )
            elif phone.rows[key].content is not None:
                self.acked.add(key)

    def _forget_what_nobody_holds(self) -> None:
        """What neither the server nor any phone holds can't come back."""
        held = self.server.live().union(*(phone.live() for phone in self.phones))
        self.acked &= held | self.deleted
