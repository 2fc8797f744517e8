"""Reading single values: what is taken, what is refused, and with which code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import pytest

from diary.fields import kinds, values
from diary.fields.tables import EPISODES, MEDICATIONS, NIGHTS
from diary.fields.values import Refused

TAKEN = [
    (values.integer(0, 10), 0, 0),
    (values.integer(0, 10), 10, 10),
    (values.read_boolean, False, False),
    (values.text(5), "a\n\tbc", "a\n\tbc"),
    (values.text(2), "👩‍👩"[:2], "👩‍👩"[:2]),
    (
        values.read_instant,
        "2026-03-20T02:00:00Z",
        datetime(2026, 3, 20, 2, tzinfo=UTC),
    ),
    (
        values.read_instant,
        "2026-03-20T16:00:00+14:00",
        datetime(2026, 3, 20, 2, tzinfo=UTC),
    ),
    (
        values.read_instant,
        "2026-03-20T02:00:00.5Z",
        datetime(2026, 3, 20, 2, 0, 0, 500_000, tzinfo=UTC),
    ),
    (values.read_clock, "23:00", time(23, 0)),
    (values.read_zone, "Europe/Oslo", "Europe/Oslo"),
    (kinds.SYMPTOMS.read, ["none"], ["none"]),
    (kinds.SYMPTOMS.read, ["fever", "limping"], ["fever", "limping"]),
    (kinds.RELIEF.read, [{"code": "nothing"}], [{"code": "nothing"}]),
    (kinds.CONDITIONS.read, ["none-known"], ["none-known"]),
    (kinds.SITES.read, [], []),
    (
        kinds.SITES.read,
        [{"muscle": "calf", "side": None, "pain": 8}],
        [{"muscle": "calf", "side": None, "pain": 8}],
    ),
]


@pytest.mark.parametrize(("read", "sent", "expected"), TAKEN)
def test_good_value_is_taken_as_it_is(
    read: Callable[[object], object], sent: object, expected: object
) -> None:
    assert read(sent) == expected


REFUSED = [
    (values.integer(0, 10), -1, "out_of_range", ""),
    (values.integer(0, 10), 11, "out_of_range", ""),
    (values.integer(0, 10), True, "wrong_type", ""),
    (values.integer(0, 10), "3", "wrong_type", ""),
    (values.integer(0, 10), 3.0, "wrong_type", ""),
    (values.integer(0), 2**31, "out_of_range", ""),
    (values.read_boolean, 1, "wrong_type", ""),
    (values.text(4), "12345", "too_long", ""),
    (values.text(4), "a\x07", "control_character", ""),
    (values.text(4), "\x00", "control_character", ""),
    (values.text(4), 5, "wrong_type", ""),
    (values.read_instant, "2026-03-20T02:00:00", "naive_time", ""),
    (values.read_instant, "2026-03-20", "naive_time", ""),
    (values.read_instant, "2026-03-20T02:00:60Z", "bad_time", ""),
    (values.read_instant, "2026-03-20T02:00:00+14:01", "bad_time", ""),
    (values.read_instant, "2026-02-30T02:00:00Z", "bad_time", ""),
    (values.read_instant, "٢٠٢٦-03-20T02:00:00Z", "bad_time", ""),
    (values.read_instant, "0001-01-01T00:00:00Z", "out_of_range", ""),
    (values.read_instant, "9999-12-31T23:59:59Z", "out_of_range", ""),
    (values.read_instant, 1_770_000_000, "wrong_type", ""),
    (values.read_date, "2026-02-29", "bad_date", ""),
    (values.read_date, "20260220", "bad_date", ""),
    (values.read_clock, "24:00", "bad_clock", ""),
    (values.read_zone, "Oslo", "unknown_zone", ""),
    (values.read_uuid, 7, "wrong_type", ""),
    (values.read_uuid, "0193", "bad_uuid", ""),
    (kinds.SYMPTOMS.read, [], "empty_list", ""),
    (kinds.SYMPTOMS.read, ["none", "fever"], "none_beside_another", ""),
    (kinds.SYMPTOMS.read, ["sunburn"], "unknown_code", "0"),
    (kinds.SYMPTOMS.read, "fever", "wrong_type", ""),
    (
        kinds.RELIEF.read,
        [{"code": "nothing"}, {"code": "heat"}],
        "none_beside_another",
        "",
    ),
    (kinds.SITES.read, [{"side": "left"}], "required", "0.muscle"),
    (kinds.SITES.read, [{"muscle": "calf", "pain": 11}], "out_of_range", "0.pain"),
    (kinds.SITES.read, [{"muscle": "calf", "depth": 1}], "unknown_field", "0.depth"),
    (kinds.SITES.read, [["calf"]], "wrong_type", "0"),
    (kinds.PREGNANCY.read, {"status": "maybe"}, "unknown_code", "status"),
]


@pytest.mark.parametrize(("read", "sent", "code", "field"), REFUSED)
def test_bad_value_is_refused_with_its_code_and_place(
    read: Callable[[object], object], sent: object, code: str, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        read(sent)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_instant_keeps_the_offset_it_was_sent_with() -> None:
    read = values.read_instant("2026-03-20T02:00:00-04:00")
    assert read.utcoffset() == timedelta(hours=-4)


def test_plain_form_of_an_instant_does_not_depend_on_the_offset() -> None:
    oslo = values.plain(values.read_instant("2026-03-20T02:00:00+01:00"))
    utc = values.plain(values.read_instant("2026-03-20T01:00:00Z"))
    assert oslo == utc == "2026-03-20T01:00:00+00:00"


def test_table_names_every_bad_field_and_keeps_the_good_ones() -> None:
    good, refused = EPISODES.read({"pain_max": 11, "note": "x", "colour": 1})
    assert good == {"note": "x"}
    assert {(r.field, r.code) for r in refused} == {
        ("pain_max", "out_of_range"),
        ("colour", "unknown_field"),
    }


def test_required_field_cannot_be_emptied() -> None:
    _, refused = EPISODES.read({"started_at": None})
    assert [(r.field, r.code) for r in refused] == [("started_at", "required")]


@pytest.mark.parametrize(
    ("minutes", "fits"), [(-1, False), (0, True), (1, True), (25 * 60, True)]
)
def test_end_may_not_lie_before_the_start(minutes: int, fits: bool) -> None:
    start = datetime(2026, 3, 20, 2, tzinfo=UTC)
    content = {"started_at": start, "ended_at": start + timedelta(minutes=minutes)}
    if fits:
        EPISODES.check(content)
        return
    with pytest.raises(Refused, match="end_before_start"):
        EPISODES.check(content)


def test_medicine_may_not_stop_before_it_starts() -> None:
    start = values.read_date("2026-01-05")
    stop = values.read_date("2026-01-04")
    with pytest.raises(Refused, match="end_before_start"):
        MEDICATIONS.check({"started_on": start, "stopped_on": stop})


def test_two_phones_give_the_same_night_the_same_id() -> None:
    diary = values.read_uuid("0193c1b4-3f5a-7c21-9f6e-1b2c3d4e5f60")
    day = values.read_date("2026-03-20")
    assert isinstance(diary, type(NIGHTS.id_for(diary, day)))
    assert NIGHTS.id_for(diary, day) == NIGHTS.id_for(diary, day)
