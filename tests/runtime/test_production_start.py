"""C01: without the demo's word the product starts only with settings fit for people."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from scripts.check import PRODUCTION

PROJECT = Path(__file__).resolve().parents[2]
KEPT = {"PATH", "HOME", "LANG"}
EVERY_POINT = "push.locked=kill"


@pytest.fixture(autouse=True)
def _nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in set(os.environ) - KEPT:
        monkeypatch.delenv(name)


def settings_with(monkeypatch: pytest.MonkeyPatch, **values: str) -> dict[str, Any]:
    """The settings of a start with these in the environment."""
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(PROJECT / "config" / "settings.py"))


def test_start_without_any_setting_is_refused_and_names_each_that_is_missing() -> None:
    refused = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode != 0
    for name in ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "RULESET_APPROVED_BY"):
        assert name in refused.stderr
    assert "DEBUG must be off" not in refused.stderr  # off by default


def test_settings_of_production_start(monkeypatch: pytest.MonkeyPatch) -> None:
    found = settings_with(monkeypatch, **PRODUCTION)
    assert (found["DEMO"], found["DEBUG"], found["FAILPOINTS"]) == (False, False, "")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("FAILPOINTS", EVERY_POINT, "FAILPOINTS are for tests only"),
        ("FAILPOINTS", " ", "FAILPOINTS are for tests only"),
        ("DEBUG", "1", "DEBUG must be off"),
        ("SECRET_KEY", "x" * 60, "SECRET_KEY"),
        ("SECRET_KEY", "short", "SECRET_KEY"),
        ("ALLOWED_HOSTS", "*", "ALLOWED_HOSTS"),
        ("ALLOWED_HOSTS", "", "ALLOWED_HOSTS"),
        ("DATABASE_URL", "", "DATABASE_URL must be set"),
        ("DATABASE_URL", "db.example.org", "DATABASE_URL must begin with"),
        ("DATABASE_URL", "mysql://db.example.org/x", "DATABASE_URL must begin with"),
        ("ALLOW_UNAPPROVED_RULESET", "0", "not clinically approved"),
        ("DEMO", "maybe", "DEMO must be 1 or 0"),
        ("TRUSTED_PROXY_COUNT", "-1", "TRUSTED_PROXY_COUNT"),
    ],
)
def test_one_unfit_setting_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    with pytest.raises(ImproperlyConfigured, match=words):
        settings_with(monkeypatch, **{**PRODUCTION, name: value})


def test_fail_points_are_known_in_the_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    found = settings_with(monkeypatch, DEMO="1", FAILPOINTS=EVERY_POINT)
    assert found["FAILPOINTS"] == EVERY_POINT
