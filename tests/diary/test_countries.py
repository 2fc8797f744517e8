"""Every country that a profile may name has numbers to call, in every text."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured

from diary import apps as diary_apps
from diary.countries import profile_countries, without_numbers
from diary.criteria import criteria, judge
from diary.criteria.texts import render
from diary.criteria.vector_parsing import facts_of, instant_of
from diary.vocabulary import Language
from diary.vocabulary.parsing import mapping

WHOLE = {"urgent_number": "1", "emergency_number": "2"}


def test_every_country_of_a_profile_has_its_numbers() -> None:
    assert set(profile_countries()) == {"NO", "EU"}
    assert without_numbers() == []


@pytest.mark.parametrize(
    ("numbers", "missing"),
    [
        ({"NO": WHOLE, "EU": WHOLE}, []),
        ({"EU": WHOLE}, ["NO"]),
        ({"NO": {**WHOLE, "urgent_number": " "}, "EU": WHOLE}, ["NO"]),
        ({"NO": WHOLE, "EU": {"urgent_number": "1"}}, ["EU"]),
        ({}, ["NO", "EU"]),
    ],
)
def test_missing_number_is_found(
    numbers: dict[str, dict[str, str]], missing: list[str]
) -> None:
    assert without_numbers(["NO", "EU"], numbers) == missing


def test_no_entry_no_start(monkeypatch: pytest.MonkeyPatch) -> None:
    config = apps.get_app_config("diary")
    config.ready()
    monkeypatch.setattr(diary_apps, "without_numbers", lambda: ["SE"])
    with pytest.raises(ImproperlyConfigured, match="SE"):
        config.ready()


@pytest.mark.parametrize("country", profile_countries())
@pytest.mark.parametrize("language", ["en", "nb"])
@pytest.mark.parametrize("name", sorted(criteria()))
def test_every_fired_text_is_filled_in_every_country(
    name: str, language: Language, country: str
) -> None:
    texts = [
        render(
            name,
            found.facts,
            audience=audience,
            lang=language,
            country=country,
            late=late,
        )
        for vector in criteria()[name].test_vectors
        for found in judge(
            facts_of(mapping(vector["input"])),
            instant_of(mapping(vector["input"])["now"]),
            only=[name],
        )
        if found.severity
        for audience in ("patient", "clinician")
        for late in (False, True)
    ]
    assert texts
    assert [text for text in texts if re.search(r"[{}]", text)] == []
