"""What the supervisor refuses, and how it starts and stops a single process."""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.supervisor.child import Program, start
from config.supervisor.network import PORTS_TRIED, choose_port
from config.supervisor.programs import product_environment
from config.supervisor.refusal import Refusal
from config.supervisor.run_folder import (
    SOCKET_PATH_BYTES_MAX,
    open_run_folder,
    run_folder,
    socket_path,
)
from tests.runtime.processes import becomes_true, start_supervisor

ENDS_SECONDS = 60
needs_proc = pytest.mark.skipif(
    not Path("/proc/self/environ").exists(), reason="needs /proc to see processes"
)


@pytest.fixture
def busy_port() -> Iterator[int]:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


def test_busy_port_that_was_asked_for_is_refused_in_one_line(
    tmp_path: Path, busy_port: int
) -> None:
    run = start_supervisor(tmp_path, PORT=str(busy_port))
    printed, refused = run.output(ENDS_SECONDS)
    assert run.process.returncode == 1
    assert printed == ""
    assert refused.count("\n") == 1
    assert f"Port {busy_port} is in use" in refused


@pytest.mark.parametrize("port", ["0", "65536", "-1", "eighty"])
def test_port_that_is_none_is_refused(port: str) -> None:
    with pytest.raises(Refusal, match=f"PORT={port} is not a port"):
        choose_port({"PORT": port})


def test_busy_port_that_was_not_asked_for_is_passed_over(busy_port: int) -> None:
    assert busy_port < choose_port({}, first=busy_port) < busy_port + PORTS_TRIED


def test_second_start_in_the_same_folder_is_refused_in_one_line(tmp_path: Path) -> None:
    with (tmp_path / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write("4711\n")
        lock.flush()
        run = start_supervisor(tmp_path)
        _printed, refused = run.output(ENDS_SECONDS)
    assert run.process.returncode == 1
    assert refused.count("\n") == 1
    assert "already runs" in refused
    assert "process 4711" in refused


def test_run_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Refusal, match="can't be used"):
        open_run_folder({"LEGGRO_RUN_DIR": str(tmp_path / "file" / "below")})


@needs_proc
def test_failed_preparation_stops_the_rest_and_names_the_log(tmp_path: Path) -> None:
    run = start_supervisor(tmp_path, DATABASE_URL="nothing-like-a-database-url")
    _printed, refused = run.output(ENDS_SECONDS)
    assert run.process.returncode == 1
    assert str(tmp_path / "logs" / "prepare.log") in refused
    assert run.is_gone()


def test_secret_key_is_made_once_and_private(tmp_path: Path) -> None:
    folder = run_folder({"LEGGRO_RUN_DIR": str(tmp_path)})
    first = folder.secret_key()
    mode = stat.S_IMODE((tmp_path / "secret_key").stat().st_mode)
    assert len(first) >= 50
    assert mode == 0o600
    assert folder.secret_key() == first


def test_new_run_folder_is_closed_to_others(tmp_path: Path) -> None:
    open_run_folder({"LEGGRO_RUN_DIR": str(tmp_path / "run")})
    assert stat.S_IMODE((tmp_path / "run").stat().st_mode) == 0o700


def test_servers_set_by_hand_replace_the_embedded_ones(tmp_path: Path) -> None:
    folder = run_folder({"LEGGRO_RUN_DIR": str(tmp_path)})
    given = {"DATABASE_URL": "postgres://db/leggro", "BROKER_URL": ""}
    environment = product_environment(given, folder)
    assert environment["DATABASE_URL"] == "postgres://db/leggro"
    assert environment["BROKER_URL"].startswith("redis+socket://")


def test_socket_stays_in_a_short_plain_folder() -> None:
    assert socket_path(Path("/srv/run")) == Path("/srv/run/valkey.sock")


@pytest.mark.parametrize("root", ["/srv/a folder/run", f"/srv/{'x' * 100}/run"])
def test_socket_of_a_long_or_odd_folder_moves_to_the_temporary_one(
    root: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    moved = socket_path(Path(root))
    assert moved.parent.parent == tmp_path
    assert stat.S_IMODE(moved.parent.stat().st_mode) == 0o700


def test_longest_socket_path_that_fits_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    filler = "x" * (SOCKET_PATH_BYTES_MAX - len("//valkey.sock"))
    assert socket_path(Path(f"/{filler}")) == Path(f"/{filler}/valkey.sock")
    assert socket_path(Path(f"/{filler}x")).parent.parent == tmp_path


def sleeper(*, ignores_term: bool, stop_seconds: float) -> Program:
    """A program with a grandchild; it prints the grandchild's id, then waits."""
    handler = "signal.signal(signal.SIGTERM, signal.SIG_IGN);" if ignores_term else ""
    code = (
        "import signal, subprocess, sys, time;"
        f"{handler}"
        "sleep = [sys.executable, '-c', 'import time; time.sleep(60)'];"
        "child = subprocess.Popen(sleep);"
        "print(child.pid, flush=True); time.sleep(60)"
    )
    return Program("sleeper", (sys.executable, "-c", code), stop_seconds)


@pytest.mark.parametrize("ignores_term", [False, True])
def test_stop_leaves_no_process_of_the_session(
    tmp_path: Path, *, ignores_term: bool
) -> None:
    program = sleeper(ignores_term=ignores_term, stop_seconds=1)
    child = start(program, os.environ, tmp_path)
    assert becomes_true(lambda: child.log.read_text().endswith("\n"), 20)
    grandchild = int(child.log.read_text())
    child.stop()
    expected = signal.SIGKILL if ignores_term else signal.SIGTERM
    assert child.process.returncode == -expected
    assert becomes_true(lambda: not is_running(grandchild), 10)


def is_running(pid: int) -> bool:
    """Whether the process is there and no zombie."""
    shown = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)],
        capture_output=True,
        text=True,
        check=False,
    )
    return bool(shown.stdout.strip()) and not shown.stdout.startswith("Z")


def test_log_of_the_run_before_is_kept(tmp_path: Path) -> None:
    program = Program("once", (sys.executable, "-c", "print('first')"), 5)
    start(program, os.environ, tmp_path).process.wait()
    start(program, os.environ, tmp_path).process.wait()
    assert (tmp_path / "once.previous.log").read_text() == "first\n"
    assert (tmp_path / "once.log").read_text() == "first\n"
