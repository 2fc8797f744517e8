"""Erase what was deleted long ago; beat runs the same every night."""

from __future__ import annotations

from dataclasses import asdict

from django.core.management.base import BaseCommand
from django.utils import timezone

from diary.services.purge import purge


class Command(BaseCommand):
    """``purge_tombstones``: safe at any time, and twice."""

    help = (
        "Erase the content of entries deleted more than 60 days ago with their older "
        "versions, and remove their tombstones after 400 days."
    )

    def handle(self, *args: object, **options: object) -> None:
        """Purge every diary, and say what went."""
        for what, count in asdict(purge(now=timezone.now())).items():
            self.stdout.write(f"{what}: {count}")
