"""A report with dates or sections kept back tells nothing of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from diary.exports.report import SECTIONS, Limits, Medicine, html_page, paste_block
from tests.diary.exports.report.builders import (
    FIRST,
    LAST,
    back,
    cramp,
    quiet,
    report,
    row,
    slept,
    texts_of,
    usual,
    warning,
)

DATES = Limits(first=FIRST, last=LAST)


def outside(**values: Any) -> dict[str, Any]:
    """A usual diary with more of everything before the first shared date."""
    made = usual()
    before = FIRST - timedelta(days=1)
    return {
        "episodes": (*made.episodes, cramp(before, pain_max=10)),
        "check_ins": (*made.check_ins, quiet(before - timedelta(days=1))),
        "nights": (*made.nights, slept(FIRST - timedelta(days=30), waso_minutes=90)),
        "medicines": (
            *made.medicines,
            Medicine("x", "quinine", started_on=None, stopped_on=before),
        ),
        "warnings": (*made.warnings, warning("radiating-pain", evidence=(before,))),
        **values,
    }


def test_what_lies_outside_the_dates_changes_no_byte() -> None:
    without = usual(limits=DATES)
    kept: dict[str, Any] = {
        "episodes": tuple(e for e in without.episodes if e.id >= str(FIRST)),
        "check_ins": tuple(c for c in without.check_ins if c.date >= FIRST),
        "nights": tuple(n for n in without.nights if n.night_date >= FIRST),
        "medicines": without.medicines[:1],
    }
    expected = report(replace(without, **kept))
    assert report(usual(limits=DATES, **outside())) == expected


def test_spans_that_reach_outside_are_not_shared() -> None:
    made = report(usual(limits=DATES))
    assert made.nights
    assert made.cramps
    assert made.day_share
    assert row(made.nights.table, "Krampe, av registrerte netter") == (
        "8 av 27 (30 %)",
        "ikke delt",
        "ikke delt",
    )
    assert made.nights.verdicts == ()
    assert row(made.cramps, "Lengste") == ("14 min 5 s", "ikke delt")
    assert made.day_share.rows[1][1:] == ("ikke delt", "ikke delt")
    assert "Endring: ikke delt." in paste_block(made)


def test_the_page_says_that_it_is_limited() -> None:
    made = report(usual(limits=DATES))
    assert made.standing[-1] == (
        "Avgrenset av pasienten til 21.2.2026–20.3.2026; det som ligger utenfor, er "
        "ikke med."
    )
    open_side = report(usual(limits=Limits(last=LAST)))
    assert "åpen dato–20.3.2026" in open_side.standing[-1]


@pytest.mark.parametrize(
    ("evidence", "window", "is_told"),
    [
        ((back(2),), None, True),
        ((back(2), back(40)), None, False),
        ((back(2),), (back(13), LAST), True),
        ((back(2),), (back(40), LAST), False),
    ],
)
def test_a_warning_is_told_if_all_it_rests_on_is(
    evidence: Any, window: Any, is_told: bool
) -> None:
    found = warning(evidence=evidence)
    if window:
        first, last = (day.isoformat() for day in window)
        found = found._replace(
            facts={**found.facts, "window": {"from": first, "to": last}}
        )
    part = report(usual(limits=DATES, warnings=(found,))).warnings
    assert part
    assert bool(part.items) is is_told


PARTS = {
    "warnings": "warnings",
    "nights": "nights",
    "cramps": "cramps",
    "places": "places",
    "sleep": "sleep",
    "day_share": "day_share",
    "features": "features",
    "medicines": "medicines",
}


@pytest.mark.parametrize("section", PARTS)
def test_a_section_left_out_is_nowhere(section: str) -> None:
    whole = usual()
    made = report(
        replace(whole, limits=Limits(sections=frozenset(SECTIONS) - {section}))
    )
    assert getattr(made, PARTS[section]) is None
    title = getattr(
        getattr(report(whole), PARTS[section]), "title", "Netter med krampe"
    )
    page = html_page(made)
    assert f"<h2>{title}</h2>" not in page
    assert f"<h2>{title}</h2>" in html_page(report(whole))


def test_a_name_left_out_is_nowhere() -> None:
    made = report(usual(limits=Limits(sections=frozenset(SECTIONS) - {"person"})))
    assert not [text for text in texts_of(made) if "Astrid" in text or "1958" in text]


@pytest.mark.parametrize(
    ("left_out", "word"), [("medicines", "Statin"), ("sleep", "søvn natten før")]
)
def test_what_goes_with_cramp_nights_gives_nothing_away(
    left_out: str, word: str
) -> None:
    sections = frozenset(SECTIONS) - {left_out}
    told = texts_of(report(usual(limits=Limits(sections=sections))))
    assert [text for text in texts_of(report(usual())) if word in text]
    assert not [text for text in told if word in text]


def test_nothing_but_the_frame_is_left_without_sections() -> None:
    made = report(usual(limits=Limits(sections=frozenset())))
    page = html_page(made) + html_page(made, page=2)
    assert "Astrid" not in page
    assert page.count("<table") == 0
    assert paste_block(made).count("\n") == 3
