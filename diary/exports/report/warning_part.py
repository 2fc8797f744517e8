"""Open warnings with the text for the reader, their evidence dates and their rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from diary.criteria import texts
from diary.exports.report import words
from diary.exports.report.document import WarningItem, WarningPart
from diary.exports.report.facts import JUDGED, WAITING, RaisedWarning
from diary.exports.report.material import Gathered
from diary.exports.report.writing import cut, day, days, unbroken
from diary.vocabulary import Language, label

SHOWN = {"clinician": 4, "patient": 3}
TEXT_LENGTH = {"clinician": 250, "patient": 560}
"""Characters. The longest text for patients, with its late sentence, is shorter."""
TITLES_LENGTH = 170
DATES_SHOWN = 5
MOST_SERIOUS_FIRST = ("urgent", "see_doctor_soon", "see_doctor", "info")


class Group(NamedTuple):
    """The open warnings of one criterion: the one that is told, and how many."""

    told: RaisedWarning
    size: int


def warning_part(gathered: Gathered) -> WarningPart:
    """The most serious criteria in full, the others by title."""
    language = gathered.language
    found = grouped(gathered.facts.warnings)
    shown = SHOWN[gathered.facts.reader.audience]
    return WarningPart(
        title=words.WARNINGS[language].format(count=len(gathered.facts.warnings)),
        items=tuple(_item(group, gathered) for group in found[:shown]),
        notes=_notes(gathered),
        more=_more(found[shown:], gathered),
        closing=_closing(gathered),
    )


def grouped(warnings: Iterable[RaisedWarning]) -> list[Group]:
    """One group for each criterion, the most serious first, of equals the newest.

    Its most serious, newest warning speaks for it, with the evidence of all.
    """
    groups: dict[str, list[RaisedWarning]] = defaultdict(list)
    for warning in sorted(warnings, key=_order):
        groups[warning.criterion].append(warning)
    return [
        Group(first._replace(evidence=_evidence(all_of_it)), len(all_of_it))
        for all_of_it in groups.values()
        for first in all_of_it[:1]
    ]


def severity_rank(severity: str) -> int:
    """0 for the most serious."""
    return MOST_SERIOUS_FIRST.index(severity)


def evidence_words(warning: RaisedWarning, gathered: Gathered, *, most: int) -> str:
    """The dates of the entries behind a warning."""
    year = gathered.span.last.year
    dates = days(warning.evidence, gathered.language, most=most, year=year)
    return dates or words.NO_DATE[gathered.language]


def title_of(group: Group, language: Language) -> str:
    """The title of the criterion, and how many warnings it has if more than one."""
    title = texts.title(group.told.criterion, language)
    return title if group.size == 1 else f"{title} ({group.size})"


def _order(warning: RaisedWarning) -> tuple[int, int, str, tuple[date, ...]]:
    return (
        severity_rank(warning.severity),
        -warning.raised_on.toordinal(),
        warning.criterion,
        warning.evidence,
    )


def _evidence(warnings: Iterable[RaisedWarning]) -> tuple[date, ...]:
    return tuple(sorted({day for warning in warnings for day in warning.evidence}))


def _item(group: Group, gathered: Gathered) -> WarningItem:
    language, reader = gathered.language, gathered.facts.reader
    warning = group.told
    text = texts.render(
        warning.criterion,
        warning.facts,
        audience=reader.audience,
        lang=language,
        country=gathered.facts.country,
        late=warning.is_late,
    )
    basis = words.BASIS[language].format(
        dates=evidence_words(warning, gathered, most=DATES_SHOWN),
        raised=day(warning.raised_on, language),
        state=words.STATES[warning.state][language],
        criterion=warning.criterion,
        ruleset=warning.ruleset_version,
    )
    return WarningItem(
        severity=warning.severity,
        level=label("severities", warning.severity, language),
        title=title_of(group, language),
        text=unbroken(cut(text, TEXT_LENGTH[reader.audience])),
        basis=basis,
    )


def _notes(gathered: Gathered) -> tuple[str, ...]:
    facts, language = gathered.facts, gathered.language
    notes = []
    if facts.judged != JUDGED:
        notes.append(words.JUDGED_NOTES[facts.judged][language])
    if not facts.warnings and facts.judged in {JUDGED, WAITING}:
        notes.append(words.NO_WARNINGS[language])
    return tuple(notes)


def _closing(gathered: Gathered) -> str:
    """To a patient: no diagnosis, and whom to call."""
    if gathered.is_for_clinician:
        return ""
    country = gathered.facts.country
    return unbroken(texts.common_text("not_a_diagnosis", gathered.language, country))


def _more(left: Sequence[Group], gathered: Gathered) -> str:
    if not left:
        return ""
    language = gathered.language
    titles = "; ".join(title_of(group, language) for group in left)
    return words.MORE_WARNINGS[language].format(
        count=sum(group.size for group in left), titles=cut(titles, TITLES_LENGTH)
    )
