"""Clients with keep-alive connections, side by side, each answer checked."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

from bench.calls import Answer, Caller
from bench.figures import NotMeasured, percentile

LIMIT_SECONDS = 30.0  # no load goes on for longer


@dataclass(frozen=True, slots=True)
class Request:
    """One request, made before the clock runs; ``status`` is the one it must get."""

    path: str
    headers: dict[str, str]
    body: bytes = b""
    method: str = "GET"
    status: int = 200


class Server(Protocol):
    """What answers on a loopback port, and what that has cost its workers."""

    @property
    def port(self) -> int:
        """Where it listens."""

    def web_processor_seconds(self) -> float:
        """Processor time of its workers since they started."""


@dataclass(frozen=True, slots=True)
class Load:
    """Seconds of each request, of the whole, and of processor time in the server.

    Loads of several rounds add up.
    """

    seconds: tuple[float, ...] = ()
    elapsed: float = 0.0
    processor: float = 0.0

    def __add__(self, other: Load) -> Load:
        return Load(
            self.seconds + other.seconds,
            self.elapsed + other.elapsed,
            self.processor + other.processor,
        )

    def milliseconds(self, share: float) -> float:
        """The percentile (0 to 1) of one request, in ms."""
        return percentile(self.seconds, share) * 1000

    @property
    def per_second(self) -> float:
        """Requests a second of all clients together."""
        return len(self.seconds) / self.elapsed

    @property
    def processor_ms(self) -> float:
        """Processor time of the web workers for one request, in ms.

        Other work on the machine lengthens every wait, but this hardly.
        """
        return self.processor / len(self.seconds) * 1000


def send(server: Server, clients: Sequence[Sequence[Request]]) -> Load:
    """Send each client's requests one after another, all clients at the same time."""
    port, spent_before = server.port, server.web_processor_seconds()
    deadline = time.perf_counter() + LIMIT_SECONDS
    began = time.perf_counter()
    with ThreadPoolExecutor(len(clients)) as pool:
        sent = pool.map(lambda requests: _one_client(port, requests, deadline), clients)
        seconds = tuple(spent for client in sent for spent in client)
    elapsed = time.perf_counter() - began
    return Load(seconds, elapsed, server.web_processor_seconds() - spent_before)


def checked(answer: Answer, request: Request) -> Answer:
    """The answer, if it has the status that the request must get."""
    if answer.status != request.status:
        raise NotMeasured(
            f"{request.method} {request.path} answered {answer.status}: "
            f"{answer.body[:300].decode(errors='replace')}"
        )
    return answer


def ask(port: int, request: Request) -> Answer:
    """One request on a connection of its own."""
    with Caller(port) as caller:
        return checked(_call(caller, request), request)


def wait_for(is_true: Callable[[], bool], seconds: float, what: str) -> None:
    """Ask every 50 ms; no figure if it does not come true in time."""
    deadline = time.perf_counter() + seconds
    while not is_true():
        if time.perf_counter() > deadline:
            raise NotMeasured(f"{what} took more than {seconds:.0f} s.")
        time.sleep(0.05)


def _one_client(port: int, requests: Sequence[Request], deadline: float) -> list[float]:
    seconds = []
    with Caller(port) as caller:
        for request in requests:
            began = time.perf_counter()
            answer = _call(caller, request)
            seconds.append(time.perf_counter() - began)
            checked(answer, request)
            if began > deadline:
                break
    return seconds


def _call(caller: Caller, request: Request) -> Answer:
    return caller.call(request.method, request.path, request.body, request.headers)
