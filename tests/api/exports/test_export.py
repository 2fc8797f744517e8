"""The export over HTTP: both dialects, five tables, and what is refused."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from rest_framework.test import APIClient

from diary.models import Diary, Night
from tests.conftest import episode, night

URL = "/api/v1/export.csv"
TABLES = ("episodes", "nights", "check_ins", "medications", "warnings")


def text_of(answer: Any) -> str:
    """The whole streamed answer."""
    return b"".join(answer.streaming_content).decode("utf-8")


def rows_of(answer: Any, delimiter: str = ",") -> list[dict[str, str]]:
    """The rows by machine name, as Python's csv module reads them."""
    text = text_of(answer).removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def log(api: APIClient, route: str, *items: dict[str, Any]) -> None:
    """Store entries through the API."""
    for item in items:
        assert api.post(f"/api/v1/{route}/", item, format="json").status_code == 201


FULL = episode(
    ended_at="2026-03-20T02:11:30.5+01:00",
    start_precision="about",
    duration_seconds_reported=600,
    duration_confirmed=True,
    sites=[
        {"muscle": "calf", "side": "left", "pain": 8},
        {"muscle": "hand", "side": None},
    ],
    pain_max=8,
    distress=0,
    woke_from_sleep=True,
    during_nap=False,
    triggers=["exercise", "overexertion"],
    sensations=["hard-muscle"],
    associated_symptoms=["none"],
    residual_pain={"present": True, "max": 3, "duration_minutes": 240},
    relief=[{"code": "stretching", "effect": "full"}, {"code": "massage"}],
    note='Sov dårlig; "veldig", vondt',
    entered_at="2026-03-20T02:15:00+01:00",
)


def test_episode_comes_back_equal_in_rfc4180(api: APIClient) -> None:
    log(api, "episodes", FULL)
    (row,) = rows_of(api.get(URL, {"notes": "1"}))
    expected = {
        "id": FULL["id"],
        "diary_date": "2026-03-20",
        "night_date": "2026-03-20",
        "period": "night",
        "started_at_local": "2026-03-20T02:00:00+01:00",
        "started_at_utc": "2026-03-20T01:00:00Z",
        "tz": "Europe/Oslo",
        "start_precision": "about",
        "ended_at_local": "2026-03-20T02:11:30.500000+01:00",
        "ended_at_utc": "2026-03-20T01:11:30.500000Z",
        "duration_seconds": "690.5",
        "duration_seconds_reported": "600",
        "duration_confirmed": "true",
        "last_confirmed_ongoing_at_utc": "",
        "sites": "calf:left:8 hand",
        "body_regions": "leg arm",
        "pain_max": "8",
        "distress": "0",
        "woke_from_sleep": "true",
        "during_nap": "false",
        "triggers": "exercise overexertion",
        "associated_symptoms": "none",
        "residual_pain_present": "true",
        "residual_pain_max": "3",
        "residual_pain_duration_minutes": "240",
        "relief": "stretching:full massage",
        "entered_at_utc": "2026-03-20T01:15:00Z",
        "note": FULL["note"],
    }
    assert {name: row[name] for name in expected} == expected


def test_episode_comes_back_equal_for_a_norwegian_spreadsheet(api: APIClient) -> None:
    log(api, "episodes", FULL)
    answer = api.get(URL, {"dialect": "excel-nb", "notes": "1"})
    (row,) = rows_of(answer, ";")
    expected = {
        "diary_date": "20.03.2026",
        "started_at_local": "20.03.2026 02:00:00",
        "started_at_utc": "20.03.2026 01:00:00",
        "ended_at_local": "20.03.2026 02:11:30",
        "duration_seconds": "690,5",
        "pain_max": "8",
        "sites_label": "Legg (baksiden), Venstre | Hånd",
        "note": FULL["note"],
    }
    asked = {"dialect": "excel-nb", "notes": "1", "labels": "nb"}
    labelled = rows_of(api.get(URL, asked), ";")[1]
    assert {name: labelled[name] for name in expected} == expected
    assert row["started_at_local"] == expected["started_at_local"]


def test_file_is_rfc4180_with_a_fixed_name_and_is_not_kept(api: APIClient) -> None:
    log(api, "episodes", FULL)
    answer = api.get(URL)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="leggro-episodes.csv"'
    assert answer["Cache-Control"] == "no-store"
    assert "ETag" not in answer
    text = text_of(answer)
    assert text.count("\r\n") == text.count("\n") == 2
    assert not text.startswith("\ufeff")


def test_spreadsheet_file_starts_with_the_byte_order_mark(api: APIClient) -> None:
    answer: Any = api.get(URL, {"dialect": "excel-nb"})
    content = b"".join(answer.streaming_content)
    assert content.startswith(b"\xef\xbb\xbfid;diary_date;")


def test_unknown_is_empty_and_never_zero(api: APIClient) -> None:
    stamp = {"id": FULL["id"], "started_at": "2026-03-20T02:00:00+01:00"}
    log(api, "episodes", stamp)
    (row,) = rows_of(api.get(URL))
    filled = {name for name, value in row.items() if value}
    assert filled == {
        "id",
        "diary_date",
        "night_date",
        "period",
        "started_at_local",
        "started_at_utc",
        "tz",
        "start_precision",
        "entered_at_local",  # when it came in, for want of better
        "entered_at_utc",
    }


def test_free_text_leaves_only_when_asked_for(api: APIClient) -> None:
    log(api, "episodes", FULL)
    text = text_of(api.get(URL))
    assert "Sov dårlig" not in text
    assert "note" not in text.splitlines()[0].split(",")


def test_night_has_its_derived_values(api: APIClient) -> None:
    log(api, "nights", night(note="=1+1"))
    (row,) = rows_of(api.get(URL, {"table": "nights", "notes": "1"}))
    expected = {
        "night_date": "2026-03-20",
        "into_bed_at_local": "2026-03-19T22:45:00+01:00",
        "into_bed_at_utc": "2026-03-19T21:45:00Z",
        "quality": "3",
        "valid": "true",
        "problems": "",
        "tib_minutes": "495",
        "spt_minutes": "415",
        "tst_minutes": "390",
        "twak_minutes": "30",
        "dse_minutes": "445",
        "se_tib_percent": "78.8",
        "se_dse_percent": "87.6",
        "midpoint_local": "2026-03-20T03:02:30+01:00",
        "note": "'=1+1",
    }
    assert {name: row[name] for name in expected} == expected


def test_decimal_comma_in_the_norwegian_dialect(api: APIClient) -> None:
    log(api, "nights", night())
    asked = {"table": "nights", "dialect": "excel-nb"}
    (row,) = rows_of(api.get(URL, asked), ";")
    assert (row["se_tib_percent"], row["night_date"]) == ("78,8", "20.03.2026")


def test_check_in_and_medicine_come_back(api: APIClient) -> None:
    log(api, "check-ins", {"date": "2026-03-20", "covers": "night"})
    medicine = {
        "id": FULL["id"],
        "code": "statin",
        "text": "+47 in own words",
        "dose": "-20 mg",
        "started_on": "2026-01-05",
        "prescribed": True,
    }
    log(api, "medications", medicine)
    (check_in,) = rows_of(api.get(URL, {"table": "check_ins"}))
    assert (check_in["date"], check_in["covers"]) == ("2026-03-20", "night")
    asked = {"table": "medications", "notes": "1", "labels": "en"}
    labels, row = rows_of(api.get(URL, asked))
    assert labels["dose"] == "Dose"
    assert row["code_label"] == "Statin"
    assert (row["dose"], row["text"]) == ("'-20 mg", "'+47 in own words")
    assert (row["started_on"], row["stopped_on"]) == ("2026-01-05", "")
    assert row["prescribed"] == "true"


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(("language", "heading"), [("nb", "Ident"), ("en", "Ident")])
def test_label_row_names_every_column(
    api: APIClient, table: str, language: str, heading: str
) -> None:
    asked = {"table": table, "labels": language, "notes": "1"}
    names, labels = csv.reader(io.StringIO(text_of(api.get(URL, asked)), newline=""))
    assert len(names) == len(labels) == len(set(labels))
    assert labels[0].startswith(heading)
    assert all(labels)


def test_label_rows_differ_by_language(api: APIClient) -> None:
    norwegian = text_of(api.get(URL, {"labels": "nb"})).splitlines()[1]
    english = text_of(api.get(URL, {"labels": "en"})).splitlines()[1]
    assert "Dag eller natt" in norwegian
    assert "Day or night" in english


@pytest.mark.parametrize("table", TABLES)
def test_empty_diary_gives_the_headings_alone(api: APIClient, table: str) -> None:
    text = text_of(api.get(URL, {"table": table}))
    assert text.startswith("id,")
    assert text.count("\r\n") == 1


def test_deleted_row_is_left_out(api: APIClient) -> None:
    log(api, "episodes", FULL)
    url = f"/api/v1/episodes/{FULL['id']}/"
    etag = api.get(url)["ETag"]
    assert api.delete(url, HTTP_IF_MATCH=etag).status_code == 204
    assert rows_of(api.get(URL)) == []


@pytest.mark.parametrize(
    ("asked", "starts"),
    [
        ({}, ["2026-03-18T12:00", "2026-03-18T23:30", "2026-03-20T02:00"]),
        ({"from": "2026-03-19"}, ["2026-03-18T23:30", "2026-03-20T02:00"]),
        ({"to": "2026-03-18"}, ["2026-03-18T12:00"]),
        ({"from": "2026-03-19", "to": "2026-03-19"}, ["2026-03-18T23:30"]),
        ({"from": "2026-03-21"}, []),
    ],
)
def test_dates_are_diary_dates_and_inclusive(
    api: APIClient, asked: dict[str, str], starts: list[str]
) -> None:
    """A cramp at 23:30 belongs to the night of the next morning."""
    moments = ["2026-03-20T02:00", "2026-03-18T23:30", "2026-03-18T12:00"]
    for moment in moments:
        bare = episode(started_at=f"{moment}:00+01:00", ended_at=None)
        log(api, "episodes", bare)
    found = [row["started_at_local"][:16] for row in rows_of(api.get(URL, asked))]
    assert found == starts


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"from": "2026-03-20"}, 1),
        ({"from": "2026-03-21"}, 0),
        ({"to": "2026-03-20"}, 1),
        ({"to": "2026-03-19"}, 0),
    ],
)
def test_dates_choose_nights(api: APIClient, asked: dict[str, str], found: int) -> None:
    log(api, "nights", night())
    assert len(rows_of(api.get(URL, {"table": "nights", **asked}))) == found


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"from": "2026-02-01"}, 1),
        ({"from": "2026-02-02"}, 0),
        ({"to": "2026-01-05"}, 1),
        ({"to": "2026-01-04"}, 0),
    ],
)
def test_medicine_is_in_every_period_it_was_taken_in(
    api: APIClient, asked: dict[str, str], found: int
) -> None:
    dates = {"started_on": "2026-01-05", "stopped_on": "2026-02-01"}
    log(api, "medications", {"id": FULL["id"], "code": "statin", **dates})
    assert len(rows_of(api.get(URL, {"table": "medications", **asked}))) == found


@pytest.mark.parametrize(
    ("asked", "field", "code"),
    [
        ({"table": "profile"}, "table", "unknown_table"),
        ({"dialect": "tsv"}, "dialect", "unknown_code"),
        ({"labels": "sv"}, "labels", "unknown_code"),
        ({"notes": "yes"}, "notes", "unknown_code"),
        ({"from": "20.03.2026"}, "from", "bad_date"),
        ({"to": "2026-02-30"}, "to", "bad_date"),
        ({"from": "2026-03-20", "to": "2026-03-19"}, "to", "end_before_start"),
        ({"colour": "blue"}, "colour", "unknown_parameter"),
    ],
)
def test_wrong_parameter_is_refused_by_name(
    api: APIClient, asked: dict[str, str], field: str, code: str
) -> None:
    answer = api.get(URL, asked)
    assert answer.status_code == 400
    assert answer.json()["fields"][field]["code"] == code


def test_nobody_exports_without_a_session(anonymous: APIClient, db: None) -> None:
    assert anonymous.get(URL).status_code == 401


def test_nobody_elses_rows_are_in_the_file(
    api: APIClient, other_patient: Any, login: Any
) -> None:
    log(login(other_patient), "episodes", FULL)
    assert rows_of(api.get(URL)) == []


@pytest.mark.parametrize(("table", "queries"), [("episodes", 3), ("nights", 2)])
def test_queries_stay_the_same_however_many_rows(
    api: APIClient,
    diary: Diary,
    table: str,
    queries: int,
    django_assert_num_queries: Any,
) -> None:
    """Besides login, diary and two counters: profile, bed times, rows."""
    route = {"episodes": episode, "nights": night}[table]
    log(api, table, route())
    with django_assert_num_queries(LOGIN + queries):
        assert len(rows_of(api.get(URL, {"table": table}))) == 1
    if table == "episodes":
        log(api, table, *(episode() for _ in range(4)))
    else:
        dates = [f"2026-03-{day}" for day in range(10, 14)]
        log(api, table, *(night(night_date=date) for date in dates))
        assert Night.objects.count() == 5
    with django_assert_num_queries(LOGIN + queries):
        assert len(rows_of(api.get(URL, {"table": table}))) == 5


LOGIN = 4
