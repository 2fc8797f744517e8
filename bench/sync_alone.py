"""Measure push and pull on the database of ``DATABASE_URL``, PostgreSQL above all.

``DEMO=1 scripts/with_services.py -- .venv/bin/python bench/sync_alone.py``. It
migrates and fills that database: never one that somebody uses.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django

PROJECT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Print one table."""
    sys.path[0] = str(PROJECT)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application
    from django.db import connection

    from bench.figures import machine, table
    from bench.syncing import measure_pull, measure_push

    call_command("migrate", verbosity=0)
    web = get_wsgi_application()
    rows = [*measure_push(web, repeats=9), *measure_pull(web, repeats=5)]
    print(f"{connection.vendor}: {machine()}\n{table(rows)}")


if __name__ == "__main__":
    main()
