"""The answers by part: one head, whole figures, and honest words about factors."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from diary.trends.answer import Answer, Material
from diary.trends.factor_answer import factor_answer
from diary.trends.figure import DEFINITIONS_VERSION
from diary.trends.parts import hours_answer, nights_answer, sites_answer, sleep_answer
from diary.trends.rows import DiaryRows, MedicineRow
from diary.trends.summary import summary
from diary.trends.treatment_answer import treatment_answer
from tests.diary.pictures.drawn import crowded, material
from tests.diary.trends.answers import nights_with
from tests.diary.trends.builders import LAST, cramp, diary, nights_back, quiet

PARTS = {
    "nights": nights_answer,
    "hours": hours_answer,
    "sites": sites_answer,
    "sleep": sleep_answer,
    "factors": factor_answer,
    "treatments": treatment_answer,
}
HEAD = {"definitions_version", "language", "window", "previous"}
CREDIT = re.compile(r"\bcauses?\b|\bfører til\b|\bskyldes\b|\bforårsak", re.IGNORECASE)
MARK = LAST - timedelta(days=28)


def answered(part: Callable[[Material], Answer], rows: DiaryRows, **given: Any) -> Any:
    """The answer as a client reads it."""
    return json.loads(json.dumps(part(material(rows, **given)), allow_nan=False))


@pytest.mark.parametrize("name", list(PARTS))
@pytest.mark.parametrize("rows", [diary(), crowded()], ids=["empty", "crowded"])
@pytest.mark.parametrize("nights", [7, 84])
def test_every_part_has_the_head_of_the_summary(
    name: str, rows: DiaryRows, nights: int
) -> None:
    part = answered(PARTS[name], rows, nights=nights)
    whole = answered(summary, rows, nights=nights)
    assert {key: part[key] for key in HEAD} == {key: whole[key] for key in HEAD}


@pytest.mark.parametrize("name", ["nights", "hours", "sites", "sleep"])
@pytest.mark.parametrize("rows", [diary(), crowded()], ids=["empty", "crowded"])
def test_part_and_summary_never_disagree(name: str, rows: DiaryRows) -> None:
    whole = {one["id"]: one for one in answered(summary, rows)["figures"]}
    figures = answered(PARTS[name], rows)["figures"]
    assert figures
    assert figures == [whole[one["id"]] for one in figures]


def test_every_night_of_the_window_is_answered_once() -> None:
    part = answered(nights_answer, crowded())
    dates = [night["date"] for night in part["nights"]]
    assert dates == [night.isoformat() for night in nights_back(28)]


def split(with_it: int, without: int) -> DiaryRows:
    """A medicine in the last 14 of 28 nights; cramp nights in each half."""
    nights = nights_back(28)
    cramps = [*nights[:without], *nights[14 : 14 + with_it]]
    medicine = MedicineRow("a", "magnesium", nights[14] - timedelta(days=1))
    return diary(
        cramps=[cramp(night) for night in cramps],
        check_ins=[quiet(night) for night in nights if night not in cramps],
    )._replace(medicines=(medicine,))


def scattered(*, with_it: bool) -> DiaryRows:
    """A medicine stopped and begun every second night; cramps with it, or without."""
    nights = nights_back(28)
    courses = tuple(
        MedicineRow(str(night), "magnesium", night - timedelta(days=1), None, night)
        for night in nights[::2]
    )
    cramps = nights[::2] if with_it else nights[1::2]
    return diary(
        cramps=[cramp(night) for night in cramps],
        check_ins=[quiet(night) for night in nights if night not in cramps],
    )._replace(medicines=courses)


@pytest.mark.parametrize(
    ("rows", "listed"),
    [
        (scattered(with_it=True), "more_often"),
        (scattered(with_it=False), "less_often"),
        (split(6, 6), "no_clear_link"),
        (split(14, 0), "more_often"),
        (
            nights_with(5, 9)._replace(
                medicines=(MedicineRow("a", "magnesium", LAST),)
            ),
            "not_enough_data",
        ),
    ],
)
def test_medicine_is_in_one_list_with_both_denominators(
    rows: DiaryRows, listed: str
) -> None:
    lists = answered(factor_answer, rows, language="en")["lists"]
    where = {
        name: [one for one in found if one["items"][0]["code"] == "magnesium"]
        for name, found in lists.items()
    }
    assert [name for name, found in where.items() if found] == [listed]
    (figure,) = where[listed]
    (item,) = figure["items"]
    assert item["with"]["den"] + item["without"]["den"] == 28
    assert (figure["num"], figure["den"]) == (item["with"]["num"], item["with"]["den"])
    assert str(item["without"]["den"]) in figure["text"]
    assert (figure["value"] is None) is (listed == "not_enough_data")
    assert (figure["ci95"] is None) is (listed == "not_enough_data")
    assert figure["formula"] == f"factor_nights-{DEFINITIONS_VERSION}"


def test_triggers_are_counted_and_never_compared() -> None:
    rows = diary(
        cramps=[
            cramp(triggers=("exercise",)),
            cramp(nights_back(2)[0], triggers=("lying-still",)),
        ]
    )
    part = answered(factor_answer, rows, language="en")
    codes = {
        one["items"][0]["code"] for found in part["lists"].values() for one in found
    }
    assert codes.isdisjoint({"exercise", "lying-still"})
    told = part["cannot_be_known"]
    assert told["reason"] == "quiet_nights_never_asked"
    assert "cannot be known" in told["text"]
    counted = {
        one["code"]: (one["count"], one["den"]) for one in told["figure"]["items"]
    }
    assert counted == {"exercise": (1, 2), "lying-still": (1, 2)}


@pytest.mark.parametrize("language", ["nb", "en"])
def test_no_factor_or_treatment_is_credited(language: str) -> None:
    rows = scattered(with_it=True)
    texts = [
        figure["text"]
        for part in (factor_answer, treatment_answer)
        for found in (
            *answered(part, rows, language=language).get("lists", {}).values(),
            answered(part, rows, language=language)["figures"],
        )
        for figure in found
    ]
    assert len(texts) > 4
    assert [text for text in texts if CREDIT.search(text)] == []


def treated(**days: Any) -> DiaryRows:
    """14 nights of 28 with cramp before MARK, 3 of 28 after, and one medicine."""
    before, after = nights_back(28, MARK), nights_back(28)
    cramps = [*before[::2], *after[::10]]
    return diary(
        cramps=[cramp(night) for night in cramps],
        check_ins=[quiet(n) for n in (*before, *after) if n not in cramps],
    )._replace(medicines=(MedicineRow("a", "magnesium", **days),))


@pytest.mark.parametrize("event", ["started", "stopped"])
def test_start_and_stop_are_told_with_the_nights_around(event: str) -> None:
    part = answered(treatment_answer, treated(**{f"{event}_on": MARK}), language="en")
    (figure,) = part["figures"]
    (item,) = figure["items"]
    assert (item["event"], item["date"]) == (event, MARK.isoformat())
    assert (item["before"]["num"], item["before"]["den"]) == (14, 28)
    assert (item["after"]["num"], item["after"]["den"]) == (3, 28)
    assert figure["change"]["verdict"] == "improved"
    assert figure["text"].startswith(f"Magnesium, {event} 20 February 2026. In the 28")
    assert figure["text"].endswith("This does not show what a change came from.")


@pytest.mark.parametrize(
    ("days_ago", "reason"),
    [
        (0, "nights_after_not_over"),
        (27, "nights_after_not_over"),
        (28, None),
        (140, "too_few_recorded_nights"),
        (141, "before_the_nights_read"),
    ],
)
def test_treatment_without_nights_around_it_says_why(
    days_ago: int, reason: str | None
) -> None:
    rows = treated(started_on=LAST - timedelta(days=days_ago))
    (figure,) = answered(treatment_answer, rows)["figures"]
    assert figure["reason"] == reason
    assert (figure["value"] is None) is (reason is not None)
    assert "None" not in figure["text"]


def test_medicines_are_listed_even_where_no_date_is_known() -> None:
    part = answered(treatment_answer, treated())
    assert part["figures"] == []
    (medicine,) = part["medicines"]
    assert (medicine["label"], medicine["started_on"]) == ("Magnesium", None)


def test_treatment_of_the_future_is_not_told() -> None:
    rows = treated(started_on=LAST + timedelta(days=1))
    assert answered(treatment_answer, rows)["figures"] == []
