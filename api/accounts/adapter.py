"""Where allauth meets the product: sign-up opens a diary, nothing needs a web page."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils import timezone

from api.errors import unavailable
from diary.models import User
from diary.services.accounts import open_account


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # untyped base
    """allauth's own behaviour; changed only where the product says so."""

    def save_user(
        self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True
    ) -> User:
        """Store the account, a patient's diary and the answer about flagging at once.

        The password is hashed before the transaction begins.
        """
        answers = form.cleaned_data
        super().save_user(request, user, form, commit=False)
        user.role = answers["role"]
        user.display_name = answers["display_name"]
        try:
            open_account(
                user,
                may_flag=answers["consent_to_flagging"],
                text_version=answers["consent_text_version"],
                now=timezone.now(),
            )
        except IntegrityError:  # the same email signed up a moment ago
            raise ImmediateHttpResponse(unavailable()) from None
        return user

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count nothing here: ``guard`` counted before the password is looked at."""

    def send_account_already_exists_mail(self, email: str) -> None:
        """Say so by mail; the stock mail links to pages that this product lacks.

        Hashes a password as sign-up does, so that the time taken tells nothing.
        """
        make_password(email)
        self.send_mail("account/email/account_already_exists", email, {})
