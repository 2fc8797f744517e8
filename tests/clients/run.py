"""Run the client tests: a live server on a scratch database, the real npm packages.

Usage: python -m tests.clients.run [node --test argument …]

SQLite in a temporary folder, or a database of its own in the PostgreSQL server that
DATABASE_URL names. Everything started here ends with it.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit, urlunsplit

import psycopg

PROJECT = Path(__file__).resolve().parents[2]
CLIENTS = PROJECT / "tests" / "clients"
INSTALLED = CLIENTS / "node_modules" / ".package-lock.json"
DATABASE = "leggro_clients"
NODE_MAJOR_MIN = 20
START_SECONDS = 300.0
FILE_SECONDS = 600  # ten times what a busy machine takes
RUN_SECONDS = 4 * FILE_SECONDS  # with two cores Node.js runs one file after the other


def main(arguments: list[str]) -> int:
    """Install, start, test, stop; the exit code of the tests."""
    if not has_node():
        sys.stderr.write(f"Node.js {NODE_MAJOR_MIN} or newer and npm are needed.\n")
        return 1
    install()
    with (
        tempfile.TemporaryDirectory(prefix="leggro-clients-") as folder,
        database(Path(folder)) as url,
    ):
        environment = environment_for(url)
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(migrate, cwd=PROJECT, env=environment, check=True)
        demanding = {**environment, "SYNC_SCHEMA_VERSION_MIN": "2"}
        with server(environment) as address, server(demanding) as later:
            servers = {"LEGGRO_SERVER": address, "LEGGRO_LATER_SERVER": later}
            return run_tests({**environment, **servers}, arguments)


def environment_for(database_url: str) -> dict[str, str]:
    """What the server and the operator need."""
    return {
        **os.environ,
        "DEMO": "1",
        "SECRET_KEY": "client-tests",
        "DATABASE_URL": database_url,
        "BROKER_URL": "redis://127.0.0.1:1/0",  # nothing listens there
        "LEGGRO_PROJECT": str(PROJECT),
        "LEGGRO_PYTHON": sys.executable,
    }


def has_node() -> bool:
    """Whether node and npm are here, and node is new enough."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    said = subprocess.run([node, "--version"], capture_output=True, text=True)
    return int(said.stdout.lstrip("v").split(".")[0]) >= NODE_MAJOR_MIN


def install() -> None:
    """``npm ci`` when the lock is newer than what is installed."""
    lock = CLIENTS / "package-lock.json"
    if INSTALLED.exists() and INSTALLED.stat().st_mtime >= lock.stat().st_mtime:
        return
    subprocess.run(["npm", "ci", "--no-progress"], cwd=CLIENTS, check=True)


@contextmanager
def database(folder: Path) -> Iterator[str]:
    """The URL of an empty database."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        yield f"sqlite:///{folder / 'clients.sqlite3'}"
        return
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {DATABASE}")
        yield urlunsplit(urlsplit(given)._replace(path=f"/{DATABASE}"))
        connection.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")


@contextmanager
def server(environment: dict[str, str]) -> Iterator[str]:
    """The product's web side as gunicorn serves it; yields its address."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "config.wsgi:application"]
    command += ["--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"]
    command += ["--workers", "2", "--threads", "4", "--log-level", "error"]
    process = subprocess.Popen(command, cwd=PROJECT, env=environment)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/healthz", process)
        yield address
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def run_tests(environment: dict[str, str], arguments: list[str]) -> int:
    """Node's own test runner on every test file."""
    files = sorted(str(path) for path in CLIENTS.glob("*.test.js"))
    command = [
        "node",
        "--test",
        "--test-reporter=spec",
        f"--test-timeout={FILE_SECONDS * 1000}",
        *(arguments or files),
    ]
    finished = subprocess.run(
        command, cwd=PROJECT, env=environment, timeout=RUN_SECONDS, check=False
    )
    return finished.returncode


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    """Return when the server answers; fail when it ends or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(url, timeout=20).close()  # noqa: S310 - loopback
        except (URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise SystemExit("The server did not start.")


def free_port() -> int:
    """A loopback port that nothing uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
