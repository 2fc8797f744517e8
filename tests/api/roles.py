"""The expected role matrix as data: route, method, and what each caller is answered."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping

from tests.api.exports.archives import sealed
from tests.conftest import episode, night

NOT_LOGGED_IN = ("anonymous", "malformed token", "expired session")
PATIENTS = ("owner", "other patient")
CLOSED = ("no grant", "pending", "expired", "revoked")
CLINICIANS = (*CLOSED, "read only", "all scopes")
CALLERS = (*NOT_LOGGED_IN, *PATIENTS, *CLINICIANS, "staff")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")

Answers = Mapping[str, int]


def _all(status: int, *callers: str) -> Answers:
    return dict.fromkeys(callers, status)


OFF = {**_all(401, *NOT_LOGGED_IN), **_all(405, *PATIENTS, *CLINICIANS, "staff")}
_DENIED = {**_all(401, *NOT_LOGGED_IN), **_all(403, *PATIENTS, *CLINICIANS, "staff")}


def own(owner: int, other: int) -> Answers:
    """A patient's own route; ``other`` is what somebody else's id comes to."""
    return {**_DENIED, "owner": owner, "other patient": other}


def shared(read_only: int = 200, all_scopes: int = 200) -> Answers:
    """A route of a clinician into the owner's diary."""
    answers = {**_DENIED, **_all(404, *CLOSED)}
    return {**answers, "read only": read_only, "all scopes": all_scopes}


def clinicians(status: int) -> Answers:
    """A route of every clinician."""
    return {**_DENIED, **_all(status, *CLINICIANS)}


def both_sides(own: int, other: int, closed: int, all_scopes: int) -> Answers:
    """A route of patients and clinicians alike."""
    answers = {**_DENIED, **_all(closed, *CLINICIANS), "all scopes": all_scopes}
    return {**answers, "owner": own, "other patient": other}


EVERYBODY = {**_all(401, *NOT_LOGGED_IN), **_all(200, *CALLERS[3:])}
PUBLIC = _all(200, *CALLERS)

_READ_SHARED = {"GET": shared()}
_ROW = {
    "GET": own(200, 404),
    "PATCH": own(200, 404),
    "DELETE": own(204, 404),
}
_PARTS = ("summary", "nights", "hours", "sites", "sleep", "factors", "treatments")
_DRAWN = ("nights", "hours", "sites", "sleep", "treatments")
TRENDS = (
    *(f"trends-{part}" for part in _PARTS),
    *(f"trends-{part}-svg" for part in _DRAWN),
)
MATRIX: Mapping[str, Mapping[str, Answers]] = {
    "episodes": {"GET": own(200, 200), "POST": own(201, 201)},
    # The same id in another diary is another row: it is made, like any unknown id.
    "episode": {**_ROW, "PUT": own(200, 201)},
    "nights": {"GET": own(200, 200), "POST": own(201, 201)},
    "night": {**_ROW, "PUT": own(200, 201)},
    "check-ins": {"GET": own(200, 200), "POST": own(201, 201)},
    "check-in": {**_ROW, "PUT": own(200, 201)},
    "medications": {"GET": own(200, 200), "POST": own(201, 201)},
    "medication": {**_ROW, "PUT": own(200, 201)},
    "profile": {"GET": own(200, 200), "PATCH": own(200, 200)},
    "consents": {"GET": own(200, 200), "POST": own(201, 201)},
    "sync-changes": {"GET": own(200, 200)},
    "sync-push": {"POST": own(200, 200)},
    "sync-digest": {"GET": own(200, 200)},
    "sync-restore": {"POST": own(200, 200)},
    "sync-watermelon": {"GET": own(200, 200), "POST": own(200, 200)},
    "sync-rxdb-pull": {"GET": own(200, 200)},
    "sync-rxdb-push": {"POST": own(200, 200)},
    "warnings": {"GET": own(200, 200)},
    "warning": {"GET": own(200, 404)},
    "warning-seen": {"POST": own(200, 404)},
    "warning-discussed": {"POST": own(200, 404)},
    "notifications": {"GET": own(200, 200)},
    "questions": {"GET": own(200, 200)},
    **dict.fromkeys(TRENDS, {"GET": own(200, 200)}),
    "export-csv": {"GET": own(200, 200)},
    "report": {"GET": own(200, 200)},
    "exports": {
        "GET": both_sides(200, 200, 200, 200),
        # Of everybody who shares the export; without anybody there is nothing.
        "POST": both_sides(202, 202, 404, 202),
    },
    # The export is the owner's own; a clinician's right is to ask for another.
    "export": {"GET": both_sides(200, 404, 404, 404)},
    "export-download": {"GET": both_sides(200, 404, 404, 404)},
    "export-fhir": {"GET": own(200, 200)},
    "export-archive": {"GET": own(200, 200)},
    # The owner's diary has entries: an archive would mix with them.
    "import-archive": {"POST": own(409, 201)},
    "criteria": {"GET": EVERYBODY},
    "vocabulary": {"GET": EVERYBODY},
    "consent-texts": {"GET": PUBLIC},
    "invitations": {"POST": own(201, 201)},
    "redeem": {"POST": clinicians(201)},
    "grants": {"GET": own(200, 200)},
    "grant": {"PATCH": own(200, 404), "DELETE": own(204, 404)},
    "links": {"GET": own(200, 200), "POST": own(201, 201)},
    "link": {"GET": own(200, 404), "DELETE": own(204, 404)},
    "link-page": {"GET": PUBLIC, "POST": PUBLIC},
    "access-log": {"GET": own(200, 200)},
    "patients": {"GET": clinicians(200)},
    "patient-episodes": _READ_SHARED,
    "patient-episode": _READ_SHARED,
    "patient-nights": _READ_SHARED,
    "patient-night": _READ_SHARED,
    "patient-check-ins": _READ_SHARED,
    "patient-check-in": _READ_SHARED,
    "patient-medications": _READ_SHARED,
    "patient-medication": _READ_SHARED,
    "patient-profile": _READ_SHARED,
    "patient-warnings": _READ_SHARED,
    "patient-warning": _READ_SHARED,
    "patient-warning-discussed": {"POST": shared()},
    **{f"patient-{name}": _READ_SHARED for name in TRENDS},
    "patient-export-csv": {"GET": shared(read_only=404)},
    "patient-report": _READ_SHARED,
    "patient-export-fhir": {"GET": shared(read_only=404)},
}

_EPISODE = episode(started_at="2026-03-18T02:00:00+01:00", ended_at=None)
_MEDICATION = {"code": "statin", "started_on": "2026-01-05"}
_CONSENT = {"purpose": "flagging", "given": True, "text_version": "1"}
BODIES: Mapping[tuple[str, str], object] = {
    ("episodes", "POST"): _EPISODE,
    ("episode", "PUT"): {"started_at": "2026-03-20T02:01:00+01:00"},
    ("episode", "PATCH"): {"pain_max": 4},
    ("nights", "POST"): night(night_date="2026-03-21"),
    ("night", "PUT"): night(quality=2),
    ("night", "PATCH"): {"quality": 2},
    ("check-ins", "POST"): {"date": "2026-03-18"},
    ("check-in", "PUT"): {"date": "2026-03-19", "covers": "day"},
    ("check-in", "PATCH"): {"covers": "day"},
    ("medications", "POST"): {"id": str(uuid.uuid4()), **_MEDICATION},
    ("medication", "PUT"): {**_MEDICATION, "dose": "10 mg"},
    ("medication", "PATCH"): {"dose": "10 mg"},
    ("profile", "PATCH"): {"language": "en"},
    ("consents", "POST"): _CONSENT,
    ("sync-push", "POST"): {"device": "phone", "items": []},
    ("sync-restore", "POST"): {"ids": [str(uuid.uuid4())]},
    ("sync-watermelon", "POST"): {},
    ("sync-rxdb-push", "POST"): [],
    ("import-archive", "POST"): json.loads(sealed()),
    ("invitations", "POST"): {"scopes": ["read"]},
    ("grant", "PATCH"): {"state": "active"},
}
