"""Narrow parsed JSON to plain types, loudly: a data file with a wrong shape stops."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path


def load(path: Path) -> Mapping[str, object]:
    """The JSON object in the file at ``path``."""
    parsed: object = json.loads(path.read_text(encoding="utf-8"))
    return mapping(parsed)


def mapping(value: object) -> Mapping[str, object]:
    """``value`` as a JSON object; raises ``TypeError`` otherwise."""
    if not isinstance(value, dict):
        raise TypeError(f"Expected an object, found {type(value).__name__}.")
    return value


def sequence(value: object) -> Sequence[object]:
    """``value`` as a JSON array; raises ``TypeError`` otherwise."""
    if not isinstance(value, list):
        raise TypeError(f"Expected an array, found {type(value).__name__}.")
    return value


def text(value: object) -> str:
    """``value`` as a string; raises ``TypeError`` otherwise."""
    if not isinstance(value, str):
        raise TypeError(f"Expected a text, found {type(value).__name__}.")
    return value


def integer(value: object) -> int:
    """``value`` as a whole number; raises ``TypeError`` otherwise (also for a bool)."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"Expected a whole number, found {type(value).__name__}.")
    return value


def optional_text(value: object) -> str | None:
    """``value`` as a string, or ``None``."""
    return None if value is None else text(value)


def texts(value: object) -> tuple[str, ...]:
    """``value`` as a tuple of strings."""
    return tuple(text(item) for item in sequence(value))
