"""Without a setting the tools of ``manage.py`` use the local run, services refuse."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.local import TOOLS, tool_environment
from tests.runtime.processes import PROJECT

OWN = {"PATH": os.environ["PATH"]}


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """``manage.py`` as from a new terminal."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=PROJECT,
        env={**OWN, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_tool_takes_the_settings_of_the_local_run(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("the key of this run")
    given = {"LEGGRO_RUN_DIR": str(tmp_path)}
    taken = tool_environment("create_account", given)
    assert taken["SECRET_KEY"] == "the key of this run"
    assert taken["DATABASE_URL"] == f"sqlite:///{tmp_path}/leggro.sqlite3"


@pytest.mark.parametrize(
    ("command", "given"),
    [
        ("create_account", {"SECRET_KEY": "of production"}),
        ("create_account", {"DEMO": "1"}),
        ("migrate", {}),
        ("check", {}),
        ("sweep_evaluations", {}),
    ],
)
def test_settings_that_were_given_and_services_stay_as_they_are(
    command: str, given: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "secret_key").write_text("the key of this run")
    given = {**given, "LEGGRO_RUN_DIR": str(tmp_path)}
    assert tool_environment(command, given) == given


def test_tools_are_commands_of_the_product() -> None:
    commands = PROJECT / "diary" / "management" / "commands"
    assert {path.stem for path in commands.glob("*.py")} >= TOOLS


def test_vectors_can_be_checked_where_nothing_was_ever_run(tmp_path: Path) -> None:
    vectors = tmp_path / "vectors.json"
    vectors.write_text(json.dumps([]))
    found = manage("check_criteria", str(vectors), LEGGRO_RUN_DIR=str(tmp_path))
    assert (found.returncode, found.stdout) == (0, "0 passed, 0 failed\n")


@pytest.mark.parametrize("command", ["create_account", "check", "migrate"])
def test_nothing_else_starts_without_settings(command: str, tmp_path: Path) -> None:
    found = manage(command, LEGGRO_RUN_DIR=str(tmp_path / "never"))
    assert found.returncode != 0
    assert "SECRET_KEY must have" in found.stderr
