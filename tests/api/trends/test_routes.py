"""What every trend route does alike, for the person and for the clinician."""

from __future__ import annotations

from typing import Any

import pytest
from rest_framework.test import APIClient

from diary.models import Diary, Grant
from diary.trends.figure import DEFINITIONS_VERSION
from tests.api.trends.conftest import (
    FIGURES,
    LAST_NIGHT,
    ONE_NIGHT,
    PICTURES,
    ROUTES,
    figures_of,
    fill,
    log_cramp,
    of_patient,
    open_warning,
    own,
)

LOGIN = 2
STANDING_AND_ROWS = 1 + 2
HEAD = {
    "revision",
    "open_warning",
    "definitions_version",
    "language",
    "window",
    "previous",
}
SHAPES = {
    "summary/": {"next_steps", "completeness", "figures"},
    "nights/": {"figures", "nights", "table"},
    "hours/": {"figures", "table"},
    "sites/": {"figures", "table"},
    "sleep/": {"figures", "table"},
    "factors/": {"lists", "cannot_be_known", "figures"},
    "treatments/": {"medicines", "figures", "table"},
}
# Figures that are a number of an empty diary: counts of what was written, and of days.
ALWAYS = {"streak_confirmed", "completeness", "left_out"}
REFUSED = [
    ({"window": "0"}, "window", "window_not_offered"),
    ({"window": "15"}, "window", "window_not_offered"),
    ({"window": "1000000000"}, "window", "window_not_offered"),
    ({"window": "-28"}, "window", "window_not_offered"),
    ({"window": "28.0"}, "window", "window_not_offered"),
    ({"window": ""}, "window", "window_not_offered"),
    ({"window": "28 "}, "window", "window_not_offered"),
    ({"end": "2026-03-21"}, "end", "end_in_future"),
    ({"end": "9999-12-31"}, "end", "end_in_future"),
    ({"end": "1899-12-31"}, "end", "end_too_early"),
    ({"end": "0001-01-01"}, "end", "end_too_early"),
    ({"end": "20260320"}, "end", "end_not_a_date"),
    ({"end": "2026-02-30"}, "end", "end_not_a_date"),
    ({"end": "2026-03-20T12:00:00"}, "end", "end_not_a_date"),
    ({"end": "2026-03-20T12:00:00+01:00"}, "end", "end_not_a_date"),
    ({"end": "yesterday"}, "end", "end_not_a_date"),
    ({"end": ""}, "end", "end_not_a_date"),
    ({"lang": "se"}, "lang", "language_not_offered"),
    ({"lang": ""}, "lang", "language_not_offered"),
    ({"weeks": "4"}, "weeks", "unknown_parameter"),
]

pytestmark = pytest.mark.usefixtures("clock")


@pytest.mark.parametrize("route", FIGURES)
@pytest.mark.parametrize("language", ["nb", "en"])
def test_answer_has_its_shape_in_both_languages(
    api: APIClient, diary: Diary, route: str, language: str
) -> None:
    fill(diary)
    answer = api.get(own(route), HTTP_ACCEPT_LANGUAGE=language)
    assert answer.status_code == 200
    body = answer.json()
    assert set(body) == HEAD | SHAPES[route]
    assert (body["language"], answer["Content-Language"]) == (language, language)
    assert body["definitions_version"] == DEFINITIONS_VERSION
    assert body["window"]["to"] == LAST_NIGHT.isoformat()


@pytest.mark.parametrize("route", FIGURES)
def test_texts_differ_between_the_languages(
    api: APIClient, diary: Diary, route: str
) -> None:
    fill(diary)
    texts = [
        {one["text"] for one in _all_figures(api.get(f"{own(route)}?lang={lang}"))}
        for lang in ("nb", "en")
    ]
    assert texts[0]
    assert texts[0].isdisjoint(texts[1])


def _all_figures(answer: Any) -> list[dict[str, Any]]:
    body = answer.json()
    listed = [figure for found in body.get("lists", {}).values() for figure in found]
    return [*body["figures"], *listed]


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("window", [7, 14, 28, 84])
def test_every_offered_window_is_answered(
    api: APIClient, route: str, window: int
) -> None:
    log_cramp(api, LAST_NIGHT)
    answer = api.get(own(route), {"window": window})
    assert answer.status_code == 200
    if route in FIGURES:
        assert answer.json()["window"]["nights"] == window


@pytest.mark.parametrize("route", ROUTES)
def test_wrong_parameter_is_refused_by_every_route(api: APIClient, route: str) -> None:
    answers = [api.get(own(route), asked) for asked, *_ in REFUSED]
    assert [
        (answer.status_code, answer.json()["code"], {*answer.json()["fields"]})
        for answer in answers
    ] == [(400, "invalid", {field}) for _, field, _ in REFUSED]


@pytest.mark.parametrize(("asked", "field", "code"), REFUSED)
def test_refusal_says_in_words_what_is_accepted(
    api: APIClient, asked: dict[str, str], field: str, code: str
) -> None:
    said = [
        api.get(own("summary/"), asked, HTTP_ACCEPT_LANGUAGE=language).json()["fields"]
        for language in ("nb", "en")
    ]
    assert {problem[field]["code"] for problem in said} == {code}
    details = {problem[field]["detail"] for problem in said}
    assert len(details) == 2
    assert all(detail.endswith(".") for detail in details)


def test_refusal_of_a_clinicians_question_is_the_same(
    api: APIClient, doctor: APIClient, diary: Diary, grant: Grant
) -> None:
    asked = {"window": "15"}
    there = doctor.get(of_patient(diary, "summary/"), asked).json()
    here = api.get(own("summary/"), asked).json()
    assert there["fields"] == here["fields"]


@pytest.mark.parametrize("route", ROUTES)
def test_first_night_allowed_is_answered(api: APIClient, route: str) -> None:
    answer = api.get(own(route), {"end": "1900-01-01", "window": "84"})
    assert answer.status_code == 200


@pytest.mark.parametrize("route", ROUTES)
def test_language_can_be_asked_for_where_no_header_can_be_set(
    api: APIClient, route: str
) -> None:
    asked = api.get(own(route), {"lang": "nb"}, HTTP_ACCEPT_LANGUAGE="en")
    by_header = api.get(own(route), HTTP_ACCEPT_LANGUAGE="nb")
    assert asked.content == by_header.content
    assert asked["Content-Language"] == "nb"
    assert asked["ETag"] == by_header["ETag"]


@pytest.mark.parametrize("route", FIGURES)
def test_empty_diary_has_reasons_and_no_numbers(api: APIClient, route: str) -> None:
    figures = _all_figures(api.get(own(route)))
    numbered = {figure["id"] for figure in figures if figure["value"] is not None}
    assert numbered <= ALWAYS
    assert [
        figure["id"]
        for figure in figures
        if figure["value"] is None and not figure["reason"]
    ] == []


def test_empty_diary_gives_no_verdict_and_the_reason(api: APIClient) -> None:
    change = figures_of(api.get(own("summary/")))["cramp_nights"]["change"]
    assert (change["verdict"], change["value"]) == ("not_enough_data", None)
    assert change["reason"] == "too_few_recorded_nights"


@pytest.mark.parametrize("route", FIGURES)
def test_one_entry_ever_makes_no_share_and_no_verdict(
    api: APIClient, route: str
) -> None:
    log_cramp(api, LAST_NIGHT)
    figures = _all_figures(api.get(own(route)))
    shares = [
        figure["id"]
        for figure in figures
        if figure["unit"] == "proportion"
        and figure["value"] is not None
        and figure["id"]
        not in {"completeness", "prompt_share", "outside_calf_and_foot"}
    ]
    assert shares == []
    verdicts = {figure["change"]["verdict"] for figure in figures if figure["change"]}
    assert verdicts <= {"not_enough_data"}


@pytest.mark.parametrize("route", ROUTES)
def test_clinician_is_answered_the_same(
    api: APIClient, doctor: APIClient, diary: Diary, grant: Grant, route: str
) -> None:
    fill(diary)
    answer = doctor.get(of_patient(diary, route))
    assert answer.status_code == 200
    assert answer.content == api.get(own(route)).content


@pytest.mark.parametrize("route", ROUTES)
def test_clinician_without_a_grant_finds_nothing(
    doctor: APIClient, diary: Diary, route: str
) -> None:
    assert doctor.get(of_patient(diary, route)).status_code == 404


@pytest.mark.parametrize("route", ROUTES)
def test_login_is_needed(anonymous: APIClient, db: None, route: str) -> None:
    assert anonymous.get(own(route)).status_code == 401


@pytest.mark.parametrize("route", ROUTES)
def test_queries_stay_the_same_however_many_entries(
    api: APIClient, diary: Diary, django_assert_num_queries: Any, route: str
) -> None:
    with django_assert_num_queries(LOGIN + STANDING_AND_ROWS):
        api.get(own(route))
    fill(diary)
    with django_assert_num_queries(LOGIN + STANDING_AND_ROWS):
        api.get(own(route))


@pytest.mark.parametrize("route", FIGURES)
@pytest.mark.parametrize(
    ("severity", "is_serious"),
    [
        ("info", False),
        ("see_doctor", False),
        ("see_doctor_soon", True),
        ("urgent", True),
    ],
)
def test_open_warning_goes_before_the_figures(
    api: APIClient, diary: Diary, route: str, severity: str, is_serious: bool
) -> None:
    assert api.get(own(route)).json()["open_warning"] is None
    open_warning(diary, severity=severity)
    answer = api.get(own(route), {"lang": "nb"})
    found = answer.json()["open_warning"]
    assert found["severity"] == severity
    assert found["text"].startswith("Et varsel er åpent i denne dagboken: les det før")
    assert ("sier vi ikke at noe er blitt bedre" in found["text"]) is is_serious
    assert list(answer.json())[:2] == ["revision", "open_warning"]


def test_only_what_speaks_to_patients_is_an_open_warning(
    api: APIClient, diary: Diary
) -> None:
    open_warning(diary, criterion="nlc-feature-summary", severity="info")
    assert api.get(own("summary/")).json()["open_warning"] is None


def test_no_route_tells_what_is_for_clinicians_alone(
    api: APIClient, diary: Diary
) -> None:
    fill(diary)
    open_warning(diary, criterion="nlc-feature-summary", severity="info")
    told = "".join(
        api.get(own(route), {"lang": lang}).content.decode()
        for route in ROUTES
        for lang in ("nb", "en")
    )
    assert "nlc" not in told.lower()
    assert "Hallegraeff" not in told


def test_next_steps_are_last_night_and_gaps_unless_it_is_urgent(
    api: APIClient, diary: Diary
) -> None:
    log_cramp(api, LAST_NIGHT - ONE_NIGHT)
    steps = api.get(own("summary/")).json()["next_steps"]
    assert [(step["code"], step["dates"]) for step in steps] == [
        ("affirm_last_night", ["2026-03-20"]),
        ("fill_gaps", ["2026-03-17", "2026-03-18"]),
    ]
    past = api.get(own("summary/"), {"end": "2026-03-19"}).json()
    assert past["next_steps"] == []
    open_warning(diary, severity="urgent")
    assert api.get(own("summary/")).json()["next_steps"] == []


@pytest.mark.parametrize("route", ROUTES)
def test_head_is_answered_without_a_body(api: APIClient, route: str) -> None:
    answer = api.head(own(route))
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["ETag"] == api.get(own(route))["ETag"]


def test_every_route_is_here() -> None:
    from api.trends.urls import FIGURES as figures
    from api.trends.urls import PICTURES as pictures

    assert {f"{name}/" for name in figures} == set(FIGURES)
    assert {f"{name}.svg" for name in pictures} == set(PICTURES)
