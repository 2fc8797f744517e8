"""Measure the product: `make bench`, `bench/run.py --quick`, `--only post`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Measure what was asked for and print one table; 0 if everything could be."""
    # As a script only this folder is found; the modules are named from the project.
    sys.path[0] = str(PROJECT)
    from bench.measures import NAMES, run

    arguments = _parser(NAMES).parse_args()
    return run(
        is_quick=arguments.quick,
        only=arguments.only or NAMES,
        has_profile=arguments.profile,
    )


def _parser(names: tuple[str, ...]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a minute, rougher")
    parser.add_argument(
        "--only",
        action="append",
        choices=names,
        metavar="NAME",
        help=f"one of {', '.join(names)}; may be given more than once",
    )
    parser.add_argument(
        "--profile",
        action="store_true",
        help="also say where the processor time of each request goes",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
