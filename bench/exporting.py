"""The CSV of 100,000 cramps, beside Python's csv writer over a raw cursor."""

from __future__ import annotations

import csv
import http.client
import os
import sqlite3
import time
from collections.abc import Iterator
from uuid import UUID

from bench.diaries import Person, writer_of_many
from bench.evaluations import processor_seconds
from bench.figures import NotMeasured, Row, Target
from bench.posting import wait_until_judged
from bench.product import MemoryWatch, Product
from bench.scratch import Scratch
from diary.exports.episodes import COLUMNS_READ

PATH = "/api/v1/export.csv"
TIMEOUT_SECONDS = 120.0
READ_BYTES = 65_536
GROWTH = Target("MB", 20, 20)
SHARE_FLOOR_ROWS = 25_000
SHARE_AIM = 0.4


def measure(made: Scratch, product: Product) -> Iterator[Row]:
    """Rows a second over HTTP, and how much the web worker grew meanwhile."""
    count = made.count(100_000, quick=20_000)
    person = writer_of_many("export", count)
    wait_until_judged()
    spent_before = product.web_processor_seconds()
    with MemoryWatch(product.web_workers()) as watch:
        ours = count / download_seconds(product.port, person, count)
    spent = product.web_processor_seconds() - spent_before
    spent_raw, seconds_raw = processor_seconds(lambda: raw_seconds(made, person.diary))
    raw = count / seconds_raw
    yield Row(
        f"CSV of {count:,} rows",
        ours,
        Target("rows/s", SHARE_FLOOR_ROWS, SHARE_AIM * raw),
        beside=f"{ours / raw:.2f} of a raw cursor's {raw:,.0f} rows/s; "
        f"by processor time {spent_raw / spent:.2f}",
    )
    yield Row(
        "CSV, memory of the web worker",
        watch.growth_mb,
        GROWTH,
        more=f"(with the mapped database file {watch.resident_growth_mb:.0f} MB)",
    )


def download_seconds(port: int, person: Person, count: int) -> float:
    """Seconds from the request to the last byte; every row must be there."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)
    began = time.perf_counter()
    connection.request("GET", PATH, headers=person.headers)
    answer = connection.getresponse()
    lines = 0
    while received := answer.read(READ_BYTES):
        lines += received.count(b"\n")
    seconds = time.perf_counter() - began
    connection.close()
    if (answer.status, lines) != (http.client.OK, count + 1):
        raise NotMeasured(f"The CSV answered {answer.status} with {lines} lines.")
    return seconds


def raw_seconds(made: Scratch, diary: UUID) -> float:
    """The columns that the export reads, straight from SQLite into a csv writer."""
    columns = ", ".join(f'"{name}"' for name in COLUMNS_READ)
    query = (
        f"SELECT {columns} FROM diary_episode "  # noqa: S608 - our own column names
        "WHERE diary_id = ? AND deleted_at IS NULL ORDER BY started_at"
    )
    database = sqlite3.connect(made.database)
    began = time.perf_counter()
    with open(os.devnull, "w", newline="") as nowhere:
        csv.writer(nowhere).writerows(database.execute(query, (diary.hex,)))
    seconds = time.perf_counter() - began
    database.close()
    return seconds
