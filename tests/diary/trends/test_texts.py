"""The words of a trend: complete in both languages, and plain."""

from __future__ import annotations

import re

import pytest

from diary.trends import figure, next_steps, texts, verdict_texts, verdicts
from diary.trends.figure import (
    COUNT,
    HOURS,
    MINUTES,
    PER_NIGHT,
    PERCENT,
    PERCENTAGE_POINTS,
    PROPORTION,
    SECONDS,
    Figure,
)
from diary.trends.intervals import Interval
from diary.trends.rate_ratio import NO_CRAMPS_IN_ONE_WINDOW
from diary.trends.sentences import Reader, sentence
from diary.trends.treatment_answer import NOT_READ
from diary.trends.treatments import NOT_OVER_YET
from diary.trends.wording import length, spoken
from diary.vocabulary import Language
from tests.diary.trends.answers import answer, figures_of, full_diary, nights_with

STATISTICS_WORDS = re.compile(
    r"median|percentil|persentil|interval|konfidens|confiden|signifi|standard|"
    r"p-verdi|p-value|ratio|autocorr|varian|gjennomsnittsfeil|n_eff",
    re.IGNORECASE,
)


def all_texts() -> list[texts.Text]:
    return [
        *texts.TITLES.values(),
        *texts.PATTERNS.values(),
        *texts.REASONS.values(),
        texts.PRELIMINARY,
        texts.AT_LEAST,
        verdict_texts.NIGHTS_NOW,
        verdict_texts.NIGHTS_BEFORE,
        verdict_texts.NOTHING_NOW,
        verdict_texts.NOTHING_BEFORE,
        verdict_texts.WARNING_GOES_FIRST,
        verdict_texts.EASES_BY_ITSELF,
        verdict_texts.SHOWS_NO_CAUSE,
        verdict_texts.WARNING_FIRST,
        verdict_texts.NOT_CALLED_BETTER,
        *next_steps.TEXTS.values(),
        *verdict_texts.VERDICTS.values(),
        *verdict_texts.REFUSALS.values(),
    ]


def test_both_languages_use_the_same_placeholders() -> None:
    found = [
        (set(re.findall(r"{\w+}", text["en"])), set(re.findall(r"{\w+}", text["nb"])))
        for text in all_texts()
    ]
    assert len(found) > 60
    assert [pair for pair in found if pair[0] != pair[1]] == []


@pytest.mark.parametrize("language", ["en", "nb"])
def test_no_text_uses_words_of_statistics(language: Language) -> None:
    shown = [
        str(row["text"]) + str(row["title"])
        for rows in (full_diary(), nights_with(5, 9))
        for row in figures_of(answer(rows, language=language)).values()
    ]
    assert [text for text in shown if STATISTICS_WORDS.search(text)] == []


def test_every_verdict_and_reason_has_a_sentence() -> None:
    reasons = {
        figure.TOO_FEW_RECORDED_NIGHTS,
        figure.TOO_FEW_CRAMPS,
        figure.TOO_FEW_ANSWERS,
        figure.NO_CRAMPS,
        figure.NO_SLEEP_ENTRIES,
        figure.NO_RECORDED_NIGHTS,
        figure.EDITS_NOT_KEPT,
        figure.URGENT_WARNING_OPEN,
        NO_CRAMPS_IN_ONE_WINDOW,
        NOT_OVER_YET,
        NOT_READ,
        verdicts.TOO_INCOMPLETE,
    }
    assert set(texts.REASONS) == reasons
    assert set(verdict_texts.VERDICTS) == {
        verdicts.IMPROVED,
        verdicts.WORSE,
        verdicts.NO_CLEAR_CHANGE,
        verdicts.TOO_INCOMPLETE,
        verdicts.WINDOW_TOO_SHORT,
        verdicts.UNKNOWN_NIGHTS_BETTER,
        verdicts.UNKNOWN_NIGHTS_WORSE,
        figure.TOO_FEW_RECORDED_NIGHTS,
    }


def test_no_placeholder_is_left_in_a_sentence() -> None:
    for language in ("en", "nb"):
        figures = figures_of(answer(full_diary(), language=language)).values()
        assert not any(re.search(r"[{}]|None", str(f["text"])) for f in figures)


def test_sentences_differ_between_the_languages() -> None:
    english, norwegian = (
        figures_of(answer(full_diary(), language=language)) for language in ("en", "nb")
    )
    same = [
        name for name in english if english[name]["text"] == norwegian[name]["text"]
    ]
    assert same == []


@pytest.mark.parametrize(
    ("seconds", "en", "nb"),
    [
        (0, "0 seconds", "0 sekunder"),
        (1, "1 second", "1 sekund"),
        (119, "119 seconds", "119 sekunder"),
        (120, "2 minutes", "2 minutter"),
        (690, "11 minutes 30 seconds", "11 minutter 30 sekunder"),
        (3600, "1 hour", "1 time"),
        (90_061, "25 hours 1 minute", "25 timer 1 minutt"),
    ],
)
def test_lengths_in_words(seconds: int, en: str, nb: str) -> None:
    assert (length(seconds, "en"), length(seconds, "nb")) == (en, nb)


@pytest.mark.parametrize(
    ("value", "unit", "en", "nb"),
    [
        (3, COUNT, "3", "3"),
        (0.125, PER_NIGHT, "0.12", "0,12"),
        (0.5, PROPORTION, "50 %", "50 %"),
        (88.96, PERCENT, "89 %", "89 %"),
        (1.0, PERCENTAGE_POINTS, "1 percentage point", "1 prosentpoeng"),
        (425.4, MINUTES, "7 hours 5 minutes", "7 timer 5 minutter"),
        (60, MINUTES, "1 hour", "1 time"),
        (1.0, HOURS, "1 hour", "1 time"),
        (1.5, HOURS, "1.5 hours", "1,5 timer"),
        (90, SECONDS, "90 seconds", "90 sekunder"),
    ],
)
def test_values_in_words(value: float, unit: str, en: str, nb: str) -> None:
    assert (spoken(value, unit, "en"), spoken(value, unit, "nb")) == (en, nb)


@pytest.mark.parametrize(
    ("value", "interval", "en", "nb"),
    [
        (
            -34.2,
            (-43.1, -25.8),
            "34 minutes less (it may be anything from 26 minutes to 43 minutes less)",
            "34 minutter mindre (det kan være alt fra 26 minutter til 43 minutter "
            "mindre)",
        ),
        (
            20,
            (-1.2, 41),
            "20 minutes more (it may be anything from 1 minute less to 41 minutes "
            "more)",
            "20 minutter mer (det kan være alt fra 1 minutt mindre til 41 minutter "
            "mer)",
        ),
        (
            0.3,
            (0, 61),
            "no difference (it may be anything from no difference to 1 hour 1 minute "
            "more)",
            "ingen forskjell (det kan være alt fra ingen forskjell til 1 time 1 minutt "
            "mer)",
        ),
    ],
)
def test_difference_is_so_much_less_or_more(
    value: float, interval: tuple[float, float], en: str, nb: str
) -> None:
    found = Figure("cost_tst", MINUTES, value=value, interval=Interval(*interval))
    assert sentence(found, Reader("en")).endswith(f": {en}.")
    assert sentence(found, Reader("nb")).endswith(f": {nb}.")
