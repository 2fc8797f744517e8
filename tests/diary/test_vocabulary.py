"""The vocabulary is complete in both languages and refers only to itself."""

import re

import pytest

from diary import vocabulary
from diary.criteria.catalogue import criteria

KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SNAKE = re.compile(r"[a-z]+(_[a-z]+)*")


@pytest.mark.parametrize("name", vocabulary.LISTS)
def test_every_code_has_both_labels(name):
    terms = vocabulary.terms(name).values()
    assert terms
    assert [
        term.code for term in terms if not (term.en.strip() and term.nb.strip())
    ] == []


@pytest.mark.parametrize("name", vocabulary.LISTS)
def test_codes_are_unique_and_kebab_case(name):
    style = SNAKE if name == "severities" else KEBAB
    codes = vocabulary.codes(name)
    assert len(codes) == len(set(codes)) == len(vocabulary.terms(name))
    assert [code for code in codes if not style.fullmatch(code)] == []


def test_every_muscle_lies_in_a_known_region():
    regions = {vocabulary.region_of(code) for code in vocabulary.codes("muscle_groups")}
    assert regions == set(vocabulary.codes("body_regions"))


def test_every_medicine_that_is_also_a_measure_names_a_known_one():
    linked = {
        term.relief_code
        for term in vocabulary.terms("medications").values()
        if term.relief_code
    }
    assert linked
    assert linked <= set(vocabulary.codes("relief_measures"))


def test_every_symptom_names_criteria_that_exist():
    named = {
        rule
        for term in vocabulary.terms("associated_symptoms").values()
        for rule in term.rules or ()
    }
    assert named
    assert named <= set(criteria())


def test_exertion_triggers_are_triggers():
    assert vocabulary.exertion_triggers() == {"exercise", "overexertion", "swimming"}
    assert vocabulary.exertion_triggers() <= set(vocabulary.codes("triggers"))


def test_only_physical_measures_and_therapies_are_ever_suggested():
    offered = {
        term.kind
        for term in vocabulary.terms("relief_measures").values()
        if term.offer_as_suggestion
    }
    assert offered == {"physical", "therapy"}


@pytest.mark.parametrize(("language", "label"), [("en", "Left"), ("nb", "Venstre")])
def test_label_follows_the_language(language, label):
    assert vocabulary.label("sides", "left", language) == label


def test_an_unknown_code_labels_itself_and_an_unknown_list_is_an_error():
    assert vocabulary.label("sides", "sideways", "en") == "sideways"
    with pytest.raises(KeyError):
        vocabulary.label("flavours", "sweet", "en")


def test_scales_and_sleep_quality():
    assert vocabulary.scale("pain_scale") == (0, 10)
    assert vocabulary.scale("distress_scale") == (0, 10)
    labels = [vocabulary.quality_label(value, "nb") for value in range(1, 6)]
    assert len(set(labels)) == 5


def test_fixed_advice_belongs_to_known_choices():
    known = {*vocabulary.codes("associated_symptoms"), *vocabulary.codes("triggers")}
    advised = {code for code in known if vocabulary.number_to_call(code)}
    assert len(advised) == 19
    assert vocabulary.advice_template("fever", "en") is None


@pytest.mark.parametrize(
    ("code", "number"),
    [("chest-pain", "{emergency_number}"), ("dark-urine", "{urgent_number}")],
)
@pytest.mark.parametrize("language", ["en", "nb"])
def test_fixed_advice_says_which_number(code, number, language):
    advice = vocabulary.advice_template(code, language)
    assert advice is not None
    assert number in advice
