"""The archive holds every column of every table that is about a person.

Canary words go into all text columns that a model scan finds. A model or column nobody
thought of fails here.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.db import models as db
from rest_framework.test import APIClient

from diary.archive_rows import SECTIONS
from diary.models import (
    AccessEvent,
    CheckIn,
    Consent,
    Diary,
    EntryVersion,
    Episode,
    EvaluationDue,
    Grant,
    Invitation,
    Medication,
    Night,
    Notification,
    Profile,
    SyncProblem,
    User,
    Warning,
    WarningEvent,
)
from tests.api.exports.archives import taken_out
from tests.conftest import NOW

# No row of these is anybody's own, or it is a login that lives for minutes or days.
NOBODYS = {
    "auth.Group": "no account has one",
    "auth.Permission": "no account has one",
    "contenttypes.ContentType": "names of tables",
    "diary.Heartbeat": "when a process last lived",
    "diary.ThrottleCount": "counts under keyed hashes, gone after a day",
    "sessions.Session": "what a login needs while it lasts; `sessions` tells of it",
    "account.EmailConfirmation": "never written: addresses are confirmed by a code",
}
LEFT_OUT = {
    "account": {"password"},
    "sessions": {"user", "session_key"},
    "email_addresses": {"user"},
    "second_factors": {"user", "data"},
    "diaries": {"owner"},
    "invitations": {"diary", "code_hash"},
}
# Text columns that hold one of a few words, held there by the database or by a reader.
CLOSED: dict[str, object] = {
    "User.role": "patient",
    "Grant.state": "active",
    "AccessEvent.result": "allowed",
    "Episode.start_precision": "exact",
    "CheckIn.covers": "both",
    "Profile.country": "NO",
    "Profile.language": "nb",
    "Warning.severity": "urgent",
    "Warning.state": "open",
    "Notification.severity": "urgent",
    "Notification.channel": "push",
    "Notification.state": "queued",
    "Authenticator.type": "totp",
}
TEXT = (db.CharField, db.TextField, db.JSONField)


class Canaries:
    """A word of its own for every text column, and where each went."""

    def __init__(self) -> None:
        self.shown: dict[str, str] = {}
        self.secret: dict[str, str] = {}

    def fill(self, instance: db.Model) -> db.Model:
        """Put a word into each text column of a row, and store it."""
        model = type(instance)
        left_out = LEFT_OUT.get(SECTION_OF[model].name, set())
        for field in model._meta.concrete_fields:
            name = f"{model.__name__}.{field.name}"
            if name in CLOSED:
                setattr(instance, field.name, CLOSED[name])
            elif isinstance(field, TEXT):
                word = f"zq{len(self.shown) + len(self.secret):03}"
                value = {"seeded": word} if isinstance(field, db.JSONField) else word
                setattr(instance, field.name, value)
                known = self.secret if field.name in left_out else self.shown
                known[name] = word
        instance.save()
        return instance


SECTION_OF = {section.model: section for section in SECTIONS}


def test_every_model_has_a_rule() -> None:
    covered = {model._meta.label for model in SECTION_OF} | {"diary.WarningEvent"}
    everything = {model._meta.label for model in apps.get_models()}
    assert covered | set(NOBODYS) == everything
    assert covered.isdisjoint(NOBODYS)


def test_columns_that_stay_behind_are_these() -> None:
    found = {section.name: set(section.left_out) for section in SECTIONS}
    expected = {name: LEFT_OUT.get(name, {"diary"}) for name in found}
    assert found == expected
    assert all(reason for part in SECTIONS for reason in part.left_out.values())


def rows(diary: Diary, patient: User, clinician: User) -> Iterator[db.Model]:
    """One row of every model, with what is no text."""
    entry = {"diary": diary, "rev": 5, "received_at": NOW, "id": uuid.uuid4()}
    yield patient
    yield Diary.objects.get(pk=diary.pk)
    yield Profile.objects.get(diary=diary)
    yield EmailAddress(user=patient)
    yield UserSession(user=patient, ip="203.0.113.7")
    yield Authenticator(user=patient)
    yield Consent(diary=diary, given=False, at=NOW)
    yield Episode(**entry, started_at=NOW)
    yield Night(**entry, night_date=date(2026, 3, 20))
    yield CheckIn(**entry, date=date(2026, 3, 20))
    yield Medication(**entry)
    yield EntryVersion(diary=diary, entry=uuid.uuid4(), rev=3, received_at=NOW)
    yield SyncProblem(diary=diary, entry=uuid.uuid4(), rev=4, received_at=NOW)
    yield Warning(diary=diary, rev=6, raised_at=NOW, judged_at=NOW)
    yield Notification(
        diary=diary, asked_at=NOW, not_before=NOW, next_try_at=NOW, is_late=True
    )
    yield EvaluationDue.objects.get(diary=diary)
    yield Invitation(diary=diary, days=9, created_at=NOW, expires_at=NOW)
    yield Grant(diary=diary, clinician=clinician, created_at=NOW, expires_at=NOW)
    yield AccessEvent(diary=diary, actor=clinician, at=NOW)


@pytest.fixture
def seeded(diary: Diary, patient: User, clinician: User) -> Canaries:
    """A diary with a word in every text column there is."""
    canaries = Canaries()
    filled = [canaries.fill(row) for row in rows(diary, patient, clinician)]
    assert {type(row) for row in filled} == set(SECTION_OF)
    warning = Warning.objects.get(diary=diary)
    WarningEvent.objects.create(
        warning=warning, state="open", severity="urgent", at=NOW, by="job"
    )
    clinician.display_name, clinician.email = "zqname", "zqmail@example.test"
    clinician.save()
    return canaries


def test_every_canary_is_in_the_archive(
    seeded: Canaries, patient: User, login: Callable[[User], APIClient]
) -> None:
    text = taken_out(login(patient))
    missing = {name for name, word in seeded.shown.items() if word not in text}
    assert len(seeded.shown) > 50
    assert missing == set()
    assert "zqname" in text
    assert "zqmail@example.test" in text
    assert "203.0.113.7" in text


def test_no_secret_is_in_the_archive(
    seeded: Canaries, patient: User, login: Callable[[User], APIClient]
) -> None:
    text = taken_out(login(patient))
    assert set(seeded.secret) == {
        "User.password",
        "UserSession.session_key",
        "Authenticator.data",
        "Invitation.code_hash",
    }
    assert {name for name, word in seeded.secret.items() if word in text} == set()


def test_every_column_stands_in_its_record(
    seeded: Canaries, patient: User, login: Callable[[User], APIClient]
) -> None:
    found: dict[str, Any] = json.loads(taken_out(login(patient)))
    assert set(found) == {
        *("format", "version", "diary", "revision", "digests"),
        *(section.name for section in SECTIONS),
    }
    for section in SECTIONS:
        left_out = LEFT_OUT.get(section.name, {"diary"})
        columns = {
            field.name
            for field in section.model._meta.concrete_fields
            if field.name not in left_out
            and not isinstance(field, db.AutoField | db.BigAutoField)
        }
        record = found[section.name][0]
        assert columns - set(record) == set(), section.name
    assert found["warnings"][0]["history"] == [
        {
            "state": "open",
            "severity": "urgent",
            "at": NOW.isoformat(),
            "by": "job",
        }
    ]
