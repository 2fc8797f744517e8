"""Nights with cramp before and after a medicine or remedy was started or stopped.

The numbers are shown and no treatment is credited: people start something when it is
worst, and then it eases by itself (regression to the mean; in the Cochrane review of
magnesium 66 % of those on placebo had a quarter fewer cramps).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from diary.night import ONE_DAY
from diary.trends.figure import PROPORTION, Comparison, Figure, not_shown
from diary.trends.night_states import NightCount, NightStates, count_nights
from diary.trends.sentences import Reader, change_sentence
from diary.trends.verdict_texts import (
    EASES_BY_ITSELF,
    NIGHTS_AFTER_MARK,
    NIGHTS_BEFORE_MARK,
    NOTHING_AFTER_MARK,
    NOTHING_BEFORE_MARK,
    SHOWS_NO_CAUSE,
)
from diary.trends.verdicts import compare
from diary.trends.windows import NightSpan

NIGHTS_EACH_SIDE = 28
NOT_OVER_YET = "nights_after_not_over"


@dataclass(frozen=True, slots=True)
class BeforeAndAfter:
    """The nights on both sides of a mark; ``change`` is after minus before."""

    before: NightCount
    after: NightCount
    change: Comparison


def spans_around(mark: date) -> tuple[NightSpan, NightSpan]:
    """28 nights before and after; the night ending on the date ``mark`` is before."""
    before = NightSpan(mark - timedelta(days=NIGHTS_EACH_SIDE - 1), mark)
    after = NightSpan(mark + ONE_DAY, mark + timedelta(days=NIGHTS_EACH_SIDE))
    return before, after


def before_and_after(states: NightStates, mark: date) -> BeforeAndAfter:
    """Count and compare the nights on both sides of ``mark``."""
    before, after = (count_nights(states, span) for span in spans_around(mark))
    return BeforeAndAfter(before, after, compare(after, before))


def treatment_figure(states: NightStates, mark: date, last: date) -> Figure:
    """Share of cramp nights after the mark, ``previous`` before it, and the change.

    Not shown until the 28 nights after are over (``last`` is the latest complete
    night), or where a change may not be shown.
    """
    if spans_around(mark)[1].last > last:
        return not_shown("treatment_nights", PROPORTION, NOT_OVER_YET)
    both = before_and_after(states, mark)
    num, den = both.after.cramp, both.after.recorded
    if both.change.value is None:
        reason = both.change.reason or ""
        return not_shown("treatment_nights", PROPORTION, reason, num=num, den=den)
    return Figure(
        "treatment_nights",
        PROPORTION,
        value=num / den,
        num=num,
        den=den,
        previous=both.before.cramp / both.before.recorded,
        change=both.change,
    )


def treatment_sentence(both: BeforeAndAfter, reader: Reader) -> str:
    """The counts on both sides, and what may be said of them."""
    before, after = both.before, both.after
    parts = (
        (NIGHTS_BEFORE_MARK if before.recorded else NOTHING_BEFORE_MARK, before),
        (NIGHTS_AFTER_MARK if after.recorded else NOTHING_AFTER_MARK, after),
    )
    counts = [
        template[reader.language].format(
            nights=count.nights, cramp=count.cramp, recorded=count.recorded
        )
        for template, count in parts
    ]
    return " ".join((*counts, treatment_verdict(both, reader)))


def treatment_verdict(both: BeforeAndAfter, reader: Reader) -> str:
    """What the verdict allows; wherever a change is shown, that it credits nothing.

    Nobody is told that cramps ease by themselves while a serious warning is open.
    """
    said = [change_sentence(both.change, reader)]
    if both.change.value is not None:
        if not reader.is_warned:
            said.append(EASES_BY_ITSELF[reader.language])
        said.append(SHOWS_NO_CAUSE[reader.language])
    return " ".join(said)
