"""Flat columns of client libraries: there, back, and what is refused on the way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest

from diary import flat
from diary.fields import TABLES, Refused, Table
from diary.fields.tables import CHECK_INS, EPISODES, MEDICATIONS, NIGHTS, PROFILE

STARTED = 1_773_968_400_000  # 2026-03-20T01:00:00Z
ENTRY = UUID("5f8f6e4c-3f0a-4f6e-9d39-1f2f3a4b5c6d")
OSLO_WINTER = timezone(timedelta(hours=1))


def episode(**values: object) -> dict[str, object]:
    """A stored row: every column, not asked but for what is given."""
    return {
        "id": ENTRY,
        **EPISODES.defaults,
        "started_at": datetime(2026, 3, 20, 1, tzinfo=UTC),
        "utc_offset_minutes": 60,
        "entered_at": None,
        **values,
    }


def test_columns_are_the_fields_with_the_offset_and_the_time_of_entry() -> None:
    names = [column.name for column in flat.columns(EPISODES)]
    assert names == [*EPISODES.names, "utc_offset_minutes", "entered_at"]
    names = [column.name for column in flat.columns(MEDICATIONS)]
    assert names == [*MEDICATIONS.names, "entered_at"]


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("episodes", flat.Column("started_at", "number", "milliseconds", False)),
        ("episodes", flat.Column("ended_at", "number", "milliseconds")),
        ("episodes", flat.Column("pain_max", "number")),
        ("episodes", flat.Column("woke_from_sleep", "boolean")),
        ("episodes", flat.Column("sites", "string", "JSON")),
        ("episodes", flat.Column("residual_pain", "string", "JSON")),
        ("episodes", flat.Column("note", "string", is_optional=False)),
        ("nights", flat.Column("night_date", "string", is_optional=False)),
        ("nights", flat.Column("utc_offset_minutes", "number")),
        ("profile", flat.Column("night_start", "string")),
        ("warnings", flat.Column("evidence", "string", "JSON", False)),
        ("sync_problems", flat.Column("received_at", "number", "milliseconds", False)),
    ],
)
def test_column_has_the_type_of_its_field(table: str, column: flat.Column) -> None:
    assert column in flat.all_columns()[table]


def test_missing_data_can_be_null_in_every_column_that_allows_it() -> None:
    found = {
        (name, column.name)
        for name, table in TABLES.items()
        for column in flat.columns(table)
        if not column.is_optional
    }
    assert found == {
        *(("episodes", name) for name in ("started_at", "note")),
        *(("nights", name) for name in ("night_date", "note")),
        ("check_ins", "date"),
        *(("medications", name) for name in ("code", "text", "dose")),
    }


def test_row_is_written_with_milliseconds_and_texts() -> None:
    values = episode(sites=[{"muscle": "calf", "side": "left"}], pain_max=3)
    row = flat.flat_row(flat.columns(EPISODES), values, texts=True)
    assert row["started_at"] == STARTED
    assert row["sites"] == '[{"muscle":"calf","side":"left"}]'
    assert (row["pain_max"], row["distress"], row["triggers"]) == (3, None, None)


def test_document_keeps_its_lists() -> None:
    sites = [{"muscle": "calf", "side": "left"}]
    row = flat.flat_row(flat.columns(EPISODES), episode(sites=sites), texts=False)
    assert row["sites"] == sites


@pytest.mark.parametrize("texts", [True, False])
def test_row_comes_back_as_it_went(texts: bool) -> None:
    values = episode(
        tz="Europe/Oslo",
        ended_at=datetime(2026, 3, 20, 1, 9, tzinfo=UTC),
        sites=[{"muscle": "calf", "side": "left", "pain": 8}],
        residual_pain={"present": True, "duration_minutes": 30},
        note="vondt",
        entered_at=datetime(2026, 3, 20, 6, tzinfo=UTC),
    )
    sent = flat.flat_row(flat.columns(EPISODES), values, texts=texts)
    read = flat.read_row(EPISODES, sent, texts=texts)
    fields, refused = EPISODES.read(read.fields)
    assert not [*read.problems, *refused]
    assert read.entered_at == values["entered_at"]
    assert fields == {name: values[name] for name in fields}
    assert set(EPISODES.names) - set(fields) == set()
    started_at = fields["started_at"]
    assert isinstance(started_at, datetime)
    assert started_at.utcoffset() == timedelta(hours=1)


@pytest.mark.parametrize(
    ("clock", "hours"),
    [
        ({"utc_offset_minutes": -120, "tz": "Europe/Oslo"}, -2),
        ({"tz": "Europe/Oslo"}, 1),
        ({"tz": "Nowhere/None"}, 0),
        ({}, 0),
    ],
)
def test_offset_is_the_one_sent_else_that_of_the_zone(
    clock: dict[str, object], hours: int
) -> None:
    read = flat.read_row(EPISODES, {"started_at": STARTED, **clock}, texts=True)
    found = datetime.fromisoformat(str(read.fields["started_at"]))
    assert found == datetime(2026, 3, 20, 1, tzinfo=UTC)
    assert found.utcoffset() == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("milliseconds", "hour"),
    [(1_792_886_400_000, 2), (1_792_890_000_000, 2), (1_792_893_600_000, 3)],
)
def test_the_hour_that_comes_twice_stays_two_instants(
    milliseconds: int, hour: int
) -> None:
    sent = {"started_at": milliseconds, "tz": "Europe/Oslo"}
    read = flat.read_row(EPISODES, sent, texts=True)
    found = datetime.fromisoformat(str(read.fields["started_at"]))
    assert found.hour == hour
    assert flat.milliseconds(found) == milliseconds


@pytest.mark.parametrize(
    ("table", "column", "value", "code"),
    [
        (EPISODES, "started_at", -1, "out_of_range"),
        (EPISODES, "started_at", 7_258_118_400_001, "out_of_range"),
        (EPISODES, "started_at", "2026-03-20T01:00:00Z", "wrong_type"),
        (EPISODES, "started_at", 1.0, "wrong_type"),
        (EPISODES, "started_at", True, "wrong_type"),
        (EPISODES, "entered_at", "now", "wrong_type"),
        (EPISODES, "utc_offset_minutes", 841, "out_of_range"),
        (EPISODES, "utc_offset_minutes", "60", "wrong_type"),
        (CHECK_INS, "utc_offset_minutes", 60, "unknown_field"),
        (EPISODES, "sites", "", "wrong_type"),
        (EPISODES, "sites", "[1.5]", "wrong_type"),
        (EPISODES, "sites", "[NaN]", "wrong_type"),
        (EPISODES, "sites", '["\\u0000"]', "wrong_type"),
        (EPISODES, "sites", "[" * 9 + "]" * 9, "wrong_type"),
        (EPISODES, "sites", "[" * 100_000, "wrong_type"),
        (EPISODES, "sites", ["calf"], "wrong_type"),
    ],
)
def test_value_that_cannot_be_turned_is_refused(
    table: Table, column: str, value: object, code: str
) -> None:
    read = flat.read_row(table, {column: value}, texts=True)
    assert [(p.field, p.code) for p in read.problems] == [(column, code)]


@pytest.mark.parametrize("text", ["[]", "[" * 8 + "]" * 8, '{"present":true}', "[3]"])
def test_json_text_is_read(text: str) -> None:
    assert flat.read_json(text) is not None


def test_json_text_nested_too_deeply_is_refused() -> None:
    with pytest.raises(Refused):
        flat.read_json("[" * 9 + "]" * 9)


def test_null_where_there_is_a_default_means_not_sent() -> None:
    sent = {"start_precision": None, "note": None, "pain_max": None}
    assert flat.read_row(EPISODES, sent, texts=True).fields == {"pain_max": None}
    sent = {"night_start": None, "tz": None, "birth_date": None}
    assert flat.read_row(PROFILE, sent, texts=True).fields == {"birth_date": None}
    assert flat.read_row(NIGHTS, {"tz": None}, texts=True).fields == {"tz": None}


def test_instant_differs_by_whole_milliseconds_only() -> None:
    stored = {"ended_at": datetime(2026, 3, 20, 1, 9, 0, 123_456, tzinfo=UTC)}
    same = datetime(2026, 3, 20, 2, 9, 0, 123_000, tzinfo=OSLO_WINTER)
    later = datetime(2026, 3, 20, 2, 9, 0, 124_000, tzinfo=OSLO_WINTER)
    assert flat.changed({"ended_at": same}, stored) == {}
    assert flat.changed({"ended_at": later}, stored) == {"ended_at": later}
    assert flat.changed({"ended_at": None}, stored) == {"ended_at": None}
