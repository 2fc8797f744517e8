"""The writer: constant memory, whole rows, and an end when the right to read ends."""

from __future__ import annotations

import csv
import io
import tracemalloc
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from diary.criteria.entries import length_of
from diary.criteria.facts import Episode, Profile, SleepNight
from diary.exports import DIALECTS, AccessEnded, csv_chunks, sheet_for
from diary.exports.reading import Reading
from diary.night import InBed, place

READING = Reading(DIALECTS["rfc4180"], "en", Profile("Europe/Oslo"))
CHECK_INS = sheet_for("check_ins", READING)
Row = tuple[object, ...]


def check_ins(count: int) -> Iterator[Row]:
    """Rows as a database gives them, made one at a time."""
    for number in range(count):
        day = date(2000, 1, 1) + timedelta(days=number % 9000)
        yield (f"{number:032x}", day, "both", "2026-03-20 01:00:00")


def text_of(rows: Iterator[Row]) -> str:
    chunks = csv_chunks(
        CHECK_INS, rows, has_label_row=False, still_allowed=lambda: True
    )
    return "".join(chunks)


@pytest.mark.parametrize("count", [0, 1, 999, 1000, 1001, 2000])
def test_every_row_comes_once(count: int) -> None:
    names, *rows = csv.reader(io.StringIO(text_of(check_ins(count)), newline=""))
    assert names == list(CHECK_INS.names)
    assert len({row[0] for row in rows}) == len(rows) == count


def test_memory_does_not_grow_with_the_rows() -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        chunks = csv_chunks(
            CHECK_INS, check_ins(count), has_label_row=False, still_allowed=lambda: True
        )
        written = sum(map(len, chunks))
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert written > count * 100
        return found

    small, large = peak(2_000), peak(20_000)
    assert large < 1.2 * small
    assert large < 5_000_000  # bytes


def test_right_to_read_is_asked_again_every_thousand_rows() -> None:
    answers = iter([True, False])
    chunks = csv_chunks(
        CHECK_INS,
        check_ins(5000),
        has_label_row=False,
        still_allowed=lambda: next(answers),
    )
    assert next(chunks).count("\r\n") == 1 + 1000
    assert next(chunks).count("\r\n") == 1000
    with pytest.raises(AccessEnded):
        next(chunks)


def test_short_file_asks_nothing_more() -> None:
    def never() -> bool:
        raise AssertionError

    chunks = csv_chunks(
        CHECK_INS, check_ins(1000), has_label_row=True, still_allowed=never
    )
    assert "".join(chunks).count("\r\n") == 2 + 1000


NIGHT = SleepNight(
    date(2026, 3, 29),
    into_bed_at=datetime.fromisoformat("2026-03-28T20:00:00+01:00"),
    out_of_bed_at=datetime.fromisoformat("2026-03-29T08:00:00+02:00"),
)
EPISODES = {
    "in bed before the night window": ("2026-03-28 19:30:00", {}),
    "just after the clock went forward": ("2026-03-29 01:00:00", {}),
    "after getting up": ("2026-03-29 06:30:00", {}),
    "nap": ("2026-03-28 13:00:00", {"during_nap": True}),
    "woken in the daytime": ("2026-03-28 13:00:00", {"woke_from_sleep": True}),
    "after noon, before the window": ("2026-03-29 20:00:00", {}),
    "length said to be wrong": ("2026-03-29 01:00:00", {"duration_confirmed": False}),
}


@pytest.mark.parametrize(("start", "answers"), EPISODES.values(), ids=EPISODES)
def test_place_and_length_are_the_products_own(
    start: str, answers: dict[str, bool]
) -> None:
    """The export reads fewer fields than the criteria, and must agree with them."""
    sheet = sheet_for("episodes", READING, bed_times=[NIGHT])
    end = "2026-03-29 01:11:30" if start < "2026-03-29 01:11:30" else start
    row = dict.fromkeys(sheet.columns_read) | answers
    row |= {"id": "0" * 32, "started_at": start, "ended_at": end}
    cells = sheet.cells(*row.values())
    assert cells is not None
    shown = dict(zip(sheet.names, cells, strict=True))

    episode = Episode(
        "0",
        datetime.fromisoformat(f"{start}+00:00"),
        datetime.fromisoformat(f"{end}+00:00"),
        **answers,  # type: ignore[arg-type]  # names of boolean fields
    )
    placement = place(episode, InBed([NIGHT]), READING.profile)
    length = length_of(episode)
    assert shown["period"] == placement.period
    assert shown["night_date"] == placement.night_date.isoformat()
    seconds = None if length is None else length.total_seconds()
    assert shown["duration_seconds"] == seconds
    is_night = placement.period == "night"
    diary_date = placement.night_date if is_night else placement.local_date
    assert shown["diary_date"] == diary_date.isoformat()


def test_night_over_clock_change_keeps_its_real_length() -> None:
    """23:00 to 07:00 over the spring change is seven hours."""
    sheet = sheet_for("nights", READING)
    row = dict.fromkeys(sheet.columns_read)
    row |= {
        "id": "0" * 32,
        "night_date": date(2026, 3, 29),
        "tz": "Europe/Oslo",
        "into_bed_at": "2026-03-28 22:00:00",
        "out_of_bed_at": "2026-03-29 05:00:00",
    }
    cells = sheet.cells(*row.values())
    assert cells is not None
    shown = dict(zip(sheet.names, cells, strict=True))
    assert shown["tib_minutes"] == 420
    assert shown["into_bed_at_local"] == "2026-03-28T23:00:00+01:00"
    assert shown["out_of_bed_at_local"] == "2026-03-29T07:00:00+02:00"
    assert shown["tst_minutes"] is None
