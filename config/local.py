"""What the tools of ``manage.py`` run on without settings: the local run."""

from __future__ import annotations

from collections.abc import Mapping

from config.supervisor.programs import product_environment
from config.supervisor.run_folder import run_folder

# The product's own tools. Services, migrations and checks are never local by default.
TOOLS = frozenset(
    {
        "create_account",
        "check_criteria",
        "make_demo",
        "new_epoch",
        "purge_tombstones",
        "replay_criteria",
    }
)
NEEDS_NO_DATABASE = frozenset({"check_criteria"})


def tool_environment(command: str, environment: Mapping[str, str]) -> Mapping[str, str]:
    """The environment for one command: the local run's for a tool without settings.

    Where the product was never run, only what needs no database can do without.
    """
    if command not in TOOLS or environment.get("SECRET_KEY") or environment.get("DEMO"):
        return environment
    folder = run_folder(environment)
    if folder.key_file.exists():
        return product_environment(environment, folder)
    return {**environment, "DEMO": "1"} if command in NEEDS_NO_DATABASE else environment
