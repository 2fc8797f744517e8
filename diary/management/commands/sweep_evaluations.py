"""Judge every diary that is due, for as long as the process lives."""

from __future__ import annotations

import signal
import threading
from argparse import ArgumentParser
from datetime import timedelta

from django.core.management.base import BaseCommand

from diary.child_judge import DIARY_SECONDS, ChildJudge
from diary.sweeper import Sweeper


class Command(BaseCommand):
    """``sweep_evaluations [--once]``; SIGTERM finishes the current diary and ends."""

    help = "Judge diaries that are due; needs nothing but the database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--once``."""
        parser.add_argument(
            "--once",
            action="store_true",
            help="judge all that is due now, however new, and stop",
        )

    def handle(self, *args: object, **options: object) -> None:
        """Sweep until a signal comes, or once."""
        stop = threading.Event()
        child = ChildJudge("diary.sweeper.judge_stored", limit_seconds=DIARY_SECONDS)
        sweeper = Sweeper(child, stop=stop)
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda number, frame: stop.set())
        try:
            if options["once"]:
                while sweeper.sweep(left_to_hints=timedelta(0)):
                    pass
            else:
                sweeper.run()
        finally:
            child.close()
