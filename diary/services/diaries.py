"""Opening a diary for a new account, and the person's own answers about consent."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from diary.consents import FLAGGING, newest_version
from diary.models import Consent, Diary, Profile, User
from diary.services.due import mark_due

CONSENT_TEXT_VERSION = newest_version(FLAGGING)


def open_diary(owner: User, *, now: datetime) -> Diary:
    """Make the one diary of a patient, with its profile as the first revision."""
    with transaction.atomic():
        diary = Diary.objects.create(owner=owner, revision=1, created_at=now)
        Profile.objects.create(diary=diary, id=diary.pk, rev=1, received_at=now)
    return diary


def record_consent(
    diary: Diary, *, purpose: str, given: bool, text_version: str, now: datetime
) -> Consent:
    """Store one answer to one question of consent; giving it has the diary judged."""
    with transaction.atomic():
        locked = Diary.objects.lock().get(pk=diary.pk)
        consent = Consent.objects.create(
            diary=locked,
            purpose=purpose,
            given=given,
            text_version=text_version,
            at=now,
        )
        mark_due(locked, now=now)
    return consent
