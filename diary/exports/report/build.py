"""From the facts of a diary to its report: one frozen document, hashed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from diary.criteria.catalogue import RULESET_VERSION
from diary.exports.report import words
from diary.exports.report.cramp_part import cramp_table, day_share_table
from diary.exports.report.document import REPORT_VERSION, Report, digest_of
from diary.exports.report.facts import Limits, ReportFacts, limited
from diary.exports.report.feature_part import feature_table
from diary.exports.report.material import (
    NIGHTS,
    Gathered,
    gather_report,
    if_asked,
    noon_after,
)
from diary.exports.report.medicine_part import medicine_part
from diary.exports.report.night_part import night_part
from diary.exports.report.page_two import page_two
from diary.exports.report.paste_part import paste_lines
from diary.exports.report.place_part import apart_table, leg_table
from diary.exports.report.sleep_part import sleep_table
from diary.exports.report.warning_part import warning_part
from diary.exports.report.writing import DASH, cut, day, span
from diary.trends.figure import DEFINITIONS_VERSION
from diary.vocabulary import Language

NAME_LENGTH = 70


def build_report(facts: ReportFacts) -> Report:
    """The report of 28 nights up to ``facts.last``. Never raises on thin data."""
    gathered = gather_report(limited(facts))
    report = _report(gathered)
    whole = replace(report, paste=paste_lines(report, gathered))
    return replace(whole, digest=digest_of(whole))


def _report(gathered: Gathered) -> Report:
    facts, language = gathered.facts, gathered.language
    features = if_asked("features", gathered, feature_table)
    return Report(
        language=language,
        title=words.TITLE[language],
        who=if_asked("person", gathered, _who) or (),
        period=_period(gathered),
        standing=tuple(_standing(facts)),
        warnings=if_asked("warnings", gathered, warning_part),
        nights=if_asked("nights", gathered, night_part),
        cramps=if_asked("cramps", gathered, cramp_table),
        places=if_asked("places", gathered, leg_table),
        apart=if_asked("places", gathered, apart_table),
        sleep=if_asked("sleep", gathered, sleep_table),
        day_share=if_asked("day_share", gathered, day_share_table),
        features=features if gathered.is_for_clinician else None,
        medicines=if_asked("medicines", gathered, medicine_part),
        page_two=page_two(gathered),
        paste=(),
        made_at=noon_after(facts.last, facts.profile.tz),
        versions=words.VERSIONS[language].format(
            report=REPORT_VERSION,
            definitions=DEFINITIONS_VERSION,
            ruleset=RULESET_VERSION,
            revision=facts.revision,
        ),
    )


def _who(gathered: Gathered) -> tuple[str, ...]:
    facts, language = gathered.facts, gathered.language
    name = cut(facts.name, NAME_LENGTH) or words.NO_NAME[language]
    if facts.birth_year is None:
        return (name,)
    return name, words.BORN[language].format(year=facts.birth_year)


def _period(gathered: Gathered) -> str:
    language = gathered.language
    nights = span(*gathered.span, language)
    return words.PERIOD[language].format(nights=NIGHTS, span=nights)


def _standing(facts: ReportFacts) -> Iterator[str]:
    """What is said of every report, whatever it holds."""
    language, limits = facts.reader.language, facts.limits
    yield words.SELF_REPORTED[language]
    if not facts.is_approved:
        yield words.NOT_APPROVED[language]
    if limits.has_dates:
        yield words.LIMITED[language].format(span=_limit_words(limits, language))


def _limit_words(limits: Limits, language: Language) -> str:
    first, last = (
        day(one, language) if one else words.OPEN_SIDE[language]
        for one in (limits.first, limits.last)
    )
    return f"{first}{DASH}{last}"
