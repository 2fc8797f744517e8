"""What people read: filled, in both languages, late sentences, numbers by country."""

import re

import pytest

from diary.criteria import criteria, judge
from diary.criteria.questions import FIELDS, question_text
from diary.criteria.texts import (
    common_text,
    placeholders_of,
    render,
    static_advice,
    title,
)
from diary.criteria.vector_parsing import facts_of, instant_of
from diary.criteria.wording import joined
from diary.vocabulary import Language, all_terms
from tests.diary.criteria.builders import NOW, episode, facts, find, on_days

LANGUAGES: tuple[Language, ...] = ("en", "nb")
CODES = {code for terms in all_terms().values() for code in terms if "-" in code}


def fired_findings(criterion):
    found = []
    for vector in criterion.test_vectors:
        given = vector["input"]
        diary, now = facts_of(given), instant_of(given["now"])
        found += [f for f in judge(diary, now, only=[criterion.id]) if f.severity]
    return found


FIRED = [finding for item in criteria().values() for finding in fired_findings(item)]


def test_the_vectors_make_every_criterion_fire():
    assert {finding.criterion for finding in FIRED} == set(criteria())


@pytest.mark.parametrize("finding", FIRED, ids=lambda finding: finding.criterion)
def test_facts_are_exactly_the_placeholders_and_the_window(finding):
    assert set(finding.facts) == placeholders_of(finding.criterion) | {"window"}
    assert set(finding.facts["window"]) == {"from", "to"}


@pytest.mark.parametrize("finding", FIRED, ids=lambda finding: finding.criterion)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", ["patient", "clinician"])
def test_every_text_is_filled_and_shows_no_code(finding, language, audience):
    text = render(
        finding.criterion, finding.facts, audience=audience, lang=language, country="NO"
    )
    assert not re.search(r"[{}]", text)
    shown = [code for code in CODES if re.search(rf"(?<![\w-]){code}(?![\w-])", text)]
    assert shown == []
    is_shown = audience == "clinician" or criteria()[finding.criterion].is_for_patients
    assert bool(text) is is_shown


def patient_text(criterion, **options):
    given = {"lang": "en", "country": "NO", **options}
    return render(criterion, {}, audience="patient", **given)


@pytest.mark.parametrize(
    ("criterion", "beginning"),
    [
        ("ongoing-over-10-min", "If this is still going on: "),
        ("emergency-symptoms", "If nobody has examined you for this, call today. "),
        ("quinine-safety", "If nobody has examined you for this, call today. "),
        ("duration-over-10-min", "One of your cramps"),
    ],
)
def test_a_late_urgent_text_begins_with_the_late_sentence(criterion, beginning):
    assert patient_text(criterion, late=True).startswith(beginning)
    on_time = patient_text(criterion)
    assert not on_time.startswith("If ")


def test_a_clinician_reads_no_late_sentence():
    text = render(
        "dark-urine", {}, audience="clinician", lang="en", country="NO", late=True
    )
    assert text.startswith("Dark urine")


@pytest.mark.parametrize(
    ("country", "number"),
    [("NO", "116 117"), ("no", "116 117"), ("DE", "112"), ("", "112")],
)
def test_the_number_follows_the_country(country, number):
    assert f"call the out-of-hours service on {number}" in patient_text(
        "duration-over-10-min", country=country
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ["not_a_diagnosis", "nothing_flagged", "not_monitored"])
def test_common_texts_are_filled(language, key):
    assert "{" not in common_text(key, language, "NO")


def test_titles_follow_the_language():
    assert title("dark-urine", "nb") != title("dark-urine", "en")


@pytest.mark.parametrize("field", sorted(FIELDS))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_is_worded_as_a_question(field, language):
    assert question_text(field, language).endswith("?")


def test_every_field_that_is_asked_for_has_a_question():
    stamps = on_days(range(9), ended_at=None, sites=None)
    rated = on_days(range(9), "04:00")
    diary = facts(*stamps, *rated)
    asked = {
        question.field for found in judge(diary, NOW) for question in found.missing
    }
    assert {"duration_seconds_reported", "pain_max", "associated_symptoms"} <= asked
    assert asked <= FIELDS


def test_figures_are_written_as_the_language_writes_them():
    cramps = on_days((0, 1, 2), pain_max=8) + on_days((3,), pain_max=7)
    found = find(facts(*cramps), "severe-recurrent-night-cramps")
    words = [
        render(
            found.criterion, found.facts, audience="clinician", lang=lang, country="NO"
        )
        for lang in LANGUAGES
    ]
    assert "Median pain 8." in words[0]
    half = {**found.facts, "median_pain": 7.5}
    assert "7,5" in render(
        found.criterion, half, audience="clinician", lang="nb", country="NO"
    )


def test_an_unanswered_fact_is_unknown():
    found = find(
        facts(episode(associated_symptoms=("swelling-both-legs",))),
        "both-legs-swelling",
        "e1",
    )
    text = render(
        found.criterion, found.facts, audience="clinician", lang="nb", country="NO"
    )
    assert text.endswith("sykdommer ingen registrert, graviditet ukjent.")


@pytest.mark.parametrize(
    ("words", "expected"),
    [((), ""), (("a",), "a"), (("a", "b"), "a og b"), (("a", "b", "c"), "a, b og c")],
)
def test_words_are_joined_as_people_do(words, expected):
    assert joined(words, "nb") == expected


@pytest.mark.parametrize(
    ("code", "number"), [("chest-pain", "113"), ("toxic-exposure", "116 117")]
)
def test_fixed_advice_is_filled_with_the_number(code, number):
    assert number in (static_advice(code, "nb", "NO") or "")
    assert static_advice("fever", "nb", "NO") is None
