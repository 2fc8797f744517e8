"""Page two: the details behind page one, on demand."""

from __future__ import annotations

from collections.abc import Sequence

from diary.exports.report import words, words_two
from diary.exports.report.document import PageTwo, Row, Table
from diary.exports.report.episode_rows import episode_table
from diary.exports.report.material import Gathered, if_asked
from diary.exports.report.sleep_rows import sleep_diary_table
from diary.exports.report.words import Text
from diary.exports.report.writing import of
from diary.trends.circumstances import triggers
from diary.trends.clock import hours_of_night
from diary.trends.exposures import exposures
from diary.trends.factor_answer import LISTS, factor_title
from diary.trends.factors import FactorLink, factor_links
from diary.vocabulary import Language, label

TRIGGERS_SHOWN = 8
FACTORS_SHOWN = 6


def page_two(gathered: Gathered) -> PageTwo:
    """Every part of page two whose section is asked for."""
    language = gathered.language
    lines: Sequence[Text] = words_two.DEFINITION_LINES
    if gathered.is_for_clinician:
        lines = (*lines, *words_two.FOR_CLINICIANS)
    return PageTwo(
        title=words_two.TITLE[language],
        hours=if_asked("hours", gathered, hour_table),
        triggers=if_asked("triggers", gathered, trigger_table),
        factors=if_asked("triggers", gathered, factor_table),
        episodes=if_asked("episodes", gathered, episode_table),
        sleep=if_asked("sleep_diary", gathered, sleep_diary_table),
        definitions_title=words_two.DEFINITIONS[language],
        definitions=tuple(line[language] for line in lines),
    )


def hour_table(gathered: Gathered) -> Table:
    """Night cramps by clock hour with the nights in bed then, from ten cramps."""
    language = gathered.language
    figure = hours_of_night(gathered.trend.current)
    too_few = words_two.TOO_FEW_HOURS[language].format(count=figure.den)
    rows = (
        (_hour(int(str(item["hour"]))), str(item["cramps"]), str(item["nights"]))
        for item in figure.items
    )
    return Table(
        title=words_two.HOURS[language],
        head=words_two.HOURS_HEAD[language],
        rows=tuple(rows),
        notes=() if figure.items else (too_few,),
    )


def trigger_table(gathered: Gathered) -> Table:
    """What was ticked before cramps, as counts; no cause is claimed."""
    language = gathered.language
    figure = triggers(gathered.trend.current)
    rows = [
        (
            label("triggers", str(item["code"]), language),
            words.OF[language].format(num=item["count"], den=item["den"]),
        )
        for item in figure.items
    ]
    left = len(rows) - TRIGGERS_SHOWN
    note = words_two.NEVER_ASKED if rows else words_two.NO_TRIGGERS
    return Table(
        title=words_two.TRIGGERS[language],
        head=words_two.TRIGGERS_HEAD[language],
        rows=tuple(rows[:TRIGGERS_SHOWN]),
        notes=(note[language],),
        more=words.AND_MORE[language].format(count=left) if left > 0 else "",
    )


def factor_table(gathered: Gathered) -> Table:
    """Cramp nights with and without what is known of every night, link or none."""
    language, trend = gathered.language, gathered.trend
    sections = gathered.limits.sections
    found = exposures(
        gathered.span,
        trend.rows.sleep_nights if "sleep" in sections else (),
        trend.rows.medicines if "medicines" in sections else (),
    )
    links = factor_links(found, trend.states, gathered.span)
    in_order = sorted(links, key=lambda link: LISTS.index(link.listed))
    left = len(in_order) - FACTORS_SHOWN
    return Table(
        title=words_two.FACTORS[language],
        head=words_two.FACTORS_HEAD[language],
        rows=tuple(_factor(link, language) for link in in_order[:FACTORS_SHOWN]),
        notes=(words_two.NOT_WHY[language],),
        more=words.AND_MORE[language].format(count=left) if left > 0 else "",
    )


def _factor(link: FactorLink, language: Language) -> Row:
    return (
        factor_title(link.code, language),
        _nights(link.with_factor, language),
        _nights(link.without_factor, language),
        words_two.FINDINGS[link.listed][language],
    )


def _nights(counted: tuple[int, int], language: Language) -> str:
    """Cramp nights of recorded ones; there may be none of a kind."""
    if not counted[1]:
        return words_two.NO_NIGHTS[language]
    return of(*counted, language)


def _hour(hour: int) -> str:
    return f"{hour:02d}\N{EN DASH}{(hour + 1) % 24:02d}"
