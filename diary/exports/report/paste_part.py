"""The report as a few lines of plain text, for journal systems that take only text.

No free text of the patient's, and never more than 1,200 characters: lists are cut
first, the figures stay whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from diary.exports.report import words, words_paste
from diary.exports.report.document import Report, Table, WarningPart
from diary.exports.report.feature_part import MET, UNKNOWN, feature_states
from diary.exports.report.material import NIGHTS, Gathered
from diary.exports.report.medicine_part import dates_of, in_order, name_of
from diary.exports.report.night_part import ends_of, is_withheld
from diary.exports.report.warning_part import evidence_words, grouped, title_of
from diary.exports.report.words import Text
from diary.exports.report.writing import cut, day, points
from diary.trends.verdicts import compare
from diary.vocabulary import label

PASTE_LENGTH = 1200
"""Characters, line ends and the line of versions included."""
VERSIONS_LENGTH = 125
WHO_LENGTH = 60
DATES_SHOWN = 3


class Line(NamedTuple):
    """One line; it may be cut to ``least`` characters where room is short."""

    text: str
    least: int | None = None


def paste_lines(report: Report, gathered: Gathered) -> tuple[str, ...]:
    """One line for each part of ``report``, cut to what a journal takes."""
    lines = [*_opening(report, gathered), *_parts(report, gathered)]
    return tuple(fitted(lines, PASTE_LENGTH - VERSIONS_LENGTH))


def fitted(lines: Sequence[Line], room: int) -> Iterator[str]:
    """The lines in at most ``room`` characters; what may be cut goes from the end."""
    over = sum(len(line.text) + 1 for line in lines) - room
    kept: list[str] = []
    for line in reversed(lines):
        shortest = len(line.text) if line.least is None else line.least
        saved = min(max(over, 0), max(len(line.text) - shortest, 0))
        kept.append(cut(line.text, len(line.text) - saved) if saved else line.text)
        over -= saved
    return reversed(kept)


def _opening(report: Report, gathered: Gathered) -> Iterator[Line]:
    language = gathered.language
    yield Line(
        words_paste.TITLE[language].format(
            nights=NIGHTS, last=day(gathered.span.last, language)
        )
    )
    if report.who:
        yield Line(cut(", ".join(report.who), WHO_LENGTH))
    yield Line(" ".join(report.standing))


def _parts(report: Report, gathered: Gathered) -> Iterator[Line]:
    if report.warnings:
        yield _warnings(report.warnings, gathered)
    if report.nights:
        yield from _nights(report.nights.table, gathered)
    if report.cramps:
        yield _cramps(report.cramps, gathered)
    if report.places and report.apart:
        yield _placed(words_paste.PLACES, report.places, gathered)
        yield _placed(words_paste.APART, report.apart, gathered)
    if report.sleep:
        yield _sleep(report.sleep, gathered)
    if report.features:
        yield _features(gathered)
    if report.medicines:
        yield _medicines(gathered)


def _warnings(part: WarningPart, gathered: Gathered) -> Line:
    language = gathered.language
    groups = grouped(gathered.facts.warnings)
    if not groups:
        return Line(" ".join(part.notes))
    named = (
        words_paste.WARNING[language].format(
            title=title_of(group, language),
            level=label("severities", group.told.severity, language).lower(),
            dates=evidence_words(group.told, gathered, most=DATES_SHOWN),
        )
        for group in groups
    )
    line = words_paste.WARNINGS[language].format(
        count=len(gathered.facts.warnings), named="; ".join(named)
    )
    return Line(" ".join((line, *part.notes)), least=190)


def _nights(table: Table, gathered: Gathered) -> Iterator[Line]:
    language = gathered.language
    nights, limits, _, recorded, prompt = table.rows
    is_shown = "%" in limits[1]
    interval = words_paste.INTERVAL[language].format(limits=limits[1])
    yield Line(
        words_paste.NIGHTS[language].format(
            now=nights[1],
            interval=interval if is_shown else "",
            before=nights[2],
            long=nights[3],
            change=_change(gathered),
        )
    )
    yield Line(
        words_paste.RECORDED[language].format(recorded=recorded[1], prompt=prompt[1])
    )


def _change(gathered: Gathered) -> str:
    language, trend = gathered.language, gathered.trend
    if not gathered.is_shared(trend.previous.count.span):
        return words.NOT_SHARED[language]
    change = compare(trend.current.count, trend.previous.count)
    said = words_paste.VERDICTS[change.verdict][language]
    if is_withheld(change, gathered):
        said = words_paste.NOT_JUDGED[language]
    if change.value is None or change.interval is None:
        return said
    value = points(change.value, language)
    ends = ends_of(change.interval, language)
    return words_paste.CHANGE[language].format(value=value, **ends) + said


def _cramps(table: Table, gathered: Gathered) -> Line:
    language = gathered.language
    cells = {name: now for name, now, _ in table.rows}
    return Line(
        words_paste.CRAMPS[language].format(
            number=cells[words.NUMBER[language]],
            longest=cells[words.LONGEST[language]],
            over=cells[words.OVER_TEN[language]],
            pain=cells[words.WORST_PAIN[language]],
        )
    )


def _placed(pattern: Text, table: Table, gathered: Gathered) -> Line:
    named = [f"{row[0]} {row[1]}" for row in table.rows]
    places = "; ".join(named) or table.notes[0]
    return Line(pattern[gathered.language].format(places=places), least=60)


def _sleep(table: Table, gathered: Gathered) -> Line:
    if not table.rows:
        return Line(table.notes[0])
    asleep, efficiency, *_ = table.rows
    return Line(
        words_paste.SLEEP[gathered.language].format(
            tst=asleep[1], efficiency=efficiency[1], difference=asleep[-1]
        )
    )


def _features(gathered: Gathered) -> Line:
    states = list(feature_states(gathered).values())
    return Line(
        words_paste.FEATURES[gathered.language].format(
            met=states.count(MET), unknown=states.count(UNKNOWN)
        )
    )


def _medicines(gathered: Gathered) -> Line:
    """Without the patient's own words."""
    language = gathered.language
    taken = in_order(gathered.facts.medicines, gathered.span.last)
    named = [
        f"{name_of(medicine._replace(text=''), language)} "
        f"({dates_of(medicine, language)})"
        for medicine in taken
    ]
    line = words_paste.MEDICINES[language].format(
        named="; ".join(named) or words.NO_MEDICINES[language]
    )
    return Line(line, least=80)
