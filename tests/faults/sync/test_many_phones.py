"""S02-S06: many phones at once, on real processes: no row missed, none overwritten."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from diary.models import Episode
from tests.conftest import episode
from tests.faults.people import Person, cramp, deletion, edit
from tests.faults.phone import Content, Phone
from tests.faults.sync.together import together

WRITERS = 8
SLOW_ENOUGH = "push.decided=pause:0.01,push.queued=pause:0.01"


def pushes(phone: Phone, turns: int) -> list[str]:
    """Push so often, two rows each; the ids that were acknowledged."""
    done = []
    for turn in range(turns):
        answered = phone.push(
            cramp(), cramp(), failpoints=SLOW_ENOUGH if turn % 2 else ""
        )
        done += [result["id"] for result in answered if result["status"] == "created"]
    return done


def posts(phone: Phone, seconds: float) -> list[str]:
    """Post one row after another for so long; the ids that were acknowledged."""
    done, deadline = [], time.monotonic() + seconds
    while time.monotonic() < deadline:
        answer = phone.call("POST", "/api/v1/episodes/", episode())
        assert answer.status == 201, answer.body
        done.append(answer.json()["id"])
    return done


def polled(phone: Phone, stop: threading.Event) -> list[int]:
    """Pull as fast as it goes; the revisions in the order in which they came."""
    seen: list[int] = []
    while not stop.is_set():
        seen += [change["rev"] for change in phone.pull()]
    return seen + [change["rev"] for change in phone.pull()]


def write_while_one_polls(
    person: Person, write: Callable[[Phone], list[str]]
) -> tuple[list[str], list[int], Phone]:
    stop, poller = threading.Event(), person.phone("poller")
    found: list[int] = []
    thread = threading.Thread(target=lambda: found.extend(polled(poller, stop)))
    thread.start()
    writers = [person.phone(f"writer {n}") for n in range(WRITERS)]
    try:
        done = together(*[partial(write, writer) for writer in writers])
    finally:
        stop.set()
        thread.join()
    return [entry for part in done for entry in part], found, poller


def assert_nothing_missed(
    person: Person, acknowledged: list[str], revisions: list[int], poller: Phone
) -> None:
    assert len(acknowledged) == len(set(acknowledged))
    assert set(poller.held()) == set(acknowledged)
    assert revisions == sorted(set(revisions))
    assert revisions[-1] == person.diary().revision == 1 + len(acknowledged)


def test_poller_misses_nothing_that_eight_phones_push(person: Person) -> None:
    done, revisions, poller = write_while_one_polls(person, partial(pushes, turns=12))
    assert len(done) == WRITERS * 12 * 2
    assert_nothing_missed(person, done, revisions, poller)


@pytest.mark.slow
def test_poller_misses_nothing_in_half_a_minute_of_posts(person: Person) -> None:
    done, revisions, poller = write_while_one_polls(person, partial(posts, seconds=30))
    assert_nothing_missed(person, done, revisions, poller)


@pytest.mark.parametrize(
    ("fields", "second"),
    [({}, "unchanged"), ({"pain_max": 8}, "conflict")],
)
def test_two_phones_that_push_one_id_at_once_make_one_row(
    person: Person, fields: dict[str, Any], second: str
) -> None:
    phone, tablet = person.phone("phone"), person.phone("tablet")
    for _ in range(10):
        ours = cramp(pain_max=3)
        theirs = {**ours, "fields": {**ours["fields"], **fields}}
        answers = together(partial(phone.push, ours), partial(tablet.push, theirs))
        assert sorted(answer[0]["status"] for answer in answers) == sorted(
            ["created", second]
        )
    assert Episode.objects.in_diary(person.diary_id).count() == 10


def test_of_stale_edits_at_once_one_wins_and_the_others_see_it(person: Person) -> None:
    phones = [person.phone(f"device {n}") for n in range(6)]
    item = cramp()
    base = phones[0].push(item)[0]["rev"]
    for turn in range(5):
        notes = {phone.device: f"turn {turn} of {phone.device}" for phone in phones}
        edits = [edit(item["id"], base, note=note) for note in notes.values()]
        pairs = zip(phones, edits, strict=True)
        answers = together(*[partial(phone.push, sent) for phone, sent in pairs])
        results = [answer[0] for answer in answers]
        statuses = [result["status"] for result in results]
        assert sorted(statuses) == ["conflict"] * 5 + ["updated"]
        kept = edits[statuses.index("updated")]["fields"]["note"]
        shown = [found["server"] for found in results if found["server"]]
        assert [(row["note"], row["rev"]) for row in shown] == [(kept, base + 1)] * 5
        base += 1


def test_stale_edit_changes_not_one_value_of_the_row(person: Person) -> None:
    """100 stories of two phones, in every order."""
    shuffled = random.Random(5)
    phone, tablet = person.phone("phone"), person.phone("tablet")
    items = [cramp(pain_max=1, note="a") for _ in range(100)]
    first = {found["id"]: found["rev"] for found in phone.push(*items)}
    shuffled.shuffle(items)
    phone.push(*[edit(item["id"], first[item["id"]], pain_max=5) for item in items])
    before = rows_of(person)
    shuffled.shuffle(items)
    stale = [
        edit(
            item["id"],
            shuffled.choice([first[item["id"]], None, 0]),
            pain_max=7,
            note=shuffled.choice(["a", "b"]),
        )
        for item in items
    ]
    results = tablet.push(*stale)
    assert {found["status"] for found in results} == {"conflict"}
    assert rows_of(person) == before
    for sent, found in zip(stale, results, strict=True):
        assert found["id"] == found["server"]["id"] == sent["id"]
        assert (found["server"]["pain_max"], found["server"]["note"]) == (5, "a")


def rows_of(person: Person) -> list[object]:
    rows = Episode.objects.in_diary(person.diary_id).order_by("key")
    return list(rows.values_list())


@pytest.mark.parametrize("order", ["delete first", "edit first", "at once"])
def test_deletion_wins_over_an_edit_in_every_order(person: Person, order: str) -> None:
    phone, tablet = person.phone("phone"), person.phone("tablet")
    for _ in range(5):
        item = cramp(pain_max=3)
        rev = phone.push(item)[0]["rev"]
        acts: list[Callable[[], list[Content]]] = [
            partial(phone.push, deletion(item["id"], rev)),
            partial(tablet.push, edit(item["id"], rev, pain_max=8)),
        ]
        if order == "at once":
            together(*acts)
        else:
            for act in acts if order == "delete first" else reversed(acts):
                act()
        phone.pull()
        tablet.pull()
        key = "episodes", item["id"]
        assert (phone.rows[key], tablet.rows[key]) == (None, None)
    assert phone.rows == tablet.rows
    digests = [one.call("GET", "/api/v1/sync/digest").json() for one in (phone, tablet)]
    assert digests[0]["tables"]["episodes"] == digests[1]["tables"]["episodes"] == {}
