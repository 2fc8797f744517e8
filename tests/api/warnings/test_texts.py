"""The texts beside the warnings: never "all clear" while anything is open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from diary.criteria.catalogue import common_texts
from diary.models import Diary, EvaluationDue, Profile
from diary.services.diaries import record_consent
from tests.api.questions.test_questions import ANSWERED
from tests.api.warnings.conftest import V1
from tests.conftest import NOW
from tests.diary.services.conftest import DiaryAtWork

MORNING = NOW - timedelta(hours=7)


@pytest.fixture(autouse=True)
def grown_up(diary: Diary) -> None:
    """Nothing is missing in the profile."""
    Profile.objects.filter(diary=diary).update(
        birth_date=date(1961, 4, 2), conditions=["none-known"]
    )


@pytest.fixture
def quiet(work: DiaryAtWork) -> DiaryAtWork:
    """Two short, fully answered cramps, judged: nothing is flagged."""
    for hours in (0, 24):
        work.cramp(MORNING - timedelta(hours=hours), minutes=2, **ANSWERED)
    work.judge()
    return work


def texts(api: APIClient, language: str = "en") -> dict[str, str | None]:
    """The texts of the list of warnings."""
    answer = api.get(f"{V1}/warnings/", HTTP_ACCEPT_LANGUAGE=language).json()
    found: dict[str, str | None] = answer["texts"]
    return found


@pytest.mark.parametrize("language", ["en", "nb"])
def test_quiet_diary_is_told_what_that_means_and_what_not(
    quiet: DiaryAtWork, api: APIClient, language: str
) -> None:
    found = texts(api, language)
    assert found["nothing_flagged"] == common_texts()["nothing_flagged"][language]
    assert found["not_monitored"] == common_texts()["not_monitored"][language]
    assert "116 117" in str(found["not_a_diagnosis"])
    assert "{" not in "".join(map(str, found.values()))


def live_warning(work: DiaryAtWork) -> None:
    work.cramp(MORNING - timedelta(hours=2), minutes=11, **ANSWERED)
    work.judge()


def due(work: DiaryAtWork) -> None:
    work.cramp(MORNING - timedelta(hours=2), minutes=2, **ANSWERED)


def back_off(work: DiaryAtWork) -> None:
    due(work)
    Profile.objects.filter(diary=work.id).update(tz="Atlantis/Deep")
    work.judge()
    Profile.objects.filter(diary=work.id).update(tz="Europe/Oslo")
    assert EvaluationDue.objects.get().last_error_class


def question(work: DiaryAtWork) -> None:
    unanswered = {**ANSWERED, "associated_symptoms": None}
    work.cramp(MORNING - timedelta(hours=2), minutes=5, **unanswered)
    work.judge()


def question_for_the_morning(work: DiaryAtWork) -> None:
    unanswered = {**ANSWERED, "residual_pain": None}
    work.cramp(NOW - timedelta(hours=1), minutes=2, **unanswered)
    work.judge()


def other_rules(work: DiaryAtWork) -> None:
    Diary.objects.filter(pk=work.id).update(evaluated_ruleset="0")


def time_has_come(work: DiaryAtWork) -> None:
    Diary.objects.filter(pk=work.id).update(next_evaluation_at=NOW)


def no_consent(work: DiaryAtWork) -> None:
    diary = Diary.objects.get(pk=work.id)
    record_consent(diary, purpose="flagging", given=False, text_version="1", now=NOW)


@pytest.mark.parametrize(
    "happens",
    [
        live_warning,
        due,
        back_off,
        question,
        question_for_the_morning,
        other_rules,
        time_has_come,
        no_consent,
    ],
)
def test_nothing_flagged_is_not_said(
    quiet: DiaryAtWork, api: APIClient, happens: Callable[[DiaryAtWork], None]
) -> None:
    assert texts(api)["nothing_flagged"]
    happens(quiet)
    found = texts(api)
    assert found["nothing_flagged"] is None
    assert found["not_a_diagnosis"]


def test_it_is_not_said_while_the_criteria_are_off(
    quiet: DiaryAtWork, api: APIClient, settings: Any
) -> None:
    settings.CRITERIA_ENABLED = False
    assert texts(api)["nothing_flagged"] is None


def test_diary_that_was_never_judged_is_not_called_quiet(
    diary: Diary, api: APIClient
) -> None:
    assert texts(api)["nothing_flagged"] is None


def test_ended_warning_leaves_the_diary_quiet(
    quiet: DiaryAtWork, api: APIClient
) -> None:
    entry = quiet.cramp(MORNING - timedelta(hours=2), minutes=11, **ANSWERED)
    quiet.judge()
    assert texts(api)["nothing_flagged"] is None
    quiet.delete(entry)
    quiet.judge()
    assert texts(api)["nothing_flagged"]


def test_phone_that_marks_a_warning_does_not_make_the_diary_due(
    quiet: DiaryAtWork, api: APIClient
) -> None:
    live_warning(quiet)
    (warning,) = api.get(f"{V1}/warnings/").json()["results"]
    api.post(f"{V1}/warnings/{warning['id']}/discussed/")
    assert not EvaluationDue.objects.exists()


def test_clinician_reads_the_same_texts(
    quiet: DiaryAtWork, api: APIClient, doctor: APIClient
) -> None:
    shared = doctor.get(f"{V1}/patients/{quiet.id}/warnings/").json()["texts"]
    assert shared == api.get(f"{V1}/warnings/").json()["texts"]
