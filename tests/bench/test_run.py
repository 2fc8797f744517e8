"""The benchmark's own working: its figures, and one run of its smallest part."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bench.figures import Row, Target, percentile, table, written

PROJECT = Path(__file__).resolve().parent.parent.parent
LATENCY = Target("ms", floor=15, aim=8)
RATE = Target("/s", floor=195, aim=390)


@pytest.mark.parametrize(
    ("target", "value", "stands"),
    [
        (LATENCY, 8, "aim"),
        (LATENCY, 8.1, "floor"),
        (LATENCY, 15, "floor"),
        (LATENCY, 15.1, "MISSED"),
        (RATE, 390, "aim"),
        (RATE, 389, "floor"),
        (RATE, 195, "floor"),
        (RATE, 194, "MISSED"),
        # A share of what this machine can do may lie below the floor.
        (Target("/s", floor=195, aim=100), 150, "MISSED"),
        (Target("s"), 900, "-"),
    ],
)
def test_figure_is_held_against_floor_and_aim(
    target: Target, value: float, stands: str
) -> None:
    assert target.stands(value) == stands


@pytest.mark.parametrize(
    ("share", "value"), [(0.0, 1.0), (0.5, 3.0), (0.95, 4.0), (1.0, 4.0)]
)
def test_percentile_is_a_value_that_was_measured(share: float, value: float) -> None:
    assert percentile([4.0, 1.0, 3.0, 2.0], share) == value


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (9.456, "ms", "9.46 ms"),
        (12.34, "ms", "12.3 ms"),
        (3.0, "s", "3 s"),
        (25_000, "rows/s", "25,000 rows/s"),
        (250, "/s", "250/s"),
        (None, "ms", "-"),
    ],
)
def test_figure_is_written_with_three_digits(
    value: float | None, unit: str, text: str
) -> None:
    assert written(value, unit) == text


def test_table_has_a_line_for_each_row() -> None:
    lines = table([Row("list", 9, LATENCY, more="p50")]).splitlines()
    assert len(lines) == 3
    assert "9 ms p50" in lines[2]
    assert "floor" in lines[2]


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_quick_run_prints_the_figures_asked_for() -> None:
    command = [sys.executable, "bench/run.py", "--quick"]
    printed = subprocess.run(
        [*command, "--only", "evaluation", "--only", "flag"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=280,
    )
    assert printed.returncode == 0, printed.stdout + printed.stderr
    assert "evaluation of an ordinary diary" in printed.stdout
    assert "POST of a long cramp to its warning" in printed.stdout
    assert "not measured" not in printed.stdout
