"""Where the processor time of each request goes: profiles of the handler itself."""

from __future__ import annotations

import cProfile
import json
import pstats
import time
from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.core.wsgi import get_wsgi_application

from bench.diaries import Person, ordinary_person, writer_of_many
from bench.evaluations import evaluation_seconds
from bench.posting import cramp
from bench.reading import LIST_PATH, SUMMARY_PATH
from bench.scratch import Scratch
from config.celery import app

REPEATS = 60
LINES = 30


def show(made: Scratch) -> None:
    """Print the functions that take the most processor time, for each kind of work."""
    app.set_default()
    web = get_wsgi_application()
    person = ordinary_person("profiled")
    many = writer_of_many("profiled-export", 5_000)
    judged = ordinary_person("profiled-judged")
    works: dict[str, tuple[int, Callable[[], object]]] = {
        "POST": (REPEATS, lambda: post_once(web, person)),
        "list": (REPEATS, lambda: get_once(web, person, LIST_PATH)),
        "summary": (REPEATS, lambda: get_once(web, person, SUMMARY_PATH)),
        "csv": (1, lambda: get_once(web, many, "/api/v1/export.csv")),
        "evaluation": (REPEATS, lambda: evaluation_seconds(judged.diary)),
    }
    for name, (repeats, work) in works.items():
        work()
        _show(name, repeats, work)


def post_once(web: Any, person: Person) -> None:
    """One POST through the whole of Django, without a server."""
    body = json.dumps(cramp(time.perf_counter_ns() % 2_500)).encode()
    _call(web, person, "POST", "/api/v1/episodes/", body)


def get_once(web: Any, person: Person, path: str) -> None:
    """One GET, the same way."""
    _call(web, person, "GET", path)


def _call(web: Any, person: Person, method: str, path: str, body: bytes = b"") -> None:
    address, _, query = path.partition("?")
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": address,
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
    answer = web(environ, lambda status, headers, *more: None)
    for _ in answer:
        pass
    answer.close()


def _show(name: str, repeats: int, work: Callable[[], object]) -> None:
    """Without the profiler for the figure, with it for the shares."""
    began = time.process_time()
    for _ in range(repeats):
        work()
    spent = (time.process_time() - began) / repeats * 1000
    profile = cProfile.Profile(time.process_time)
    profile.enable()
    for _ in range(repeats):
        work()
    profile.disable()
    print(f"\n{name}: {spent:.2f} ms of processor time each, {repeats} times")
    statistics = pstats.Stats(profile)
    statistics.sort_stats("cumulative").print_stats(LINES)
    statistics.sort_stats("tottime").print_stats(LINES)
