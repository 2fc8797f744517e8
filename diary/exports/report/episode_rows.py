"""The cramps one by one, as page two lists them; no free text."""

from __future__ import annotations

from diary.exports.report import words, words_two
from diary.exports.report.document import Row, Table
from diary.exports.report.material import Gathered
from diary.exports.report.writing import cut, day_of_year, length, listed
from diary.night import zone
from diary.trends.circumstances import HELPING_EFFECTS
from diary.trends.rows import EpisodeRow
from diary.vocabulary import Language, label

SHOWN = 24
PLACES_SHOWN = 2
PLACES_LENGTH = 60
HELPED_LENGTH = 40
UNKNOWN_SIDE = "unknown"


def episode_table(gathered: Gathered) -> Table:
    """The newest cramps of the 28 nights, and how many more there are."""
    language = gathered.language
    cramps = sorted(gathered.trend.current.cramps, key=_newest_first)
    left = len(cramps) - SHOWN
    more = words_two.MORE_ROWS[language].format(count=left)
    return Table(
        title=words_two.EPISODES[language],
        head=words_two.EPISODES_HEAD[language],
        rows=tuple(_row(cramp, language) for cramp in cramps[:SHOWN]),
        notes=() if cramps else (words_two.NO_EPISODES[language],),
        more=more if left > 0 else "",
    )


def _row(cramp: EpisodeRow, language: Language) -> Row:
    unknown = words.UNKNOWN[language]
    seconds, pain = cramp.duration_seconds, cramp.pain_max
    return (
        day_of_year(cramp.local_date, language),
        _time(cramp, language),
        words_two.NIGHT_OR_DAY[cramp.is_night][language],
        unknown if seconds is None else length(seconds, language),
        unknown if pain is None else str(pain),
        cut(_places(cramp, language), PLACES_LENGTH),
        cut(_helped(cramp, language), HELPED_LENGTH),
    )


def _time(cramp: EpisodeRow, language: Language) -> str:
    local = cramp.started_at.astimezone(zone(cramp.tz))
    if cramp.start_precision == "exact":
        return f"{local:%H:%M}"
    if cramp.start_precision == "about":
        return words_two.ABOUT[language].format(time=f"{local:%H:%M}")
    return words.UNKNOWN[language]


def _places(cramp: EpisodeRow, language: Language) -> str:
    if not cramp.sites:
        return words.UNKNOWN[language]
    named = [
        label("muscle_groups", muscle, language)
        + ("" if side == UNKNOWN_SIDE else f", {_side(side, language)}")
        for muscle, side in cramp.sites
    ]
    return listed(named, language, most=PLACES_SHOWN)


def _side(side: str, language: Language) -> str:
    return label("sides", side, language).lower()


def _helped(cramp: EpisodeRow, language: Language) -> str:
    if cramp.relief is None:
        return words.UNKNOWN[language]
    eased = [
        label("relief_measures", code, language)
        for code, effect in cramp.relief
        if effect in HELPING_EFFECTS
    ]
    return "; ".join(eased) or words.NONE[language]


def _newest_first(cramp: EpisodeRow) -> tuple[float, str, int]:
    """By time; the rest makes the order of equal times certain."""
    place = str((cramp.sites, cramp.duration_seconds))
    return -cramp.started_at.timestamp(), place, cramp.pain_max or 0
