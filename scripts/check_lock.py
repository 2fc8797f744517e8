"""Check, without the network, that the locks satisfy requirements*.in."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

PROJECT = Path(__file__).resolve().parent.parent
PAIRS = (
    ("requirements.in", "requirements.txt"),
    ("requirements-dev.in", "requirements-dev.txt"),
)
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")
ADDRESS = re.compile(r"(--(extra-)?index-url|--find-links|-[if] |https?://)")


@dataclass(frozen=True)
class Pin:
    """One locked package: its exact requirement and how many hashes vouch for it."""

    requirement: Requirement
    hashes: int

    @property
    def version(self) -> str:
        """The version it is pinned to; empty when it is not pinned."""
        pins = [part for part in self.requirement.specifier if part.operator == "=="]
        return pins[0].version if len(pins) == 1 else ""


def main() -> int:
    """Print every problem; 1 if there is one."""
    problems = [
        problem
        for source, lock in PAIRS
        for problem in problems_of(PROJECT / source, PROJECT / lock)
    ]
    for problem in problems:
        print(problem)
    return 1 if problems else 0


def problems_of(source: Path, lock: Path) -> list[str]:
    """What is wrong with a lock: an address, an unhashed pin, an unmet requirement."""
    text = lock.read_text()
    pins = read_pins(text)
    problems = []
    if ADDRESS.search(text):
        problems.append(
            f"{lock.name} names a package index: `make lock` leaves it out."
        )
    for pin in (pin for several in pins.values() for pin in several):
        if not pin.version or not pin.hashes:
            problems.append(f"{lock.name}: {pin.requirement.name} has no pin or hash.")
    for wanted in read_requirements(source):
        found = pins.get(canonicalize_name(wanted.name), [])
        if not any(wanted.specifier.contains(pin.version) for pin in found):
            problems.append(f"{lock.name} lacks {wanted}: run `make lock`.")
    return problems


def read_requirements(source: Path) -> list[Requirement]:
    """The lines of a .in file that name a package."""
    lines = (line.split(" #")[0].strip() for line in source.read_text().splitlines())
    return [Requirement(line) for line in lines if line and line[0] not in "#-"]


def read_pins(text: str) -> dict[str, list[Pin]]:
    """Every pin by canonical name; several where Python versions differ."""
    pins: dict[str, list[Pin]] = {}
    for block in text.replace("\\\n", " ").splitlines():
        line = block.split(" #")[0].strip()
        if not line or line.startswith(("#", "-")):
            continue
        try:
            requirement = Requirement(line.split("--hash")[0].strip())
        except InvalidRequirement as problem:
            raise SystemExit(f"The lock can't be read at: {line[:60]}") from problem
        pin = Pin(requirement=requirement, hashes=len(HASH.findall(line)))
        pins.setdefault(canonicalize_name(requirement.name), []).append(pin)
    return pins


if __name__ == "__main__":
    sys.exit(main())
