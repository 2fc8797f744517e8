"""One supervised process: started in its own session, stopped within bounded time."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from config.supervisor.run_folder import PROJECT

PR_SET_PDEATHSIG = 1
POLL_SECONDS = 0.02


@dataclass(frozen=True)
class Program:
    """What to run: ``stop_seconds`` is how long it may take to end after TERM.

    ``may_end`` is true for work that is done once, false for a server. ``niceness`` is
    how readily it leaves the processor to others, 0 to 19.
    """

    name: str
    command: Sequence[str]
    stop_seconds: float
    folder: Path = PROJECT
    may_end: bool = False
    niceness: int = 0


@dataclass(frozen=True)
class Child:
    """A started program."""

    program: Program
    process: subprocess.Popen[bytes]
    log: Path

    def has_ended(self) -> bool:
        """Whether the process is gone."""
        return self.process.poll() is not None

    def stop(self) -> None:
        """TERM, a bounded wait, then KILL for whatever is left of its session."""
        if not self.has_ended():
            self.process.terminate()
            wait_until(self.has_ended, self.program.stop_seconds)
        kill_session(self.process.pid)
        self.process.wait()


def start(program: Program, environment: Mapping[str, str], logs: Path) -> Child:
    """Start a program with its output in ``logs``; the run before is kept beside."""
    log = logs / f"{program.name}.log"
    if log.exists():
        log.replace(logs / f"{program.name}.previous.log")
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - our own commands, no shell
            program.command,
            cwd=program.folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            # The terminal's Ctrl-C must reach the supervisor alone.
            start_new_session=True,
            preexec_fn=die_with_parent(os.getpid()),
        )
    os.setpriority(os.PRIO_PROCESS, process.pid, program.niceness)
    return Child(program=program, process=process, log=log)


def die_with_parent(parent_pid: int) -> Callable[[], None] | None:
    """What a new child calls to get TERM when its parent dies, also by kill -9."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None, use_errno=True)

    def ask_kernel() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent_pid:
            os._exit(1)

    return ask_kernel


def kill_session(leader_pid: int) -> None:
    """End what a process left behind in its own group."""
    try:
        os.killpg(leader_pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        # Gone already; macOS says "not permitted" for a group of zombies.
        return


def wait_until(is_true: Callable[[], bool], seconds: float) -> bool:
    """Ask again and again until the answer is yes or the time is up."""
    deadline = time.monotonic() + seconds
    while not is_true():
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True
