"""Clock changes, odd zones and fractions: local and UTC cells stay exact."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from diary.exports.clocks import Clock, Clocks, instant
from diary.exports.dialects import EXCEL_NB, RFC_4180

CASES = [
    ("winter", "Europe/Oslo", "2026-03-20 01:00:00", "2026-03-20T02:00:00+01:00"),
    ("summer", "Europe/Oslo", "2026-07-01 22:30:05", "2026-07-02T00:30:05+02:00"),
    (
        "before spring",
        "Europe/Oslo",
        "2026-03-29 00:59:59",
        "2026-03-29T01:59:59+01:00",
    ),
    ("after spring", "Europe/Oslo", "2026-03-29 01:00:00", "2026-03-29T03:00:00+02:00"),
    ("first 02:30", "Europe/Oslo", "2026-10-25 00:30:00", "2026-10-25T02:30:00+02:00"),
    ("second 02:30", "Europe/Oslo", "2026-10-25 01:30:00", "2026-10-25T02:30:00+01:00"),
    ("west", "America/New_York", "2026-01-01 03:00:00", "2025-12-31T22:00:00-05:00"),
    (
        "far east",
        "Pacific/Kiritimati",
        "2026-01-31 12:00:00",
        "2026-02-01T02:00:00+14:00",
    ),
    ("half hour", "Asia/Kolkata", "2026-03-20 20:15:00", "2026-03-21T01:45:00+05:30"),
    ("quarter", "Asia/Kathmandu", "2026-03-20 01:00:00", "2026-03-20T06:45:00+05:45"),
    (
        "change at :30",
        "Australia/Lord_Howe",
        "2026-04-04 15:00:00",
        "2026-04-05T01:30:00+10:30",
    ),
    ("UTC", "UTC", "2026-03-20 01:00:00", "2026-03-20T01:00:00+00:00"),
]


@pytest.mark.parametrize(
    ("zone", "text", "local"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
@pytest.mark.parametrize("suffix", ["", "+00"])
def test_local_time_has_its_own_offset(
    zone: str, text: str, local: str, suffix: str
) -> None:
    found, utc = Clock(zone, RFC_4180).both(text + suffix)
    assert datetime.fromisoformat(str(found)) == datetime.fromisoformat(local)
    assert str(found).replace("Z", "+00:00") == local
    assert utc == text.replace(" ", "T") + "Z"


@pytest.mark.parametrize("zone", ["Europe/Oslo", "Australia/Lord_Howe", "Asia/Kolkata"])
def test_every_quarter_hour_of_a_year_is_what_the_zone_says(zone: str) -> None:
    clock = Clock(zone, RFC_4180)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    moments = [start + timedelta(minutes=15 * step) for step in range(4 * 24 * 365)]
    wrong = [
        moment
        for moment in moments
        if clock.both(f"{moment:%Y-%m-%d %H:%M:%S}") != clock.both_of(moment)
    ]
    assert len(moments) == 35_040
    assert wrong == []


def test_norwegian_time_has_whole_seconds() -> None:
    cells = Clock("Europe/Oslo", EXCEL_NB).both("2026-03-20 23:00:05.750000")
    assert cells == ("21.03.2026 00:00:05", "20.03.2026 23:00:05")


def test_fraction_stays_in_rfc4180() -> None:
    """PostgreSQL leaves out the last zeros of a fraction, SQLite writes them."""
    clock = Clock("Europe/Oslo", RFC_4180)
    cells = clock.both("2026-03-20 01:00:00.5+00")
    assert cells == clock.both("2026-03-20 01:00:00.500000")
    assert cells == ("2026-03-20T02:00:00.500000+01:00", "2026-03-20T01:00:00.500000Z")


def test_unknown_instant_is_two_empty_cells() -> None:
    assert Clock("Europe/Oslo", RFC_4180).both(None) == (None, None)


def test_entry_without_a_zone_is_on_the_persons_clock() -> None:
    clocks = Clocks(RFC_4180, "Europe/Oslo")
    assert clocks.of(None).zone_name == "Europe/Oslo"
    assert clocks.of("Asia/Tokyo").zone_name == "Asia/Tokyo"


@pytest.mark.parametrize("suffix", ["", "+00"])
def test_instant_reads_what_either_database_writes(suffix: str) -> None:
    expected = datetime(2026, 3, 20, 1, 0, 0, 500_000, tzinfo=UTC)
    assert instant(f"2026-03-20 01:00:00.5{suffix}") == expected
