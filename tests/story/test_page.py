"""Reading a page as a story: its steps, and what may differ between two runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.story.page import Step, steps, without_what_varies
from tests.story.test_tutorial import PAGES, belongs


def test_a_step_is_a_bash_block_with_the_answer_right_after_it(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "```\nmake run\n```\n```bash\na=1\n```\nWords.\n"
        "```bash\necho $a\n```\n```text\n1\n```\n"
    )
    assert steps(page) == [Step("a=1\n", ""), Step("echo $a\n", "1\n")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_page_of_the_story_has_an_answer_to_compare(page: Path) -> None:
    assert any(step.answer for step in steps(page))


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("0193b3c0-5d1e-7cc0-9a51-2f4f6f1f7a10 x", "<id> x"),
        ("2026-03-20T02:00:00+01:00,9", "<time>,9"),
        ("2026-03-20T01:00:00Z;20.03.2026 02:00:00", "<time>;<time>"),
        ("2026-03-20 and 20.03.2026  ", "<date> and <date>"),
        ('{"rev":12,"pain_max":8}', '{"rev":<number>,"pain_max":8}'),
        (
            "duration-over-10-min see_doctor open",
            "duration-over-10-min see_doctor open",
        ),
    ],
)
def test_only_what_varies_is_masked(text: str, masked: str) -> None:
    assert without_what_varies(text) == masked


@pytest.mark.parametrize(
    ("name", "cell", "is_norwegian", "fits"),
    [
        ("started_at_local", "2026-03-20T02:00:00+01:00", False, True),
        ("started_at_utc", "2026-03-20T01:00:00Z", False, True),
        ("started_at_local", "20.03.2026 02:00:00", True, True),
        ("started_at_local", "20.03.2026 02:00:00", False, False),
        ("started_at_local", "night", False, False),
        ("diary_date", "2026-03-20", False, True),
        ("diary_date", "2026-03-20T02:00:00+01:00", False, False),
        ("diary_date", "20.03.2026", True, True),
        ("pain_max", "8", False, True),
        ("pain_max", "calf:left", False, False),
        ("sites", "calf:left", False, True),
        ("sites", "540", False, False),
        ("id", "0193b3c0-5d1e-7cc0-9a51-2f4f6f1f7a10", False, True),
        ("id", "Europe/Oslo", False, False),
        ("note", "", False, True),
    ],
)
def test_a_cell_of_another_column_does_not_belong(
    name: str, cell: str, is_norwegian: bool, fits: bool
) -> None:
    assert belongs(name, cell, is_norwegian=is_norwegian) is fits
