"""A cramp of 11 minutes, over HTTP: flagged, withdrawn, flagged once more."""

from __future__ import annotations

from typing import Any

from rest_framework.test import APIClient

from tests.api.warnings.conftest import V1
from tests.conftest import episode
from tests.diary.services.conftest import DiaryAtWork

LONG = "duration-over-10-min"
EPISODES = f"{V1}/episodes/"


def ending(minute: int) -> dict[str, str]:
    """The end that makes the cramp last so many minutes."""
    return {"ended_at": f"2026-03-20T02:{minute:02}:00+01:00"}


def edit(api: APIClient, entry: str, **fields: Any) -> None:
    """Change the episode as an app does: read it, then name its revision."""
    url = f"{EPISODES}{entry}/"
    etag = api.get(url)["ETag"]
    answer = api.patch(url, fields, format="json", headers={"If-Match": etag})
    assert answer.status_code == 200, answer.content


def flags(api: APIClient, query: str = "") -> list[dict[str, Any]]:
    """The warnings about the length, newest first."""
    rows = api.get(f"{V1}/warnings/{query}").json()["results"]
    return [row for row in rows if row["criterion"] == LONG]


def test_eleven_minutes_edited_to_nine_and_back_are_flagged_once(
    work: DiaryAtWork, api: APIClient
) -> None:
    written = api.post(EPISODES, episode(**ending(11)), format="json")
    entry = written.json()["id"]
    assert flags(api) == []
    work.judge()
    (first,) = flags(api)
    assert (first["state"], first["target"]) == ("open", entry)
    assert first["facts"]["max_duration_min"] == 11

    edit(api, entry, **ending(9))
    work.judge()
    assert flags(api, "?state=open,seen,discussed") == []
    (withdrawn,) = flags(api)
    assert (withdrawn["id"], withdrawn["state"]) == (first["id"], "retracted")
    steps = [step["state"] for step in withdrawn["history"]]
    assert steps == ["open", "retracted"]

    edit(api, entry, **ending(11))
    for _ in range(3):
        work.judge()
    (again,) = flags(api, "?state=open,seen,discussed")
    assert (again["state"], again["target"]) == ("open", entry)
    assert sorted(row["state"] for row in flags(api)) == ["open", "retracted"]


def test_phone_learns_of_each_step_by_pulling(
    work: DiaryAtWork, api: APIClient
) -> None:
    entry = api.post(EPISODES, episode(**ending(11)), format="json").json()["id"]
    work.judge()
    cursor = api.get(f"{V1}/sync/changes").json()["cursor"]
    edit(api, entry, **ending(9))
    work.judge()
    edit(api, entry, **ending(11))
    work.judge()
    page = api.get(f"{V1}/sync/changes", {"cursor": cursor}).json()
    told = [
        row["data"]["state"]
        for row in page["changes"]
        if row["table"] == "warnings" and row["data"]["criterion"] == LONG
    ]
    assert told == ["retracted", "open"]


def test_ten_minutes_are_never_flagged(work: DiaryAtWork, api: APIClient) -> None:
    entry = api.post(EPISODES, episode(**ending(10)), format="json").json()["id"]
    work.judge()
    assert flags(api) == []
    edit(api, entry, ended_at="2026-03-20T02:10:01+01:00")
    work.judge()
    assert [row["state"] for row in flags(api)] == ["open"]
