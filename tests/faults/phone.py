"""A phone over real HTTP: it keeps its line open, and knows when it broke."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import Any

from tests.faults.wsgi import HEADER as FAILPOINTS

CALL_SECONDS = 30.0

Content = dict[str, Any]


class NoAnswer(Exception):
    """The line broke: the phone does not know what became of its request."""


@dataclass(frozen=True)
class Answer:
    """What came back, and after how long."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float

    def json(self) -> Any:
        """The body, which is always JSON."""
        return json.loads(self.body)


class Phone:
    """One device of one person; keeps its connection open, like any phone."""

    def __init__(self, port: int, token: str, device: str = "phone") -> None:
        self.token = token
        self.device = device
        self.cursor: str | None = None
        self.rows: dict[tuple[str, str], Content | None] = {}
        self.connect(port)

    def connect(self, port: int) -> None:
        """Call this port from now on."""
        self._line = HTTPConnection("127.0.0.1", port, timeout=CALL_SECONDS)

    def call(
        self, method: str, path: str, body: object = None, **headers: str
    ) -> Answer:
        """One call, tried once; raises ``NoAnswer``."""
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        own = {"X-Session-Token": self.token, "Content-Type": "application/json"}
        started = time.monotonic()
        try:
            self._line.request(
                method, path, None if body is None else sent, {**own, **named}
            )
            found = self._line.getresponse()
            content = found.read()
        except (HTTPException, OSError) as error:
            self._line.close()
            raise NoAnswer from error
        seconds = time.monotonic() - started
        return Answer(found.status, dict(found.getheaders()), content, seconds)

    def try_push(self, items: Sequence[object], *, failpoints: str = "") -> Answer:
        """Push items, whatever the answer; ``failpoints`` are the server's to obey."""
        more = {FAILPOINTS: failpoints} if failpoints else {}
        body = {"device": self.device, "items": list(items)}
        return self.call("POST", "/api/v1/sync/push", body, **more)

    def push(self, *items: object, failpoints: str = "") -> list[Content]:
        """Push items; the results, which there must be."""
        answer = self.try_push(items, failpoints=failpoints)
        assert answer.status == 200, answer.body
        results: list[Content] = answer.json()["results"]
        assert len(results) == len(items)
        return results

    def pull(self) -> list[Content]:
        """Pull to the end into ``rows`` (deleted: ``None``); all changes in order."""
        seen: list[Content] = []
        while True:
            query = f"?cursor={self.cursor}" if self.cursor else ""
            answer = self.call("GET", "/api/v1/sync/changes" + query)
            assert answer.status == 200, answer.body
            page = answer.json()
            for change in page["changes"]:
                self.rows[change["table"], change["id"]] = change["data"]
            seen += page["changes"]
            self.cursor = page["cursor"]
            if not page["more"]:
                return seen

    def held(self, table: str = "episodes") -> dict[str, Content]:
        """The live rows of a table by id."""
        return {
            entry: row
            for (name, entry), row in self.rows.items()
            if name == table and row is not None
        }
