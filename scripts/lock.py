"""Resolve requirements*.in into locks for every platform, with hashes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
PAIRS = (
    ("requirements.in", "requirements.txt"),
    ("requirements-dev.in", "requirements-dev.txt"),
)
OPTIONS = (
    "--universal",
    "--generate-hashes",
    "--python-version=3.11",
    "--no-header",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--quiet",
)


def main() -> int:
    """Write both locks; ``--upgrade`` and other options go to `uv pip compile`."""
    uv = str(Path(sys.executable).with_name("uv"))
    for source, lock in PAIRS:
        command = [uv, "pip", "compile", *OPTIONS, *sys.argv[1:], source, "-o", lock]
        finished = subprocess.run(
            command, cwd=PROJECT, stdout=subprocess.DEVNULL, check=False
        )
        if finished.returncode != 0:
            return finished.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
