"""Make the virtual environment once, and again only when the locks or Python change."""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
VENV = PROJECT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
STAMP = VENV / "leggro-stamp.json"
LOCKS = {"runtime": "requirements.txt", "dev": "requirements-dev.txt"}
NO_INSTALLER = (
    "Python {version} has no working venv or pip module, and neither uv nor virtualenv "
    "is on PATH: install one (Debian: apt install python3-venv) and try again."
)
OWN_PIP = [sys.executable, "-m", "pip", "--python", str(VENV_PYTHON)]
VENV_PIP = [str(VENV_PYTHON), "-m", "pip"]


class SetupError(Exception):
    """The environment could not be made; the text says what to do."""


def main() -> int:
    """Bring the environment up to the wanted set; 0 when it is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wanted", choices=sorted(LOCKS))
    parser.add_argument("--chosen", action="store_true", help="PYTHON was set by hand")
    arguments = parser.parse_args()
    wanted = {"runtime"} | {arguments.wanted}
    try:
        ensure(wanted, python_was_chosen=arguments.chosen)
    except SetupError as problem:
        print(f"Setup failed: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Setup stopped; the next start begins it anew.", file=sys.stderr)
        return 130
    return 0


def ensure(wanted: set[str], *, python_was_chosen: bool) -> None:
    """Make, complete or keep the environment, whichever the stamp asks for."""
    installed = sets_in_stamp(python_was_chosen=python_was_chosen)
    missing = wanted - installed
    if not missing:
        return
    if installed:
        say(f"Adding {files(missing)} to {VENV.name} …")
        install(missing)
    else:
        say(f"Making {VENV.name} with Python {own_version()}, {files(wanted)} …")
        make_empty()
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
    outdated = {name for name in LOCKS if name in stamp} - current
    return set() if outdated else current


def write_stamp(installed: set[str]) -> None:
    """Record what was installed; written last, so a broken attempt has no stamp."""
    stamp = {name: lock_hash(name) for name in sorted(installed)}
    stamp["python"] = python_version(str(VENV_PYTHON))
    STAMP.write_text(json.dumps(stamp, indent=1) + "\n")


def make_empty() -> None:
    """An environment without packages; what an earlier attempt left is removed."""
    for command in ways_to_make():
        # A failed `python -m venv` leaves a folder with a Python and no pip.
        shutil.rmtree(VENV, ignore_errors=True)
        if succeeds([*command, str(VENV)]):
            return
    shutil.rmtree(VENV, ignore_errors=True)
    raise SetupError(NO_INSTALLER.format(version=own_version()))


def ways_to_make() -> list[list[str]]:
    """Commands that make an environment, the quickest first."""
    ways = []
    if shutil.which("uv"):
        ways.append(["uv", "venv", "--quiet", "--python", sys.executable])
    if succeeds([sys.executable, "-m", "pip", "--version"]):
        # This Python's own pip fills it: copying pip in takes six seconds.
        ways.append([sys.executable, "-m", "venv", "--without-pip"])
    ways.append([sys.executable, "-m", "venv"])
    if shutil.which("virtualenv"):
        ways.append(["virtualenv", "--quiet", "--python", sys.executable])
    return ways


def install(wanted: set[str]) -> None:
    """Install the locked sets, hashes checked, with uv or else pip."""
    locked = ["--require-hashes", "--only-binary", ":all:"]
    for name in sorted(wanted, reverse=True):
        locked += ["-r", str(PROJECT / LOCKS[name])]
    if shutil.which("uv"):
        command = ["uv", "pip", "install", "--quiet", "--python", str(VENV_PYTHON)]
        if runs([*command, *locked]):
            return
        say("uv could not install the packages; trying pip …")
    pip = next((p for p in (VENV_PIP, OWN_PIP) if succeeds([*p, "--version"])), None)
    if pip is None:
        shutil.rmtree(VENV, ignore_errors=True)
        raise SetupError(NO_INSTALLER.format(version=own_version()))
    # What is imported gets compiled then; compiling all of it takes five seconds.
    options = ["--quiet", "--no-deps", "--no-compile", "--disable-pip-version-check"]
    if not runs([*pip, "install", *options, *locked]):
        raise SetupError("the packages could not be installed; see the lines above.")


def runs(command: list[str]) -> bool:
    """Run with its output on the terminal; whether it exited with 0."""
    return subprocess.run(command, check=False).returncode == 0


def succeeds(command: list[str]) -> bool:
    """Run quietly; whether it exited with 0."""
    try:
        finished = subprocess.run(command, check=False, capture_output=True)
    except OSError:
        return False
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
