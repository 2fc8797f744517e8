"""The visitor's side: a page that asks for a code, and one answer to all that fails."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from api.links.html import STYLE
from api.styles import style_source
from diary.models import AccessEvent, Diary, ShareLink, ThrottleCount
from diary.services.links import open_link
from tests.api.links.conftest import FORM, WRONG, Shared, share, type_code
from tests.api.threads import threads
from tests.conftest import NOW

__all__ = ["threads"]

LOG = "/api/v1/access-log/"
WRONG_CODES_MAX = 10
LONG_AGO = datetime(2019, 3, 20, 8, 0, tzinfo=UTC)  # its rows of the log may go


def left(shared: Shared) -> tuple[int, int]:
    """Views and wrong codes that a link has left."""
    kept = ShareLink.objects.get(pk=shared.link.pk)
    return kept.views_left, kept.tries_left


class Tags(HTMLParser):
    """The tags of a page with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the tag."""
        self.found.append((tag, dict(attrs)))

    def named(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of each tag of this name."""
        return [attributes for name, attributes in self.found if name == tag]


@pytest.mark.django_db
def test_page_asks_for_the_code_in_a_labelled_field(anonymous: APIClient) -> None:
    tags = Tags(anonymous.get(f"/link/{uuid.uuid4()}").content.decode())
    (field,) = tags.named("input")
    assert tags.named("label") == [{"for": field["id"]}]
    assert (field["name"], field["type"]) == ("code", "text")
    assert "required" in field
    assert tags.named("form") == [{"method": "post", "autocomplete": "off"}]
    assert tags.named("script") == []


@pytest.mark.django_db
def test_page_is_kept_by_nobody_and_runs_nothing(anonymous: APIClient) -> None:
    page = anonymous.get(f"/link/{uuid.uuid4()}")
    assert page["Content-Type"] == "text/html; charset=utf-8"
    assert page["Cache-Control"] == "no-store"
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert page["X-Frame-Options"] == "DENY"
    assert page["X-Content-Type-Options"] == "nosniff"
    assert page["Content-Security-Policy"] == (
        f"default-src 'none'; style-src {style_source(STYLE)}; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )
    assert not page.cookies


@pytest.mark.django_db
def test_style_is_exactly_the_one_the_policy_lets_through(anonymous: APIClient) -> None:
    html = anonymous.get("/link/x").content.decode()
    (style,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    assert style == STYLE
    assert "style=" not in html


@pytest.mark.parametrize(
    ("query", "accept", "lang", "words"),
    [
        ("", "en", "en", "Open a shared page"),
        ("", "nb-NO,nb;q=0.9", "nb", "Åpne en delt side"),
        ("", "sv", "en", "Open a shared page"),
        ("?lang=nb", "en", "nb", "Åpne en delt side"),
        ("?lang=en", "nb", "en", "Open a shared page"),
        ("?lang=xx", "nb", "nb", "Åpne en delt side"),
        ("?fbclid=x", "en", "en", "Open a shared page"),
    ],
)
def test_page_speaks_the_language_asked_for_or_the_browsers(
    anonymous: APIClient, query: str, accept: str, lang: str, words: str
) -> None:
    page = anonymous.get(f"/link/x{query}", headers={"Accept-Language": accept})
    html = page.content.decode()
    assert page["Content-Language"] == lang
    assert f'<html lang="{lang}">' in html
    assert f"<h1>{words}</h1>" in html


@pytest.mark.django_db
def test_reading_the_page_touches_nothing(anonymous: APIClient, shared: Shared) -> None:
    with CaptureQueriesContext(connection) as captured:
        known = anonymous.get(shared.path)
    unknown = anonymous.get(f"/link/{uuid.uuid4()}")
    assert len(captured) == 0
    assert known.content == unknown.content


def test_right_code_opens_the_page_and_counts_one_view(
    anonymous: APIClient, shared: Shared
) -> None:
    page = type_code(anonymous, shared.path, shared.code)
    assert page.status_code == 200
    assert page["Content-Type"] == "text/html; charset=utf-8"
    assert page["Cache-Control"] == "no-store"
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert "<form" not in page.content.decode()
    assert left(shared) == (4, 10)


def test_code_is_read_as_people_write_it(anonymous: APIClient, shared: Shared) -> None:
    written = shared.code.lower().replace("0", "o").replace("1", "l")
    spaced = f" {written[:4]}-{written[4:]} "
    assert type_code(anonymous, shared.path, spaced).status_code == 200


def dead(diary: Diary, **fields: Any) -> Shared:
    """A link that something has killed."""
    shared = share(diary)
    ShareLink.objects.filter(pk=shared.link.pk).update(**fields)
    return shared


def test_whatever_does_not_open_looks_the_same(
    anonymous: APIClient, diary: Diary
) -> None:
    past = timezone.now() - timedelta(seconds=1)
    living, other = share(diary), share(diary)
    killed = [
        dead(diary, expires_at=past),
        dead(diary, ended_at=past),
        dead(diary, views_left=0),
        dead(diary, tries_left=0),
    ]
    attempts = [
        (living.path, WRONG),
        (living.path, ""),
        (living.path, other.code),
        (living.path, "ø" * 400),
        *((one.path, one.code) for one in killed),
        *((one.path, WRONG) for one in killed),
        (f"/link/{uuid.uuid4()}", living.code),
        ("/link/nonsense", living.code),
        (living.path.upper().replace("/LINK", "/link"), WRONG),
    ]
    seen = set()
    for path, code in attempts:
        answer = type_code(anonymous, path, code)
        headers = {**answer.headers, "X-Request-Id": ""}
        seen.add((answer.status_code, answer.content, str(sorted(headers.items()))))
    assert len(seen) == 1
    ((status, body, _),) = seen
    assert status == 404
    assert b'role="alert"' in body
    assert left(living) == (5, 5)


def test_form_without_a_code_is_a_wrong_code(
    anonymous: APIClient, shared: Shared
) -> None:
    answer = anonymous.post(shared.path, "", content_type=FORM)
    assert answer.status_code == 404
    assert left(shared) == (5, 9)


def test_error_of_any_kind_is_a_page(anonymous: APIClient, shared: Shared) -> None:
    answer = anonymous.post(shared.path, {"code": shared.code}, format="json")
    assert answer.status_code == 415
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert left(shared) == (5, 10)


def test_link_lives_to_its_last_second(anonymous: APIClient, diary: Diary) -> None:
    shared = share(diary, now=NOW, days=1)
    statuses = []
    for seconds in (86_399, 86_400):
        with time_machine.travel(NOW + timedelta(seconds=seconds), tick=False):
            answer = type_code(anonymous, shared.path, shared.code)
            statuses.append(answer.status_code)
    assert statuses == [200, 404]


def test_page_opens_as_often_as_was_agreed(anonymous: APIClient, diary: Diary) -> None:
    shared = share(diary, views_max=2)
    statuses = [
        type_code(anonymous, shared.path, shared.code).status_code for _ in range(3)
    ]
    assert statuses == [200, 200, 404]


def test_of_20_parallel_visitors_as_many_get_in_as_agreed(
    threads: Callable[[int, Callable[[int], bool]], list[bool]], diary: Diary
) -> None:
    shared = share(diary, now=LONG_AGO, views_max=3)

    def visit(_: int) -> bool:
        opened = open_link(
            shared.link.pk, code=shared.code, request_id="-", now=LONG_AGO
        )
        return opened is not None

    assert threads(20, visit).count(True) == 3
    AccessEvent.objects.all().delete()  # a log with rows cannot be emptied otherwise


def test_sixth_try_waits_even_with_the_right_code(
    anonymous: APIClient, shared: Shared
) -> None:
    with time_machine.travel(NOW, tick=False):
        tries = [type_code(anonymous, shared.path, WRONG) for _ in range(5)]
        waiting = type_code(anonymous, shared.path, shared.code)
    assert [answer.status_code for answer in tries] == [404] * 5
    assert (waiting.status_code, waiting["Retry-After"]) == (429, "300")
    assert b"Try again in 5 minutes." in waiting.content
    assert left(shared) == (5, 5)
    assert AccessEvent.objects.count() == 5
    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        assert type_code(anonymous, shared.path, shared.code).status_code == 200


def test_limit_is_the_same_for_a_link_that_does_not_exist(
    anonymous: APIClient, shared: Shared
) -> None:
    with time_machine.travel(NOW, tick=False):
        answers = [
            [type_code(anonymous, path, WRONG) for _ in range(6)][-1]
            for path in (shared.path, f"/link/{uuid.uuid4()}")
        ]
    assert [answer.status_code for answer in answers] == [429, 429]
    assert answers[0].content == answers[1].content


def test_limit_holds_however_the_address_is_written(
    anonymous: APIClient, shared: Shared
) -> None:
    written = [str(shared.link.pk), str(shared.link.pk).upper()] * 3
    answers = [type_code(anonymous, f"/link/{one}", WRONG) for one in written]
    assert [answer.status_code for answer in answers] == [404] * 5 + [429]


def test_one_address_tries_60_times_whatever_the_links(
    anonymous: APIClient, shared: Shared
) -> None:
    with time_machine.travel(NOW, tick=False):
        statuses = [
            type_code(anonymous, f"/link/{number}", WRONG).status_code
            for number in range(60)
        ]
        waiting = type_code(anonymous, shared.path, shared.code)
    assert statuses == [404] * 60
    assert (waiting.status_code, waiting["Retry-After"]) == (429, "600")
    assert left(shared) == (5, 10)


def test_limit_acts_before_anything_is_looked_up(
    anonymous: APIClient, shared: Shared
) -> None:
    for _ in range(5):
        type_code(anonymous, shared.path, WRONG)
    with CaptureQueriesContext(connection) as captured:
        assert type_code(anonymous, shared.path, shared.code).status_code == 429
    tables = {"diary_throttlecount" in query["sql"] for query in captured}
    assert tables == {True}


def test_success_starts_the_count_of_the_link_anew(
    anonymous: APIClient, shared: Shared
) -> None:
    for _ in range(4):
        type_code(anonymous, shared.path, WRONG)
    assert type_code(anonymous, shared.path, shared.code).status_code == 200
    assert type_code(anonymous, shared.path, WRONG).status_code == 404


def test_ten_wrong_codes_kill_the_link(anonymous: APIClient, diary: Diary) -> None:
    shared = share(diary, now=NOW)
    for number in range(WRONG_CODES_MAX):
        with time_machine.travel(NOW + timedelta(hours=number), tick=False):
            assert type_code(anonymous, shared.path, WRONG).status_code == 404
    assert left(shared) == (5, 0)
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        assert type_code(anonymous, shared.path, shared.code).status_code == 404


def test_nine_wrong_codes_do_not(anonymous: APIClient, diary: Diary) -> None:
    shared = share(diary, now=NOW)
    ShareLink.objects.filter(pk=shared.link.pk).update(tries_left=2)
    with time_machine.travel(NOW, tick=False):
        type_code(anonymous, shared.path, WRONG)
        assert type_code(anonymous, shared.path, shared.code).status_code == 200


def test_counters_keep_no_link(anonymous: APIClient, shared: Shared) -> None:
    type_code(anonymous, shared.path, WRONG)
    names = list(ThrottleCount.objects.values_list("name", flat=True))
    assert len(names) == 2
    assert str(shared.link.pk) not in str(names)


def test_each_opening_and_refusal_is_in_the_patients_log(
    api: APIClient, anonymous: APIClient, diary: Diary
) -> None:
    shared = share(diary, from_date=NOW.date() - timedelta(days=9), to_date=NOW.date())
    wrong = type_code(anonymous, shared.path, WRONG)
    right = type_code(anonymous, shared.path, shared.code)
    rows = api.get(LOG).json()["results"]
    assert [(row["result"], row["request_id"]) for row in rows] == [
        ("allowed", right["X-Request-Id"]),
        ("refused", wrong["X-Request-Id"]),
    ]
    for row in rows:
        del row["at"], row["result"], row["request_id"]
        assert row == {
            "actor": {"name": "", "role": "link"},
            "what": "report",
            "from": "2026-03-11",
            "to": "2026-03-20",
            "grant": None,
            "link": str(shared.link.pk),
        }


def test_visit_to_no_link_is_in_nobodys_log(anonymous: APIClient, diary: Diary) -> None:
    type_code(anonymous, f"/link/{uuid.uuid4()}", WRONG)
    assert not AccessEvent.objects.exists()


@pytest.mark.parametrize("is_right", [True, False])
def test_no_log_row_no_page_and_nothing_counted(
    anonymous: APIClient, shared: Shared, is_right: bool
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE diary_accessevent RENAME TO diary_accessevent_away")
    code = shared.code if is_right else WRONG
    answer = type_code(anonymous, shared.path, code)
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert b'role="alert"' in answer.content
    assert left(shared) == (5, 10)
