"""Make an account that is ready to use, and print its session token."""

from __future__ import annotations

import json
from argparse import ArgumentParser

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils import timezone

from diary.models import User
from diary.services.accounts import Account, RoleDiffers, issue_token, make_account

HEADER = "X-Session-Token"


class Command(BaseCommand):
    """``create_account --role patient --email me@example.org``."""

    help = (
        "Make an account with a confirmed email (a patient also gets a diary and has "
        "agreed to flagging) and print a session token. For an email that has an "
        "account, only print a fresh token."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The two answers that are needed, and the two that are not."""
        parser.add_argument("--role", required=True, choices=User.Role.values)
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", default="", help="the name others see")
        parser.add_argument(
            "--json", action="store_true", help="one line: email, token, header, diary"
        )

    def handle(self, *args: object, **options: object) -> None:
        """Make or find the account, open a session, print."""
        account = _account(
            str(options["email"]), str(options["role"]), str(options["name"])
        )
        token = issue_token(account.user, user_agent="manage.py create_account")
        diary = str(account.diary.pk) if account.diary else None
        if options["json"]:
            shown = {"email": account.user.email, "token": token, "header": HEADER}
            self.stdout.write(json.dumps({**shown, "diary": diary}))
            return
        self.stdout.write(f"email: {account.user.email}")
        self.stdout.write(f"diary: {diary or '-'}")
        self.stdout.write(f"send with every call: {HEADER}: {token}")


def _account(email: str, role: str, name: str) -> Account:
    try:
        validate_email(email.strip())
        return make_account(email, role=role, display_name=name, now=timezone.now())
    except ValidationError as error:
        raise CommandError(f"Not an email address: {email}") from error
    except RoleDiffers as error:
        raise CommandError("This email has an account with another role.") from error
