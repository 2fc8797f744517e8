"""Filling the demo: accounts, entries, judgement and sharing, through the services."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from uuid import UUID

from diary.demo.archetypes import ARCHETYPES, Archetype
from diary.demo.entries import DemoItem
from diary.fields import TABLES
from diary.items import Item, read_item
from diary.models import Diary, Grant, User
from diary.querysets import Scope
from diary.services.accounts import Account, make_account
from diary.services.changes import apply_changes
from diary.services.evaluate import evaluate
from diary.services.sharing import DAYS_MAX, confirm, invite, redeem

DEVICE = "demo"
BATCH_MAX = 500  # items
UNTOUCHED = 1  # the revision of a diary that holds its profile alone
HOST = "demo.leggro.example"
CLINICIAN_EMAIL = f"clinician@{HOST}"
CLINICIAN_NAME = "Kari Nordli, demo clinic"
SCOPES: tuple[Scope, ...] = ("read", "export", "notes")


class IncompleteDemo(Exception):
    """The product refused one of the demo's own entries or steps."""


@dataclass(frozen=True, slots=True)
class Demo:
    """Who was made: an account for each archetype, and the clinician."""

    patients: dict[str, Account]
    clinician: User


def fill(*, today: date, now: datetime) -> Demo:
    """Make what is missing of the demo; a second call changes nothing.

    ``now`` is the instant at which everything is received, judged and shared.
    """
    clinician = make_account(
        CLINICIAN_EMAIL,
        role=User.Role.CLINICIAN,
        now=now,
        display_name=CLINICIAN_NAME,
    )
    patients = {}
    for archetype in ARCHETYPES.values():
        account = _patient(archetype, now=now)
        diary = _diary_of(account)
        _log(diary, archetype.items(today), now=now)
        _share(diary, clinician.user, now=now)
        patients[archetype.name] = account
    return Demo(patients, clinician.user)


def _patient(archetype: Archetype, *, now: datetime) -> Account:
    return make_account(
        f"{archetype.name}@{HOST}",
        role=User.Role.PATIENT,
        now=now,
        display_name=archetype.display_name,
    )


def _diary_of(account: Account) -> Diary:
    if account.diary is None:
        raise IncompleteDemo
    return account.diary


def _log(diary: Diary, entries: Iterator[DemoItem], *, now: datetime) -> None:
    """Write the entries of an untouched diary, and have it judged at once."""
    if diary.revision > UNTOUCHED:
        return
    while batch := list(islice(entries, BATCH_MAX)):
        _apply(diary.pk, [_item(diary.pk, entry) for entry in batch], now=now)
    evaluate(diary.pk, now=now)


def _item(diary_id: UUID, entry: DemoItem) -> Item:
    is_profile = entry.table == "profile"
    return read_item(
        TABLES[entry.table],
        entry.fields,
        diary=diary_id,
        entry=diary_id if is_profile else None,
        must_name_base=False,
    )


def _apply(diary_id: UUID, items: Sequence[Item], *, now: datetime) -> None:
    applied = apply_changes(diary_id, items, device=DEVICE, now=now)
    if any(result.problems for result in applied.results):
        raise IncompleteDemo


def _share(diary: Diary, clinician: User, *, now: datetime) -> None:
    """Let the clinician read, by the steps that people take."""
    if Grant.objects.in_force(now).filter(diary=diary, clinician=clinician).exists():
        return
    code, _ = invite(diary.pk, scopes=SCOPES, days=DAYS_MAX, now=now)
    grant = redeem(clinician, code=code, now=now)
    if grant is None:
        raise IncompleteDemo
    confirm(diary.pk, grant_id=grant.pk, now=now)
