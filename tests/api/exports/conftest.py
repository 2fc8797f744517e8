"""A folder of exports for each test, and a clinician."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings
from rest_framework.test import APIClient

from diary.models import User


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Where this test's exports go."""
    place = tmp_path / "private" / "exports"
    settings.EXPORT_FOLDER = str(place)
    return place


@pytest.fixture
def doctor(clinician: User, login: Callable[[User], APIClient]) -> APIClient:
    """A client logged in as the clinician."""
    return login(clinician)
