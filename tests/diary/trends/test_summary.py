"""The summary as the API will answer it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from diary.trends.answer import gather_material
from diary.trends.figure import DEFINITIONS_VERSION
from diary.trends.rows import DiaryRows
from diary.trends.sentences import Reader
from diary.trends.summary import summary
from diary.trends.windows import resolve_window
from diary.vocabulary import Language
from tests.diary.trends.answers import (
    NOW,
    answer,
    figures_of,
    full_diary,
    nights_with,
)
from tests.diary.trends.builders import (
    LAST,
    OSLO,
    cramp,
    diary,
    nights_back,
    quiet,
    slept,
)

KEYS = {
    "id",
    "v",
    "title",
    "unit",
    "value",
    "reason",
    "preliminary",
    "at_least",
    "num",
    "den",
    "ci95",
    "bounds",
    "previous",
    "change",
    "items",
    "text",
    "formula",
}


def test_summary_has_the_documented_shape() -> None:
    summary = answer(full_diary())
    assert set(summary) == {
        "definitions_version",
        "language",
        "window",
        "previous",
        "next_steps",
        "completeness",
        "figures",
    }
    assert summary["definitions_version"] == DEFINITIONS_VERSION
    assert summary["window"] == {
        "from": "2026-02-21",
        "to": "2026-03-20",
        "nights": 28,
        "recorded": 28,
        "cramp": 14,
        "quiet": 14,
        "unknown": 0,
    }
    figures = figures_of(summary)
    assert next(iter(figures)) == "cramp_nights"
    assert {frozenset(figure) for figure in figures.values()} == {frozenset(KEYS)}


def test_every_figure_of_a_full_diary_is_shown() -> None:
    figures = figures_of(answer(full_diary()))
    hidden = [name for name, figure in figures.items() if figure["value"] is None]
    assert len(figures) == 44
    assert hidden == []


@pytest.mark.parametrize("language", ["en", "nb"])
def test_empty_diary_gives_reasons_and_no_numbers(language: Language) -> None:
    summary = answer(diary(), language=language)
    figures = figures_of(summary)
    numbered = {name for name, figure in figures.items() if figure["value"] is not None}
    assert numbered == {"streak_confirmed", "completeness", "left_out"}
    unexplained = [
        name
        for name, figure in figures.items()
        if figure["value"] is None and not figure["reason"]
    ]
    assert unexplained == []
    change = figures["cramp_nights"]["change"]
    assert isinstance(change, dict)
    assert change["verdict"] == "not_enough_data"
    assert change["value"] is None


def test_value_is_null_exactly_when_a_reason_is_given() -> None:
    for rows in (diary(), nights_with(5, 9), full_diary()):
        figures = figures_of(answer(rows)).values()
        assert all((f["value"] is None) is bool(f["reason"]) for f in figures)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "5 of 28 nights with cramp (26 recorded). "
            "The 28 nights before: 9 of 28 recorded. There is no clear change: the "
            "difference may be chance.",
        ),
        (
            "nb",
            "5 av 28 netter med krampe (26 registrert). "
            "De 28 nettene før: 9 av 28 registrerte. Det er ingen klar endring: "
            "forskjellen er ikke større enn at den kan være tilfeldig.",
        ),
    ],
)
def test_first_sentence_counts_and_then_follows_the_verdict(
    language: Language, text: str
) -> None:
    figures = figures_of(answer(nights_with(5, 9, missing=2), language=language))
    assert figures["cramp_nights"]["text"] == text


def test_improvement_is_said_unless_a_warning_is_open() -> None:
    rows = nights_with(3, 14)
    said = figures_of(answer(rows))["cramp_nights"]
    unsaid = figures_of(answer(rows, is_warned=True))["cramp_nights"]
    assert "It has got better: clearly fewer nights" in str(said["text"])
    assert str(unsaid["text"]).endswith(
        "14 of 28 recorded. A warning is open. It goes before the figures."
    )
    assert said["change"] == unsaid["change"]


def test_looking_better_with_missing_nights_is_not_said_under_a_warning() -> None:
    rows = nights_with(3, 14, missing=12)
    text = str(figures_of(answer(rows))["cramp_nights"]["text"])
    warned = str(figures_of(answer(rows, is_warned=True))["cramp_nights"]["text"])
    assert "It looks better, but 12 nights are missing, and they could" in text
    assert "better" not in warned


@pytest.mark.parametrize(("is_urgent", "is_shown"), [(False, True), (True, False)])
def test_nothing_is_suggested_while_an_urgent_warning_is_open(
    is_urgent: bool, is_shown: bool
) -> None:
    figures = figures_of(answer(full_diary(), is_warned=True, is_urgent=is_urgent))
    relief = figures["physical_relief"]
    assert (relief["value"] is not None) is is_shown
    assert (relief["reason"] == "urgent_warning_open") is not is_shown
    assert ("Stretched" in str(relief)) is is_shown


def test_worsening_is_said_also_under_a_warning() -> None:
    text = figures_of(answer(nights_with(14, 3), is_warned=True))["cramp_nights"]
    assert "It has got worse: clearly more nights" in str(text["text"])


def test_one_entry_ever() -> None:
    rows = diary(cramps=[cramp(duration_seconds=690, sites=(("calf", "left"),))])
    figures = figures_of(answer(rows))
    assert figures["cramp_nights"]["value"] is None
    assert (figures["cramp_nights"]["num"], figures["cramp_nights"]["den"]) == (1, 1)
    assert figures["cramps"]["value"] == 1
    assert figures["cramps"]["previous"] is None
    assert figures["duration_over_10_min"]["value"] == 1
    assert figures["streak_possible"]["value"] == 0


def test_gap_of_three_weeks_is_unknown_and_not_quiet() -> None:
    nights = nights_back(56)
    known = [*nights[:28], *nights[49:]]
    rows = diary(
        cramps=[cramp(night) for night in known[::3]],
        check_ins=[quiet(night) for night in known],
    )
    summary = answer(rows)
    window = summary["window"]
    assert isinstance(window, dict)
    assert (window["recorded"], window["unknown"]) == (7, 21)
    figure = figures_of(summary)["cramp_nights"]
    assert figure["preliminary"] is True
    assert figure["bounds"] == [0.071, 0.821]
    change = figure["change"]
    assert isinstance(change, dict)
    assert change["reason"] == "too_few_recorded_nights"


def test_rows_after_the_window_change_nothing() -> None:
    tomorrow = LAST + timedelta(days=1)
    rows = full_diary()
    later = rows._replace(
        episodes=(*rows.episodes, cramp(tomorrow, pain_max=10)),
        sleep_nights=(*rows.sleep_nights, slept(tomorrow)),
        check_ins=(*rows.check_ins, quiet(tomorrow + timedelta(days=1))),
    )
    assert answer(later) == answer(rows)


def test_order_of_rows_changes_nothing() -> None:
    rows = full_diary()
    turned = DiaryRows(
        rows.read_from,
        rows.episodes[::-1],
        rows.sleep_nights[::-1],
        rows.check_ins[::-1],
    )
    assert answer(turned) == answer(rows)


@pytest.mark.parametrize("nights", [7, 14, 28, 84])
def test_each_window_answers_and_shorter_ones_give_no_verdict(nights: int) -> None:
    change = figures_of(answer(full_diary(), nights=nights))["cramp_nights"]["change"]
    assert isinstance(change, dict)
    expected = "no_clear_change" if nights >= 28 else "not_enough_data"
    assert change["verdict"] == expected


def test_previous_is_the_value_of_the_window_before() -> None:
    rows = nights_with(3, 9)
    figures = figures_of(answer(rows))
    assert figures["cramps"]["previous"] == 9
    assert figures["cramp_nights"]["previous"] == 0.321
    assert figures["cramps_per_recorded_night"]["previous"] == 0.32


def test_proportions_have_three_decimals_at_the_edge() -> None:
    figure = figures_of(answer(nights_with(5, 9, missing=2)))["cramp_nights"]
    assert figure["value"] == 0.192
    assert figure["bounds"] == [0.179, 0.25]


def test_window_at_the_first_allowed_date_answers() -> None:
    window = resolve_window(nights=84, end=date(1900, 1, 1), now=NOW, tz=OSLO)
    rows = diary(read_from=window.previous.first)
    given = gather_material(rows, window=window, tz=OSLO, reader=Reader("nb"))
    found = summary(given)
    assert found["window"] != found["previous"]
