"""Cells: nothing a spreadsheet runs, and lists that can be taken apart again."""

from __future__ import annotations

import pytest

from diary.exports.cells import (
    code_list,
    dashed,
    neutral,
    relief_list,
    residual_pain,
    site_list,
)

PAYLOADS = {
    "equals": "=1+1",
    "plus": "+1+1",
    "minus": "-1+1",
    "at": "@SUM(A1)",
    "tab": "\t=1+1",
    "carriage return": "\r=1+1",
    "line feed": "\n=1+1",
    "NUL": "\x00=1+1",
    "leading blank": "  =1+1",
    "no-break space": "\u00a0=1+1",
    "byte order mark": "\ufeff=1+1",
    "zero-width space": "\u200b=1+1",
    "full-width equals": "\uff1d1+1",
    "full-width plus": "\uff0b1+1",
    "full-width minus": "\uff0d1+1",
    "full-width at": "\uff20SUM(A1)",
    "small equals": "\ufe661+1",
    "minus sign": "\u22121+1",
    "macro call": "=cmd|' /C calc'!A0",
    "link": '=HYPERLINK("http://example.test","see")',
}


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_formula_is_neutralised_by_an_apostrophe(payload: str) -> None:
    assert neutral(payload) == f"'{payload}"


@pytest.mark.parametrize(
    "text", ["", "calf", "2 = two", "a-b", "ømhet", "Vondt; igjen", "(kramper)", "'s"]
)
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert neutral(text) == text


def test_lists_of_codes_and_their_labels() -> None:
    read = code_list("triggers", "en")
    assert read(None) == ("", "")
    assert read("null") == ("", "")
    codes, labels = read('["exercise", "overexertion"]')
    assert codes == "exercise overexertion"
    assert len(labels.split(" | ")) == 2


def test_site_without_side_keeps_its_pain_in_third_place() -> None:
    read = site_list("nb")
    sites = '[{"muscle": "calf", "pain": 8}, {"muscle": "hand", "side": "right"}]'
    codes, regions, labels = read(sites)
    assert codes == "calf::8 hand:right"
    assert regions == "leg arm"
    assert labels == "Legg (baksiden) | Hånd, Høyre"


def test_pain_of_nought_is_not_left_out() -> None:
    codes, _, _ = site_list("nb")('[{"muscle": "calf", "side": "left", "pain": 0}]')
    assert codes == "calf:left:0"


def test_relief_without_effect_is_the_measure_alone() -> None:
    read = relief_list("en")
    codes, labels = read(
        '[{"code": "stretching", "effect": "full"}, {"code": "massage"}]'
    )
    assert codes == "stretching:full massage"
    assert labels == "Stretched the muscle: It went away | Rubbed or massaged"


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        (None, ("", None, None)),
        ("null", ("", None, None)),
        ('{"present": false}', ("false", None, None)),
        ('{"max": 0, "duration_minutes": 0}', ("", 0, 0)),
    ],
)
def test_soreness_not_asked_is_empty(
    text: str | None, cells: tuple[str, int | None, int | None]
) -> None:
    assert residual_pain(text) == cells


def test_id_is_written_alike_from_every_database() -> None:
    usual = "0193a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"
    assert dashed(usual) == dashed(usual.replace("-", "")) == usual
