"""docker-compose.yml, Dockerfile and .env.example name only things that exist."""

from __future__ import annotations

import ast
import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

PROJECT = Path(__file__).resolve().parent.parent.parent
COMPOSE_PATH = PROJECT / "docker-compose.yml"
COMPOSE: dict[str, Any] = yaml.safe_load(COMPOSE_PATH.read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
APP = ("migrate", "web", "worker", "beat", "sweeper")
CONDITIONS = {
    "service_started",
    "service_healthy",
    "service_completed_successfully",
}
COMPOSE_ONLY = {"POSTGRES_PASSWORD"}
READERS = {"flag", "number", "database", "str", "int", "list", "bool", "email_url"}


def example_names() -> set[str]:
    """Names in .env.example, given or behind a #."""
    text = (PROJECT / ".env.example").read_text()
    return set(re.findall(r"^(?:# )?([A-Z][A-Z_]+)=", text, re.MULTILINE))


def settings_names() -> set[str]:
    """Names the settings read from the environment, found in their source."""
    tree = ast.parse((PROJECT / "config" / "settings.py").read_text())
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    names = [
        call.args[0].value
        for call in calls
        if call.args
        and isinstance(call.args[0], ast.Constant)
        and called_name(call) in READERS
    ]
    return {name for name in names if isinstance(name, str) and name.isupper()}


def called_name(call: ast.Call) -> str:
    """The last part of what is called: ``env.str`` gives ``str``."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def test_compose_follows_the_compose_specification() -> None:
    tool = Path(sys.executable).with_name("check-jsonschema")
    finished = subprocess.run(
        [tool, "--builtin-schema", "vendor.compose-spec", COMPOSE_PATH],
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout


def test_the_eight_services_are_there() -> None:
    assert set(SERVICES) == {*APP, "postgres", "valkey"}


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_what_a_service_depends_on_exists_and_can_meet_the_condition(name: str) -> None:
    wanted = SERVICES[name].get("depends_on", {})
    assert set(wanted) <= set(SERVICES)
    assert {entry["condition"] for entry in wanted.values()} <= CONDITIONS
    without_check = [
        other
        for other, entry in wanted.items()
        if entry["condition"] == "service_healthy"
        and "healthcheck" not in SERVICES[other]
    ]
    assert without_check == []


def test_only_the_migration_runs_to_an_end() -> None:
    awaited = {
        other
        for service in SERVICES.values()
        for other, entry in service.get("depends_on", {}).items()
        if entry["condition"] == "service_completed_successfully"
    }
    assert awaited == {"migrate"}


def test_every_long_running_service_has_a_health_check() -> None:
    unchecked = {name for name in SERVICES if "healthcheck" not in SERVICES[name]}
    assert unchecked == {"migrate"}


def test_every_named_volume_is_declared_and_used() -> None:
    used = {
        volume.split(":")[0]
        for service in SERVICES.values()
        for volume in service.get("volumes", [])
    }
    assert used == set(COMPOSE["volumes"])


def test_postgres_18_keeps_its_data_one_folder_up() -> None:
    assert SERVICES["postgres"]["image"] == "postgres:18"
    assert SERVICES["postgres"]["volumes"] == ["postgres:/var/lib/postgresql"]


@pytest.mark.parametrize("name", APP)
def test_the_env_file_of_a_service_has_an_example(name: str) -> None:
    assert (PROJECT / f"{SERVICES[name]['env_file']}.example").is_file()


@pytest.mark.parametrize("name", APP)
def test_a_service_sets_only_names_that_the_settings_read(name: str) -> None:
    assert set(SERVICES[name]["environment"]) <= settings_names()


def test_compose_takes_from_the_shell_only_names_of_the_example() -> None:
    taken = set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", COMPOSE_PATH.read_text()))
    assert taken <= example_names()


def test_example_lists_exactly_what_the_settings_read() -> None:
    assert example_names() == settings_names() | COMPOSE_ONLY


def test_commands_of_compose_and_image_exist() -> None:
    text = COMPOSE_PATH.read_text() + (PROJECT / "Dockerfile").read_text()
    managed = set(re.findall(r"manage\.py\W+([a-z_]+)", text))
    assert managed == {"migrate", "sweep_evaluations", "collectstatic"}
    assert managed <= set(get_commands())


@pytest.mark.parametrize("module", ["celery", "gunicorn", "config.wsgi", "config"])
def test_module_of_a_command_imports(module: str) -> None:
    assert importlib.util.find_spec(module) is not None


def test_image_copies_only_what_exists_and_is_let_through() -> None:
    dockerfile = (PROJECT / "Dockerfile").read_text()
    copied = re.findall(r"^COPY (?!--from)(\S+)", dockerfile, re.MULTILINE)
    let_through = (PROJECT / ".dockerignore").read_text()
    assert sorted(copied) == ["api", "config", "diary", "manage.py", "requirements.txt"]
    assert [name for name in copied if not (PROJECT / name).exists()] == []
    assert [name for name in copied if f"!{name}\n" not in let_through] == []


def test_image_does_not_run_as_root() -> None:
    dockerfile = (PROJECT / "Dockerfile").read_text()
    assert re.findall(r"^USER (\S+)", dockerfile, re.MULTILINE) == ["leggro"]
