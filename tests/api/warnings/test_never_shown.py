"""No answer to a patient holds what only clinicians, or nobody, may read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from diary.criteria import catalogue
from diary.criteria.texts import PLACEHOLDER
from diary.models import Diary, Warning
from tests.api.links.conftest import share, type_code
from tests.api.roles import MATRIX
from tests.api.test_role_matrix import OURS
from tests.api.warnings.conftest import V1
from tests.conftest import NOW, episode
from tests.diary.services.conftest import DiaryAtWork, night_of

WORDS_MIN = 12  # letters: a shorter piece of a text stands in many texts
LANGUAGES = ("en", "nb")
SYMPTOMS = (
    "dark-urine",
    "chest-pain",
    "weakness-for-weeks",
    "swelling-one-leg",
    "pain-between-cramps",
    "muscle-twitching",
    "cold-limb",
    "saddle-numbness",
)


def pieces(template: str) -> Iterator[str]:
    """What stands between the placeholders, where it is long enough to tell."""
    for piece in PLACEHOLDER.split(template)[::2]:
        words = piece.strip(" .,:;()/")
        if len(words) >= WORDS_MIN:
            yield words


def forbidden() -> set[str]:
    """Clinicians' texts, quotes, the field of hints, and what nobody is shown."""
    shown = " ".join(
        text
        for rule in catalogue.criteria().values()
        for text in [
            *(rule.patient_message or {}).values(),
            *rule.title.values(),
            rule.predicate,
            rule.minimum_data,
            rule.clears,
        ]
    )
    statements: Any = catalogue.rule_set()["article_statements"]
    quotes = [item["quote"] for item in statements if item["quote"]]
    clinical = [
        piece
        for rule in catalogue.criteria().values()
        for text in (rule.clinician_message or {}).values()
        for piece in pieces(text)
    ]
    never = {item["quote"] for item in statements if item["never_display"]}
    found = {words for words in [*quotes, *clinical] if len(words) >= WORDS_MIN}
    return {words for words in found if words not in shown} | never | {'"hint":'}


@pytest.fixture
def diary_of_everything(work: DiaryAtWork) -> DiaryAtWork:
    """A diary that raises many criteria, all of them live."""
    work.write(table="medications", code="statin", started_on="2026-03-01")
    for ago, symptom in enumerate(SYMPTOMS):
        work.cramp(
            night_of(NOW, ago),
            minutes=12,
            pain_max=8,
            associated_symptoms=[symptom],
            sites=[{"muscle": "calf", "side": "left"}, {"muscle": "hand"}],
            sensations=["burning"],
        )
    work.judge()
    assert Warning.objects.in_diary(work.id).live().count() > 20
    return work


def answers(work: DiaryAtWork, api: APIClient, language: str) -> Iterator[str]:
    """Every answer of every route that a patient reads, and of moves and writes."""
    for name, methods in sorted(MATRIX.items()):
        if methods.get("GET", {}).get("owner") != 200:
            continue
        route = "/" + OURS[name][0]
        for path in _paths(work, route):
            answer = api.get(path, HTTP_ACCEPT_LANGUAGE=language)
            assert answer.status_code == 200, (path, answer.status_code)
            yield _body(answer)
    for warning in api.get(f"{V1}/warnings/").json()["results"]:
        for move in ("seen", "discussed"):
            url = f"{V1}/warnings/{warning['id']}/{move}/"
            yield _body(api.post(url, HTTP_ACCEPT_LANGUAGE=language))
    fields = episode(associated_symptoms=[*SYMPTOMS])
    yield _body(
        api.post(
            f"{V1}/episodes/", fields, format="json", HTTP_ACCEPT_LANGUAGE=language
        )
    )


def _paths(work: DiaryAtWork, route: str) -> list[str]:
    """The paths of a route, one for each warning or table."""
    if "<uuid:warning>" in route:
        ids = Warning.objects.in_diary(work.id).for_patient().values_list("pk")
        return [route.replace("<uuid:warning>", str(pk)) for (pk,) in ids]
    if "<str:table>" in route:
        tables = ("episodes", "warnings", "sync_problems")
        return [route.replace("<str:table>", table) for table in tables]
    if route.endswith("export.archive"):
        return []  # the right of access covers clinical notes, marked as such
    if "<" in route:
        return []  # rows of the person's own making
    if route.endswith("export.csv"):
        return [f"{route}?table={table}" for table in ("episodes", "warnings")]
    return [route]


def _body(answer: Any) -> str:
    """The text of an answer, escapes read."""
    if answer.get("Content-Type", "").startswith("application/json"):
        return json.dumps(answer.json(), ensure_ascii=False)
    if answer.streaming:
        return b"".join(answer.streaming_content).decode()
    return str(answer.content.decode())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_answer_to_a_patient_holds_what_is_not_for_patients(
    diary_of_everything: DiaryAtWork, api: APIClient, language: str
) -> None:
    hidden = forbidden()
    read = list(answers(diary_of_everything, api, language))
    assert len(hidden) > 150
    assert len(read) > 60
    assert max(map(len, read)) > 50_000
    found = {words for words in hidden for body in read if words in body}
    assert found == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_behind_a_link_holds_what_is_for_patients(
    diary_of_everything: DiaryAtWork, anonymous: APIClient, language: str
) -> None:
    diary = Diary.objects.get(pk=diary_of_everything.id)
    shared = share(diary, now=NOW, language=language, with_notes=True)
    page = _body(type_code(anonymous, shared.path, shared.code))
    assert len(page) > 10_000
    assert {words for words in forbidden() if words in page} == set()


def test_walk_would_find_a_clinicians_text(
    diary_of_everything: DiaryAtWork, doctor: APIClient
) -> None:
    url = f"{V1}/patients/{diary_of_everything.id}/warnings/"
    body = _body(doctor.get(url, HTTP_ACCEPT_LANGUAGE="en"))
    assert len([words for words in forbidden() if words in body]) > 20
    assert not re.search(r"\{\w+\}", body.replace("{}", ""))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_answer_to_a_clinician_holds_what_is_for_nobody(
    diary_of_everything: DiaryAtWork, doctor: APIClient, language: str
) -> None:
    statements: Any = catalogue.rule_set()["article_statements"]
    never = {item["quote"] for item in statements if item["never_display"]}
    shared = f"{V1}/patients/{diary_of_everything.id}/warnings/"
    rows = doctor.get(shared).json()["results"]
    urls = [shared, f"{V1}/criteria/", *(f"{shared}{row['id']}/" for row in rows)]
    read = [_body(doctor.get(url, HTTP_ACCEPT_LANGUAGE=language)) for url in urls]
    assert len(read) > 20
    assert {words for words in never for body in read if words in body} == set()


def test_urgent_answers_hold_the_patients_words_alone(api: APIClient) -> None:
    started = NOW - timedelta(hours=1)
    fields = episode(
        started_at=started.isoformat(), ended_at=None, associated_symptoms=[*SYMPTOMS]
    )
    body = _body(api.post(f"{V1}/episodes/", fields, format="json"))
    assert '"urgent": [{' in body
    assert {words for words in forbidden() if words in body} == set()
