"""Start, watch and stop the whole product: `python -m config.supervisor`."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from types import FrameType

from config.supervisor import network, programs
from config.supervisor.child import Child, Program, start, wait_until
from config.supervisor.refusal import Refusal
from config.supervisor.run_folder import RunFolder, open_run_folder
from config.supervisor.welcome import announce, say

# Those who take requests go first, what they lean on goes last.
STOP_ORDER = ("prepare", "web", "beat", "worker", "sweeper", "valkey")
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
BROKER_START_SECONDS = 30.0
PREPARE_SECONDS = 600.0
WEB_START_SECONDS = 90.0
WATCH_SECONDS = 0.2


class Supervisor:
    """The processes of one run, and whether somebody asked it to stop."""

    def __init__(self, folder: RunFolder, environment: Mapping[str, str]) -> None:
        self.folder = folder
        self.environment = environment
        self.children: dict[str, Child] = {}
        self.stop_requested = False

    def request_stop(self, number: int, frame: FrameType | None) -> None:
        """Signal handler: only notes the wish, so nothing is cut in half."""
        if not self.stop_requested:
            say("Stopping …")
        self.stop_requested = True

    def start(self, program: Program) -> Child:
        """Start one program and watch it from now on."""
        child = start(program, self.environment, self.folder.logs)
        self.children[program.name] = child
        return child

    def prepare(self) -> None:
        """Run the migrations and the demo to their end."""
        child = self.start(programs.preparation(self.folder))
        self.wait(child.has_ended, PREPARE_SECONDS, child)
        if self.stop_requested:
            return
        if child.process.returncode != 0:
            raise Refusal(f"The database could not be prepared; see {child.log}.")
        del self.children["prepare"]

    def wait(self, is_true: Callable[[], bool], seconds: float, awaited: Child) -> None:
        """Wait for a condition or a stop; refuse when it takes too long."""

        def settled() -> bool:
            self.refuse_if_one_died()
            return self.stop_requested or is_true()

        if not wait_until(settled, seconds):
            name = awaited.program.name
            raise Refusal(f"{name} took too long to start; see {awaited.log}.")

    def watch(self) -> None:
        """Stay until a stop is asked for; refuse when a process ends before."""
        while not self.stop_requested:
            self.refuse_if_one_died()
            time.sleep(WATCH_SECONDS)

    def refuse_if_one_died(self) -> None:
        """Refuse to go on when a process ended that nobody asked to end."""
        if self.stop_requested:
            return
        for child in self.children.values():
            if child.has_ended() and not child.program.may_end:
                code = child.process.returncode
                raise Refusal(
                    f"{child.program.name} ended by itself (code {code}), so the rest "
                    f"is stopped; see {child.log}."
                )

    def stop_all(self) -> None:
        """Stop every process in order; returns when none is left."""
        self.folder.ready.unlink(missing_ok=True)
        for name in STOP_ORDER:
            if name in self.children:
                self.children[name].stop()


def main() -> int:
    """Run until a signal (exit 0) or until something breaks (exit 1)."""
    # Database, queue and logs hold health data: nobody else may read them.
    os.umask(0o077)
    try:
        folder, _lock = open_run_folder(os.environ)
        port = network.choose_port(os.environ)
        environment = programs.product_environment(os.environ, folder)
    except Refusal as refusal:
        return fail(refusal)
    supervisor = Supervisor(folder, environment)
    for number in STOP_SIGNALS:
        signal.signal(number, supervisor.request_stop)
    try:
        run(supervisor, port)
    except Refusal as refusal:
        return fail(refusal)
    finally:
        supervisor.stop_all()
    say("Stopped.")
    return 0


def run(supervisor: Supervisor, port: int) -> None:
    """Start each part when what it leans on answers, then watch."""
    folder = supervisor.folder
    if not os.environ.get("BROKER_URL"):
        broker = supervisor.start(programs.broker(folder))
        supervisor.wait(
            lambda: network.broker_answers(folder.socket), BROKER_START_SECONDS, broker
        )
    supervisor.prepare()
    if supervisor.stop_requested:
        return
    web = supervisor.start(programs.web(port))
    for program in (programs.worker(), programs.sweeper(), programs.beat(folder)):
        supervisor.start(program)
    supervisor.wait(lambda: network.web_answers(port), WEB_START_SECONDS, web)
    if supervisor.stop_requested:
        return
    announce(folder, port, port_was_asked=bool(os.environ.get("PORT")))
    supervisor.watch()


def fail(refusal: Refusal) -> int:
    """Say why, in one line, and give the exit code."""
    print(f"Leggro: {refusal}", file=sys.stderr, flush=True)  # noqa: T201 - its screen
    return 1


if __name__ == "__main__":
    sys.exit(main())
