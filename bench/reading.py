"""What a phone reads most: a page of episodes, and the summary of the trends."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace

from bench.diaries import Person, ordinary_person
from bench.figures import Row, Target, percentile
from bench.loads import Load, Request, ask, send
from bench.posting import CLIENTS, wait_until_judged
from bench.product import Product
from bench.scratch import Scratch
from diary.models import Episode
from diary.selectors import EPISODE_COLUMNS

LIST_PATH = "/api/v1/episodes/?limit=100"
SUMMARY_PATH = "/api/v1/trends/summary/"
LIST = Target("ms", 30, 10)
SUMMARY = Target("ms", 25, 8)
UNCHANGED = Target("ms", 3, 3)
TEN_YEARS = Target("x", 3, 3)
ALONGSIDE = Target("ms")


def measure_list(made: Scratch, product: Product) -> Iterator[Row]:
    """A page of 100 episodes, beside the same rows as plain dicts without a request."""
    person = ordinary_person("lists", days=365)
    wait_until_judged()
    request = Request(LIST_PATH, person.headers)
    repeats = made.count(200, quick=40)
    p50 = send(product.port, [[request] * repeats]).milliseconds(0.5)
    plain = percentile([plain_list_seconds(person) for _ in range(repeats)], 0.5) * 1000
    beside = f"{p50 / plain:.1f} x plain dicts in process, {plain:.1f} ms"
    yield Row("list of 100", p50, LIST, more="p50", beside=beside)
    four = send(product.port, [[request] * repeats] * CLIENTS)
    yield Row(
        "list of 100, 4 clients",
        four.milliseconds(0.5),
        ALONGSIDE,
        more=f"p50, {four.per_second:.0f}/s",
    )


def measure_summary(made: Scratch, product: Product) -> Iterator[Row]:
    """A year of daily entries, the same unchanged, and ten years of them."""
    year = ordinary_person("year", days=365)
    decade = ordinary_person("decade", days=3_650)
    wait_until_judged()
    repeats = made.count(150, quick=30)
    request = Request(SUMMARY_PATH, year.headers)
    one = _p50(product, request, repeats)
    yield Row("summary, a year of daily entries", one, SUMMARY, more="p50")
    etag = ask(product.port, request).headers["etag"]
    unchanged = replace(
        request, headers={**year.headers, "If-None-Match": etag}, status=304
    )
    same = _p50(product, unchanged, repeats)
    yield Row("summary, unchanged (304)", same, UNCHANGED, more="p50")
    ten = _p50(product, replace(request, headers=decade.headers), repeats)
    yield Row(
        "summary, ten years against one",
        ten / one,
        TEN_YEARS,
        more=f"({ten:.1f} ms p50)",
    )


def plain_list_seconds(person: Person) -> float:
    """The same page in this process: rows to dicts to JSON, nothing around it."""
    began = time.perf_counter()
    rows = Episode.objects.filter(diary_id=person.diary, deleted_at=None)
    newest = rows.order_by("-started_at").values_list(*EPISODE_COLUMNS)[:100]
    plain = [dict(zip(EPISODE_COLUMNS, row, strict=True)) for row in newest]
    json.dumps({"results": plain}, default=str)
    return time.perf_counter() - began


def _p50(product: Product, request: Request, repeats: int) -> float:
    load: Load = send(product.port, [[request] * repeats])
    return load.milliseconds(0.5)
