"""Duration, pain, soreness, places, triggers, relief and day share."""

from __future__ import annotations

from datetime import timedelta

import pytest

from diary.trends.circumstances import physical_relief, triggers
from diary.trends.day_share import day_share
from diary.trends.duration_pain import durations, pains, soreness
from diary.trends.figure import Figure
from diary.trends.places import calf_and_foot, places
from diary.trends.rows import EpisodeRow
from tests.diary.trends.builders import LAST, cramp, day_cramp, diary, period


def by_id(figures: tuple[Figure, ...]) -> dict[str, Figure]:
    return {figure.id: figure for figure in figures}


def of(cramps: list[EpisodeRow]) -> dict[str, Figure]:
    material = period(diary(cramps=cramps))
    return by_id(
        (
            *durations(material),
            *pains(material),
            *soreness(material),
            *places(material),
            triggers(material),
            physical_relief(material),
        )
    )


def lasting(*seconds: int | None) -> dict[str, Figure]:
    return of([cramp(duration_seconds=length) for length in seconds])


@pytest.mark.parametrize(
    ("seconds", "over"), [(599, 0), (600, 0), (601, 1), (90_000, 1)]
)
def test_ten_minutes_are_not_over_ten_minutes(seconds: int, over: int) -> None:
    figure = lasting(seconds)["duration_over_10_min"]
    assert (figure.value, figure.den) == (over, 1)


def test_unknown_length_is_counted_and_left_out_of_the_rest() -> None:
    figures = lasting(60, None, 120, None, None)
    assert figures["duration_median"].value == 90
    assert figures["duration_longest"].value == 120
    unknown = figures["duration_unknown"]
    assert (unknown.value, unknown.num, unknown.den) == (3, 3, 5)


def test_percentile_needs_ten_lengths() -> None:
    nine = [20, 35, 50, 60, 65, 90, 120, 240, 600]
    assert lasting(*nine)["duration_p90"].value is None
    assert lasting(*nine)["duration_p90"].reason == "too_few_cramps"
    ten = lasting(*nine, 601)["duration_p90"]
    assert ten.value == pytest.approx(600.1)  # numpy 2.4 percentile(…, 90)


def test_no_length_known_gives_no_number() -> None:
    figures = lasting(None)
    shown = [
        figures[f"duration_{name}"].value
        for name in ("median", "p90", "longest", "over_10_min")
    ]
    assert shown == [None] * 4


@pytest.mark.parametrize(("rated", "median"), [(4, None), (5, 6)])
def test_pain_is_shown_from_five_scores(rated: int, median: int | None) -> None:
    scores = [2, 9, 6, 7, 1][:rated]
    rows = [cramp(pain_max=score) for score in scores]
    figures = of([*rows, cramp(pain_max=None)])
    assert figures["pain_median"].value == median
    assert figures["pain_worst"].value == (None if median is None else 9)


@pytest.mark.parametrize(("score", "days"), [(6, 1), (7, 2), (10, 2)])
def test_severe_days_count_dates_with_seven_or_more(score: int, days: int) -> None:
    day_before = LAST - timedelta(days=1)
    severe = [cramp(day_before, pain_max=worst) for worst in (8, 9, 2, 0)]
    figures = of([*severe, cramp(pain_max=score)])
    assert figures["pain_severe_days"].value == days


def test_soreness_counts_answers_only() -> None:
    rows = [
        *(cramp(residual_present=True, residual_minutes=90) for _ in range(4)),
        cramp(residual_present=False),
        cramp(residual_present=None),
    ]
    figures = of(rows)
    share = figures["soreness_share"]
    assert (share.value, share.num, share.den) == (0.8, 4, 5)
    assert figures["soreness_median"].value is None
    longer = of([*rows, cramp(residual_present=True, residual_minutes=120)])
    assert longer["soreness_median"].value == 1.5


def test_sites_count_a_cramp_once_for_each_muscle_and_side() -> None:
    both = (("calf", "left"), ("calf", "left"), ("foot", "unknown"))
    rows = [cramp(sites=both), cramp(sites=(("calf", "left"),)), cramp(sites=None)]
    figure = of(rows)["sites"]
    assert figure.den == 2
    assert [(item["muscle"], item["side"], item["count"]) for item in figure.items] == [
        ("calf", "left", 2),
        ("foot", "unknown", 1),
    ]


@pytest.mark.parametrize(
    ("muscles", "num", "den"),
    [
        (["calf"], 0, 1),
        (["foot-arch", "toes"], 0, 1),
        (["calf", "thigh-back"], 1, 1),
        (["shin"], 1, 1),
        (["jaw"], 1, 1),
        (["leg-unspecified"], None, 0),
        (["leg-unspecified", "calf"], 0, 1),
        (["leg-unspecified", "hand"], 1, 1),
    ],
)
def test_outside_calf_and_foot_needs_a_named_muscle(
    muscles: list[str], num: int | None, den: int
) -> None:
    sites = tuple((muscle, "left") for muscle in muscles)
    figure = of([cramp(sites=sites)])["outside_calf_and_foot"]
    assert (figure.num, figure.den) == (num, den)


def test_calf_and_foot_are_the_places_of_the_clinical_feature() -> None:
    assert calf_and_foot() == {"calf", "foot", "foot-arch", "toes"}


def test_arm_and_trunk_cramps_are_dates_with_muscles() -> None:
    rows = [
        cramp(sites=(("hand", "left"), ("calf", "left"))),
        day_cramp(sites=(("abdomen", "midline"),)),
        cramp(LAST - timedelta(days=3), sites=(("calf", "left"),)),
        cramp(LAST - timedelta(days=4), sites=(("jaw", "midline"),)),
    ]
    figure = of(rows)["arm_or_trunk_dates"]
    assert figure.value == 1
    assert figure.items == ({"date": "2026-03-20", "muscles": ["abdomen", "hand"]},)


def test_triggers_have_the_cramps_that_were_asked_as_denominator() -> None:
    rows = [
        cramp(triggers=("exercise", "cold")),
        cramp(triggers=("exercise",)),
        cramp(triggers=("none-known",)),
        cramp(triggers=None),
    ]
    figure = of(rows)["triggers"]
    assert [(item["code"], item["count"], item["den"]) for item in figure.items] == [
        ("exercise", 2, 3),
        ("cold", 1, 3),
        ("none-known", 1, 3),
    ]


def test_relief_counts_physical_measures_with_a_known_effect() -> None:
    rows = [
        cramp(relief=(("stretching", "full"), ("magnesium", "full"))),
        cramp(relief=(("stretching", "none"), ("massage", "unknown"))),
        cramp(relief=(("heat", "partial"), ("massage", None))),
    ]
    figure = of(rows)["physical_relief"]
    assert [(item["code"], item["count"], item["den"]) for item in figure.items] == [
        ("heat", 1, 1),
        ("stretching", 1, 2),
    ]


def test_unanswered_questions_give_reasons_and_no_numbers() -> None:
    figures = of([cramp()])
    silent = {"sites", "triggers", "physical_relief", "pain_worst", "soreness_share"}
    assert {figures[name].value for name in silent} == {None}
    assert all(figures[name].reason for name in silent)


@pytest.mark.parametrize(("night_cramps", "share"), [(3, None), (4, 0.2)])
def test_day_share_needs_five_cramps_in_the_block(
    night_cramps: int, share: float | None
) -> None:
    rows = [day_cramp(), *(cramp() for _ in range(night_cramps))]
    figure = day_share(rows, LAST)
    assert (figure.value, figure.num, figure.den) == (share, 1, night_cramps + 1)
    assert (figure.reason is None) is (share is not None)


def test_day_share_puts_each_cramp_in_its_block() -> None:
    edge = LAST - timedelta(days=27)
    older = LAST - timedelta(days=28)
    oldest = LAST - timedelta(days=167)
    unread = LAST - timedelta(days=168)
    rows = [
        *(cramp(edge) for _ in range(5)),
        *(day_cramp(older) for _ in range(6)),
        *(cramp(oldest) for _ in range(7)),
        *(cramp(unread) for _ in range(8)),
        cramp(LAST + timedelta(days=1)),
        cramp(is_cramp=False),
    ]
    figure = day_share(rows, LAST)
    assert [item["den"] for item in figure.items] == [7, 0, 0, 0, 6, 5]
    assert figure.value == 0
    assert figure.previous == 1
