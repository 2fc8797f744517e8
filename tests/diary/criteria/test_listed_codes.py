"""Every code that a criterion lists makes it fire; the tables stand here by hand."""

from datetime import date

import pytest

from diary.criteria import criteria, judge
from diary.criteria.facts import Pregnancy, ResidualPain
from diary.vocabulary import codes, terms
from tests.diary.criteria.builders import (
    NOW,
    answer,
    episode,
    facts,
    medicine,
    on_days,
    relief,
    sites,
    with_profile,
)

SYMPTOM_OF_ONE_ENTRY = [
    ("emergency-symptoms", "breathlessness", "urgent"),
    ("emergency-symptoms", "chest-pain", "urgent"),
    ("emergency-symptoms", "loss-of-consciousness", "urgent"),
    ("emergency-symptoms", "jerking-convulsion", "urgent"),
    ("emergency-symptoms", "whole-body-stiffening", "urgent"),
    ("emergency-symptoms", "confusion", "urgent"),
    ("emergency-symptoms", "slurred-speech", "urgent"),
    ("emergency-symptoms", "face-droop-or-one-sided-weakness", "urgent"),
    ("emergency-symptoms", "jaw-stiffness", "urgent"),
    ("emergency-symptoms", "swallowing-difficulty", "urgent"),
    ("one-sided-swelling", "swelling-one-leg", "urgent"),
    ("one-sided-swelling", "swelling-one-arm", "urgent"),
    ("acute-limb-circulation", "cannot-move-limb", "urgent"),
    ("limb-circulation-signs", "cold-limb", "see_doctor_soon"),
    ("limb-circulation-signs", "pale-or-blue-skin", "see_doctor_soon"),
    ("limb-circulation-signs", "foot-wound-not-healing", "see_doctor_soon"),
    ("back-nerve-emergency", "saddle-numbness", "urgent"),
    ("back-nerve-emergency", "bladder-bowel-change", "urgent"),
    ("back-nerve-emergency", "weakness-both-legs", "urgent"),
    ("dark-urine", "dark-urine", "urgent"),
    ("both-legs-swelling", "swelling-both-legs", "see_doctor"),
    ("weakness-or-muscle-change", "weakness-after-cramp", "see_doctor_soon"),
    ("weakness-or-muscle-change", "weakness-for-weeks", "see_doctor_soon"),
    ("weakness-or-muscle-change", "muscle-wasting", "see_doctor_soon"),
    ("weakness-or-muscle-change", "muscle-enlargement", "see_doctor_soon"),
    ("other-associated-symptom", "redness-or-warmth", "see_doctor"),
    ("other-associated-symptom", "tingling-mouth-fingers", "see_doctor"),
    ("other-associated-symptom", "fever", "see_doctor"),
    ("other-associated-symptom", "weight-loss", "see_doctor"),
    ("other-associated-symptom", "palpitations", "see_doctor"),
    ("other-associated-symptom", "tremor-or-slowness", "see_doctor"),
    ("other-associated-symptom", "limping", "see_doctor"),
    ("other-associated-symptom", "severe-headache", "see_doctor"),
    ("other-associated-symptom", "visual-disturbance", "see_doctor"),
    ("other-associated-symptom", "upper-abdominal-pain", "see_doctor"),
    ("other-associated-symptom", "swelling-face-hands", "see_doctor"),
    ("other-associated-symptom", "bruising-or-bleeding", "see_doctor"),
    ("other-associated-symptom", "ringing-or-hearing-loss", "see_doctor"),
    ("other-associated-symptom", "spread-to-other-muscles", "see_doctor"),
    ("other-associated-symptom", "feeling-low", "see_doctor"),
]


@pytest.mark.parametrize(("criterion", "code", "severity"), SYMPTOM_OF_ONE_ENTRY)
def test_one_tick_of_a_listed_symptom_fires(criterion, code, severity):
    diary = facts(episode(associated_symptoms=(code,)))
    assert answer(diary, criterion, "e1") == severity


@pytest.mark.parametrize(
    "criterion", sorted({criterion for criterion, _, _ in SYMPTOM_OF_ONE_ENTRY})
)
def test_no_other_symptom_fires_the_criterion(criterion):
    listed = {code for name, code, _ in SYMPTOM_OF_ONE_ENTRY if name == criterion}
    others = [code for code in codes("associated_symptoms") if code not in listed]
    fired_by = [
        code
        for code in others
        if answer(facts(episode(associated_symptoms=(code,))), criterion, "e1")
        != "not_fired"
    ]
    assert len(others) > 10
    assert fired_by == []


@pytest.mark.parametrize("second", ["cold-limb", "numbness-between-cramps"])
def test_pale_skin_with_a_second_sign_is_an_acute_limb(second):
    diary = facts(episode(associated_symptoms=("pale-or-blue-skin", second)))
    assert answer(diary, "acute-limb-circulation", "e1") == "urgent"
    assert answer(diary, "limb-circulation-signs", "e1") == "not_fired"


@pytest.mark.parametrize(
    ("criterion", "code", "severity"),
    [
        ("wound-or-toxin-exposure", "recent-dirty-wound", "urgent"),
        ("wound-or-toxin-exposure", "toxic-exposure", "urgent"),
        ("after-head-or-back-injury", "head-injury", "see_doctor_soon"),
        ("after-head-or-back-injury", "back-injury", "see_doctor_soon"),
    ],
)
def test_a_listed_trigger_fires(criterion, code, severity):
    diary = facts(episode(triggers=(code,)))
    assert answer(diary, criterion, "e1") == severity


@pytest.mark.parametrize(
    "muscle",
    [
        "hand",
        "fingers",
        "thumb",
        "forearm",
        "face",
        "jaw",
        "foot",
        "foot-arch",
        "toes",
    ],
)
def test_tingling_with_a_typical_muscle_is_tetany(muscle):
    place = sites(f"{muscle}/unknown")
    diary = facts(episode(sites=place, associated_symptoms=("tingling-mouth-fingers",)))
    assert answer(diary, "tetany-signs", "e1") == "urgent"


@pytest.mark.parametrize("muscle", ["calf", "shoulder", "neck", "abdomen"])
def test_tingling_with_another_muscle_is_not_tetany(muscle):
    place = sites(f"{muscle}/left")
    diary = facts(episode(sites=place, associated_symptoms=("tingling-mouth-fingers",)))
    assert answer(diary, "tetany-signs", "e1") == "not_fired"


@pytest.mark.parametrize("hand", ["hand", "fingers", "thumb"])
@pytest.mark.parametrize("leg", ["calf/left", "thigh-back/unknown", "hip/both"])
def test_both_hands_with_any_leg_site_is_tetany(hand, leg):
    diary = facts(episode(sites=sites(f"{hand}/left", f"{hand}/right", leg)))
    assert answer(diary, "tetany-signs", "e1") == "urgent"


@pytest.mark.parametrize("region", ["calf/left", "forearm/right"])
def test_redness_of_a_sore_limb_is_one_sided_swelling(region):
    diary = facts(
        episode(
            sites=sites(region),
            associated_symptoms=("redness-or-warmth",),
            residual_pain=ResidualPain(present=True),
        )
    )
    assert answer(diary, "one-sided-swelling", "e1") == "urgent"


@pytest.mark.parametrize(
    "code",
    [
        "swelling-face-hands",
        "severe-headache",
        "visual-disturbance",
        "upper-abdominal-pain",
    ],
)
def test_a_listed_sign_in_pregnancy_is_urgent(code):
    diary = facts(episode(associated_symptoms=(code,)))
    pregnant = with_profile(diary, pregnancy=Pregnancy("pregnant"))
    assert answer(pregnant, "pregnancy-warning-signs", "e1") == "urgent"
    assert answer(pregnant, "other-associated-symptom", "e1") == "not_fired"


@pytest.mark.parametrize(
    "code",
    [
        "bruising-or-bleeding",
        "ringing-or-hearing-loss",
        "visual-disturbance",
        "palpitations",
    ],
)
def test_a_listed_sign_on_quinine_is_urgent(code):
    diary = facts(
        episode(associated_symptoms=(code,)), medications=(medicine("quinine"),)
    )
    assert answer(diary, "quinine-safety", "e1") == "urgent"
    assert answer(diary, "other-associated-symptom", "e1") == "not_fired"


@pytest.mark.parametrize(
    "code", ["weakness-after-cramp", "pain-between-cramps", "muscle-tenderness"]
)
def test_a_listed_symptom_on_a_statin_fires(code):
    diary = facts(
        episode(associated_symptoms=(code,)), medications=(medicine("statin"),)
    )
    assert answer(diary, "statin-muscle-symptoms") == "see_doctor_soon"


@pytest.mark.parametrize("pain", ["pain-between-cramps", "muscle-tenderness"])
@pytest.mark.parametrize("sign", ["limping", "redness-or-warmth"])
def test_a_listed_pain_and_sign_of_one_leg_may_be_a_clot(pain, sign):
    diary = facts(episode(associated_symptoms=(pain, sign)))
    assert answer(diary, "possible-clot-signs") == "see_doctor_soon"


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


def test_no_ticked_symptom_is_met_with_silence_by_design():
    """Each is read by a criterion, or counts for ``other-associated-symptom``."""
    unread = [
        code
        for code, term in terms("associated_symptoms").items()
        if code != "none"
        and not term.rules
        and answer(facts(episode(associated_symptoms=(code,))), OTHER, "e1")
        == "not_fired"
    ]
    assert unread == []


def test_the_vocabulary_names_only_criteria_that_exist():
    named = {
        rule for term in terms("associated_symptoms").values() for rule in term.rules
    }
    assert named
    assert named <= set(criteria())


def test_every_criterion_answers_for_an_empty_diary():
    found = {finding.criterion for finding in judge(facts(), NOW)}
    targeted = {item.id for item in criteria().values() if item.is_targeted}
    assert found == set(criteria()) - targeted


OTHER = "other-associated-symptom"
