"""A phone's biggest push and its first pull, through the whole of Django."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.diaries import Person, new_person, writer_of_many
from bench.figures import NotMeasured, Row, Target, percentile
from bench.posting import cramp
from bench.scratch import Scratch

ITEMS = 500
ROWS = 5_000
PUSH_TARGET = Target("ms", 100, 50)
PULL_TARGET = Target("s", 1, 0.4)
PUSH_PATH, PULL_PATH = "/api/v1/sync/push", "/api/v1/sync/changes"

Application = Callable[..., Any]


def measure(made: Scratch) -> Iterator[Row]:
    """Server time from the request's bytes to the answer's, without a network."""
    web = get_wsgi_application()
    yield from measure_push(web, repeats=made.count(9, quick=3))
    yield from measure_pull(web, repeats=made.count(5, quick=2))


def measure_push(web: Application, *, repeats: int) -> Iterator[Row]:
    """500 new cramps, each time in a diary that has none; the median."""
    push_once(web, 0)  # the first fills caches
    person, body = new_person("counted"), push_body(0)
    with CaptureQueriesContext(connection) as captured:
        call(web, person, "POST", PUSH_PATH, body=body)
    queries = len(captured)
    took = [push_once(web, number + 1) for number in range(repeats)]
    yield Row(
        f"push of {ITEMS} new items",
        percentile([seconds for seconds, _ in took], 0.5) * 1000,
        PUSH_TARGET,
        more=f"({percentile([work for _, work in took], 0.5) * 1000:.0f} ms processor, "
        f"{queries} queries)",
    )


def push_once(web: Application, number: int) -> tuple[float, float]:
    """Seconds and processor seconds of one full push."""
    person, body = new_person(f"push{number}"), push_body(number)
    began, worked = time.perf_counter(), time.process_time()
    answer = call(web, person, "POST", PUSH_PATH, body=body)
    took = time.perf_counter() - began, time.process_time() - worked
    statuses = {result["status"] for result in json.loads(answer)["results"]}
    if statuses != {"created"}:
        raise NotMeasured(f"A push was not stored: {statuses}.")
    return took


def measure_pull(web: Application, *, repeats: int) -> Iterator[Row]:
    """All pages of 500 of a diary with 5,000 cramps; the median."""
    person = writer_of_many("pulled", ROWS)
    with CaptureQueriesContext(connection) as captured:
        call(web, person, "GET", PULL_PATH)
    queries = len(captured)
    took = [pull_once(web, person) for _ in range(repeats)]
    yield Row(
        f"first pull of {ROWS:,} rows",
        percentile([seconds for seconds, _ in took], 0.5),
        PULL_TARGET,
        more=f"({percentile([work for _, work in took], 0.5):.2f} s processor, "
        f"{queries} queries a page)",
    )


def pull_once(web: Application, person: Person) -> tuple[float, float]:
    """Seconds and processor seconds of all pages; reading them is the phone's."""
    count, query, more, seconds, processor = 0, "", True, 0.0, 0.0
    while more:
        began, worked = time.perf_counter(), time.process_time()
        answer = call(web, person, "GET", PULL_PATH, query=query)
        seconds += time.perf_counter() - began
        processor += time.process_time() - worked
        page = json.loads(answer)
        count += len(page["changes"])
        query, more = f"cursor={page['cursor']}", page["more"]
    if count < ROWS:
        raise NotMeasured(f"A pull brought {count} rows.")
    return seconds, processor


def push_body(number: int) -> bytes:
    """One full push: every usual question answered, a night each."""
    start = timezone.now() - timedelta(days=600)
    items = []
    for place in range(ITEMS):
        fields = cramp(place)
        fields["started_at"] = (start + timedelta(days=place)).isoformat()
        fields["ended_at"] = (start + timedelta(days=place, minutes=8)).isoformat()
        outer = {name: fields.pop(name) for name in ("id", "entered_at")}
        items.append({"table": "episodes", **outer, "fields": fields})
    return json.dumps({"device": f"phone {number}", "items": items}).encode()


def call(
    web: Application,
    person: Person,
    method: str,
    path: str,
    *,
    query: str = "",
    body: bytes = b"",
) -> bytes:
    """One call without a server; the body of the answer, which must be a 200."""
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1",
        "HTTP_X_SESSION_TOKEN": person.token,
        "HTTP_ACCEPT_LANGUAGE": "en",
        "CONTENT_TYPE": "application/json" if body else "",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": BytesIO(body),
        "wsgi.url_scheme": "http",
    }
    statuses: list[str] = []
    answer = web(environ, lambda status, headers, *more: statuses.append(status))
    content = b"".join(answer)
    answer.close()
    if not statuses[0].startswith("200"):
        raise NotMeasured(f"{method} {path} answered {statuses[0]}.")
    return content
