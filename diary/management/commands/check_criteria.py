"""Run test vectors from files through the product's criteria and say what differs."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from diary.criteria.vectors import VectorResult, run

NOT_VECTORS = (OSError, KeyError, RecursionError, TypeError, ValueError)


class Command(BaseCommand):
    """``check_criteria FILE...``: prints each difference and the totals.

    Exit code 1 when any vector differs or a file cannot be read.
    """

    help = "Run criteria test vectors; exit 1 if any answer differs."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One or more JSON files in the format of the published rule set."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")

    def handle(self, *args: object, files: list[Path], **options: object) -> None:
        """Run all files, then print ``N passed, M failed``."""
        results: list[VectorResult] = []
        refusals: list[str] = []
        for file in files:
            try:
                results += run(json.loads(file.read_text(encoding="utf-8")))
            except NOT_VECTORS as error:
                refusals.append(_refusal(file, error))
        failed = [result for result in results if not result.passed]
        for result in failed:
            self.stdout.write(_difference(result))
        self.stdout.write(f"{len(results) - len(failed)} passed, {len(failed)} failed")
        if refusals:
            raise CommandError("\n".join(refusals))
        if failed:
            raise SystemExit(1)


def _refusal(file: Path, error: Exception) -> str:
    reason = f"{type(error).__name__}: {error}"
    return f"{file} is not a file of test vectors ({reason})."


def _difference(result: VectorResult) -> str:
    return f"{result.name}\n  expected {result.expected}\n  actual   {result.actual}"
