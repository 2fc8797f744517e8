"""The finishing touch to the OpenAPI document: the schemas that answers refer to."""

from __future__ import annotations

from typing import Any

from api.entries.schema import COMPONENTS as ENTRIES
from api.schema import COMPONENTS as SHARED


def add_components(
    result: dict[str, Any], generator: object, request: object, public: bool
) -> dict[str, Any]:
    """Put our components into the document (a drf-spectacular hook)."""
    schemas = result.setdefault("components", {}).setdefault("schemas", {})
    schemas.update(SHARED | ENTRIES)
    return result
