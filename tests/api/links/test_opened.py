"""What the right code opens: the report, within what the patient agreed to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from api.reports.renderers import HTML_POLICY
from api.styles import style_source
from diary.criteria.texts import title
from diary.models import Diary, ShareLink, User
from diary.services.evaluate import evaluate
from diary.services.links import SECTIONS
from tests.api.links.conftest import share, type_code
from tests.conftest import NOW, episode

V1 = "/api/v1"
NAME = "Kari Nordmann"
OWN_WORDS = "powder from the village"
WARNED = title("duration-over-10-min", "en")
QUERIES_MOST = 20  # counters, view, log row, report; the rest savepoints of this test


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """One instant for everybody."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def diary_with_something(api: APIClient, patient: User, diary: Diary) -> None:
    """A name, a long cramp this morning with its warning, and a remedy in own words."""
    patient.display_name = NAME
    patient.save()
    log(api, "episodes", episode(ended_at="2026-03-20T02:12:00+01:00"))
    remedy = {"code": "other", "text": OWN_WORDS, "started_on": "2026-03-01"}
    log(api, "medications", {"id": str(diary.pk), **remedy})
    evaluate(diary.pk, now=NOW)


def log(api: APIClient, table: str, row: dict[str, Any]) -> None:
    """Write one row."""
    assert api.post(f"{V1}/{table}/", row, format="json").status_code == 201


def opened(visitor: APIClient, diary: Diary, **terms: Any) -> str:
    """The page behind a link with these terms."""
    shared = share(diary, now=NOW, **terms)
    answer = type_code(visitor, shared.path, shared.code)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_page_is_the_report_with_its_own_policy(
    anonymous: APIClient, diary: Diary
) -> None:
    shared = share(diary, now=NOW)
    answer = type_code(anonymous, shared.path, shared.code)
    html = answer.content.decode()
    assert NAME in html
    assert WARNED in html
    assert answer["Content-Security-Policy"] == HTML_POLICY
    assert answer["Referrer-Policy"] == "no-referrer"
    styles = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    assert styles
    assert all(style_source(style) in HTML_POLICY for style in styles)


def test_page_speaks_the_links_language_whatever_the_browsers(
    anonymous: APIClient, diary: Diary
) -> None:
    shared = share(diary, now=NOW, language="nb")
    answer = type_code(
        anonymous, f"{shared.path}?lang=en", shared.code, **{"Accept-Language": "en"}
    )
    assert answer["Content-Language"] == "nb"
    assert '<html lang="nb">' in answer.content.decode()


def test_dates_keep_back_what_lies_outside(anonymous: APIClient, diary: Diary) -> None:
    before = opened(anonymous, diary, to_date=date(2026, 3, 10))
    after = opened(anonymous, diary, from_date=date(2026, 3, 1))
    assert WARNED not in before
    assert WARNED in after


@pytest.mark.parametrize(
    ("sections", "shown", "hidden"),
    [
        (["person"], NAME, WARNED),
        (["warnings"], WARNED, NAME),
    ],
)
def test_sections_keep_back_the_rest(
    anonymous: APIClient,
    diary: Diary,
    sections: list[str],
    shown: str,
    hidden: str,
) -> None:
    html = opened(anonymous, diary, sections=sections)
    assert shown in html
    assert hidden not in html


@pytest.mark.parametrize("with_notes", [True, False])
def test_own_words_are_shown_only_if_agreed(
    anonymous: APIClient, diary: Diary, with_notes: bool
) -> None:
    html = opened(anonymous, diary, with_notes=with_notes)
    assert (OWN_WORDS in html) is with_notes


def test_email_is_nobodys_name(
    anonymous: APIClient, patient: User, diary: Diary
) -> None:
    patient.display_name = ""
    patient.save()
    assert patient.email not in opened(anonymous, diary)


def test_summary_for_clinicians_cannot_be_asked_for(api: APIClient) -> None:
    assert "features" not in SECTIONS
    body = {"sections": ["features"]}
    assert api.post(f"{V1}/links/", body, format="json").status_code == 400


def test_empty_diary_opens_too(anonymous: APIClient, other_patient: User) -> None:
    assert opened(anonymous, Diary.objects.get(owner=other_patient))


def test_opening_takes_the_same_queries_for_one_cramp_and_for_thirty(
    api: APIClient, anonymous: APIClient, diary: Diary
) -> None:
    costs = []
    for number in range(2):
        shared = share(diary, now=NOW)
        with CaptureQueriesContext(connection) as captured:
            type_code(anonymous, shared.path, shared.code)
        costs.append(len(captured))
        for day in range(1, 30 * (1 - number)):
            log(
                api,
                "episodes",
                episode(
                    started_at=f"2026-02-{day % 28 + 1:02}T02:00:00+01:00",
                    ended_at=None,
                ),
            )
    assert ShareLink.objects.filter(views_left=4).count() == 2
    assert costs[0] == costs[1] <= QUERIES_MOST
