"""The rule set as read: complete, worded twice, and only its own words for patients."""

import pytest

from diary.criteria import RULESET_VERSION, criteria
from diary.criteria.catalogue import (
    SEVERITY_RANK,
    citations,
    criterion,
    numbers_for,
    targeted_criteria,
    urgent_criteria,
)
from diary.criteria.registry import PATTERNS, TARGETED
from diary.criteria.remaining import OTHER_SYMPTOM
from diary.criteria.texts import placeholders_of

EPISODE_CRITERIA = """
acute-limb-circulation after-head-or-back-injury back-nerve-emergency dark-urine
both-legs-swelling duration-over-10-min emergency-symptoms limb-circulation-signs
one-sided-swelling ongoing-over-10-min other-associated-symptom quinine-safety
pregnancy-warning-signs residual-pain-over-24h self-medication-check tetany-signs
severe-residual-pain weakness-or-muscle-change wound-or-toxin-exposure
"""


def test_every_published_criterion_is_judged_and_no_other():
    judged = {*TARGETED, *PATTERNS, OTHER_SYMPTOM}
    assert judged == set(criteria())
    assert len(criteria()) == 49
    assert TARGETED.keys() & PATTERNS.keys() == set()


def test_the_table_agrees_with_what_targets_an_episode():
    assert targeted_criteria() == {*TARGETED, OTHER_SYMPTOM}
    assert targeted_criteria() == set(EPISODE_CRITERIA.split())


def test_urgent_criteria_all_target_an_episode():
    assert len(urgent_criteria()) == 10
    assert urgent_criteria() <= targeted_criteria()


@pytest.mark.parametrize("item", criteria().values(), ids=lambda item: item.id)
def test_a_criterion_is_worded_in_both_languages(item):
    texts = [item.title, item.clinician_message, item.patient_message]
    languages = [set(text) for text in texts if text]
    assert languages == [{"en", "nb"}] * len(languages)
    assert len(languages) >= 2


@pytest.mark.parametrize("item", criteria().values(), ids=lambda item: item.id)
def test_a_patient_text_holds_no_number_of_its_own(item):
    texts = " ".join((item.patient_message or {}).values())
    assert [number for number in ("113", "116 117", "112") if number in texts] == []


def test_outside_sources_are_cited():
    keys = {
        source.key for item in criteria().values() for source in item.outside_sources
    }
    assert keys
    assert keys <= set(citations())


def test_sections_are_named_once_and_without_quotes():
    found = criterion("duration-over-10-min")
    assert found.sections == ("Differensiell diagnose", "Lead (under the title)")


def test_severities_are_ranked():
    ranked = sorted(SEVERITY_RANK, key=lambda code: SEVERITY_RANK[code])
    assert ranked == ["info", "see_doctor", "see_doctor_soon", "urgent"]


def test_numbers_are_no_facts():
    numbers = set(numbers_for("NO"))
    assert numbers == {"urgent_number", "emergency_number"}
    assert not any(numbers & placeholders_of(name) for name in criteria())


def test_an_unknown_criterion_is_an_error():
    with pytest.raises(KeyError):
        criterion("no-such-criterion")


def test_the_version_is_that_of_the_file():
    assert RULESET_VERSION == "2"
