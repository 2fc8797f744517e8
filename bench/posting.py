"""POST of one episode by four clients, round by round beside the bare probe."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from bench.diaries import Person, ordinary_person
from bench.figures import Row, Target
from bench.loads import Load, Request, send, wait_for
from bench.product import Product, children_of, processor_seconds_of, stop
from bench.scratch import Scratch, free_port
from config.supervisor.child import die_with_parent
from config.supervisor.network import web_answers
from config.supervisor.programs import web
from config.supervisor.run_folder import PROJECT
from diary.models import EvaluationDue

CLIENTS = 4
ROUND_POSTS = 400
START_SECONDS = 60.0
JUDGED_SECONDS = 60.0
P50 = Target("ms", 15, 8)
# The peer did 130 a second on a machine of this kind: one and a half, and three times.
RATE = Target("/s", 195, 390)
WORK = "POST one episode, 4 clients"


@dataclass(frozen=True, slots=True)
class Probe:
    """The bare probe's gunicorn."""

    port: int
    pid: int

    def web_processor_seconds(self) -> float:
        """Processor time of its workers since they started."""
        return sum(processor_seconds_of(pid) for pid in children_of(self.pid))


def measure(made: Scratch, product: Product) -> Iterator[Row]:
    """Worker and sweeper run along; each POST must answer 201."""
    people = [ordinary_person(f"phone-{n}") for n in range(made.count(40, quick=12))]
    wait_until_judged()
    ours, bare = Load(), Load()
    with running_probe(made) as probe:
        for number in range(made.count(3, quick=1)):
            ours += send(product, _round(people, number))
            wait_until_judged()
            bare += send(probe, _round(people, number, is_bare=True))
    p50, rate = bare.milliseconds(0.5), bare.per_second
    yield Row(
        WORK,
        ours.milliseconds(0.5),
        P50,
        more=f"p50, {ours.milliseconds(0.99):.0f} ms p99",
        beside=f"{ours.milliseconds(0.5) / p50:.1f} x the bare probe's {p50:.1f} ms",
    )
    yield Row(
        f"{WORK}, processor time",
        ours.processor_ms,
        Target("ms"),
        beside=f"{ours.processor_ms / bare.processor_ms:.1f} x "
        f"the bare probe's {bare.processor_ms:.1f} ms",
    )
    yield Row(
        f"{WORK}, rate",
        ours.per_second,
        RATE,
        beside=f"{ours.per_second / rate:.2f} of the bare probe's {rate:.0f}/s",
    )


def wait_until_judged() -> None:
    """Until no diary waits, so that no round pays for the one before it."""
    wait_for(
        lambda: not EvaluationDue.objects.exists(),
        JUDGED_SECONDS,
        "Judging the diaries",
    )


@contextmanager
def running_probe(made: Scratch) -> Iterator[Probe]:
    """The bare probe under the same gunicorn settings, on a database of its own."""
    port = free_port()
    copy = made.folder / "bare.sqlite3"
    copy_database(made.database, copy)
    words = ("config.wsgi:application", "bench.bare.wsgi:application")
    command = [words[1] if word == words[0] else word for word in web(port).command]
    process = subprocess.Popen(
        command,
        cwd=PROJECT,
        env={**os.environ, "DATABASE_URL": f"sqlite:///{copy}"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=die_with_parent(os.getpid()),
    )
    try:
        wait_for(lambda: web_answers(port), START_SECONDS, "Starting the bare probe")
        yield Probe(port, process.pid)
    finally:
        stop(process)


def copy_database(source: Path, target: Path) -> None:
    """A whole copy of a SQLite database that others use."""
    with sqlite3.connect(source) as database:
        database.execute("VACUUM INTO ?", (str(target),))
    database.close()
    with sqlite3.connect(target) as copy:
        copy.execute("PRAGMA journal_mode=WAL")
    copy.close()


def _round(
    people: Sequence[Person], number: int, *, is_bare: bool = False
) -> list[list[Request]]:
    """Every client's requests; each client has phones of its own."""
    clients: list[list[Request]] = [[] for _ in range(CLIENTS)]
    for place in range(ROUND_POSTS):
        client = clients[place % CLIENTS]
        person = people[place % len(people)]
        body = json.dumps(cramp(number * ROUND_POSTS + place)).encode()
        client.append(bare_post(person, body) if is_bare else post(person, body))
    return clients


def post(person: Person, body: bytes) -> Request:
    """The product's POST of one episode."""
    return Request("/api/v1/episodes/", person.headers, body, "POST", status=201)


def bare_post(person: Person, body: bytes) -> Request:
    """The same for the bare probe."""
    return Request(
        "/episodes/", {"X-Diary": str(person.diary)}, body, "POST", status=201
    )


def cramp(number: int, *, seconds: int = 200) -> dict[str, object]:
    """A cramp of the last month as a phone sends it, every usual question answered."""
    start = timezone.now() - timedelta(hours=1, minutes=17 * (number % 2_500))
    return {
        "id": str(uuid.uuid4()),
        "started_at": start.isoformat(),
        "ended_at": (start + timedelta(seconds=seconds)).isoformat(),
        "tz": "Europe/Oslo",
        "sites": [{"muscle": "calf", "side": "left", "pain": 6}],
        "pain_max": 6,
        "distress": 4,
        "woke_from_sleep": True,
        "triggers": ["exercise"],
        "sensations": ["hard-muscle"],
        "associated_symptoms": ["none"],
        "residual_pain": {"present": True, "max": 3, "duration_minutes": 60},
        "relief": [{"code": "stretching", "effect": "full"}],
        "note": "",
        "entered_at": timezone.now().isoformat(),
    }
