"""S01, S09: a lost answer or a killed server neither doubles nor loses anything."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from diary.failpoints import PUSH_POINTS
from diary.models import Diary, Episode, EvaluationDue
from tests.faults.people import Person, cramp
from tests.faults.phone import NoAnswer
from tests.faults.proxy import Proxy
from tests.faults.web import Web

ITEMS = 10


@pytest.fixture
def line(web: Web) -> Iterator[Proxy]:
    """A line to the web side that a test can break."""
    proxy = Proxy(web.port)
    yield proxy
    proxy.refuse()


def revision(person: Person) -> int:
    return Diary.objects.get(pk=person.diary_id).revision


def stored(person: Person) -> int:
    return Episode.objects.in_diary(person.diary_id).count()


def test_push_sent_again_after_lost_answers_is_stored_once(
    person: Person, line: Proxy
) -> None:
    phone, items = person.phone(port=line.port), [cramp() for _ in range(ITEMS)]
    line.loses_answers = True
    for _ in range(20):
        with pytest.raises(NoAnswer):
            phone.push(*items)
    assert (stored(person), revision(person)) == (ITEMS, 1 + ITEMS)
    line.loses_answers = False
    statuses = [result["status"] for result in phone.push(*items)]
    assert statuses == ["unchanged"] * ITEMS
    assert revision(person) == 1 + ITEMS
    phone.pull()
    assert set(phone.held()) == {item["id"] for item in items}


@pytest.mark.parametrize("part", [0, 150, 700])
def test_push_cut_off_on_its_way_stores_nothing_and_goes_in_whole_later(
    person: Person, line: Proxy, part: int
) -> None:
    phone, items = person.phone(port=line.port), [cramp() for _ in range(ITEMS)]
    line.cuts_after = part
    with pytest.raises(NoAnswer):
        phone.push(*items)
    assert (stored(person), revision(person)) == (0, 1)
    line.cuts_after = None
    assert {result["status"] for result in phone.push(*items)} == {"created"}


def test_slow_line_makes_nobody_impatient(person: Person, line: Proxy) -> None:
    line.delay_seconds = 0.2
    phone, item = person.phone(port=line.port), cramp()
    assert phone.push(item)[0]["status"] == "created"
    assert phone.push(item)[0]["status"] == "unchanged"


@pytest.mark.parametrize("point", PUSH_POINTS)
def test_server_killed_in_a_push_stored_all_or_nothing(
    person: Person, point: str
) -> None:
    EvaluationDue.objects.filter(diary=person.diary_id).delete()
    for turn in range(3):
        before, items = stored(person), [cramp() for _ in range(ITEMS)]
        phone = person.phone()
        with pytest.raises(NoAnswer):
            phone.push(*items, failpoints=f"{point}=kill")
        is_in = point == "push.committed"
        assert stored(person) == before + (ITEMS if is_in else 0), turn
        assert EvaluationDue.objects.filter(diary=person.diary_id).exists() is is_in
        statuses = {result["status"] for result in phone.push(*items)}
        assert statuses == {"unchanged" if is_in else "created"}
        assert stored(person) == before + ITEMS
        assert revision(person) == 1 + stored(person)
        EvaluationDue.objects.filter(diary=person.diary_id).delete()
