"""Composed reads for the trends: one diary's standing, and the rows of its window."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from operator import itemgetter
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db.models import (
    CharField,
    DateField,
    Expression,
    F,
    OuterRef,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast

from diary.criteria.facts import Profile, SleepNight
from diary.exports.clocks import instant
from diary.models import CheckIn, Diary, Episode, Medication, Night, Warning
from diary.night import ONE_DAY, BedTimes
from diary.prepared_reads import PreparedRead
from diary.querysets import edits_of
from diary.selectors import (
    EPISODE_COLUMNS,
    NIGHT_COLUMNS,
    episode_of_text,
    night_of_text,
)
from diary.text_rows import AS_TEXT, Rows, as_text, parser_of
from diary.trends.from_facts import diary_rows
from diary.trends.quality import EDITED_AFTER
from diary.trends.rows import CheckInRow, DiaryRows, MedicineRow
from diary.trends.windows import NightSpan, Window, rows_needed

SERIOUS: Final = ("urgent", "see_doctor_soon")
URGENT: Final = "urgent"
# An entry's instant in UTC and its diary night differ by at most a day and a zone.
MARGIN = timedelta(days=2)

_NIGHTS, _CHECK_INS, _MEDICATIONS = "nights", "check_ins", "medications"
_BED_TIMES = ("night_date", "into_bed_at", "out_of_bed_at")
_bed_times_of = itemgetter(*(NIGHT_COLUMNS.index(name) for name in _BED_TIMES))
# Check-ins and medicines fill the first places of a night's; the rest stay empty.
_CHECK_IN_COLUMNS = ("date", "covers", "entered_at")
_parse_check_in = parser_of(CheckIn, _CHECK_IN_COLUMNS)
_MEDICINE_COLUMNS = ("id", "code", "started_on", "dose_changed_on", "stopped_on")
_parse_medicine = parser_of(Medication, _MEDICINE_COLUMNS)


class Standing(NamedTuple):
    """What decides whether a trend has changed: enough for a 304.

    ``worst_warning`` is the highest severity among the patient's warnings that nobody
    has talked over yet.
    """

    revision: int
    profile: Profile
    worst_warning: str | None

    @property
    def is_warned(self) -> bool:
        """Whether no sentence may say that something got better (rulings 26)."""
        return self.worst_warning in SERIOUS

    @property
    def is_urgent(self) -> bool:
        """Whether nothing may be suggested (rulings 26)."""
        return self.worst_warning == URGENT


def standing_of(diary_id: UUID) -> Standing:
    """Revision, zone and night window, and the worst open warning; one query."""
    ((revision, tz, night_start, night_end, worst),) = _STANDING.fetch(diary=diary_id)
    profile = Profile(tz=tz, night_start=night_start, night_end=night_end)
    return Standing(revision, profile, worst)


def trend_rows(
    diary_id: UUID,
    profile: Profile,
    window: Window,
    *,
    needed: NightSpan | None = None,
) -> DiaryRows:
    """The rows a trend of ``window`` reads, in two queries.

    ``needed`` may reach further back than ``rows_needed(window)``.
    """
    needed = needed or rows_needed(window)
    found = _EPISODES.fetch(
        diary=diary_id,
        start=_midnight(needed.first) - MARGIN,
        end=_midnight(needed.last) + MARGIN,
    )
    episodes = [episode_of_text(row[:-1]) for row in found]
    edited = {
        episode.id for episode, row in zip(episodes, found, strict=True) if row[-1]
    }
    dated = _dated_rows(diary_id, needed, window)
    return diary_rows(
        profile=profile,
        episodes=episodes,
        nights=dated.nights,
        earlier_nights=dated.earlier_nights,
        check_ins=dated.check_ins,
        medicines=dated.medicines,
        window=window,
        read_from=needed.first,
        edited=edited | dated.edited_nights,
    )


class _DatedRows(NamedTuple):
    """What is kept by its date."""

    nights: list[SleepNight]
    earlier_nights: list[BedTimes]
    check_ins: list[CheckInRow]
    medicines: list[MedicineRow]
    edited_nights: set[str]


def _dated_rows(diary_id: UUID, needed: NightSpan, window: Window) -> _DatedRows:
    """Nights, check-ins and all medicines in one query: three would cost more."""
    found = _DATED.fetch(
        diary=diary_id,
        nights_from=needed.first - ONE_DAY,
        nights_before=needed.last + 2 * ONE_DAY,
        dates_from=needed.first,
        dates_before=needed.last + ONE_DAY,
    )
    rows = _DatedRows([], [], [], [], set())
    compared_from = window.previous.first.isoformat()
    for table, *row, is_edited in found:
        if table == _NIGHTS and row[0] < compared_from:
            rows.earlier_nights.extend(_bed_times(row))
        elif table == _NIGHTS:
            rows.nights.append(night_of_text(tuple(row)))
            if is_edited:
                rows.edited_nights.add(rows.nights[-1].id)
        elif table == _CHECK_INS:
            rows.check_ins.append(_check_in(row, is_edited=bool(is_edited)))
        else:
            rows.medicines.append(_medicine(row))
    return rows


def _bed_times(row: Sequence[Any]) -> Iterator[BedTimes]:
    """The bed times of a night before the windows, if both are known."""
    day, into_bed, out_of_bed = _bed_times_of(row)
    if into_bed is not None and out_of_bed is not None:
        yield BedTimes(date.fromisoformat(day), instant(into_bed), instant(out_of_bed))


def _check_in(row: Sequence[Any], *, is_edited: bool) -> CheckInRow:
    day, covers, entered_at = _parse_check_in(tuple(row[: len(_CHECK_IN_COLUMNS)]))
    return CheckInRow(day, covers, entered_at, is_edited)


def _medicine(row: Sequence[Any]) -> MedicineRow:
    return MedicineRow(*_parse_medicine(tuple(row[: len(_MEDICINE_COLUMNS)])))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=UTC)


def _standing(diary: UUID) -> Rows:
    warnings = Warning.objects.filter(diary=OuterRef("pk")).for_patient().not_handled()
    # The severities happen to stand in the order of the alphabet.
    worst = warnings.order_by("-severity").values("severity")[:1]
    return Diary.objects.filter(pk=diary).values_list(
        "revision",
        "profile__tz",
        "profile__night_start",
        "profile__night_end",
        Subquery(worst),
    )


def _episodes(diary: UUID, start: datetime, end: datetime) -> Rows:
    rows = Episode.objects.in_diary(diary).live().in_period("started_at", start, end)
    is_edited = edits_of("episodes", after=EDITED_AFTER)
    found: Rows = as_text(rows, EPISODE_COLUMNS).annotate(is_edited=is_edited)
    return found


def _dated(
    diary: UUID,
    nights_from: date,
    nights_before: date,
    dates_from: date,
    dates_before: date,
) -> Rows:
    nights = Night.objects.in_diary(diary).live()
    nights = nights.in_period("night_date", nights_from, nights_before)
    check_ins = CheckIn.objects.in_diary(diary).live()
    check_ins = check_ins.in_period("date", dates_from, dates_before)
    medicines = Medication.objects.in_diary(diary).live()
    return _like_nights(nights, _NIGHTS, NIGHT_COLUMNS).union(
        _like_nights(check_ins, _CHECK_INS, _CHECK_IN_COLUMNS),
        _like_nights(medicines, _MEDICATIONS, _MEDICINE_COLUMNS),
        all=True,
    )


def _like_nights(rows: Rows, table: str, columns: Sequence[str]) -> Rows:
    """The rows as tuples: ``table``, as many places as a night has, ``is_edited``.

    Ids, dates and instants are text.
    """
    places = (*columns, *[None] * (len(NIGHT_COLUMNS) - len(columns)))
    found: Rows = rows.values_list(
        Value(table, output_field=TextField()),
        *(_column(rows, name) for name in places),
        edits_of(table, after=EDITED_AFTER),
    )
    return found


def _column(rows: Rows, name: str | None) -> Expression | F:
    if name is None:
        return Value(None, output_field=CharField())
    is_text = isinstance(rows.model._meta.get_field(name), (*AS_TEXT, DateField))
    return Cast(F(name), TextField()) if is_text else F(name)


_STANDING = PreparedRead(_standing, diary=UUID(int=1))
_EPISODES = PreparedRead(
    _episodes,
    diary=UUID(int=1),
    start=datetime(1, 1, 2, tzinfo=UTC),
    end=datetime(1, 1, 3, tzinfo=UTC),
)
_DATED = PreparedRead(
    _dated,
    diary=UUID(int=1),
    nights_from=date(1, 1, 2),
    nights_before=date(1, 1, 3),
    dates_from=date(1, 1, 4),
    dates_before=date(1, 1, 5),
)
