"""304 without computing, never stale, never another reader's."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from rest_framework.test import APIClient

from api.trends.edition import DIARY, digest_of, edition
from diary.models import AccessEvent, Diary, Grant, User, Warning
from tests.api.sharing.conftest import ClientFor, give
from tests.api.trends.conftest import (
    LAST_NIGHT,
    MAGNESIUM,
    NOW,
    ONE_NIGHT,
    ROUTES,
    V1,
    fill,
    log_cramp,
    log_quiet,
    magnesium,
    of_patient,
    open_warning,
    own,
    post,
    sleep,
)
from tests.conftest import make_user

LOGIN = 2
STANDING = 1
LOG_AND_GRANT_MOST = 6

pytestmark = pytest.mark.usefixtures("clock")


def ask(client: APIClient, path: str, etag: str) -> Any:
    """Ask again with the ETag of an earlier answer."""
    return client.get(path, HTTP_IF_NONE_MATCH=etag)


@pytest.mark.parametrize("route", ROUTES)
def test_unchanged_diary_is_304_in_three_queries(
    api: APIClient, diary: Diary, django_assert_num_queries: Any, route: str
) -> None:
    fill(diary)
    first = api.get(own(route))
    assert first["Cache-Control"] == "private, no-cache"
    with django_assert_num_queries(LOGIN + STANDING):
        again = ask(api, own(route), first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert (again["ETag"], again["Cache-Control"]) == (
        first["ETag"],
        "private, no-cache",
    )


@pytest.mark.parametrize("sent", ["W/{etag}", '"other", {etag}', "*"])
def test_if_none_match_is_read_as_http_has_it(api: APIClient, sent: str) -> None:
    etag = api.get(own("summary/"))["ETag"]
    assert ask(api, own("summary/"), sent.format(etag=etag)).status_code == 304


@pytest.mark.parametrize("sent", ['""', "nonsense", '"x"'])
def test_other_etags_get_the_answer(api: APIClient, sent: str) -> None:
    assert ask(api, own("summary/"), sent).status_code == 200


def delete_cramp(api: APIClient) -> None:
    (row,) = api.get(f"{V1}/episodes/").json()["results"]
    path = f"{V1}/episodes/{row['id']}/"
    answer = api.delete(path, headers={"If-Match": f'"{row["rev"]}"'})
    assert answer.status_code == 204


def change_cramp(api: APIClient) -> None:
    (row,) = api.get(f"{V1}/episodes/").json()["results"]
    answer = api.patch(
        f"{V1}/episodes/{row['id']}/",
        {"pain_max": 9},
        format="json",
        headers={"If-Match": f'"{row["rev"]}"'},
    )
    assert answer.status_code == 200


def move_home(api: APIClient) -> None:
    profile = api.get(f"{V1}/profile/").json()
    answer = api.patch(
        f"{V1}/profile/",
        {"night_start": "22:00"},
        format="json",
        headers={"If-Match": f'"{profile["rev"]}"'},
    )
    assert answer.status_code == 200


def push_cramp(api: APIClient) -> None:
    item = {
        "table": "episodes",
        "id": str(uuid.uuid4()),
        "fields": {"started_at": "2026-03-18T02:00:00+01:00"},
    }
    sent = {"device": "phone", "items": [item]}
    answer = api.post(f"{V1}/sync/push", sent, format="json")
    assert answer.json()["results"][0]["status"] == "created", answer.content


WRITES: dict[str, Callable[[APIClient], object]] = {
    "cramp": lambda api: log_cramp(api, LAST_NIGHT - ONE_NIGHT),
    "check-in": lambda api: log_quiet(api, LAST_NIGHT - ONE_NIGHT),
    "sleep": lambda api: post(api, "nights", sleep(LAST_NIGHT)),
    "medicine": lambda api: post(api, "medications", magnesium(LAST_NIGHT)),
    "profile": move_home,
    "edit": change_cramp,
    "delete": delete_cramp,
    "push": push_cramp,
}


@pytest.mark.parametrize("route", ["summary/", "nights.svg"])
@pytest.mark.parametrize("write", list(WRITES))
def test_no_answer_is_kept_after_a_write(
    api: APIClient, route: str, write: str
) -> None:
    log_cramp(api, LAST_NIGHT)
    etag = api.get(own(route))["ETag"]
    WRITES[write](api)
    assert ask(api, own(route), etag).status_code == 200


def test_no_answer_is_kept_when_a_warning_changes(api: APIClient, diary: Diary) -> None:
    """Also where a warning changes without a revision of its own."""
    etags = [api.get(own("summary/"))["ETag"]]
    warning = open_warning(diary, severity="see_doctor")
    etags.append(api.get(own("summary/"))["ETag"])
    for severity in ("see_doctor_soon", "urgent"):
        Warning.objects.filter(pk=warning.pk).update(severity=severity)
        etags.append(api.get(own("summary/"))["ETag"])
    assert len(set(etags)) == 4
    Warning.objects.filter(pk=warning.pk).update(state="discussed")
    assert ask(api, own("summary/"), etags[-1]).status_code == 200
    assert ask(api, own("summary/"), etags[0]).status_code == 304


def test_no_answer_is_kept_over_noon_or_another_question(
    api: APIClient, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = own("summary/")
    etags = [
        api.get(summary)["ETag"],
        api.get(summary, {"window": 7})["ETag"],
        api.get(summary, {"end": "2026-03-19"})["ETag"],
        api.get(summary, {"lang": "nb"})["ETag"],
    ]
    clock.move_to(NOW + ONE_NIGHT)
    etags.append(api.get(summary)["ETag"])
    clock.move_to(NOW)
    monkeypatch.setattr("api.trends.base.DEFINITIONS_VERSION", 10_000)
    etags.append(api.get(summary)["ETag"])
    assert len(set(etags)) == 6


def test_no_answer_is_kept_over_a_new_edition_of_the_product(
    api: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    etag = api.get(own("summary/"))["ETag"]
    monkeypatch.setattr("api.trends.base.edition", lambda: "the next one")
    assert ask(api, own("summary/"), etag).status_code == 200


def test_edition_changes_with_any_word_and_stays_otherwise(tmp_path: Path) -> None:
    words = tmp_path / "texts.py"
    words.write_text("better")
    before = digest_of([words])
    assert digest_of([words]) == before
    words.write_text("worse")
    assert digest_of([words]) != before


def test_edition_is_one_of_this_installation() -> None:
    assert edition() == edition.__wrapped__()
    names = {path.name for path in DIARY.rglob("*")}
    assert {"verdict_texts.py", "texts.py", "vocabulary.json"} <= names


def test_answer_for_a_named_night_changes_once_that_night_is_not_the_last(
    api: APIClient, clock: Any
) -> None:
    """Its next steps are then no longer asked for."""
    path = own("summary/") + "?end=2026-03-20"
    etag = api.get(path)["ETag"]
    assert api.get(path).json()["next_steps"]
    clock.move_to(NOW + ONE_NIGHT)
    assert ask(api, path, etag).json()["next_steps"] == []


def test_moving_to_another_zone_moves_the_window(api: APIClient, diary: Diary) -> None:
    etag = api.get(own("summary/"))["ETag"]
    diary.profile.tz = ZoneInfo("America/New_York").key
    diary.profile.save()
    assert ask(api, own("summary/"), etag).json()["window"]["to"] == "2026-03-19"


@pytest.mark.parametrize("route", ROUTES)
def test_etag_of_another_person_never_gives_304(
    api: APIClient, other_patient: User, login: ClientFor, route: str
) -> None:
    other = login(other_patient)
    etag = other.get(own(route))["ETag"]
    assert ask(api, own(route), etag).status_code == 200


@pytest.mark.parametrize("route", ROUTES)
def test_etag_of_another_reader_of_the_same_diary_never_gives_304(
    api: APIClient,
    doctor: APIClient,
    diary: Diary,
    grant: Grant,
    login: ClientFor,
    route: str,
) -> None:
    colleague = make_user("colleague@example.test", User.Role.CLINICIAN)
    give(diary, colleague)
    path = of_patient(diary, route)
    readers = [(api, own(route)), (doctor, path), (login(colleague), path)]
    etags = [client.get(asked)["ETag"] for client, asked in readers]
    answers = {
        (number, place): ask(client, asked, etag).status_code
        for number, (client, asked) in enumerate(readers)
        for place, etag in enumerate(etags)
    }
    assert answers == {
        (number, place): 304 if number == place else 200
        for number in range(3)
        for place in range(3)
    }


@pytest.mark.parametrize("route", ROUTES)
def test_clinicians_reading_is_logged_also_when_nothing_has_changed(
    doctor: APIClient, diary: Diary, grant: Grant, route: str
) -> None:
    path = of_patient(diary, route)
    etag = doctor.get(path, {"end": "2026-03-19"})["ETag"]
    again = ask(doctor, f"{path}?end=2026-03-19", etag)
    assert again.status_code == 304
    events = AccessEvent.objects.in_diary(diary.pk).order_by("pk")
    name = f"trends-{route.removesuffix('/').replace('.', '-')}"
    assert [(row.what, row.result, str(row.to_date)) for row in events] == [
        (name, "allowed", "2026-03-19")
    ] * 2
    assert events[1].request_id == again["X-Request-Id"]


def test_304_of_a_clinician_reads_no_entries(
    api: APIClient,
    doctor: APIClient,
    diary: Diary,
    grant: Grant,
    django_assert_max_num_queries: Any,
) -> None:
    fill(diary)
    path = of_patient(diary, "summary/")
    etag = doctor.get(path)["ETag"]
    with django_assert_max_num_queries(LOGIN + STANDING + LOG_AND_GRANT_MOST) as seen:
        assert ask(doctor, path, etag).status_code == 304
    read = " ".join(query["sql"] for query in seen.captured_queries)
    assert "diary_episode" not in read
    assert "diary_night" not in read


def test_grant_that_ended_gives_404_and_not_304(
    doctor: APIClient, diary: Diary, grant: Grant
) -> None:
    path = of_patient(diary, "summary/")
    etag = doctor.get(path)["ETag"]
    Grant.objects.filter(pk=grant.pk).update(state="revoked", revoked_at=NOW)
    assert ask(doctor, path, etag).status_code == 404


def test_medicine_is_told_by_its_stable_id(api: APIClient) -> None:
    post(api, "medications", magnesium(LAST_NIGHT))
    (medicine,) = api.get(own("treatments/")).json()["medicines"]
    assert medicine["id"] == MAGNESIUM
