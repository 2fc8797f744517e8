"""Make the virtual environment once, and again only when the locks or Python change."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
VENV = Path(os.environ.get("LEGGRO_VENV", PROJECT / ".venv"))
VENV_PYTHON = VENV / "bin" / "python"
STAMP = VENV / "leggro-stamp.json"
LOCKS = {"runtime": "requirements.txt", "dev": "requirements-dev.txt"}
NO_WAY_IN = (
    "Python {version} has no working venv module and neither uv nor virtualenv is on "
    "PATH: install one of them (Debian: apt install python3-venv) and try again."
)


class SetupError(Exception):
    """The environment could not be made; the text says what to do."""


def main() -> int:
    """Bring the environment up to the wanted set; 0 when it is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wanted", choices=sorted(LOCKS))
    parser.add_argument("--chosen", action="store_true", help="PYTHON was set by hand")
    parser.add_argument("--stamp-only", action="store_true", help="mark as made")
    arguments = parser.parse_args()
    wanted = {"runtime"} | {arguments.wanted}
    try:
        if arguments.stamp_only:
            write_stamp(wanted)
        else:
            ensure(wanted, python_was_chosen=arguments.chosen)
    except SetupError as problem:
        print(f"Setup failed: {problem}", file=sys.stderr)
        return 1
    return 0


def ensure(wanted: set[str], *, python_was_chosen: bool) -> None:
    """Make, complete or keep the environment, whichever the stamp asks for."""
    installed = sets_in_stamp(python_was_chosen=python_was_chosen)
    missing = wanted - installed
    if not missing:
        return
    if "runtime" not in installed:
        make_from_nothing(wanted)
    else:
        say(f"Adding {files(missing)} to {VENV.name} …")
        install(wanted)
    write_stamp(wanted | installed)


def sets_in_stamp(*, python_was_chosen: bool) -> set[str]:
    """Which requirement sets are installed exactly as locked now; empty if unsure."""
    try:
        stamp = json.loads(STAMP.read_text())
        version = python_version(str(VENV_PYTHON))
    except (OSError, ValueError, subprocess.CalledProcessError):
        return set()
    if stamp.get("python") != version:
        return set()
    if python_was_chosen and version != own_version():
        return set()
    current = {name for name in LOCKS if stamp.get(name) == lock_hash(name)}
    return current if "runtime" in current else set()


def write_stamp(installed: set[str]) -> None:
    """Record what was installed; written last, so a broken attempt has no stamp."""
    stamp = {name: lock_hash(name) for name in sorted(installed)}
    stamp["python"] = python_version(str(VENV_PYTHON))
    STAMP.write_text(json.dumps(stamp, indent=1) + "\n")


def make_from_nothing(wanted: set[str]) -> None:
    """Try each way to make an environment; a half-made one is removed first."""
    say(f"Making {VENV.name} with Python {own_version()} and {files(wanted)} …")
    ways: list[tuple[str, Callable[[], list[str]]]] = [
        ("uv", lambda: ["uv", "venv", "--quiet", "--python", sys.executable]),
        ("", lambda: [sys.executable, "-m", "venv"]),
        ("virtualenv", lambda: ["virtualenv", "--quiet", "--python", sys.executable]),
    ]
    made = False
    for tool, command in ways:
        if tool and not shutil.which(tool):
            continue
        shutil.rmtree(VENV, ignore_errors=True)
        if not succeeds([*command(), str(VENV)]):
            continue
        made = True
        if installs(wanted, with_uv=tool == "uv"):
            return
    shutil.rmtree(VENV, ignore_errors=True)
    if not made:
        raise SetupError(NO_WAY_IN.format(version=own_version()))
    raise SetupError("the packages could not be installed; see the lines above.")


def install(wanted: set[str]) -> None:
    """Install into the environment that is there, with uv when it is at hand."""
    if shutil.which("uv") and installs(wanted, with_uv=True):
        return
    if not installs(wanted, with_uv=False):
        raise SetupError("the packages could not be installed; see the lines above.")


def installs(wanted: set[str], *, with_uv: bool) -> bool:
    """Install the locked sets with hashes checked; whether that worked."""
    if with_uv:
        command = ["uv", "pip", "install", "--quiet", "--python", str(VENV_PYTHON)]
    else:
        command = [str(VENV_PYTHON), "-m", "pip", "install", "--quiet", "--no-deps"]
        command += ["--disable-pip-version-check", "--no-input"]
    command += ["--require-hashes", "--only-binary", ":all:"]
    for name in sorted(wanted, reverse=True):
        command += ["-r", str(PROJECT / LOCKS[name])]
    return subprocess.run(command, check=False).returncode == 0


def succeeds(command: list[str]) -> bool:
    """Run quietly; whether it exited with 0."""
    finished = subprocess.run(command, check=False, capture_output=True)
    return finished.returncode == 0


def python_version(executable: str) -> str:
    """The exact version an interpreter reports of itself, such as "3.11.7"."""
    question = "import platform; print(platform.python_version())"
    return subprocess.check_output([executable, "-c", question], text=True).strip()


def own_version() -> str:
    """The exact version of the interpreter that runs this."""
    return ".".join(str(part) for part in sys.version_info[:3])


def lock_hash(name: str) -> str:
    """SHA-256 of a set's lock file."""
    return hashlib.sha256((PROJECT / LOCKS[name]).read_bytes()).hexdigest()


def files(names: set[str]) -> str:
    """The lock files of the sets, in words."""
    return " and ".join(LOCKS[name] for name in sorted(names, reverse=True))


def say(text: str) -> None:
    """One line to the terminal at once."""
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
