"""Hand-made diaries through the whole path: facts, rows, summary."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from diary.criteria.facts import Episode, Profile, Site, SleepNight
from diary.trends.answer import gather_material
from diary.trends.from_facts import diary_rows
from diary.trends.rows import CheckInRow, DiaryRows
from diary.trends.sentences import Reader
from diary.trends.summary import summary
from diary.trends.windows import resolve_window
from tests.diary.trends.answers import figures_of
from tests.diary.trends.builders import OSLO

NEW_YORK = "America/New_York"


def instant(text: str) -> datetime:
    """An instant written with its offset, in UTC as the database gives it."""
    return datetime.fromisoformat(text).astimezone(UTC)


def night(
    night_date: date, into_bed: str, out_of_bed: str, *, tz: str = OSLO
) -> SleepNight:
    """In bed and trying to sleep at once, asleep in 15 minutes, 15 minutes awake."""
    return SleepNight(
        night_date=night_date,
        tz=tz,
        into_bed_at=instant(into_bed),
        sleep_attempt_at=instant(into_bed),
        sol_minutes=15,
        awakenings=2,
        waso_minutes=15,
        final_awakening_at=instant(out_of_bed),
        out_of_bed_at=instant(out_of_bed),
        quality=3,
    )


def episode(started: str, ended: str | None = None, **values: Any) -> Episode:
    row: dict[str, Any] = {"tz": OSLO, **values}
    return Episode(
        id=started,
        started_at=instant(started),
        ended_at=None if ended is None else instant(ended),
        **row,
    )


def summary_of(
    last: date,
    episodes: list[Episode],
    nights: list[SleepNight],
    check_ins: list[date] | None = None,
) -> tuple[dict[str, object], DiaryRows]:
    noon = datetime(last.year, last.month, last.day, 18, tzinfo=UTC)
    window = resolve_window(nights=28, end=last, now=noon, tz=OSLO)
    rows = diary_rows(
        profile=Profile(tz=OSLO),
        episodes=episodes,
        nights=nights,
        check_ins=[CheckInRow(day) for day in check_ins or []],
        window=window,
    )
    given = gather_material(rows, window=window, tz=OSLO, reader=Reader("nb"))
    return {**summary(given)}, rows


def values_of(summary: dict[str, object], *names: str) -> list[object]:
    figures = figures_of(summary)
    return [figures[name]["value"] for name in names]


def test_night_of_the_spring_clock_change_keeps_real_lengths() -> None:
    last = date(2026, 3, 29)
    summary, _ = summary_of(
        last,
        [episode("2026-03-29T01:55:00+01:00", "2026-03-29T03:06:00+02:00")],
        [night(last, "2026-03-28T23:00:00+01:00", "2026-03-29T07:00:00+02:00")],
    )
    names = ("sleep_tib", "sleep_tst", "duration_longest", "cramps_at_night")
    assert values_of(summary, *names) == [420, 390, 660, 1]


def test_night_of_the_autumn_clock_change_keeps_real_lengths() -> None:
    last = date(2026, 10, 25)
    summary, _ = summary_of(
        last,
        [
            episode("2026-10-25T02:55:00+02:00", "2026-10-25T02:06:00+01:00"),
            episode("2026-10-25T02:30:00+01:00"),
        ],
        [night(last, "2026-10-24T23:00:00+02:00", "2026-10-25T07:00:00+01:00")],
    )
    names = ("sleep_tib", "sleep_tst", "duration_longest", "cramps_at_night")
    assert values_of(summary, *names) == [540, 510, 660, 2]
    window = summary["window"]
    assert isinstance(window, dict)
    assert window["cramp"] == 1


def test_flight_from_oslo_to_new_york_in_mid_sleep_is_one_night() -> None:
    """Nine hours in bed, four by the clock; the last cramp is on New York time."""
    last = date(2026, 3, 20)
    asleep = night(
        last,
        "2026-03-19T23:00:00+01:00",
        "2026-03-20T03:00:00-04:00",
        tz=OSLO,
    )
    summary, rows = summary_of(
        last,
        [
            episode("2026-03-20T01:00:00+01:00"),
            episode("2026-03-20T02:30:00-04:00", tz=NEW_YORK),
        ],
        [asleep],
    )
    assert [row.night_date for row in rows.episodes] == [last, last]
    assert values_of(summary, "cramps_at_night", "sleep_tib") == [2, 540]
    window = summary["window"]
    assert isinstance(window, dict)
    assert (window["cramp"], window["recorded"]) == (1, 1)


def test_shift_worker_sleeping_by_day_has_night_cramps_by_day() -> None:
    last = date(2026, 3, 20)
    days = [last - timedelta(days=back) for back in range(14)]
    summary, rows = summary_of(
        last,
        [
            episode(f"{day}T11:00:00+01:00", woke_from_sleep=True, sites=(CALF,))
            for day in days[:10]
        ]
        + [episode(f"{last}T02:00:00+01:00", woke_from_sleep=False)],
        [night(day, f"{day}T08:00:00+01:00", f"{day}T15:30:00+01:00") for day in days],
        check_ins=days,
    )
    assert values_of(summary, "cramps_at_night", "cramps_by_day") == [10, 1]
    window = summary["window"]
    assert isinstance(window, dict)
    assert (window["cramp"], window["quiet"]) == (10, 4)
    hours = figures_of(summary)["hour_of_night"]
    assert hours["text"] == "Vanligste klokkeslett om natten: 11:00\N{EN DASH}12:00."
    assert rows.episodes[0].night_date == last


def test_entries_that_are_not_cramps_make_no_cramp_night() -> None:
    last = date(2026, 3, 20)
    restless = episode(
        f"{last}T02:00:00+01:00", sensations=("no-tightening",), pain_max=4
    )
    summary, _ = summary_of(last, [restless], [])
    window = summary["window"]
    assert isinstance(window, dict)
    assert window["recorded"] == 0
    assert values_of(summary, "cramps", "left_out") == [None, 1]


def test_length_the_person_took_back_is_unknown() -> None:
    last = date(2026, 3, 20)
    taken_back = episode(
        f"{last}T02:00:00+01:00", f"{last}T05:00:00+01:00", duration_confirmed=False
    )
    summary, _ = summary_of(last, [taken_back], [])
    assert values_of(summary, "duration_longest", "duration_unknown") == [None, 1]


CALF = Site("calf", "left")
