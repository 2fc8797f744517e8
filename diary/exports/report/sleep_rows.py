"""The sleep diary night by night, in the order of the Consensus Sleep Diary."""

from __future__ import annotations

from datetime import datetime

from diary.criteria.facts import SleepNight
from diary.exports.report import words, words_two
from diary.exports.report.document import Row, Table
from diary.exports.report.material import Gathered
from diary.exports.report.writing import clock_length, day_of_year
from diary.night import zone
from diary.sleep import QUESTIONS, derive
from diary.trends.wording import decimal
from diary.vocabulary import Language

NOT_ANSWERED = "?"


def sleep_diary_table(gathered: Gathered) -> Table:
    """The entries of the 28 nights, oldest first; what was not asked is "?"."""
    language, tz = gathered.language, gathered.trend.tz
    span = gathered.span
    nights = sorted(
        (n for n in gathered.facts.nights if span.first <= n.night_date <= span.last),
        key=lambda night: night.night_date,
    )
    note = words_two.SLEEP_NOTE if nights else words.NO_SLEEP
    return Table(
        title=words_two.SLEEP[language],
        head=words_two.SLEEP_HEAD[language],
        rows=tuple(_row(night, night.tz or tz, language) for night in nights),
        notes=(note[language],),
    )


def _row(night: SleepNight, tz: str, language: Language) -> Row:
    return (
        day_of_year(night.night_date, language),
        _clock(night.into_bed_at, tz),
        _clock(night.sleep_attempt_at, tz),
        _number(night.sol_minutes),
        _number(night.awakenings),
        _number(night.waso_minutes),
        _clock(night.final_awakening_at, tz),
        _clock(night.out_of_bed_at, tz),
        _number(night.quality),
        *_derived(night, tz, language),
    )


def _derived(night: SleepNight, tz: str, language: Language) -> Row:
    derived = derive(night, tz)
    if not QUESTIONS.isdisjoint(derived.problems):
        return words_two.IMPOSSIBLE[language], NOT_ANSWERED
    asleep, efficiency = derived.tst_minutes, derived.se_tib_percent
    return (
        NOT_ANSWERED if asleep is None else clock_length(asleep, language),
        NOT_ANSWERED if efficiency is None else f"{decimal(efficiency, 0, language)} %",
    )


def _clock(instant: datetime | None, tz: str) -> str:
    return NOT_ANSWERED if instant is None else f"{instant.astimezone(zone(tz)):%H:%M}"


def _number(value: int | None) -> str:
    return NOT_ANSWERED if value is None else str(value)
