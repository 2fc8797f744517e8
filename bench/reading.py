"""What a phone reads most: a page of episodes, and the summary of the trends."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from bench.diaries import Person, ordinary_person
from bench.evaluations import processor_seconds
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
    repeats = made.count(100, quick=40)
    one = send(product, [[request] * repeats])
    spent = [processor_seconds(lambda: plain_list(person))[0] for _ in range(repeats)]
    plain = percentile(spent, 0.5) * 1000
    beside = f"{one.processor_ms / plain:.1f} x plain dicts in process, {plain:.1f} ms"
    yield _row("list of 100", one, LIST, beside=beside)
    four = send(product, [[request] * repeats] * CLIENTS)
    yield _row(f"list of 100, 4 clients, {four.per_second:.0f}/s", four, ALONGSIDE)


def measure_summary(made: Scratch, product: Product) -> Iterator[Row]:
    """A year of daily entries, the same unchanged, and ten years of them."""
    year = ordinary_person("year", days=365)
    decade = ordinary_person("decade", days=3_650)
    wait_until_judged()
    repeats = made.count(100, quick=30)
    request = Request(SUMMARY_PATH, year.headers)
    one = send(product, [[request] * repeats])
    yield _row("summary, a year of daily entries", one, SUMMARY)
    etag = ask(product.port, request).headers["etag"]
    headers = {**year.headers, "If-None-Match": etag}
    unchanged = replace(request, headers=headers, status=304)
    yield _row(
        "summary, unchanged (304)", send(product, [[unchanged] * repeats]), UNCHANGED
    )
    ten = send(product, [[replace(request, headers=decade.headers)] * repeats])
    yield Row(
        "summary, ten years against one",
        ten.processor_ms / one.processor_ms,
        TEN_YEARS,
        more=f"({ten.processor_ms:.1f} ms processor)",
    )


def plain_list(person: Person) -> str:
    """The same page in this process: rows to dicts to JSON, nothing around it."""
    rows = Episode.objects.filter(diary_id=person.diary, deleted_at=None)
    newest = rows.order_by("-started_at").values_list(*EPISODE_COLUMNS)[:100]
    plain = [dict(zip(EPISODE_COLUMNS, row, strict=True)) for row in newest]
    return json.dumps({"results": plain}, default=str)


def _row(work: str, load: Load, target: Target, *, beside: str = "-") -> Row:
    more = f"p50, {load.processor_ms:.1f} ms processor"
    return Row(work, load.milliseconds(0.5), target, more, beside)
