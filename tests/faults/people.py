"""People with phones, on a web side that runs."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from diary.models import Diary
from diary.services.accounts import issue_token, make_account
from tests.conftest import episode
from tests.faults.phone import Phone


@dataclass(frozen=True)
class Person:
    """Whose diary it is, and the token of their login."""

    diary_id: UUID
    token: str
    port: int

    def phone(self, device: str = "phone", *, port: int | None = None) -> Phone:
        """One more device of theirs."""
        return Phone(port or self.port, self.token, device)

    def diary(self) -> Diary:
        """The diary as it stands now."""
        return Diary.objects.get(pk=self.diary_id)


def new_person(port: int) -> Person:
    """Make an account, in the database this process is connected to."""
    email = f"{uuid.uuid4().hex}@example.test"
    made = make_account(email, role="patient", now=timezone.now())
    assert made.diary is not None
    return Person(made.diary.pk, issue_token(made.user, user_agent="faults"), port)


def cramp(**fields: Any) -> dict[str, Any]:
    """One new episode as an item of a push."""
    row = episode(**fields)
    return {"table": "episodes", "id": row.pop("id"), "fields": row}


def edit(entry: str, base_rev: int | None, **fields: Any) -> dict[str, Any]:
    """A change of one episode as an item of a push."""
    return {"table": "episodes", "id": entry, "base_rev": base_rev, "fields": fields}


def deletion(entry: str, base_rev: int | None) -> dict[str, Any]:
    """The end of one episode as an item of a push."""
    return {"table": "episodes", "id": entry, "op": "delete", "base_rev": base_rev}
