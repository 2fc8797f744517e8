"""Why a warning was raised: rule, window, numbers, entries, sources, in one answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from diary.criteria import RULESET_VERSION, catalogue
from tests.api.sharing.conftest import give
from tests.api.warnings.conftest import V1
from tests.conftest import NOW
from tests.diary.services.conftest import DiaryAtWork, night_of

LONG = "duration-over-10-min"
FREQUENT = "frequent-night-cramps"
DETAIL_QUERIES = 7


def own(work: DiaryAtWork, api: APIClient, criterion: str, **headers: str) -> Any:
    """The explanation as the patient reads it."""
    warning = work.warning(criterion).pk
    answer = api.get(f"{V1}/warnings/{warning}/", **headers)  # type: ignore[arg-type]  # header values
    assert answer.status_code == 200, answer.content
    return answer.json()["explanation"]


def shared(work: DiaryAtWork, doctor: APIClient, criterion: str) -> Any:
    """The explanation as the clinician reads it."""
    warning = work.warning(criterion).pk
    answer = doctor.get(f"{V1}/patients/{work.id}/warnings/{warning}/")
    assert answer.status_code == 200, answer.content
    return answer.json()["explanation"]


def six_nights(work: DiaryAtWork) -> list[str]:
    """Night cramps on six nights, judged; the oldest last."""
    nights = [work.cramp(night_of(NOW, ago), note="x") for ago in range(6)]
    work.judge()
    return nights


def test_clinician_reads_rule_window_numbers_and_where_it_comes_from(
    work: DiaryAtWork, doctor: APIClient
) -> None:
    six_nights(work)
    found = shared(work, doctor, FREQUENT)
    published = catalogue.criterion(FREQUENT)
    assert found["predicate"] == published.predicate
    assert found["basis"] == published.basis
    assert found["ruleset_version"] == RULESET_VERSION
    assert found["window"] == {"from": "2026-03-07", "to": "2026-03-20"}
    numbers = {one["name"]: (one["value"], one["words"]) for one in found["numbers"]}
    assert numbers["count"] == (6, "6")
    assert found["sources"]["quotes"]
    assert {one["key"] for one in found["sources"]["citations"]} == {
        source.key for source in published.outside_sources
    }


def test_entries_stand_as_the_reads_show_them_oldest_first(
    work: DiaryAtWork, api: APIClient
) -> None:
    nights = six_nights(work)
    found = own(work, api, FREQUENT)
    assert [entry["id"] for entry in found["entries"]] == nights[::-1]
    rows = [api.get(f"{V1}/episodes/{entry}/").json() for entry in nights[::-1]]
    assert [entry["row"] for entry in found["entries"]] == rows
    assert {entry["table"] for entry in found["entries"]} == {"episodes"}


def test_deleted_entry_is_marked_and_its_content_gone(
    work: DiaryAtWork, doctor: APIClient
) -> None:
    entry = work.cramp(NOW - timedelta(hours=6), minutes=11, pain_max=9)
    work.judge()
    work.delete(entry)
    work.judge()
    (found,) = shared(work, doctor, LONG)["entries"]
    assert found == {"table": "episodes", "id": entry, "deleted": True, "row": None}


def test_nights_and_medicines_stand_beside_the_cramps(
    work: DiaryAtWork, doctor: APIClient
) -> None:
    medicine = work.write(
        table="medications", code="statin", started_on="2026-03-01", prescribed=True
    )
    for ago in (1, 2, 3):
        work.cramp(night_of(NOW, ago))
    work.judge()
    entries = shared(work, doctor, "cramp-related-medicine")["entries"]
    assert {entry["table"] for entry in entries} == {"episodes", "medications"}
    (statin,) = (entry for entry in entries if entry["id"] == medicine)
    assert statin["row"]["code"] == "statin"


def test_free_text_needs_its_own_scope(work: DiaryAtWork, doctor: APIClient) -> None:
    six_nights(work)
    notes = {
        entry["row"]["note"] for entry in shared(work, doctor, FREQUENT)["entries"]
    }
    assert notes == {""}


def test_clinician_with_the_scope_reads_the_notes(
    work: DiaryAtWork, clinician: Any, login: Any
) -> None:
    give(work.row(), clinician, may_notes=True)
    six_nights(work)
    entries = shared(work, login(clinician), FREQUENT)["entries"]
    assert {entry["row"]["note"] for entry in entries} == {"x"}


def test_patient_reads_no_quotes_and_no_citations(
    work: DiaryAtWork, api: APIClient
) -> None:
    six_nights(work)
    assert set(own(work, api, FREQUENT)["sources"]) == {
        "section",
        "sections",
        "outside",
    }


@pytest.mark.parametrize(("language", "words"), [("en", "left"), ("nb", "venstre")])
def test_numbers_are_in_words_of_the_reader(
    work: DiaryAtWork, api: APIClient, language: str, words: str
) -> None:
    work.cramp(NOW - timedelta(hours=6), minutes=11)
    work.judge()
    numbers = own(work, api, LONG, HTTP_ACCEPT_LANGUAGE=language)["numbers"]
    (sites,) = (one for one in numbers if one["name"] == "sites")
    assert sites["value"] == [{"muscle": "calf", "side": "left"}]
    assert words in sites["words"]


def test_same_warning_gives_the_same_bytes(
    work: DiaryAtWork, doctor: APIClient
) -> None:
    six_nights(work)
    url = f"{V1}/patients/{work.id}/warnings/{work.warning(FREQUENT).pk}/"
    assert doctor.get(url).content == doctor.get(url).content


def test_explanation_takes_the_same_queries_for_one_entry_and_for_six(
    work: DiaryAtWork, api: APIClient, django_assert_num_queries: Any
) -> None:
    work.cramp(NOW - timedelta(hours=6), minutes=11)
    six_nights(work)
    for criterion in (LONG, FREQUENT):
        with django_assert_num_queries(DETAIL_QUERIES):
            own(work, api, criterion)


def test_discussed_says_who_and_when(
    work: DiaryAtWork, api: APIClient, doctor: APIClient
) -> None:
    six_nights(work)
    warning = work.warning(FREQUENT).pk
    api.post(f"{V1}/warnings/{warning}/seen/")
    doctor.post(f"{V1}/patients/{work.id}/warnings/{warning}/discussed/")
    found = api.get(f"{V1}/warnings/{warning}/").json()
    steps = [(step["state"], step["by"], step["at"]) for step in found["history"]]
    assert [step[:2] for step in steps] == [
        ("open", "job"),
        ("seen", "patient"),
        ("discussed", "clinician"),
    ]
    assert {step[2] for step in steps} == {NOW.isoformat()}
