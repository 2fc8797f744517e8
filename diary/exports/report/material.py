"""The facts of a report, gathered once for all its parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from diary.criteria import facts as judged
from diary.criteria.index import DiaryIndex
from diary.exports.report.facts import Limits, ReportFacts
from diary.night import NIGHT_TURNS_AT, ONE_DAY, zone
from diary.trends.answer import Material, gather_material
from diary.trends.from_facts import diary_rows
from diary.trends.rows import MedicineRow
from diary.trends.sentences import Reader
from diary.trends.windows import NightSpan, Window
from diary.vocabulary import Language

Part = TypeVar("Part")

NIGHTS = 28
LONG_NIGHTS = 84


@dataclass(frozen=True, slots=True)
class Gathered:
    """A diary in its two windows, and the index that the criteria read.

    ``trend`` is sorted into 28 nights and the 28 before; ``long`` are 84 and 84.
    """

    facts: ReportFacts
    trend: Material
    long: Window
    index: DiaryIndex

    @property
    def language(self) -> Language:
        """The language of the reader."""
        return self.facts.reader.language

    @property
    def is_for_clinician(self) -> bool:
        """Whether clinicians' texts and figures may be told."""
        return self.facts.reader.audience == "clinician"

    @property
    def limits(self) -> Limits:
        """What may be told."""
        return self.facts.limits

    @property
    def span(self) -> NightSpan:
        """The 28 nights of the report."""
        return self.trend.current.count.span

    def is_shared(self, span: NightSpan) -> bool:
        """Whether every night of ``span`` may be told."""
        return self.limits.holds(span.first) and self.limits.holds(span.last)


def gather_report(facts: ReportFacts) -> Gathered:
    """Place every entry once. ``facts`` are limited already."""
    window, long = (window_of(nights, facts.last) for nights in (NIGHTS, LONG_NIGHTS))
    rows = diary_rows(
        profile=facts.profile,
        episodes=facts.episodes,
        nights=facts.nights,
        check_ins=facts.check_ins,
        medicines=_medicine_rows(facts),
        window=window,
    )
    reader = Reader(facts.reader.language, is_warned=facts.is_warned)
    return Gathered(
        facts=facts,
        trend=gather_material(rows, window=window, tz=facts.profile.tz, reader=reader),
        long=long,
        index=_index(facts),
    )


def if_asked(
    section: str, gathered: Gathered, build: Callable[[Gathered], Part]
) -> Part | None:
    """The part, if its section may be told."""
    return build(gathered) if section in gathered.limits.sections else None


def window_of(nights: int, last: date) -> Window:
    """The ``nights`` ending with ``last``, and as many before."""
    first = last - timedelta(days=nights - 1)
    before = NightSpan(first - timedelta(days=nights), first - ONE_DAY)
    return Window(NightSpan(first, last), before)


def noon_after(last: date, tz: str) -> datetime:
    """The local noon at which the diary night ``last`` was over."""
    return datetime.combine(last, NIGHT_TURNS_AT, zone(tz))


def _medicine_rows(facts: ReportFacts) -> tuple[MedicineRow, ...]:
    return tuple(
        MedicineRow(m.id, m.code, m.started_on, m.dose_changed_on, m.stopped_on)
        for m in facts.medicines
    )


def _index(facts: ReportFacts) -> DiaryIndex:
    """What the criteria see at the end of the period."""
    return DiaryIndex(
        judged.Facts(
            profile=facts.profile,
            episodes=facts.episodes,
            nights=facts.nights,
            check_ins=tuple(
                judged.CheckIn(row.date, row.covers) for row in facts.check_ins
            ),
        ),
        noon_after(facts.last, facts.profile.tz),
    )
