"""A document from plain values: what it says of each entry, and what it leaves out."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from diary.criteria.facts import (
    CheckIn,
    Episode,
    Medication,
    Profile,
    Relief,
    ResidualPain,
    Site,
    SleepNight,
)
from diary.exports import DIALECTS, AccessEnded
from diary.exports.fhir import (
    Content,
    Cramp,
    Medicine,
    Night,
    Quiet,
    document_chunks,
)
from diary.exports.fhir.codes import Code, code_table
from diary.exports.fhir.document import document
from diary.exports.fhir.scribe import Scribe
from diary.exports.reading import Reading
from diary.vocabulary import Language
from tests.diary.exports.fhir.checks import (
    answers,
    checked,
    objects,
    observations,
    resources,
)

DIARY = UUID("6f1d6a52-3a5c-5b0e-9d43-2f6f0b7c1e90")
PROFILE = Profile("Europe/Oslo")
AT = datetime(2026, 3, 20, 1, 0, tzinfo=UTC)  # two in the night in Oslo
STORED_AT = AT + timedelta(hours=6)
READING = Reading(DIALECTS["rfc4180"], "en", PROFILE)
NIGHT = SleepNight(
    date(2026, 3, 20),
    str(UUID(int=2)),
    "Europe/Oslo",
    AT - timedelta(hours=3, minutes=15),
    AT - timedelta(hours=2, minutes=45),
    20,
    2,
    25,
    AT + timedelta(hours=4, minutes=30),
    10,
    AT + timedelta(hours=5),
    3,
    AT + timedelta(hours=6),
)


def cramp(number: int = 1, **fields: Any) -> Cramp:
    """One nine-minute calf cramp."""
    facts = Episode(
        **{
            "id": str(UUID(int=number)),
            "started_at": AT,
            "ended_at": AT + timedelta(minutes=9),
            "tz": "Europe/Oslo",
            **fields,
        }
    )
    return Cramp(facts, STORED_AT)


def content(**entries: Any) -> Content:
    return Content(DIARY, 7, AT - timedelta(days=90), PROFILE, **entries)


def body(found: Content, reading: Reading = READING) -> bytes:
    return b"".join(document_chunks(found, reading, still_allowed=lambda: True))


def bundle(**entries: Any) -> dict[str, Any]:
    return checked(body(content(**entries)))


def test_cramp_is_a_self_reported_finding() -> None:
    (found,) = observations(bundle(cramps=[cramp()]), "Cramp")
    assert found["status"] == "final"
    assert found["category"] == [{"text": "Self-reported"}]
    assert found["subject"] == found["performer"][0]
    assert found["code"]["coding"][0]["code"] == "75325-1"
    assert found["valueCodeableConcept"]["coding"] == [
        {
            "system": "http://snomed.info/sct",
            "code": "55300003",
            "display": "Cramp (finding)",
        }
    ]
    assert found["effectivePeriod"] == {
        "start": "2026-03-20T02:00:00+01:00",
        "end": "2026-03-20T02:09:00+01:00",
    }


def test_every_answer_is_told_in_words() -> None:
    full = replace(
        cramp(
            start_precision="about",
            duration_seconds_reported=600,
            duration_confirmed=True,
            last_confirmed_ongoing_at=AT + timedelta(minutes=8),
            sites=(Site("calf", "left"), Site("hand")),
            distress=0,
            woke_from_sleep=True,
            during_nap=False,
            triggers=("exercise",),
            sensations=("hard-muscle",),
            associated_symptoms=("none",),
            residual_pain=ResidualPain(True, 3, 240),
            relief=(Relief("stretching", "full"), Relief("massage")),
        ),
        site_pains=(8, None),
    )
    (found,) = observations(bundle(cramps=[full]), "Cramp")
    assert answers(found) == [
        ("Day or night", "Night"),
        ("How exact the start is", "About then"),
        ("Length as told, in seconds", (600, "s")),
        ("Length confirmed", True),
        ("Last known as going on, local time", "2026-03-20T02:08:00+01:00"),
        ("Where", "Calf (back of lower leg), Left"),
        ("Where", "Hand"),
        ("Pain, 0-10: Calf (back of lower leg), Left", 8),
        ("Distress, 0-10", 0),
        ("Woke from sleep", True),
        ("During a nap", False),
        ("Triggers", "During or after exercise"),
        ("Sensations", "Hard muscle or knot"),
        ("Other symptoms", "None of these"),
        ("Sore afterwards", True),
        ("Soreness, 0-10", 3),
        ("Soreness in minutes", (240, "min")),
        ("Tried", "Stretched the muscle: It went away"),
        ("Tried", "Rubbed or massaged"),
    ]


def test_pain_score_is_a_coded_member_of_the_cramp() -> None:
    found = bundle(cramps=[cramp(pain_max=8)])
    (main,) = observations(found, "Cramp")
    (pain,) = observations(found, "Worst pain, 0-10")
    assert pain["code"]["coding"][0]["code"] == "72514-3"
    assert pain["valueInteger"] == 8
    assert main["hasMember"] == [{"reference": f"urn:uuid:{pain['id']}"}]
    assert pain["effectivePeriod"] == main["effectivePeriod"]


def test_one_tap_stamp_is_preliminary_and_says_nothing_more() -> None:
    stamp = Cramp(Episode(str(UUID(int=1)), AT), STORED_AT)
    found = bundle(cramps=[stamp])
    (main,) = resources(found, "Observation")
    assert main["status"] == "preliminary"
    assert main["effectiveDateTime"] == "2026-03-20T02:00:00+01:00"
    assert answers(main) == [("Day or night", "Night")]
    assert not {"hasMember", "note", "issued", "effectivePeriod"} & set(main)


def test_end_that_the_person_said_is_wrong_is_no_end() -> None:
    (found,) = observations(bundle(cramps=[cramp(duration_confirmed=False)]), "Cramp")
    assert "effectivePeriod" not in found
    assert ("Length confirmed", False) in answers(found)


def test_what_is_not_described_as_a_cramp_is_not_coded_as_one() -> None:
    entry = cramp(sensations=("no-tightening",))
    (found,) = observations(bundle(cramps=[entry]), "Symptom")
    assert found["valueCodeableConcept"] == {
        "text": "Complaint without a described cramp"
    }


def test_night_is_a_sleep_episode_from_onset_to_final_awakening() -> None:
    (found,) = observations(bundle(nights=[Night(NIGHT, STORED_AT)]), "Sleep episode")
    assert found["code"]["coding"][0]["code"] == "sleepEpisode"
    assert found["effectivePeriod"] == {
        "start": "2026-03-19T23:35:00+01:00",
        "end": "2026-03-20T06:30:00+01:00",
    }
    codes = {
        part["code"]["coding"][0]["code"]: _value(part)
        for part in found["component"]
        if "coding" in part["code"]
    }
    assert codes == {
        "isMainSleep": True,
        "latencyToSleepOnset": 20,
        "wakeAfterSleepOnset": 25,
        "totalSleepTime": 390,
        "latencyToArising": 30,
        "numberOfAwakenings": 2,
    }
    told = dict(answers(found))
    assert told["Sleep efficiency of time in bed, percent"] == (78.8, "%")
    assert told["Into bed, local time"] == "2026-03-19T22:45:00+01:00"
    assert told["Sleep quality, 1-5"] == 3


def _value(part: dict[str, Any]) -> Any:
    (name,) = set(part) - {"code"}
    return part[name]["value"] if name == "valueQuantity" else part[name]


@pytest.mark.parametrize(
    "missing",
    [
        {"sol_minutes": None},
        {"final_awakening_at": None},
        {"sleep_attempt_at": None},
        {"final_awakening_at": AT - timedelta(hours=9)},
    ],
)
def test_night_without_its_times_has_its_date(missing: dict[str, Any]) -> None:
    night = Night(replace(NIGHT, **missing), STORED_AT)
    (found,) = observations(bundle(nights=[night]), "Sleep episode")
    assert found["effectiveDateTime"] == "2026-03-20"


def test_night_with_a_question_gives_no_impossible_figure() -> None:
    odd = replace(NIGHT, final_awakening_at=AT + timedelta(hours=6))
    (found,) = observations(bundle(nights=[Night(odd, STORED_AT)]), "Sleep episode")
    values = [_value(part) for part in found["component"]]
    assert min(value for value in values if isinstance(value, int | float)) >= 0


def test_medicine_is_a_statement_in_words() -> None:
    taken = Medicine(
        Medication(
            "statin",
            str(UUID(int=4)),
            date(2026, 1, 5),
            date(2026, 2, 1),
            date(2026, 3, 1),
            True,
        ),
        STORED_AT,
        AT,
        dose=" 20\N{NO-BREAK SPACE}mg ",
    )
    (found,) = resources(bundle(medicines=[taken]), "MedicationStatement")
    assert found["medicationCodeableConcept"] == {"text": "Statin"}
    assert found["status"] == "completed"
    assert found["category"] == {"text": "Prescribed"}
    assert found["effectivePeriod"] == {"start": "2026-01-05", "end": "2026-03-01"}
    assert found["dosage"] == [{"text": "20 mg"}, {"text": "Dose changed 2026-02-01"}]
    assert "note" not in found


def test_medicine_of_unknown_dates_has_no_period() -> None:
    taken = Medicine(Medication("magnesium", str(UUID(int=4))), STORED_AT)
    (found,) = resources(bundle(medicines=[taken]), "MedicationStatement")
    assert found["status"] == "active"
    assert not {"effectivePeriod", "dosage", "category", "dateAsserted"} & set(found)


@pytest.mark.parametrize(
    ("said", "started_at", "left"),
    [
        ("both", None, "No cramps, night and day"),
        ("night", None, "No cramps in the night"),
        ("both", AT, "No cramps in the daytime"),
        ("both", AT + timedelta(hours=12), "No cramps in the night"),
        ("night", AT, None),
        ("day", AT, "No cramps in the daytime"),
    ],
)
def test_cramp_wins_over_no_cramps(
    said: str, started_at: datetime | None, left: str | None
) -> None:
    quiet = Quiet(CheckIn(date(2026, 3, 20), said, str(UUID(int=3))), STORED_AT)
    cramps = [] if started_at is None else [cramp(started_at=started_at, ended_at=None)]
    found = bundle(quiet=[quiet], cramps=cramps)
    told = [
        item["valueCodeableConcept"]["text"]
        for item in resources(found, "Observation")
        if item["effectiveDateTime"] == "2026-03-20"
    ]
    assert told == ([] if left is None else [left])


def test_patient_is_known_by_the_diary_alone() -> None:
    (patient,) = resources(bundle(cramps=[cramp()]), "Patient")
    assert set(patient) == {"resourceType", "id", "identifier"}
    assert patient["identifier"] == [
        {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{DIARY}"}
    ]


def test_empty_diary_is_a_sound_document() -> None:
    found = bundle()
    assert len(found["entry"]) == 2
    assert found["timestamp"].startswith("2025-12-20")


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        (None, None, 2),
        (date(2026, 3, 20), None, 2),
        (date(2026, 3, 21), None, 1),
        (None, date(2026, 3, 20), 1),
        (date(2026, 3, 22), None, 0),
    ],
)
def test_cramps_are_chosen_by_diary_date(
    first: date | None, last: date | None, count: int
) -> None:
    late_evening = AT + timedelta(hours=21)  # belongs to the night of the 21st
    found = content(cramps=[cramp(1), cramp(2, started_at=late_evening, ended_at=None)])
    reading = replace(READING, first=first, last=last)
    document = checked(body(found, reading))
    assert len(observations(document, "Cramp")) == count
    told = document["entry"][0]["resource"].get("event", [{"period": {}}])
    days = {"start": first, "end": last}
    asked = {name: str(day) for name, day in days.items() if day is not None}
    assert told == [{"period": asked}]


def test_same_revision_gives_the_same_bytes_and_another_one_other_ids() -> None:
    entries: dict[str, Any] = {
        "cramps": [cramp(pain_max=3)],
        "nights": [Night(NIGHT, STORED_AT)],
    }
    first, again = body(content(**entries)), body(content(**entries))
    assert first == again
    later = checked(body(replace(content(**entries), revision=8)))
    earlier = checked(first)
    assert later["id"] != earlier["id"]
    ids = [entry["fullUrl"] for entry in earlier["entry"]]
    later_ids = [entry["fullUrl"] for entry in later["entry"]]
    assert ids[0] != later_ids[0]
    assert ids[1:] == later_ids[1:]


def test_document_is_as_old_as_its_newest_entry() -> None:
    newer = replace(cramp(2), received_at=STORED_AT + timedelta(days=1))
    found = bundle(cramps=[cramp(1), newer])
    assert found["timestamp"] == "2026-03-21T08:00:00+01:00"
    assert found["entry"][0]["resource"]["date"] == found["timestamp"]


def test_offset_that_fhir_does_not_know_becomes_utc() -> None:
    monrovia = cramp(started_at=datetime(1971, 1, 1, tzinfo=UTC), ended_at=None)
    entry = replace(monrovia, facts=replace(monrovia.facts, tz="Africa/Monrovia"))
    (found,) = observations(bundle(cramps=[entry]), "Cramp")
    assert found["effectiveDateTime"] == "1971-01-01T00:00:00+00:00"


@pytest.mark.parametrize("language", ["en", "nb"])
def test_words_follow_the_language(language: Language) -> None:
    found = content(cramps=[cramp()])
    document = checked(body(found, replace(READING, language=language)))
    composition = document["entry"][0]["resource"]
    expected = {
        "en": ["Cramps", "Without cramps", "Sleep", "Medicines and remedies"],
        "nb": ["Kramper", "Uten kramper", "Søvn", "Legemidler og andre midler"],
    }
    assert composition["language"] == language
    assert [section["title"] for section in composition["section"]] == expected[
        language
    ]


def test_narrative_escapes_what_people_wrote() -> None:
    taken = Medicine(Medication("<b>&", str(UUID(int=4))), STORED_AT)
    assert "&lt;b&gt;&amp;" in json.dumps(bundle(medicines=[taken]))


def everything() -> Content:
    taken = Medicine(Medication("statin", str(UUID(int=4))), STORED_AT)
    return content(
        cramps=[cramp(pain_max=3, duration_seconds_reported=540)],
        nights=[Night(NIGHT, STORED_AT)],
        medicines=[taken],
    )


def written_with(codes: dict[str, Code]) -> list[dict[str, Any]]:
    scribe = Scribe(DIARY, "en", "Europe/Oslo", codes)
    head, parts = document(everything(), READING, scribe)
    return list(objects([head, *parts]))


@pytest.mark.parametrize("status", ["unverified", "", "Verified", "verified?"])
def test_code_of_any_other_status_falls_back_to_text(status: str) -> None:
    codes = {key: replace(row, status=status) for key, row in code_table().items()}
    parts = written_with(codes)
    assert not any("coding" in part for part in parts)
    assert not any(isinstance(part.get("code"), str) for part in parts)
    assert {"text": "Cramp"} in parts
    assert {"value": 390, "unit": "min"} in parts


def test_one_unverified_code_takes_no_other_with_it() -> None:
    codes = dict(code_table())
    codes["cramp"] = replace(codes["cramp"], status="unverified")
    parts = written_with(codes)
    assert {"text": "Cramp"} in parts
    assert any(part.get("code") == "75325-1" for part in parts)


def test_table_holds_rows_of_both_kinds_with_their_source() -> None:
    rows = code_table().values()
    statuses = {row.status for row in rows}
    assert statuses == {"verified", "unverified"}
    for row in rows:
        if row.status == "verified":
            assert row.source
            assert date.fromisoformat(row.date_checked)
    used = {
        part["code"]
        for part in written_with(dict(code_table()))
        if isinstance(part.get("code"), str)
    }
    assert used == {row.code for row in rows if row.status == "verified"}


def test_document_is_written_a_thousand_resources_at_a_time() -> None:
    many = content(cramps=[cramp(number) for number in range(1, 2500)])
    chunks = list(document_chunks(many, READING, still_allowed=lambda: True))
    assert len(chunks) == 4
    assert len(json.loads(b"".join(chunks))["entry"]) == 2501


def test_document_breaks_off_when_access_ends() -> None:
    many = content(cramps=[cramp(number) for number in range(1, 1500)])
    allowed = iter([True, False])
    chunks = document_chunks(many, READING, still_allowed=lambda: next(allowed))
    assert next(chunks)
    with pytest.raises(AccessEnded):
        next(chunks)
