"""Typed reads of the environment; a wrong value stops the start.

Every name read here is listed in ``.env.example``.
"""

from __future__ import annotations

from collections.abc import Mapping
from os.path import isabs
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

SECRET_KEY_LENGTH_MIN = 50
PUSH_SECRET_LENGTH_MIN = 32
DATABASE_SCHEMES = ("postgres", "postgresql", "sqlite")

SQLITE_OPTIONS: Mapping[str, object] = {
    # Readers that turn writers fail at once in DEFERRED; IMMEDIATE waits its turn.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
        "PRAGMA journal_size_limit=67108864; PRAGMA mmap_size=134217728;"
        "PRAGMA foreign_keys=ON;"
    ),
}
# Times in seconds. With a longer ``reconnect_timeout`` a pool whose server was away for
# minutes waits ever longer between its tries, also when the server is back.
POSTGRES_POOL: Mapping[str, object] = {
    "min_size": 1,
    "max_size": 8,
    "timeout": 3,
    "reconnect_timeout": 3,
}


def flag(name: str, *, default: bool = False) -> bool:
    """Read a yes/no value; anything but the usual words stops the start."""
    raw = env.str(name, default="1" if default else "0").strip().lower()
    if raw in {"1", "true", "yes", "on"}:
        return True
    if raw in {"", "0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0.")


def number(name: str, *, default: int, least: int = 0) -> int:
    """Read a whole number of at least ``least``."""
    try:
        value = int(env.str(name, default=str(default)))
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number.") from error
    if value < least:
        raise ImproperlyConfigured(f"{name} must be {least} or more.")
    return value


def database(name: str, *, default: str) -> dict[str, Any]:
    """Read a database URL into Django's form, with the options each engine needs."""
    url = env.str(name, default="") or default
    if urlsplit(url).scheme not in DATABASE_SCHEMES:
        raise ImproperlyConfigured(f"{name} must begin with postgres:// or sqlite://.")
    config: dict[str, Any] = dict(env.db_url_config(url))
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {**config.get("OPTIONS", {}), **SQLITE_OPTIONS}
        config["CONN_MAX_AGE"] = None  # opening one costs as much as a small request
    else:
        config["OPTIONS"] = {
            **config.get("OPTIONS", {}),
            "pool": POSTGRES_POOL,
            "options": "-c statement_timeout=20s -c lock_timeout=4s",
        }
    return config


def check_push_gateway(url: str, secret: str, *, demo: bool) -> None:
    """Stop the start if pushes would go where they should not; no gateway is fine."""
    if not url:
        return
    parts = urlsplit(url)
    if parts.scheme not in (("http", "https") if demo else ("https",)):
        raise ImproperlyConfigured("PUSH_GATEWAY_URL must be an https address.")
    if not parts.hostname or parts.username or parts.fragment:
        raise ImproperlyConfigured("PUSH_GATEWAY_URL must name a host and no login.")
    if len(secret) < PUSH_SECRET_LENGTH_MIN:
        raise ImproperlyConfigured(
            f"PUSH_GATEWAY_SECRET must have {PUSH_SECRET_LENGTH_MIN} characters."
        )


def production_problems(
    *,
    secret_key: str,
    debug: bool,
    allowed_hosts: list[str],
    database_url: str,
    ruleset_approved: bool,
    failpoints: str,
    export_folder: str,
) -> list[str]:
    """Say why these settings must not serve patients; empty means they may."""
    checks = {
        f"SECRET_KEY must have {SECRET_KEY_LENGTH_MIN} characters or more.": (
            len(secret_key) < SECRET_KEY_LENGTH_MIN or len(set(secret_key)) < 10
        ),
        "DEBUG must be off.": debug,
        "ALLOWED_HOSTS must name the hosts, without a wildcard.": (
            not allowed_hosts or any("*" in host for host in allowed_hosts)
        ),
        "DATABASE_URL must be set.": not database_url,
        "FAILPOINTS are for tests only.": bool(failpoints),
        "EXPORT_FOLDER must be an absolute path.": not isabs(export_folder),
        "The rule set is not clinically approved: set RULESET_APPROVED_BY, or "
        "ALLOW_UNAPPROVED_RULESET=1 to start without.": not ruleset_approved,
    }
    return [problem for problem, present in checks.items() if present]
