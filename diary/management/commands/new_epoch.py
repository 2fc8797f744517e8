"""Tell phones that the server was restored from a backup."""

from __future__ import annotations

from argparse import ArgumentParser
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from diary.services.epochs import RevisionsUsedUp, all_diaries, new_epoch


class Command(BaseCommand):
    """``new_epoch --all`` or ``new_epoch --diary ID``."""

    help = (
        "After a restore from a backup and before phones are let in: give diaries a "
        "new epoch, so that each phone sends again what the backup lacks."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which diaries."""
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--all", action="store_true", help="every diary")
        which.add_argument("--diary", type=UUID, help="the id of one")

    def handle(self, *args: object, **options: object) -> None:
        """Do it, and say how many."""
        diary = options["diary"]
        chosen = [diary] if isinstance(diary, UUID) else list(all_diaries())
        try:
            count = new_epoch(chosen)
        except RevisionsUsedUp as error:
            raise CommandError("The revisions of a diary are used up.") from error
        if isinstance(diary, UUID) and not count:
            raise CommandError("There is no such diary.")
        self.stdout.write(f"new epoch: {count} diaries")
