"""Where cramps sit: leg and foot by muscle and side, everything else set apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from diary.exports.report import words
from diary.exports.report.document import Row, Table
from diary.exports.report.material import Gathered
from diary.exports.report.writing import days, of
from diary.trends.figure import Item
from diary.trends.period import Period
from diary.trends.places import places
from diary.vocabulary import Language, label, region_of

LEGS_SHOWN = 5
APART_SHOWN = 3
DATES_SHOWN = 4
LEG = "leg"
UNKNOWN_SIDE = "unknown"


def leg_table(gathered: Gathered) -> Table:
    """Cramps by muscle and side of the legs, the commonest first."""
    language = gathered.language
    sites, *_ = places(gathered.trend.current)
    rows = [
        (_place(item, language), _count(item, language))
        for item in sites.items
        if region_of(str(item["muscle"])) == LEG
    ]
    head = (words.PLACE_COLUMN[language], words.COUNT_COLUMN[language])
    return _table(words.PLACES[language], head, rows, LEGS_SHOWN, gathered)


def apart_table(gathered: Gathered) -> Table:
    """Cramps in arm, trunk, head and neck by muscle, each with its dates."""
    language = gathered.language
    year = gathered.span.last.year
    found = _elsewhere(gathered.trend.current)
    order = sorted(found, key=lambda muscle: (-len(found[muscle]), muscle))
    rows = [
        (
            label("muscle_groups", muscle, language),
            str(len(found[muscle])),
            days(found[muscle], language, most=DATES_SHOWN, year=year),
        )
        for muscle in order
    ]
    head = (
        words.MUSCLE_COLUMN[language],
        words.COUNT_COLUMN[language],
        words.DATES_COLUMN[language],
    )
    return _table(words.APART[language], head, rows, APART_SHOWN, gathered)


def _table(
    title: str, head: Row, rows: Sequence[Row], most: int, gathered: Gathered
) -> Table:
    language = gathered.language
    left = len(rows) - most
    cramps = gathered.trend.current.cramps
    is_told = not cramps or any(cramp.sites for cramp in cramps)
    nothing = words.NONE_HERE if is_told else words.NO_PLACES
    return Table(
        title=title,
        head=head,
        rows=tuple(rows[:most]),
        notes=() if rows else (nothing[language],),
        more=words.MORE_PLACES[language].format(count=left) if left > 0 else "",
    )


def _place(item: Item, language: Language) -> str:
    muscle = label("muscle_groups", str(item["muscle"]), language)
    side = str(item["side"])
    if side == UNKNOWN_SIDE:
        return f"{muscle}, {words.SIDE_UNKNOWN[language]}"
    return f"{muscle}, {label('sides', side, language).lower()}"


def _count(item: Item, language: Language) -> str:
    return of(int(str(item["count"])), int(str(item["den"])), language)


def _elsewhere(period: Period) -> dict[str, list[date]]:
    found: dict[str, list[date]] = defaultdict(list)
    for cramp in period.cramps:
        muscles = {muscle for muscle, _ in cramp.sites or ()}
        for muscle in sorted(muscles):
            if region_of(muscle) != LEG:
                found[muscle].append(cramp.local_date)
    return found
