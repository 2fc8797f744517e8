"""Every measure by name, in the order it runs: first without the product, then with."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator

import django

from bench.figures import NotMeasured, Row, Target, machine, table
from bench.product import Product, running_product
from bench.scratch import Scratch, broker_url, prepare, scratch

Measure = Callable[[Scratch], Iterator[Row]]
ProductMeasure = Callable[[Scratch, Product], Iterator[Row]]

ALONE = ("evaluation", "sweeper", "sync")
WITH_PRODUCT = ("start", "post", "list", "summary", "csv", "flag", "memory")
NAMES = (*ALONE, *WITH_PRODUCT)
MEMORY = Target("MB", 150, 110)
START = Target("s")


class Run:
    """The rows so far, and what could not be measured."""

    def __init__(self, only: Collection[str]) -> None:
        self.only = only
        self.rows: list[Row] = []
        self.failures: list[str] = []

    def take(self, name: str, measure: Callable[[], Iterable[Row]]) -> None:
        """Measure if it is asked for; one that fails leaves the others alone."""
        if name not in self.only:
            return
        print(f"{name} …", flush=True)
        try:
            self.rows += measure()
        except (NotMeasured, OSError) as problem:
            self.failures.append(f"{name}: {problem}")


def run(*, is_quick: bool, only: Collection[str], has_profile: bool) -> int:
    """Measure on a scratch folder, print the table; 1 if anything has no figure."""
    taken = Run(only)
    began, before = time.perf_counter(), machine()
    with scratch(is_quick=is_quick) as made:
        _set_up_django(made)
        prepare(made)
        for name, alone in _alone().items():
            taken.take(name, lambda alone=alone: alone(made))  # type: ignore[misc]  # bound now
        if has_profile or not set(WITH_PRODUCT).isdisjoint(only):
            try:
                _with_product(taken, made, has_profile=has_profile)
            except NotMeasured as problem:
                taken.failures.append(f"product: {problem}")
    print(f"\n{table(taken.rows)}\n\nbefore: {before}\nafter:  {machine()}")
    print(f"{time.perf_counter() - began:.0f} s in all")
    for failure in taken.failures:
        print(f"not measured: {failure}")
    return int(bool(taken.failures))


def _set_up_django(made: Scratch) -> None:
    """This process writes to the product's database and knows its broker."""
    os.environ["BROKER_URL"] = broker_url(made)
    django.setup()
    # For the product its absence means: start a broker of your own.
    del os.environ["BROKER_URL"]


def _alone() -> dict[str, Measure]:
    """Imported here: the modules read the settings."""
    from bench import evaluations, sweeping, syncing

    return {
        "evaluation": evaluations.measure,
        "sweeper": sweeping.measure,
        "sync": syncing.measure,
    }


def _with_product(taken: Run, made: Scratch, *, has_profile: bool) -> None:
    from bench import exporting, flagging, hot_paths, posting, reading

    measures: dict[str, ProductMeasure] = {
        "start": _start,
        "post": posting.measure,
        "list": reading.measure_list,
        "summary": reading.measure_summary,
        "csv": exporting.measure,
        "flag": flagging.measure,
        "memory": _memory,
    }
    with running_product(made) as product:
        for name, measure in measures.items():
            taken.take(
                name,
                lambda measure=measure: measure(made, product),  # type: ignore[misc]  # bound now
            )
        if has_profile:
            hot_paths.show(made)


def _start(made: Scratch, product: Product) -> Iterator[Row]:
    yield Row("second start to an open URL", product.start_seconds, START)


def _memory(made: Scratch, product: Product) -> Iterator[Row]:
    """The heavier web worker after everything above; the file of the database is
    mapped, so that its pages count as resident without being the worker's."""
    heaviest = max(product.web_memory(), key=lambda memory: memory.resident)
    yield Row(
        "web worker after the run",
        heaviest.resident,
        MEMORY,
        more=f"({heaviest.own:.0f} MB its own)",
    )
