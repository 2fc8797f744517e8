"""Judge one diary over and over until the standard input ends: a busy worker."""

from __future__ import annotations

import select
import sys
from uuid import UUID

import django


def main(diary_id: UUID) -> None:
    """Call the one function as fast as it goes."""
    from diary.services.evaluate import evaluate

    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while not select.select([sys.stdin], [], [], 0.001)[0]:
        evaluate(diary_id)


if __name__ == "__main__":
    django.setup()
    main(UUID(sys.argv[1]))
