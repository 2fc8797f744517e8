"""Archives to send: as they were taken out, emptied, or changed and sealed again."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from rest_framework.test import APIClient

from diary.digest import canonical
from diary.exports.archive import archive_lines
from diary.exports.archive.shape import Tally, digests_member
from diary.fields.tables import PROFILE
from diary.fields.values import plain

EXPORT = "/api/v1/export.archive"
IMPORT = "/api/v1/import.archive"
DIGEST = "/api/v1/sync/digest"
SOMEBODY = UUID("6f1d6a52-3a5c-5b0e-9d43-2f6f0b7c1e90")
Document = dict[str, Any]


def taken_out(client: APIClient) -> str:
    """The archive of whoever is logged in."""
    answer: Any = client.get(EXPORT)
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content).decode()


def taken_in(client: APIClient, text: str) -> Any:
    """The answer to taking an archive in."""
    return client.generic("POST", IMPORT, text, content_type="application/json")


def sealed(diary: UUID = SOMEBODY, **sections: list[Document]) -> str:
    """An archive of these records; a profile without answers if there is none."""
    defaults = {name: plain(value) for name, value in PROFILE.defaults.items()}
    profile = {"id": str(diary), "deleted_at": None, **defaults}
    return "".join(archive_lines(diary, 1, {"profile": [profile], **sections}.items()))


def resealed(document: Document) -> str:
    """A changed document with the digests of its sections put right."""
    tallies = {}
    for name, records in document.items():
        if isinstance(records, list):
            tallies[name] = Tally()
            for record in records:
                tallies[name].add(canonical(record))
    sections = digests_member(tallies, {})["sections"]
    digests = {**document["digests"], "sections": sections}
    return json.dumps({**document, "digests": digests})


def episode_record(number: int = 1, **fields: Any) -> Document:
    """An episode as an archive holds it, with nothing answered."""
    return {
        "id": str(UUID(int=number)),
        "deleted_at": None,
        "device": "phone",
        "started_at": "2026-03-20T01:00:00+00:00",
        "tz": None,
        "ended_at": None,
        "start_precision": "exact",
        "duration_seconds_reported": None,
        "duration_confirmed": None,
        "last_confirmed_ongoing_at": None,
        "sites": None,
        "pain_max": None,
        "distress": None,
        "woke_from_sleep": None,
        "during_nap": None,
        "triggers": None,
        "sensations": None,
        "associated_symptoms": None,
        "residual_pain": None,
        "relief": None,
        "note": "",
        **fields,
    }


def check_in_record(number: int = 1, **fields: Any) -> Document:
    """A check-in as an archive holds it."""
    return {
        "id": str(UUID(int=number)),
        "deleted_at": None,
        "date": "2026-03-20",
        "covers": "both",
        **fields,
    }
