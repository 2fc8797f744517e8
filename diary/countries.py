"""The countries of a profile, and whether there is a number to call in each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from diary.criteria.catalogue import contact_numbers
from diary.fields.tables import PROFILE

NUMBERS = ("urgent_number", "emergency_number")


def profile_countries() -> tuple[str, ...]:
    """The codes that a profile may name."""
    for field in PROFILE.fields:
        if field.name == "country":
            codes = field.kind.schema["enum"]
            return tuple(codes) if isinstance(codes, list) else ()
    return ()


def without_numbers(
    countries: Iterable[str] | None = None,
    numbers: Mapping[str, Mapping[str, str]] | None = None,
) -> list[str]:
    """The countries for which a number is missing: the profile's, by the rule set."""
    asked = profile_countries() if countries is None else countries
    known = contact_numbers() if numbers is None else numbers
    return [
        country
        for country in asked
        if not all(known.get(country, {}).get(name, "").strip() for name in NUMBERS)
    ]
