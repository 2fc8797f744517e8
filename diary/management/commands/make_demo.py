"""Make the demo: five diaries of 90 days, and a clinician who may read them."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from diary.demo.entries import ZONE
from diary.demo.filling import Demo, fill
from diary.management.commands.create_account import HEADER
from diary.models import Diary, User
from diary.services.accounts import issue_token


class Command(BaseCommand):
    """``make_demo [--json] [--today YYYY-MM-DD]``."""

    help = (
        "Make five demo diaries of 90 days up to yesterday and a clinician with access "
        "to each. A second run changes nothing and prints fresh session tokens."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How to print, and which day to take for today."""
        parser.add_argument("--json", action="store_true", help="print one JSON line")
        parser.add_argument(
            "--today",
            type=_date,
            help="the day after the last one, judged at its noon in Norway",
        )

    def handle(self, *args: object, **options: object) -> None:
        """Fill in what is missing, then print who can log in."""
        asked = options["today"]
        now = timezone.now()
        if isinstance(asked, date):
            now = datetime.combine(asked, time(12), tzinfo=ZoneInfo(ZONE))
        demo = fill(today=now.astimezone(ZoneInfo(ZONE)).date(), now=now)
        patients, clinician = _patients(demo), _person(demo.clinician, None)
        if options["json"]:
            people = {"accounts": patients, "clinician": clinician}
            self.stdout.write(json.dumps(people))
            return
        for person in [*patients, clinician]:
            self.stdout.write(f"{person['email']}  {HEADER}: {person['token']}")


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"--today must be YYYY-MM-DD, not {text}.") from error


def _patients(demo: Demo) -> list[dict[str, str | None]]:
    return [
        {"archetype": name, **_person(account.user, account.diary)}
        for name, account in demo.patients.items()
    ]


def _person(user: User, diary: Diary | None) -> dict[str, str | None]:
    return {
        "email": user.email,
        "token": issue_token(user, user_agent="manage.py make_demo"),
        "header": HEADER,
        "diary": str(diary.pk) if diary else None,
    }
