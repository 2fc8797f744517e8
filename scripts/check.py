"""Every check but the tests; runs all of them and fails if one does."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
MANAGE = (sys.executable, "manage.py")
COMPOSE = "docker-compose.yml"
# What a deployment must set; none of these hosts or servers is ever contacted.
PRODUCTION = {
    "DEMO": "0",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "ALLOWED_HOSTS": "diary.example.org",
    "DATABASE_URL": "postgres://leggro:password@db.example.org/leggro",
    "BROKER_URL": "redis://broker.example.org/0",
    "EXPORT_FOLDER": "/var/lib/leggro/exports",
    "ALLOW_UNAPPROVED_RULESET": "1",
}


@dataclass(frozen=True)
class Check:
    """One command that must exit with 0."""

    name: str
    command: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=lambda: {"DEMO": "1"})


def tool(name: str, *arguments: str) -> tuple[str, ...]:
    """The command of a tool that is installed beside this Python."""
    return (str(BIN / name), *arguments)


CHECKS = (
    Check("format", tool("ruff", "format", "--check", "--quiet", ".")),
    Check("lint", tool("ruff", "check", "--quiet", ".")),
    Check("types", tool("mypy")),
    Check("imports", tool("lint-imports", "--no-logo")),
    Check("migrations", (*MANAGE, "makemigrations", "--check", "--dry-run")),
    Check("translations", (sys.executable, "scripts/check_translations.py")),
    Check(
        "deployment",
        (*MANAGE, "check", "--deploy", "--fail-level", "WARNING"),
        PRODUCTION,
    ),
    Check(
        "compose",
        tool(
            "check-jsonschema", "--builtin-schema", "vendor.compose-spec", "-q", COMPOSE
        ),
    ),
    Check("locks", (sys.executable, "scripts/check_lock.py")),
)


def main() -> int:
    """Run the checks named on the command line, or all; 1 if any failed."""
    wanted = set(sys.argv[1:]) or {check.name for check in CHECKS}
    unknown = wanted - {check.name for check in CHECKS}
    if unknown:
        print(f"No such check: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    failed = [
        check.name for check in CHECKS if check.name in wanted and not passes(check)
    ]
    if failed:
        print(f"\nFailed: {', '.join(failed)}", flush=True)
        return 1
    print("\nEvery check passed.", flush=True)
    return 0


def passes(check: Check) -> bool:
    """Run one check; its output is shown only when it fails."""
    began = time.monotonic()
    finished = subprocess.run(
        check.command,
        cwd=PROJECT,
        env={**os.environ, **check.environment},
        capture_output=True,
        text=True,
        check=False,
    )
    passed = finished.returncode == 0
    seconds = time.monotonic() - began
    word = "ok" if passed else "FAILED"
    print(f"{check.name:<14}{word:<8}{seconds:5.1f} s", flush=True)
    if not passed:
        print(finished.stdout + finished.stderr, flush=True)
    return passed


if __name__ == "__main__":
    sys.exit(main())
