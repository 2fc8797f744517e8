"""Bring the database up to date and fill in the demo diaries, in one process."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import django
from django.core.management import call_command

from config.supervisor.run_folder import write_private


def main(demo_path: Path) -> None:
    """Migrate and make the demo; both may run twice."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    call_command("migrate", interactive=False, verbosity=1)
    accounts = io.StringIO()
    call_command("make_demo", "--json", stdout=accounts)
    write_private(demo_path, accounts.getvalue().strip())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
