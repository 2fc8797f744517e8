"""Twenty exports at once, and too many: the documented answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from rest_framework.test import APIClient

from api.accounts.limits import LIMITS
from diary.models import AccessEvent, Diary, ExportJob, ThrottleCount, User
from tests.api.exports.jobs import URL, ask
from tests.api.exports.test_export import log, text_of
from tests.api.sharing.conftest import give
from tests.api.threads import threads
from tests.conftest import episode, token_for

__all__ = ["threads"]

AT_ONCE = 20
CSV = "/api/v1/export.csv"


def clients_of(user: User) -> Callable[[], APIClient]:
    """A maker of clients that are logged in as the same person."""
    token = token_for(user)

    def make() -> APIClient:
        client = APIClient()
        client.credentials(HTTP_X_SESSION_TOKEN=token)
        return client

    return make


@pytest.mark.django_db(transaction=True)
def test_of_twenty_jobs_at_once_one_is_taken(
    patient: User, threads: Callable[..., list[int]]
) -> None:
    client = clients_of(patient)

    def post(_: int) -> int:
        return int(client().post(URL, {}, format="json").status_code)

    assert sorted(threads(AT_ONCE, post)) == [202] + [429] * (AT_ONCE - 1)


@pytest.mark.django_db(transaction=True)
def test_twenty_streams_at_once_are_all_whole(
    api: APIClient, patient: User, threads: Callable[..., list[str]]
) -> None:
    log(api, "episodes", *(episode() for _ in range(5)))
    client = clients_of(patient)
    texts = threads(AT_ONCE, lambda _: text_of(client().get(CSV)))
    assert len(set(texts)) == 1
    assert texts[0].count("\r\n") == 6


def test_too_many_jobs_in_an_hour_are_refused(api: APIClient, folder: Path) -> None:
    ask(api)
    counts = ThrottleCount.objects.filter(name__startswith="export:account:")
    counts.update(count=LIMITS["export"].tries - 1)
    ExportJob.objects.all().delete()
    assert api.post(URL, {}, format="json").status_code == 202
    ExportJob.objects.all().delete()
    refused = api.post(URL, {}, format="json")
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
    assert not ExportJob.objects.exists()


def test_too_many_streams_in_an_hour_are_refused_and_not_logged(
    doctor: APIClient, clinician: User, diary: Diary
) -> None:
    give(diary, clinician)
    url = f"/api/v1/patients/{diary.pk}/export.csv"
    assert doctor.get(url).status_code == 200
    counts = ThrottleCount.objects.filter(name__startswith="export-csv:account:")
    counts.update(count=LIMITS["export-csv"].tries)
    refused = doctor.get(url)
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
    assert int(refused["Retry-After"]) > 0
    assert AccessEvent.objects.count() == 1
