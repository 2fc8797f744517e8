"""A service starts only with a folder of its own for exports."""

from __future__ import annotations

import pytest

from config.env import production_problems

PROBLEM = "EXPORT_FOLDER must be an absolute path."


def problems_with(export_folder: str) -> list[str]:
    return production_problems(
        secret_key="0123456789abcdefghij" * 3,
        debug=False,
        allowed_hosts=["diary.example.org"],
        database_url="postgres://db/leggro",
        ruleset_approved=True,
        failpoints="",
        export_folder=export_folder,
    )


def test_absolute_path_starts() -> None:
    assert problems_with("/var/lib/leggro/exports") == []


@pytest.mark.parametrize("folder", ["", "exports", "./exports", "~/exports"])
def test_any_other_stops_the_start(folder: str) -> None:
    assert problems_with(folder) == [PROBLEM]
