"""Every condition, medicine, measure and sensation listed counts; tables by hand."""

from datetime import date

import pytest

from diary.vocabulary import codes
from tests.diary.criteria.builders import (
    answer,
    episode,
    facts,
    medicine,
    on_days,
    relief,
    with_profile,
)


@pytest.mark.parametrize(
    "code", ["weakness-after-cramp", "pain-between-cramps", "muscle-tenderness"]
)
def test_a_listed_symptom_on_a_statin_fires(code):
    diary = facts(
        episode(associated_symptoms=(code,)), medications=(medicine("statin"),)
    )
    assert answer(diary, "statin-muscle-symptoms") == "see_doctor_soon"


@pytest.mark.parametrize(
    "condition", ["dvt-history", "cancer", "cancer-treatment", "recent-immobility"]
)
def test_a_listed_condition_raises_the_clot_risk(condition):
    diary = facts(episode(associated_symptoms=("muscle-tenderness",)))
    assert answer(diary, "possible-clot-signs") == "not_fired"
    at_risk = with_profile(diary, conditions=(condition,))
    assert answer(at_risk, "possible-clot-signs") == "see_doctor_soon"


@pytest.mark.parametrize("code", ["combined-contraceptive", "oestrogen", "raloxifene"])
def test_a_listed_medicine_raises_the_clot_risk(code):
    tender = episode(associated_symptoms=("muscle-tenderness",))
    diary = facts(tender, medications=(medicine(code),))
    assert answer(diary, "possible-clot-signs") == "see_doctor_soon"
    stopped = facts(tender, medications=(medicine(code, stopped_on=date(2025, 3, 1)),))
    assert answer(stopped, "possible-clot-signs") == "not_fired"


@pytest.mark.parametrize(
    "code", ["fever", "limping", "weight-loss", "bruising-or-bleeding"]
)
def test_a_listed_symptom_of_a_child_fires(code):
    diary = facts(episode(associated_symptoms=(code,)))
    child = with_profile(diary, birth_date=date(2012, 5, 1))
    assert answer(child, "child-cramp-red-flags") == "see_doctor_soon"


@pytest.mark.parametrize(
    ("code", "matching"),
    [
        ("strong-nsaid", "ketorolac"),
        ("antispasmodic", "drotaverine"),
        ("anticonvulsant", "carbamazepine"),
        ("anticonvulsant", "anticonvulsant-other"),
        ("muscle-relaxant", "muscle-relaxant"),
        ("quinine", "quinine"),
    ],
)
def test_a_listed_medicine_used_without_prescription_fires(code, matching):
    taken = episode(relief=relief(code))
    assert answer(facts(taken), "self-medication-check", "e1") == "see_doctor"
    listed = facts(taken, medications=(medicine(matching, prescribed=True),))
    assert answer(listed, "self-medication-check", "e1") == "not_fired"
    unprescribed = facts(taken, medications=(medicine(matching, prescribed=None),))
    assert answer(unprescribed, "self-medication-check", "e1") == "see_doctor"


@pytest.mark.parametrize("code", ["numbness-between-cramps", "tingling-between-cramps"])
def test_a_listed_sensory_symptom_fires_once(code):
    diary = facts(episode(associated_symptoms=(code,)))
    assert answer(diary, "numbness-or-tingling") == "see_doctor"


@pytest.mark.parametrize("code", ["numb", "tingling"])
def test_a_listed_sensation_fires_three_times(code):
    three = on_days((0, 1, 2), sensations=(code,))
    assert answer(facts(*three), "numbness-or-tingling") == "see_doctor"
    assert answer(facts(*three[:2]), "numbness-or-tingling") == "not_fired"


@pytest.mark.parametrize(
    "fields",
    [{"associated_symptoms": ("radiating-pain",)}, {"sensations": ("radiating",)}],
)
def test_radiating_pain_counts_as_symptom_and_as_sensation(fields):
    assert answer(facts(*on_days((0, 27), **fields)), "radiating-pain") == "see_doctor"


@pytest.mark.parametrize("measure", ["stretching", "massage", "standing-flat-foot"])
@pytest.mark.parametrize("effect", ["none", "worse"])
def test_a_listed_measure_without_effect_counts(measure, effect):
    three = on_days((0, 1, 2), relief=relief(measure, effect))
    assert answer(facts(*three), "no-relief-from-stretching") == "see_doctor"


@pytest.mark.parametrize(
    "code", ["tightening", "hard-muscle", "cannot-relax", "joint-forced-position"]
)
def test_a_listed_contraction_rated_zero_counts(code):
    two = on_days((0, 1), sensations=(code,), pain_max=0)
    assert answer(facts(*two), "painless-contractions") == "see_doctor"


@pytest.mark.parametrize("code", ["weakness-after-cramp", "muscle-wasting"])
def test_a_listed_symptom_makes_twitching_sooner(code):
    twitching = on_days((0, 1, 2), associated_symptoms=("muscle-twitching",))
    weak = episode("w", "2025-03-08 02:00", associated_symptoms=(code,))
    assert answer(facts(*twitching), "widespread-twitching") == "see_doctor"
    assert answer(facts(*twitching, weak), "widespread-twitching") == "see_doctor_soon"


TEAM_CONDITIONS = [
    "diabetes-type-1",
    "diabetes-type-2",
    "peripheral-neuropathy",
    "anti-mag-neuropathy",
    "als",
    "dialysis",
    "cramp-fasciculation-syndrome",
    "chronic-kidney-disease",
    "liver-cirrhosis",
    "epilepsy",
    "cancer",
    "peripheral-artery-disease",
    "electrolyte-disorder",
    "hypocalcaemia-hypoparathyroidism",
    "hypothyroidism",
    "anorexia-nervosa",
    "cancer-treatment",
    "parkinsonism",
]


def test_exactly_the_conditions_of_a_care_team_fire():
    diary = facts(*on_days((0, 1)))
    fired_by = [
        code
        for code in codes("conditions")
        if answer(with_profile(diary, conditions=(code,)), "known-condition-cramps")
        == "see_doctor"
    ]
    assert sorted(fired_by) == sorted(TEAM_CONDITIONS)


CRAMP_RELATED = [
    "statin",
    "diuretic",
    "long-acting-beta-agonist",
    "short-acting-beta-agonist",
    "nifedipine",
    "cimetidine",
    "combined-contraceptive",
    "oestrogen",
    "raloxifene",
    "teriparatide",
    "iv-iron",
    "naproxen",
    "imatinib",
    "cancer-medicine-other",
    "isa-beta-blocker",
]


def test_exactly_the_cramp_related_medicines_fire():
    fired_by = [
        code
        for code in codes("medications")
        if answer(
            facts(
                *on_days((0, 1)),
                medications=(medicine(code, started_on=date(2025, 3, 1)),),
            ),
            "cramp-related-medicine",
        )
        == "see_doctor"
    ]
    assert sorted(fired_by) == sorted(CRAMP_RELATED)
