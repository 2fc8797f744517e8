"""Judge every diary, send every notice and make every export that is due."""

from __future__ import annotations

import signal
import threading
from argparse import ArgumentParser
from datetime import timedelta

from django.core.management.base import BaseCommand

from diary.child_judge import DIARY_SECONDS, ChildJudge
from diary.rounds import all_rounds
from diary.services.delivery import deliver_due
from diary.services.export_work import run_due_exports
from diary.sweeper import Sweeper

PIECE_SECONDS = 12.0  # as long as one notice may take, or a part of an export


class Command(BaseCommand):
    """``sweep_evaluations [--once]``; SIGTERM finishes the current diary and ends."""

    help = (
        "Judge diaries, send notices and make exports that are due; needs nothing but "
        "the database and the folder of exports."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--once``."""
        parser.add_argument(
            "--once",
            action="store_true",
            help="judge, send and export all that is due now, however new, and stop",
        )

    def handle(self, *args: object, **options: object) -> None:
        """Sweep until a signal comes, or once."""
        stop = threading.Event()
        child = ChildJudge("diary.sweeper.judge_stored", limit_seconds=DIARY_SECONDS)
        sweeper = Sweeper(child, stop=stop)
        beside = all_rounds(stop)
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda number, frame: stop.set())
        try:
            if options["once"]:
                while sweeper.sweep(left_to_hints=timedelta(0)):
                    pass
                deliver_due()
                run_due_exports(left_to_hints=timedelta(0), stop=stop)
            else:
                for rounds in beside:
                    rounds.start()
                sweeper.run()
                for rounds in beside:
                    rounds.join(PIECE_SECONDS)
        finally:
            child.close()
