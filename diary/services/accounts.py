"""Making accounts: with the diary and consent that belong to them, and their tokens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from importlib import import_module

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction

from diary.consents import FLAGGING, newest_version
from diary.models import Diary, User
from diary.services.diaries import open_diary, record_consent

LOCAL_ADDRESS = "127.0.0.1"


class RoleDiffers(Exception):
    """The account exists and has another role."""


@dataclass(frozen=True, slots=True)
class Account:
    """One account that can log in; ``diary`` is ``None`` for all but patients."""

    user: User
    diary: Diary | None


def open_account(
    user: User, *, may_flag: bool | None, text_version: str, now: datetime
) -> Account:
    """Store a new account; a patient's diary and answer about flagging come with it."""
    with transaction.atomic():
        user.save()
        if user.role != User.Role.PATIENT:
            return Account(user, None)
        diary = open_diary(user, now=now)
        record_consent(
            diary,
            purpose=FLAGGING,
            given=may_flag is True,
            text_version=text_version,
            now=now,
        )
    return Account(user, diary)


def make_account(
    email: str, *, role: str, now: datetime, display_name: str = ""
) -> Account:
    """Return the account of this email, ready to use; make it if there is none.

    The email counts as confirmed, a patient has agreed to flagging, and no password
    works. Raises ``RoleDiffers`` if the account exists with another role.
    """
    email = email.strip().lower()
    with transaction.atomic():
        found = User.objects.filter(email=email).first()
        account = (
            _existing(found, role)
            if found
            else _new(email, role=role, display_name=display_name, now=now)
        )
        EmailAddress.objects.update_or_create(
            user=account.user,
            email=email,
            defaults={"verified": True, "primary": True},
        )
    return account


def issue_token(user: User, *, user_agent: str) -> str:
    """Open a session for the account and return its token, which is kept nowhere."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    UserSession.objects.create(
        user=user,
        ip=LOCAL_ADDRESS,
        user_agent=user_agent,
        session_key=session.session_key,
    )
    return str(session.token)


def _existing(user: User, role: str) -> Account:
    if user.role != role:
        raise RoleDiffers
    return Account(user, Diary.objects.owned_by(user).first())


def _new(email: str, *, role: str, display_name: str, now: datetime) -> Account:
    user = User(email=email, role=role, display_name=display_name)
    user.set_unusable_password()
    return open_account(
        user, may_flag=True, text_version=newest_version(FLAGGING), now=now
    )
