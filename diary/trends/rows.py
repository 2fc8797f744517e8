"""The plain rows the figures read: what a selector hands over, and nothing more.

They are named tuples, not dataclasses, because an answer builds them by the hundred and
a tuple costs a fifth. ``None`` always means "not asked" or "not known", never zero.
``is_edited``: the entry was changed more than a day after it first came.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple


class EpisodeRow(NamedTuple):
    """One entry of the episode table, with what the night arithmetic made of it.

    ``night_date`` is the diary night the entry belongs to (local noon to noon, or the
    sleep entry that covers it); it is set for day cramps too. ``is_cramp`` is false for
    the entry kinds ``rls-like`` and ``pain-only``. ``duration_seconds`` is elapsed time
    by the one definition of the product, ``None`` when the length is not known.
    ``started_at`` is aware; ``tz`` is the zone the person was in.
    """

    started_at: datetime
    tz: str
    night_date: date
    local_date: date
    is_night: bool
    is_cramp: bool = True
    start_precision: str = "exact"
    duration_seconds: int | None = None
    pain_max: int | None = None
    sites: tuple[tuple[str, str], ...] | None = None
    triggers: tuple[str, ...] | None = None
    relief: tuple[tuple[str, str | None], ...] | None = None
    residual_present: bool | None = None
    residual_minutes: int | None = None
    entered_at: datetime | None = None
    is_edited: bool = False


class SleepRow(NamedTuple):
    """One sleep-diary night with its derived values in minutes.

    ``is_valid`` is false when the derivation found the times impossible: such a night
    stays out of every sleep figure. ``dse_minutes`` is SOL + TST + WASO + time trying
    to sleep after the final awakening (Reed and Sacco 2016), ``None`` if not asked.
    """

    night_date: date
    tz: str
    is_valid: bool = True
    into_bed_at: datetime | None = None
    sleep_onset_at: datetime | None = None
    final_awakening_at: datetime | None = None
    out_of_bed_at: datetime | None = None
    tib_minutes: float | None = None
    tst_minutes: float | None = None
    dse_minutes: float | None = None
    sol_minutes: int | None = None
    waso_minutes: int | None = None
    awakenings: int | None = None
    quality: int | None = None
    entered_at: datetime | None = None
    is_edited: bool = False


class CheckInRow(NamedTuple):
    """ "No cramps" on a diary date; ``covers`` is night, day or both."""

    date: date
    covers: str = "both"
    entered_at: datetime | None = None
    is_edited: bool = False


class MedicineRow(NamedTuple):
    """One medicine or remedy in use from ``started_on`` until ``stopped_on``.

    ``started_on`` is ``None`` where it is not known, ``stopped_on`` also while in use.
    """

    id: str
    code: str
    started_on: date | None = None
    dose_changed_on: date | None = None
    stopped_on: date | None = None


class DiaryRows(NamedTuple):
    """All rows of one diary between two diary nights, both included.

    Rows may come in any order. ``read_from`` is the first diary night that was asked
    for, so that "nothing there" and "not read" stay two things.
    """

    read_from: date
    episodes: tuple[EpisodeRow, ...] = ()
    sleep_nights: tuple[SleepRow, ...] = ()
    check_ins: tuple[CheckInRow, ...] = ()
    medicines: tuple[MedicineRow, ...] = ()
