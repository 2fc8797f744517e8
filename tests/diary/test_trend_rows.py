"""The reads of the trends: standing, rows in reach, and what was edited."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest

from diary.models import (
    CheckIn,
    Diary,
    EntryVersion,
    Episode,
    Medication,
    Night,
    SyncedRow,
    Warning,
)
from diary.trend_rows import standing_of, trend_rows
from diary.trends.rows import DiaryRows, MedicineRow
from diary.trends.windows import Window, resolve_window, year_needed
from tests.conftest import NOW

LAST = date(2026, 3, 19)  # NOW is before the noon of the 20th
RECEIVED_AT = datetime(2026, 3, 19, 8, 0, tzinfo=UTC)
A_DAY = timedelta(days=1)


@pytest.fixture
def window() -> Window:
    """28 nights and the 28 before."""
    return resolve_window(nights=28, end=None, now=NOW, tz="Europe/Oslo")


def stored(model: type[SyncedRow], diary: Diary, **fields: Any) -> Any:
    """One row as the service stores it."""
    usual = {"id": uuid4(), "rev": 7, "received_at": RECEIVED_AT}
    return model._default_manager.create(diary=diary, **{**usual, **fields})


def at(day: date, clock: time = time(1, 0)) -> datetime:
    """An instant of that day, in UTC."""
    return datetime.combine(day, clock, tzinfo=UTC)


def read(diary: Diary, window: Window, **reach: Any) -> DiaryRows:
    """The rows as the route reads them."""
    return trend_rows(diary.pk, standing_of(diary.pk).profile, window, **reach)


def warn(diary: Diary, severity: str, state: str = "open", **fields: Any) -> None:
    """One warning as the evaluation writes it."""
    Warning.objects.create(
        **{
            "diary": diary,
            "rev": 9,
            "criterion": f"{severity}-{state}",
            "ruleset_version": "2",
            "severity": severity,
            "state": state,
            "evidence": [],
            "facts": {},
            "raised_at": NOW,
            "judged_at": NOW,
            **fields,
        }
    )


def test_standing_holds_the_profile_and_revision(diary: Diary) -> None:
    diary.profile.tz, diary.profile.night_start = "America/New_York", time(22, 30)
    diary.profile.save()
    found = standing_of(diary.pk)
    assert found.revision == diary.revision
    profile = found.profile
    assert (profile.tz, profile.night_start, profile.night_end) == (
        "America/New_York",
        time(22, 30),
        time(7, 0),
    )


@pytest.mark.parametrize(
    ("severities", "worst", "is_warned", "is_urgent"),
    [
        ([], None, False, False),
        (["info"], "info", False, False),
        (["see_doctor", "info"], "see_doctor", False, False),
        (["see_doctor", "see_doctor_soon"], "see_doctor_soon", True, False),
        (["info", "urgent", "see_doctor_soon"], "urgent", True, True),
    ],
)
def test_standing_names_the_worst_open_warning(
    diary: Diary,
    severities: list[str],
    worst: str | None,
    is_warned: bool,
    is_urgent: bool,
) -> None:
    for severity in severities:
        warn(diary, severity)
    found = standing_of(diary.pk)
    assert (found.worst_warning, found.is_warned, found.is_urgent) == (
        worst,
        is_warned,
        is_urgent,
    )


def test_warnings_that_are_over_or_of_others_or_for_clinicians_do_not_stand(
    diary: Diary, other_patient: Any
) -> None:
    for state in ("discussed", "resolved", "retracted"):
        warn(diary, "urgent", state)
    warn(other_patient.diary, "urgent")
    warn(diary, "info", criterion="nlc-feature-summary")
    assert standing_of(diary.pk).worst_warning is None


def test_rows_of_the_windows_are_read_whole(diary: Diary, window: Window) -> None:
    stored(Episode, diary, started_at=at(LAST), tz="Europe/Oslo", pain_max=6)
    stored(CheckIn, diary, date=LAST, covers="night", entered_at=at(LAST))
    stored(Night, diary, night_date=LAST, into_bed_at=at(LAST - A_DAY), quality=4)
    medicine = stored(Medication, diary, code="statin", started_on=date(2020, 1, 5))
    rows = read(diary, window)
    assert [(row.night_date, row.pain_max) for row in rows.episodes] == [(LAST, 6)]
    assert [tuple(row) for row in rows.check_ins] == [
        (LAST, "night", at(LAST), False),
    ]
    assert [(row.night_date, row.quality) for row in rows.sleep_nights] == [(LAST, 4)]
    assert rows.medicines == (
        MedicineRow(str(medicine.id), "statin", date(2020, 1, 5)),
    )


def test_bed_times_before_the_windows_still_tell_night_from_day(
    diary: Diary, window: Window
) -> None:
    """In bed from 08:00 to 15:00 a hundred nights back, and a cramp at 11:00."""
    day = LAST - timedelta(days=100)
    bed = {"into_bed_at": at(day, time(7)), "out_of_bed_at": at(day, time(14))}
    stored(Night, diary, night_date=day, tz="Europe/Oslo", **bed)
    stored(Episode, diary, started_at=at(day, time(10)), tz="Europe/Oslo")
    rows = read(diary, window)
    assert [(row.night_date, row.is_night) for row in rows.episodes] == [(day, True)]
    assert rows.sleep_nights == ()


@pytest.mark.parametrize(("days_ago", "short", "long"), [(167, 1, 1), (168, 0, 1)])
def test_reach_is_168_nights_or_a_year(
    diary: Diary, window: Window, days_ago: int, short: int, long: int
) -> None:
    stored(CheckIn, diary, date=LAST - timedelta(days=days_ago))
    year = year_needed(window)
    assert len(read(diary, window).check_ins) == short
    assert len(read(diary, window, needed=year).check_ins) == long
    assert read(diary, window, needed=year).read_from == year.first


def test_deleted_rows_and_those_of_others_are_not_read(
    diary: Diary, other_patient: Any, window: Window
) -> None:
    stored(CheckIn, diary, date=LAST, deleted_at=NOW)
    stored(CheckIn, other_patient.diary, date=LAST)
    stored(Episode, other_patient.diary, started_at=at(LAST))
    rows = read(diary, window)
    assert (rows.check_ins, rows.episodes) == ((), ())


def version_of(diary: Diary, table: str, row: SyncedRow, received_at: datetime) -> None:
    """An earlier state of the row that was received then."""
    EntryVersion.objects.create(
        diary=diary,
        table=table,
        entry=row.id,
        rev=3,
        content={},
        received_at=received_at,
    )


@pytest.mark.parametrize(
    ("hours", "is_edited"), [(23, False), (24, True), (24 * 30, True)]
)
def test_entry_is_edited_if_it_changed_a_day_after_it_first_came(
    diary: Diary, window: Window, hours: int, is_edited: bool
) -> None:
    first_received = RECEIVED_AT - timedelta(hours=hours)
    for table, row in (
        ("episodes", stored(Episode, diary, started_at=at(LAST))),
        ("nights", stored(Night, diary, night_date=LAST)),
        ("check_ins", stored(CheckIn, diary, date=LAST)),
    ):
        version_of(diary, table, row, first_received)
    rows = read(diary, window)
    (episode,), (night,), (check_in,) = rows.episodes, rows.sleep_nights, rows.check_ins
    marks = {episode.is_edited, night.is_edited, check_in.is_edited}
    assert marks == {is_edited}


def test_version_of_another_entry_is_no_edit(diary: Diary, window: Window) -> None:
    """The same id in another table, and the same table in another diary."""
    row = stored(Episode, diary, started_at=at(LAST))
    version_of(diary, "nights", row, RECEIVED_AT - 2 * A_DAY)
    (episode,) = read(diary, window).episodes
    assert episode.is_edited is False


def test_trend_is_read_in_two_queries(
    diary: Diary, window: Window, django_assert_num_queries: Any
) -> None:
    profile = standing_of(diary.pk).profile
    with django_assert_num_queries(2):
        trend_rows(diary.pk, profile, window)
    with django_assert_num_queries(1):
        standing_of(diary.pk)
