"""Say what judging diaries again would change, without writing anything."""

from __future__ import annotations

from argparse import ArgumentParser
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from diary.models import Diary
from diary.services.replay import Replay, replay


class Command(BaseCommand):
    """``replay_criteria --diary ID | --all``: counts per criterion, no content.

    Exit code 1 when a diary could not be judged.
    """

    help = "Judge diaries again and print what would change; nothing is written."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One diary, or every diary."""
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--diary", type=UUID, metavar="ID")
        which.add_argument("--all", action="store_true")

    def handle(self, *args: object, diary: UUID | None, **options: object) -> None:
        """Print one line for each criterion that would change, and the totals."""
        if diary is not None and not Diary.objects.filter(pk=diary).exists():
            raise CommandError("There is no such diary.")
        every = Diary.objects.order_by("pk").values_list("pk", flat=True)
        ids = [diary] if diary is not None else list(every)
        report = replay(ids, now=timezone.now())
        for line in _lines(report):
            self.stdout.write(line)
        if report.failed:
            raise SystemExit(1)


def _lines(report: Replay) -> list[str]:
    changes = [
        f"{name}: "
        + ", ".join(f"{number} {change}" for change, number in counts.items())
        for name, counts in report.rows()
    ]
    return [
        *changes,
        f"{report.judged} judged, {report.without_consent} without consent, "
        f"{report.failed} failed",
    ]
