"""Composed reads for the trends: one diary's standing, and the rows of its window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import (
    CharField,
    DateField,
    Exists,
    Expression,
    F,
    OuterRef,
    TextField,
    UUIDField,
    Value,
)
from django.db.models.functions import Cast

from diary import selectors
from diary.criteria.facts import Profile, SleepNight
from diary.models import CheckIn, Diary, Episode, Medication, Night, Warning
from diary.night import ONE_DAY
from diary.querysets import NOT_HANDLED
from diary.selectors import NIGHT_COLUMNS
from diary.text_rows import Rows, parser_of
from diary.trends.from_facts import diary_rows
from diary.trends.rows import CheckInRow, DiaryRows, MedicineRow
from diary.trends.windows import NightSpan, Window, rows_needed

SERIOUS = ("urgent", "see_doctor_soon")
# An entry's instant in UTC and its diary night differ by at most a day and a zone.
MARGIN = timedelta(days=2)

_KEPT_AS_TEXT = (UUIDField, DateField)  # instants are dates to Django too
_NIGHTS, _CHECK_INS, _MEDICINES = "nights", "check_ins", "medicines"
_NIGHT = parser_of(Night, NIGHT_COLUMNS)
_ID = parser_of(Medication, ("id",))
_INSTANT = parser_of(CheckIn, ("entered_at",))
_NIGHT_COLUMNS: Mapping[str, str] = {name: name for name in NIGHT_COLUMNS}
# What check-ins and medicines put in the columns of a night; the rest stay empty.
_CHECK_IN_COLUMNS: Mapping[str, str] = {
    "night_date": "date",
    "tz": "covers",
    "entered_at": "entered_at",
}
_MEDICINE_COLUMNS: Mapping[str, str] = {
    "night_date": "started_on",
    "id": "id",
    "tz": "code",
    "into_bed_at": "dose_changed_on",
    "out_of_bed_at": "stopped_on",
}


class Standing(NamedTuple):
    """What decides whether a trend has changed: enough for a 304."""

    revision: int
    profile: Profile
    is_warned: bool


def standing_of(diary_id: UUID) -> Standing:
    """Revision, profile, and whether a serious warning is not handled; one query."""
    serious = Warning.objects.filter(
        diary=OuterRef("pk"), severity__in=SERIOUS, state__in=NOT_HANDLED
    )
    diaries = Diary.objects.select_related("profile")
    diary = diaries.annotate(is_warned=Exists(serious)).get(pk=diary_id)
    is_warned: bool = diary.is_warned  # type: ignore[attr-defined]  # annotated above
    return Standing(diary.revision, selectors.profile_facts(diary.profile), is_warned)


def trend_rows(diary_id: UUID, profile: Profile, window: Window) -> DiaryRows:
    """The rows a trend of ``window`` reads, in two queries."""
    needed = rows_needed(window)
    start = datetime.combine(needed.first, time.min, tzinfo=UTC)
    end = datetime.combine(needed.last, time.min, tzinfo=UTC)
    episodes = Episode.objects.in_diary(diary_id).live()
    episodes = episodes.in_period("started_at", start - MARGIN, end + MARGIN)
    dated = _dated_rows(diary_id, needed)
    return diary_rows(
        profile=profile,
        episodes=selectors.read_episodes(episodes),
        nights=dated.nights,
        check_ins=dated.check_ins,
        medicines=dated.medicines,
        window=window,
    )


class _DatedRows(NamedTuple):
    """What is kept by its date."""

    nights: list[SleepNight]
    check_ins: list[CheckInRow]
    medicines: list[MedicineRow]


def _dated_rows(diary_id: UUID, needed: NightSpan) -> _DatedRows:
    """Nights, check-ins and all medicines in one query: three would cost more."""
    nights = Night.objects.in_diary(diary_id).live()
    nights = nights.in_period(
        "night_date", needed.first - ONE_DAY, needed.last + 2 * ONE_DAY
    )
    check_ins = CheckIn.objects.in_diary(diary_id).live()
    check_ins = check_ins.in_period("date", needed.first, needed.last + ONE_DAY)
    medicines = Medication.objects.in_diary(diary_id).live()
    found = _like_nights(nights, _NIGHTS, _NIGHT_COLUMNS).union(
        _like_nights(check_ins, _CHECK_INS, _CHECK_IN_COLUMNS),
        _like_nights(medicines, _MEDICINES, _MEDICINE_COLUMNS),
        all=True,
    )
    rows = _DatedRows([], [], [])
    for kind, *row in found:
        if kind == _NIGHTS:
            rows.nights.append(SleepNight(*_NIGHT(tuple(row))))
        elif kind == _CHECK_INS:
            rows.check_ins.append(_check_in(_named(row)))
        else:
            rows.medicines.append(_medicine(_named(row)))
    return rows


def _like_nights(rows: Rows, kind: str, columns: Mapping[str, str]) -> Rows:
    """The rows as tuples: ``kind``, then ``columns`` in the places of a night's.

    Ids and instants are text, as the database keeps them.
    """
    found: Rows = rows.values_list(
        Value(kind, output_field=TextField()),
        *(_column(rows, name, columns.get(name)) for name in NIGHT_COLUMNS),
    )
    return found


def _column(rows: Rows, place: str, name: str | None) -> Expression | F:
    if name is None:
        return Value(None, output_field=CharField())
    field = rows.model._meta.get_field(name)
    if place != "night_date" and isinstance(field, _KEPT_AS_TEXT):
        return Cast(F(name), TextField())
    return F(name)


def _named(row: Sequence[Any]) -> dict[str, Any]:
    return dict(zip(NIGHT_COLUMNS, row, strict=True))


def _check_in(row: dict[str, Any]) -> CheckInRow:
    (entered_at,) = _INSTANT((row["entered_at"],))
    return CheckInRow(row["night_date"], row["tz"], entered_at)


def _medicine(row: dict[str, Any]) -> MedicineRow:
    (entry,) = _ID((row["id"],))
    changed, stopped = row["into_bed_at"], row["out_of_bed_at"]
    return MedicineRow(
        id=entry,
        code=row["tz"],
        started_on=row["night_date"],
        dose_changed_on=changed and date.fromisoformat(changed),
        stopped_on=stopped and date.fromisoformat(stopped),
    )
