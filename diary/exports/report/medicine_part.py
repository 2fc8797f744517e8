"""Medicines and remedies as bars under one time axis, those in use first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from diary.exports.report import words
from diary.exports.report.document import Bar, MedicinePart
from diary.exports.report.facts import Medicine
from diary.exports.report.material import Gathered
from diary.exports.report.writing import cut, day, day_of_year
from diary.pictures.texts import SHORT_MONTHS
from diary.trends.windows import BLOCK_NIGHTS, BLOCKS_SHOWN, NightSpan
from diary.vocabulary import Language, label

SHOWN = 6
NAME_LENGTH = 46
NAMES_LENGTH = 150
AXIS_DAYS = BLOCK_NIGHTS * BLOCKS_SHOWN
LAST_TICK = 0.93
"""A label that begins further right would leave the paper."""


def medicine_part(gathered: Gathered) -> MedicinePart:
    """What is or was taken up to the last night."""
    language, last = gathered.language, gathered.span.last
    axis = NightSpan(last - timedelta(days=AXIS_DAYS - 1), last)
    taken = in_order(gathered.facts.medicines, last)
    drawn = [medicine for medicine in taken if _reaches(medicine, axis)][:SHOWN]
    left = [medicine for medicine in taken if medicine not in drawn]
    return MedicinePart(
        title=words.MEDICINES[language],
        head=words.MEDICINES_HEAD[language],
        ticks=ticks(axis, language) if drawn else (),
        bars=tuple(_bar(medicine, axis, language) for medicine in drawn),
        notes=() if taken else (words.NO_MEDICINES[language],),
        more=_more(left, language),
    )


def in_order(medicines: Iterable[Medicine], last: date) -> list[Medicine]:
    """Those in use on ``last`` first, then the latest stopped; nothing later."""
    begun = (one for one in medicines if _has_come(one.started_on or last, last))
    return sorted((_as_of(one, last) for one in begun), key=_rank)


def name_of(medicine: Medicine, language: Language) -> str:
    """What it is called, in the person's own words where they may be told, and dose.

    What stands in brackets gives way to a dose for which there is no room.
    """
    name = label("medications", medicine.code, language)
    told = [part for part in (medicine.text, medicine.dose) if part.strip()]
    if len(", ".join((name, *told))) > NAME_LENGTH:
        name = name.partition(" (")[0]
    return cut(", ".join((name, *told)), NAME_LENGTH)


def dates_of(medicine: Medicine, language: Language) -> str:
    """From when until when; an unknown start says so."""
    start = day_or_unknown(medicine.started_on, language)
    if medicine.stopped_on is not None:
        end = day(medicine.stopped_on, language)
        return words.UNTIL[language].format(start=start, end=end)
    if medicine.started_on is None:
        return start
    used = words.SINCE[language].format(start=start)
    if medicine.dose_changed_on is None:
        return used
    is_same_year = medicine.dose_changed_on.year == medicine.started_on.year
    changed = (day_of_year if is_same_year else day)(medicine.dose_changed_on, language)
    return used + words.DOSE_CHANGED[language].format(day=changed)


def day_or_unknown(start: date | None, language: Language) -> str:
    """The first day, or that it is not known."""
    return day(start, language) if start else words.START_UNKNOWN[language]


def ticks(axis: NightSpan, language: Language) -> tuple[tuple[float, str], ...]:
    """The first of each month on the axis."""
    days = (axis.first + timedelta(days=ahead) for ahead in range(axis.nights))
    return tuple(
        (place, SHORT_MONTHS[language][one.month - 1])
        for one in days
        if one.day == 1 and (place := _place(one, axis)) <= LAST_TICK
    )


def _as_of(medicine: Medicine, last: date) -> Medicine:
    """The medicine without what came after ``last``; in use if not stopped by then."""
    changed, stopped = medicine.dose_changed_on, medicine.stopped_on
    return medicine._replace(
        dose_changed_on=changed if _has_come(changed, last) else None,
        stopped_on=stopped if _has_come(stopped, last) else None,
    )


def _has_come(day: date | None, last: date) -> bool:
    return day is not None and day <= last


def _rank(medicine: Medicine) -> tuple[bool, int, str]:
    is_over = medicine.stopped_on is not None
    newest = medicine.stopped_on if is_over else medicine.started_on
    return is_over, -(newest or date.min).toordinal(), medicine.id


def _reaches(medicine: Medicine, axis: NightSpan) -> bool:
    return medicine.stopped_on is None or medicine.stopped_on >= axis.first


def _bar(medicine: Medicine, axis: NightSpan, language: Language) -> Bar:
    started, changed = medicine.started_on, medicine.dose_changed_on
    stopped = medicine.stopped_on
    is_marked = changed is not None and axis.first <= changed <= axis.last
    return Bar(
        name=name_of(medicine, language),
        dates=dates_of(medicine, language),
        start=None if started is None else _place(started, axis),
        end=1.0 if stopped is None else _place(stopped, axis),
        mark=_place(changed, axis) if changed and is_marked else None,
    )


def _place(day: date, axis: NightSpan) -> float:
    """Where a day begins on the axis, from 0 to 1."""
    place = (day - axis.first).days / axis.nights
    return round(min(max(place, 0.0), 1.0), 4)


def _more(left: Sequence[Medicine], language: Language) -> str:
    if not left:
        return ""
    names = "; ".join(name_of(medicine, language) for medicine in left)
    return words.MORE_MEDICINES[language].format(
        count=len(left), names=cut(names, NAMES_LENGTH)
    )
