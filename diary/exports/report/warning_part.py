"""Open warnings with the text for the reader, their evidence dates and their rule."""

from __future__ import annotations

from collections.abc import Sequence

from diary.criteria import texts
from diary.exports.report import words
from diary.exports.report.document import WarningItem, WarningPart
from diary.exports.report.facts import JUDGED, WAITING, RaisedWarning
from diary.exports.report.material import Gathered
from diary.exports.report.writing import cut, day, days
from diary.vocabulary import label

SHOWN = {"clinician": 4, "patient": 3}
TEXT_LENGTH = {"clinician": 330, "patient": 560}
"""Characters. The longest text for patients, with its late sentence, is shorter."""
TITLES_LENGTH = 230
DATES_SHOWN = 8
MOST_SERIOUS_FIRST = ("urgent", "see_doctor_soon", "see_doctor", "info")


def warning_part(gathered: Gathered) -> WarningPart:
    """The most serious in full, the others by title."""
    language = gathered.language
    found = in_order(gathered.facts.warnings)
    shown = SHOWN[gathered.facts.reader.audience]
    return WarningPart(
        title=words.WARNINGS[language].format(count=len(found)),
        items=tuple(_item(warning, gathered) for warning in found[:shown]),
        notes=_notes(gathered, has_warnings=bool(found)),
        more=_more(found[shown:], gathered),
    )


def in_order(warnings: Sequence[RaisedWarning]) -> list[RaisedWarning]:
    """The most serious first, of equals the newest."""
    newest_first = sorted(
        warnings,
        key=lambda one: (-one.raised_on.toordinal(), one.criterion, one.evidence),
    )
    return sorted(newest_first, key=lambda one: severity_rank(one.severity))


def severity_rank(severity: str) -> int:
    """0 for the most serious."""
    return MOST_SERIOUS_FIRST.index(severity)


def evidence_words(warning: RaisedWarning, gathered: Gathered, *, most: int) -> str:
    """The dates of the entries behind a warning."""
    year = gathered.span.last.year
    dates = days(warning.evidence, gathered.language, most=most, year=year)
    return dates or words.NO_DATE[gathered.language]


def _item(warning: RaisedWarning, gathered: Gathered) -> WarningItem:
    language, reader = gathered.language, gathered.facts.reader
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
        title=texts.title(warning.criterion, language),
        text=cut(text, TEXT_LENGTH[reader.audience]),
        basis=basis,
    )


def _notes(gathered: Gathered, *, has_warnings: bool) -> tuple[str, ...]:
    language, judged = gathered.language, gathered.facts.judged
    notes = []
    if judged != JUDGED:
        notes.append(words.JUDGED_NOTES[judged][language])
    if not has_warnings and judged in {JUDGED, WAITING}:
        notes.append(words.NO_WARNINGS[language])
    return tuple(notes)


def _more(left: Sequence[RaisedWarning], gathered: Gathered) -> str:
    if not left:
        return ""
    language = gathered.language
    titles = "; ".join(texts.title(warning.criterion, language) for warning in left)
    return words.MORE_WARNINGS[language].format(
        count=len(left), titles=cut(titles, TITLES_LENGTH)
    )
