"""One row a night, ready to draw or to export: state, cramps and sleep items."""

from __future__ import annotations

from collections.abc import Iterable

from diary.trends.cramp_cost import nightly_efficiency
from diary.trends.figure import PERCENT, Item, rounded
from diary.trends.night_states import UNKNOWN, nights_of
from diary.trends.period import Period
from diary.trends.rows import EpisodeRow, SleepRow
from diary.trends.sleep_figures import WHOLE_PERCENT

NO_SLEEP: Item = {
    "tib_minutes": None,
    "tst_minutes": None,
    "sol_minutes": None,
    "waso_minutes": None,
    "awakenings": None,
    "quality": None,
    "se_tib_percent": None,
    "se_dse_percent": None,
}


def night_rows(period: Period) -> list[Item]:
    """Every night of the period in order; what is not known is ``None``, never 0.

    ``cramps`` counts night cramps and is ``None`` for an unknown night. Minutes and
    pain are those of the night's cramps with an answer.
    """
    sleep = {row.night_date: row for row in period.sleep_nights}
    cramps: dict[object, list[EpisodeRow]] = {}
    for cramp in period.night_cramps:
        cramps.setdefault(cramp.night_date, []).append(cramp)
    return [
        {
            "date": night.isoformat(),
            "state": (state := period.states.get(night, UNKNOWN)),
            "cramps": None if state == UNKNOWN else len(cramps.get(night, [])),
            **_worst(cramps.get(night, [])),
            **_sleep(sleep.get(night)),
        }
        for night in nights_of(period.count.span)
    ]


def _worst(cramps: list[EpisodeRow]) -> Item:
    return {
        "longest_seconds": _highest(row.duration_seconds for row in cramps),
        "worst_pain": _highest(row.pain_max for row in cramps),
    }


def _highest(values: Iterable[int | None]) -> int | None:
    return max((value for value in values if value is not None), default=None)


def _sleep(row: SleepRow | None) -> Item:
    if row is None:
        return NO_SLEEP
    return {
        "tib_minutes": row.tib_minutes,
        "tst_minutes": row.tst_minutes,
        "sol_minutes": row.sol_minutes,
        "waso_minutes": row.waso_minutes,
        "awakenings": row.awakenings,
        "quality": row.quality,
        "se_tib_percent": rounded(nightly_efficiency(row), PERCENT),
        "se_dse_percent": rounded(_dse_efficiency(row), PERCENT),
    }


def _dse_efficiency(row: SleepRow) -> float | None:
    if row.tst_minutes is None or not row.dse_minutes:
        return None
    return WHOLE_PERCENT * row.tst_minutes / row.dse_minutes
