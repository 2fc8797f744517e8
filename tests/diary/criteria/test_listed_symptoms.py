"""Every symptom and trigger that a criterion lists makes it fire; tables by hand."""

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


@pytest.mark.parametrize("pain", ["pain-between-cramps", "muscle-tenderness"])
@pytest.mark.parametrize("sign", ["limping", "redness-or-warmth"])
def test_a_listed_pain_and_sign_of_one_leg_may_be_a_clot(pain, sign):
    diary = facts(episode(associated_symptoms=(pain, sign)))
    assert answer(diary, "possible-clot-signs") == "see_doctor_soon"


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
    symptoms = terms("associated_symptoms").values()
    named = {rule for term in symptoms for rule in term.rules or ()}
    assert named
    assert named <= set(criteria())


def test_every_criterion_answers_for_an_empty_diary():
    found = {finding.criterion for finding in judge(facts(), NOW)}
    targeted = {item.id for item in criteria().values() if item.is_targeted}
    assert found == set(criteria()) - targeted


OTHER = "other-associated-symptom"
