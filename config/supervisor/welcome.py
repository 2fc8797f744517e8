"""What the terminal shows when everything runs: where to look and a first call."""

from __future__ import annotations

import json
import os
from pathlib import Path

from config.supervisor.network import FIRST_PORT, HOST
from config.supervisor.run_folder import RunFolder, write_private

TEXT = """
Leggro is running.

  API       {url}/api/v1/
  API docs  {url}/api/v1/docs/
  Logs      {logs}
{accounts}
A first call, ready to paste into another terminal (the warnings of {email}):

  curl -s -H 'Accept-Language: en' -H '{header}: {token}' {url}/api/v1/warnings/

Ctrl-C stops everything.
"""


def announce(folder: RunFolder, port: int, *, port_was_asked: bool) -> None:
    """Print the addresses and the first call; write them to ``ready.json`` too."""
    url = f"http://{HOST}:{port}"
    accounts = json.loads(folder.demo.read_text())["accounts"]
    ready = {"url": url, "pid": os.getpid(), "accounts": accounts}
    write_private(folder.ready, json.dumps(ready))
    if port != FIRST_PORT and not port_was_asked:
        say(f"Port {FIRST_PORT} is in use, so this is port {port}.")
    say(welcome(url, folder.logs, accounts))


def welcome(url: str, logs: Path, accounts: list[dict[str, str]]) -> str:
    """The text for these accounts; the first one with a diary makes the call."""
    caller = next(account for account in accounts if account.get("diary"))
    lines = [
        f"  Demo      {entry['archetype']}: {entry['email']}" for entry in accounts
    ]
    return TEXT.format(
        url=url,
        logs=logs,
        accounts="\n".join(lines) + "\n",
        email=caller["email"],
        header=caller["header"],
        token=caller["token"],
    )


def say(text: str) -> None:
    """One piece of text to the terminal, at once."""
    print(text, flush=True)  # noqa: T201 - the terminal is this program's screen
