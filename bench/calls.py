"""A small keep-alive HTTP client: it must cost less than what it measures."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self

TIMEOUT_SECONDS = 30.0
HEAD_END = b"\r\n\r\n"
CHUNK_BYTES = 65_536
WITHOUT_BODY = frozenset({204, 304})


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; header names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


class Caller:
    """One connection to loopback, kept open.

    Reads answers with a ``Content-Length`` only, which all but streams have.
    """

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), TIMEOUT_SECONDS)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._socket.close()

    def call(
        self, method: str, path: str, body: bytes, headers: Mapping[str, str]
    ) -> Answer:
        """One request and its whole answer."""
        sent = {"Host": "127.0.0.1", **headers}
        if body:
            sent["Content-Type"] = "application/json"
            sent["Content-Length"] = str(len(body))
        lines = [f"{method} {path} HTTP/1.1"]
        lines += [f"{name}: {text}" for name, text in sent.items()]
        self._socket.sendall("\r\n".join(lines).encode() + HEAD_END + body)
        return self._answer()

    def _answer(self) -> Answer:
        received = b""
        while HEAD_END not in received:
            received += self._more()
        head, _, body = received.partition(HEAD_END)
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {
            name.lower(): text for name, text in (line.split(": ", 1) for line in lines)
        }
        status = int(first.split(" ", 2)[1])
        length = 0 if status in WITHOUT_BODY else int(headers["content-length"])
        parts, missing = [body], length - len(body)
        while missing > 0:
            parts.append(self._more())
            missing -= len(parts[-1])
        return Answer(status, headers, b"".join(parts))

    def _more(self) -> bytes:
        if not (received := self._socket.recv(CHUNK_BYTES)):
            raise ConnectionError("The server closed the connection in an answer.")
        return received
